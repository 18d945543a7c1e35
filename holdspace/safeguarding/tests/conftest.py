"""Something comes in, and there are two guides."""

from datetime import timedelta

import pytest
from django.utils import timezone

from holdspace.circles.tests.scene import circle, clock, listens, loss, reader, survivors  # noqa: F401
from holdspace.safeguarding import actions
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Concern, Kind


@pytest.fixture
def raised(ana):
    def put(level=Level.DANGER, *, kind=Kind.READING, about="one", person=ana, ago=0):
        concern = actions.raise_concern(
            kind=kind, level=level, link=f"/stories/{about}/", person=person, reasons=[f"why {about}"]
        )
        Concern.objects.filter(pk=concern.pk).update(raised_at=timezone.now() - timedelta(minutes=ago))
        return concern

    return put


@pytest.fixture
def moss(person, lena):
    from holdspace.people.actions import verify

    guide = person("moss", "guide")
    verify(person=guide, title="Moss", profession="Counsellor", by=lena)
    return guide
