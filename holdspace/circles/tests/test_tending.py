"""Lena opens a circle and looks after it: who guides, who hosts, what is agreed on, and what she cannot change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from holdspace.circles import actions, tending
from holdspace.circles.forms_tending import first_lines
from holdspace.circles.models import Acceptance, Agreement, Circle, Invitation, Reply, Story
from holdspace.circles.policy import agreement_due, seat_of
from holdspace.circles.tests.scene import ANSWER, STORY, answer, send, shared, text_of
from holdspace.conversations.models import Conversation, Seat
from holdspace.notices.models import Notice
from holdspace.safeguarding.models import Entry

pytestmark = pytest.mark.django_db
ALL, NEW = "/duty/circles/", "/duty/circles/new/"
LINES = "It stays here: We tell nobody.\nFeelings first: We listen.\nKind words: Nobody is pushed."
SECOND = "It stays here: We tell nobody at all.\nSlowly: One at a time.\nKind words: Nobody is pushed."


def words(**other):
    told = {
        "name": "Night Shift Circle",
        "slug": "",
        "about": "For people who work while others sleep.",
        "kind": "ask",
        "language": "en",
        "facets": ["work", "sleep"],
        "topics": ["illness"],
        "norms": "No cheering up.\nAny hour is fine.\nAsk first.",
        "example": "Three nights in a row. How is the house when you come home?",
        "most_people": "40",
        "ends_on": "",
        "lines": LINES,
        "host": "hana",
        "alias": "Plum Crate",
    }
    return told | other


@pytest.fixture
def open_one(enter, lena, mira, hana):
    """Presses Open the circle as Lena, with Mira as its guide."""

    def press(**other):
        return enter(lena).post(NEW, words(guides=[str(mira.pk)]) | other)

    return press


@pytest.fixture
def night(open_one):
    assert open_one()["Location"] == "/circles/night-shift-circle/"
    return Circle.objects.get(slug="night-shift-circle")


def change(browser, circle, mira, **other):
    keeps = {name: value for name, value in words().items() if name not in ("name", "slug", "kind", "language")}
    return browser.post(f"/duty/circles/{circle.slug}/", keeps | {"guides": [str(mira.pk)]} | other)


def deeds(lena):
    return list(Entry.objects.filter(by=lena.pk).order_by("number").values_list("what", "about", "why"))


# --- opening ------------------------------------------------------------------------------------------------------


def test_an_empty_place_says_what_to_do_first(enter, lena):
    assert "First find a guide" in text_of(enter(lena).get(ALL))
    assert NEW in text_of(enter(lena).get("/circles/"))


def test_only_a_lead_is_offered_to_open_the_first_circle(enter, mira, ana, sten):
    for somebody in (mira, ana, sten):
        assert "/duty/circles/" not in text_of(enter(somebody).get("/circles/"))


def test_the_duty_page_leads_a_lead_there_and_a_guide_not(enter, lena, mira):
    assert f'href="{ALL}"' in text_of(enter(lena).get("/duty/"))
    assert f'href="{ALL}"' not in text_of(enter(mira).get("/duty/"))


def test_lena_opens_a_circle_with_everything_it_needs(night, enter, hana, mira, lena):
    assert (night.name, night.kind, night.language, night.most_people) == ("Night Shift Circle", "ask", "en", 40)
    assert (night.facets, night.topics) == (["work", "sleep"], ["illness"])
    assert night.norms == ["No cheering up.", "Any hour is fine.", "Ask first."]
    assert night.agreement.lines[0] == {"name": "It stays here", "text": "We tell nobody."}
    assert (night.agreement.version, list(night.guides.all())) == (1, [mira])
    seat = seat_of(hana, night)
    assert (seat.alias, seat.is_host) == ("Plum Crate", True)
    assert "We tell nobody." in text_of(enter(lena).get("/circles/night-shift-circle/"))
    assert deeds(lena) == [("circle_opened", "/duty/circles/night-shift-circle/", "")]


def test_the_host_is_told_keeps_the_door_and_agrees_herself(night, enter, hana):
    assert Notice.objects.get(person=hana).link == "/circles/night-shift-circle/"
    assert enter(hana).get("/circles/night-shift-circle/people/").status_code == 200
    assert not Acceptance.objects.exists()
    assert "You have not agreed to this version yet" in text_of(enter(hana).get("/circles/night-shift-circle/write/"))


def test_the_form_begins_with_five_lines_that_can_be_sent_as_they_are(enter, lena, open_one):
    page = text_of(enter(lena).get(NEW))
    lines = [f"{line['name']}: {line['text']}" for line in first_lines()]
    assert len(lines) == 5
    assert all(line in page for line in lines)
    open_one(lines="\n".join(lines))
    assert Circle.objects.get().agreement.lines == first_lines()


@pytest.mark.parametrize("who", ["mira", "hana", "ana", "okafor", "sten"])
def test_nobody_but_a_lead_opens_or_changes_a_circle(request, enter, night, mira, who):
    browser = enter(request.getfixturevalue(who))
    place = f"{ALL}{night.slug}/"
    assert [browser.get(path).status_code for path in (ALL, NEW, place)] == [404] * 3
    assert browser.post(NEW, words(name="Mine", guides=[str(mira.pk)])).status_code == 404
    assert change(browser, night, mira, about="Mine now.").status_code == 404
    assert browser.post(f"{place}agreement/", {"lines": SECOND}).status_code == 404
    assert browser.post(f"{place}hosts/", {"host": who, "alias": "Mine"}).status_code == 404
    assert browser.post(f"{place}hosts/end/", {"name": "hana"}).status_code == 404
    night.refresh_from_db()
    assert (Circle.objects.count(), night.about, night.agreement.version) == (1, words()["about"], 1)


def test_a_lead_without_her_second_step_opens_nothing(enter, lena, open_one):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=lena).delete()
    lena.forget_roles()
    assert open_one().status_code in (302, 404)
    assert not Circle.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "There is nothing here yet"),
        ("name", "x" * 61, "longer than fits"),
        ("slug", "new", "kept for a page"),
        ("slug", "Loss Circle", "small letters"),
        ("slug", "../../etc", "small letters"),
        ("slug", "x" * 51, "longer than fits"),
        ("slug", "-loss", "small letters"),
        ("about", "\x00", "There is nothing here yet"),
        ("kind", "secret", "Please choose one of these."),
        ("kind", "", "Please choose one of these."),
        ("language", "xx", "Please choose one of these."),
        ("facets", ["loss", "karma"], "is not one of these"),
        ("topics", ["karma"], "is not one of these"),
        ("norms", "Only one.", "Please write three lines"),
        ("norms", "\x00", "Please write three lines"),
        ("norms", f"a\nb\n{'c' * 301}", "longer than fits"),
        ("most_people", "1", "a number from 2 to 500"),
        ("most_people", "9" * 5000, "a number from 2 to 500"),
        ("most_people", "\x00", "a number from 2 to 500"),
        ("ends_on", "soon", "write the day like this"),
        ("ends_on", "2026-03-03", "This day is over"),
        ("ends_on", "9999-12-31", "more than three years"),
        ("lines", "One: a\nTwo: b", "three to seven lines"),
        ("lines", "\n".join(f"{n}: text" for n in range(8)), "three to seven lines"),
        ("lines", "One: a\nTwo: b\nNo colon", "a colon and a text"),
        ("lines", "One: a\n: b\nThree: c", "a colon and a text"),
        ("lines", "One: a\none: b\nThree: c", "Two lines have one name"),
        ("lines", "No false alarms: a\nTwo: b\nThree: c", "Two lines have one name"),
        ("lines", f"{'n' * 61}: a\nTwo: b\nThree: c", "One of them is longer"),
        ("guides", [], "at least one guide"),
        ("guides", ["\x00"], "not a guide any more"),
        ("host", "nobody at all", "Nobody here has this name"),
        ("host", "\x00", "Please type an account name"),
        ("host", "mira", "hosts are members"),
        ("alias", "", "what they are called here"),
        ("alias", "x", "at least 2 letters"),
        ("alias", "ana", "Please choose another one"),
        ("alias", "me@example.org", "looks like an address"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field_and_the_rest_stays_in_the_form(open_one, ana, field, typed, said):
    refused = open_one(**{"about": "Kept <b>words</b> of mine.", field: typed})
    page = text_of(refused)
    assert (refused.status_code, Circle.objects.exists(), Conversation.objects.exists()) == (422, False, False)
    assert said in page
    assert "aria-invalid" in page
    assert field == "about" or "Kept &lt;b&gt;words&lt;/b&gt; of mine." in page


def test_a_member_whose_id_is_forged_into_the_guides_guides_nothing(open_one, ana, hana, mira):
    for forged in ([str(ana.pk)], [str(mira.pk), str(hana.pk)], ["1 OR 1=1"]):
        assert open_one(guides=forged).status_code == 422
    assert not Circle.objects.exists()


def test_letters_that_go_the_other_way_and_marks_stay_what_they_are(open_one, enter, lena, clock):
    open_one(name="دائرة <i>الليل</i>\u202e", slug="layl")
    assert Circle.objects.get().name == "دائرة <i>الليل</i>"
    assert "<i>" not in text_of(enter(lena).get(ALL))


def test_a_name_from_which_no_address_comes_asks_for_one(open_one):
    assert "small letters" in text_of(open_one(name="دائرة الليل"))
    assert "kept for a page" in text_of(open_one(name="New"))


def test_a_second_press_makes_one_circle(open_one, lena, hana, night):
    again = open_one()
    assert again["Location"] == "/circles/night-shift-circle/"
    assert (Circle.objects.count(), Conversation.objects.count(), Agreement.objects.count()) == (1, 1, 1)
    assert len(deeds(lena)) == 1
    assert Notice.objects.filter(person=hana).count() == 1


def test_an_address_that_another_circle_has_is_refused_and_that_circle_stays(open_one, night):
    refused = open_one(about="Something else.")
    assert refused.status_code == 422
    assert "Another circle has this address" in text_of(refused)
    night.refresh_from_db()
    assert (Circle.objects.count(), night.about) == (1, words()["about"])


def test_nothing_is_left_behind_when_something_breaks(open_one, monkeypatch):
    monkeypatch.setattr(tending, "record", lambda **facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_one()
    assert not any(model.objects.exists() for model in (Circle, Conversation, Agreement, Seat, Notice))


# --- the list -----------------------------------------------------------------------------------------------------


def test_the_list_says_who_looks_after_each_circle_and_what_it_lacks(night, enter, lena, circle):
    circle("orphan", kind="invite", ends_on=None)
    page = text_of(enter(lena).get(ALL))
    assert "Night Shift Circle" in page
    assert page.index("Nobody guides it") > page.index("Orphan")
    assert page.count("Nobody guides it") == page.count("Nobody looks after its door") == 1
    assert "Ask to join" in page
    assert "By invitation only" in page


def test_a_guide_whose_role_has_ended_guides_nothing(night, enter, lena, mira):
    from holdspace.people.actions import take_role

    take_role(person=mira, kind="guide", by=lena, why="A long leave.")
    assert "Nobody guides it" in text_of(enter(lena).get(ALL))
    assert "at least one guide" in text_of(change(enter(lena), night, mira, guides=[]))


def test_a_circle_that_has_ended_needs_nobody(circle, enter, lena):
    circle("past", ends_on=timezone.localdate() - timedelta(days=1))
    page = text_of(enter(lena).get(ALL))
    assert "ended on" in page
    assert "Nobody guides it" not in page


def test_many_circles_cost_no_more_questions_than_few(enter, lena, mira, circle, ana, django_assert_max_num_queries):
    for number in range(12):
        opened = circle(f"circle-{number}", ana)
        opened.guides.add(mira)
        actions.seat(conversation=opened.conversation, person=ana, is_host=True)
    browser = enter(lena)
    browser.get(ALL)
    with django_assert_max_num_queries(10):
        assert text_of(browser.get(ALL)).count("<article") == 12


# --- looking after it ---------------------------------------------------------------------------------------------


def test_what_lena_changes_holds_and_stands_in_the_log(night, enter, lena, mira):
    answer = change(enter(lena), night, mira, about="For nights and early mornings.", ends_on="2026-12-31")
    assert answer["Location"] == f"{ALL}{night.slug}/"
    night.refresh_from_db()
    assert (night.about, f"{night.ends_on}") == ("For nights and early mornings.", "2026-12-31")
    assert deeds(lena)[1:] == [("circle_changed", f"{ALL}{night.slug}/", "about, ends on")]


def test_nothing_changed_is_nothing_done(night, enter, lena, mira):
    assert change(enter(lena), night, mira).status_code == 302
    assert len(deeds(lena)) == 1


def test_kind_name_and_address_stay_whatever_is_sent(night, enter, lena, mira):
    page = text_of(enter(lena).get(f"{ALL}{night.slug}/"))
    assert "no setting may open their words" in page
    assert all(f'name="{name}"' not in page for name in ("kind", "slug", "language"))
    change(enter(lena), night, mira, kind="open", slug="elsewhere", language="de", conversation="1")
    night.refresh_from_db()
    assert (night.kind, night.slug, night.language) == ("ask", "night-shift-circle", "en")


def test_a_change_that_cannot_be_comes_back_with_its_words(night, enter, lena, mira, hana, ana):
    for other in ({"norms": "One."}, {"guides": []}, {"guides": [str(ana.pk)]}, {"ends_on": "2020-01-01"}):
        refused = change(enter(lena), night, mira, about="Half a change.", **other)
        assert refused.status_code == 422
        assert "Half a change." in text_of(refused)
    night.refresh_from_db()
    assert night.about == words()["about"]


def test_a_host_does_not_become_its_guide_nor_a_guide_its_host(night, enter, lena, mira, hana, person):
    noor = person("noor", "guide")
    Seat.objects.update(person=noor)
    assert "hosts are members" in text_of(change(enter(lena), night, mira, guides=[str(noor.pk)]))
    refused = enter(lena).post(f"{ALL}{night.slug}/hosts/", {"host": "mira", "alias": "Lamp"})
    assert refused.status_code == 422
    assert "hosts are members" in text_of(refused)


def test_lena_names_another_host_and_ends_the_first(night, enter, lena, ana, hana):
    place = f"{ALL}{night.slug}/hosts/"
    assert enter(lena).post(place, {"host": "ana", "alias": "Slate Roof"}).status_code == 302
    assert enter(ana).get("/circles/night-shift-circle/people/").status_code == 200
    assert enter(lena).post(f"{place}end/", {"name": "hana"}).status_code == 302
    assert enter(hana).get("/circles/night-shift-circle/people/").status_code == 404
    assert seat_of(hana, night) is not None
    assert [why for _what, _about, why in deeds(lena)[1:]] == ["host", "host no longer"]


def test_who_is_no_host_cannot_be_ended(night, enter, lena, ana):
    actions.join(circle=night, person=ana)
    for name in ("ana", "never", "\x00", ""):
        assert enter(lena).post(f"{ALL}{night.slug}/hosts/end/", {"name": name}).status_code == 404


def test_whoever_sat_there_keeps_their_alias_and_the_page_says_the_same(night, enter, lena, ana, ben):
    actions.join(circle=night, person=ana, alias="Slate Roof")
    place = f"{ALL}{night.slug}/hosts/"
    named = [{"host": name, "alias": f"{name} Lamp"} for name in ("ana", "ben")]
    pages = [text_of(enter(lena).post(place, who, follow=True)) for who in named]
    assert (seat_of(ana, night).alias, seat_of(ben, night).alias) == ("Slate Roof", "ben Lamp")
    assert seat_of(ana, night).is_host
    assert all("Who sat here already keeps their name" in page for page in pages)
    assert "Slate Roof" not in pages[0]


def test_an_alias_of_somebody_else_here_is_refused(night, enter, lena, ana):
    refused = enter(lena).post(f"{ALL}{night.slug}/hosts/", {"host": "ana", "alias": "Plum  crate"})
    assert refused.status_code == 422
    assert 'value="Plum  crate"' in text_of(refused)
    assert seat_of(ana, night) is None


# --- a new version ------------------------------------------------------------------------------------------------


@pytest.fixture
def renewed(loss, enter, lena):
    """Ana and Ben agreed to the first version; Lena wrote a second."""
    assert enter(lena).post(f"{ALL}loss/agreement/", {"lines": SECOND}).status_code == 302
    return loss


def test_a_new_version_leaves_the_old_one_as_it_was_accepted(renewed, lena, ana):
    first, second = renewed.agreements.order_by("version")
    assert first.lines == [{"name": "Listening first", "text": "Hear before you advise."}]
    assert (second.version, second.lines[1]["name"]) == (2, "Slowly")
    assert Acceptance.objects.get(seat__person=ana).agreement == first
    assert deeds(lena) == [("agreement_changed", "/duty/circles/loss/", "version 2")]


def test_the_same_lines_or_too_few_are_no_version(renewed, enter, lena):
    for lines, said in ((SECOND, "lines that hold already"), ("One: a", "three to seven lines")):
        refused = enter(lena).post(f"{ALL}loss/agreement/", {"lines": lines})
        assert refused.status_code == 422
        assert said in text_of(refused)
    assert tending.renew_agreement(circle=renewed, lines=renewed.agreement.lines, by=lena).version == 2
    assert len(deeds(lena)) == 1


def test_ana_is_asked_for_the_new_version_before_she_shares(renewed, enter, ana):
    box = text_of(enter(ana).get("/circles/loss/write/"))
    assert "We tell nobody at all." in box
    refused = send(enter(ana), renewed)
    assert refused.status_code == 422
    assert "please agree to keep the agreements above" in text_of(refused)
    assert STORY in text_of(refused)
    assert not Story.objects.exists()


def test_once_she_agrees_it_is_sent_and_she_is_not_asked_again(renewed, enter, ana):
    shared(enter(ana), renewed, **{"agree-2": "on"})
    assert agreement_due(seat_of(ana, renewed)) is None
    assert set(Acceptance.objects.filter(seat__person=ana).values_list("agreement__version", flat=True)) == {1, 2}
    assert "agree-2" not in text_of(enter(ana).get("/circles/loss/write/"))


def test_agreeing_to_one_version_is_no_yes_to_the_next(renewed, enter, ana, lena):
    tending.renew_agreement(circle=renewed, lines=first_lines(), by=lena)
    assert send(enter(ana), renewed, **{"agree-2": "on"}).status_code == 422
    assert send(enter(ana), renewed, **{"agree-3": "on"}).status_code == 302


def test_ben_is_asked_before_he_answers_and_reads_on_without(loss, enter, ana, ben, lena, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    tending.renew_agreement(circle=loss, lines=first_lines(), by=lena)
    page = enter(ben).get(story.address)
    assert STORY in text_of(page)
    assert "You have not agreed to this version yet" in text_of(page)
    refused = answer(enter(ben), story)
    assert (refused.status_code, Reply.objects.count()) == (422, 0)
    assert ANSWER in text_of(refused)
    assert answer(enter(ben), story, **{"agree-2": "on"}).status_code == 302


def test_a_draft_is_kept_without_agreeing(renewed, enter, ana):
    kept = enter(ana).post("/circles/loss/write/", {"body": STORY, "keep": "1", "face": "name"})
    assert kept.status_code == 302
    assert STORY in text_of(enter(ana).get("/circles/loss/write/"))


def test_cleo_who_joins_later_agrees_to_the_version_in_force_alone(renewed, enter, cleo):
    enter(cleo).post("/circles/loss/join/", {"alias": "Lark", "agree": "on"})
    assert Acceptance.objects.get(seat__person=cleo).agreement.version == 2
    assert "agree-2" not in text_of(enter(cleo).get("/circles/loss/write/"))


def test_an_invitation_still_opens_a_closed_circle_and_nothing_else_does(open_one, enter, ana):
    open_one(kind="invite")
    closed = Circle.objects.get()
    assert enter(ana).get(f"/circles/{closed.slug}/").status_code == 404
    Invitation.objects.create(circle=closed, person=ana, invited_at=timezone.now())
    assert enter(ana).get(f"/circles/{closed.slug}/").status_code == 200
