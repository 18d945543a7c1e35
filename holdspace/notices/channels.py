"""The ways by which somebody can be told, the quickest first: their browsers, services of theirs, mail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from holdspace.notices.models import Device, Service
from holdspace.notices.push import push
from holdspace.notices.reach import Unreached
from holdspace.notices.services import send
from holdspace.people.models import Person


class Via(models.TextChoices):
    PAGE = "page", _("in the page")
    PUSH = "push", _("web push")
    SERVICE = "service", _("another service")
    MAIL = "mail", _("e-mail")


@dataclass(frozen=True)
class Message:
    """Neutral words; `link` is a path in this house."""

    title: str
    body: str
    link: str


@dataclass(frozen=True)
class Channel:
    via: Via
    deliver: Callable[[Message], None]


def channels_of(person: Person) -> Iterator[Channel]:
    for device in Device.objects.filter(person=person).order_by("-made_at"):
        yield Channel(Via.PUSH, partial(push_to, device))
    for service in Service.objects.filter(person=person).order_by("made_at"):
        yield Channel(Via.SERVICE, partial(send_by, service))
    if person.email:
        yield Channel(Via.MAIL, partial(mail, person))


def push_to(device: Device, message: Message) -> None:
    push(device, title=message.title, link=message.link)


def send_by(service: Service, message: Message) -> None:
    send(service, title=message.title, body=message.body)


def mail(person: Person, message: Message) -> None:
    """Errors quote the address, so only their kind goes on."""
    try:
        sent = EmailMessage(message.title, message.body, to=[person.email]).send()
    except (OSError, SMTPException) as error:
        raise Unreached(type(error).__name__) from None
    if not sent:
        raise Unreached("not taken")


@transaction.atomic
def add_device(*, person: Person, endpoint: str, p256dh: str, auth: str) -> Device:
    """One row a browser: whoever signs in there next and switches it on is told there from then on."""
    keys = {"person": person, "p256dh": p256dh, "auth": auth, "made_at": timezone.now()}
    return Device.objects.update_or_create(endpoint=endpoint, defaults=keys)[0]


def remove_device(*, device: Device) -> None:
    device.delete()
