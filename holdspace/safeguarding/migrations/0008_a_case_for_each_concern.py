from django.db import migrations


def put_into_cases(apps, schema_editor):
    """What is open about one thing is one case. A closed concern was closed by itself: a case of its own."""
    Concern = apps.get_model("safeguarding", "Concern")
    for concern in Concern.objects.filter(case=None, closed_at=None).order_by("raised_at"):
        _put(apps, concern, _open_case(apps, concern))
    for concern in Concern.objects.filter(case=None).order_by("raised_at"):
        _put(apps, concern, _closed_case(apps, concern))


def _put(apps, concern, case):
    concern.case = case
    concern.save(update_fields=["case"])
    if concern.level > case.level:
        case.level = concern.level
        case.save(update_fields=["level"])


def _open_case(apps, concern):
    Case, CaseStep = apps.get_model("safeguarding", "Case"), apps.get_model("safeguarding", "CaseStep")
    case, is_new = Case.objects.get_or_create(
        link=concern.link,
        closed_at=None,
        defaults={"person": concern.person, "level": concern.level, "opened_at": concern.raised_at},
    )
    if is_new:
        CaseStep.objects.create(case=case, after="detected", at=concern.raised_at)
    if concern.taken_by and case.state == "detected":
        CaseStep.objects.create(
            case=case, before="detected", after="taken", at=concern.taken_at, by=concern.taken_by
        )
        case.state, case.taken_by, case.taken_at = "taken", concern.taken_by, concern.taken_at
        case.save()
    return case


def _closed_case(apps, concern):
    Case, CaseStep = apps.get_model("safeguarding", "Case"), apps.get_model("safeguarding", "CaseStep")
    case = Case.objects.create(
        link=concern.link,
        person=concern.person,
        level=concern.level,
        state="closed",
        opened_at=concern.raised_at,
        taken_by=concern.taken_by,
        taken_at=concern.taken_at,
        closed_at=concern.closed_at,
    )
    CaseStep.objects.create(case=case, after="detected", at=concern.raised_at)
    if concern.taken_by:
        CaseStep.objects.create(case=case, before="detected", after="taken", at=concern.taken_at, by=concern.taken_by)
    CaseStep.objects.create(
        case=case,
        before="taken" if concern.taken_by else "detected",
        after="closed",
        at=concern.closed_at,
        by=concern.closed_by,
        why=concern.closing_note,
    )
    return case


class Migration(migrations.Migration):

    dependencies = [
        ('safeguarding', '0007_cases'),
    ]

    operations = [
        migrations.RunPython(put_into_cases, migrations.RunPython.noop),
    ]
