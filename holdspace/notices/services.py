"""Any service that Apprise knows, by an address that its owner sets once and that no page shows again.

Apprise is loaded when an address is set or something is sent: it costs a second and 20 MB.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from holdspace.kit.place import here
from holdspace.notices.models import Service
from holdspace.notices.reach import Unreached, keep_off
from holdspace.people.adapter import sealer
from holdspace.people.models import Person

PURPOSE = "services"
FIRST = _("From now on you are told here when something waits for you.")


class NoService(Exception):
    """This is no address of a service elsewhere."""


def add_service(*, person: Person, address: str) -> Service:
    """Kept once it has carried a first message, sealed with the key of this place."""
    plugin = opened(address)
    deliver(plugin, title=str(FIRST), body=str(FIRST))
    sealed = sealer(PURPOSE).encrypt(address.strip().encode()).decode()
    facts = {"name": str(plugin.service_name)[:60], "worked_at": timezone.now()}
    return Service.objects.create(person=person, sealed=sealed, **facts)


def remove_service(*, service: Service) -> None:
    service.delete()


def send(service: Service, *, title: str, body: str) -> None:
    deliver(opened(sealer(PURPOSE).decrypt(service.sealed.encode()).decode()), title=title, body=body)
    Service.objects.filter(pk=service.pk).update(worked_at=timezone.now())


def deliver(plugin: Any, *, title: str, body: str) -> None:
    if has_host(plugin):
        keep_off(plugin.host)
    if not plugin.notify(title=title, body=body):
        raise Unreached("not taken")


def opened(address: str) -> Any:
    """The service behind an address; what would only show on this machine is none."""
    from apprise import Apprise, AppriseAsset

    asset = AppriseAsset(app_id=here().name, app_desc="", app_url="", image_url_mask="", image_path_mask="")
    plugin = Apprise.instantiate(address.strip(), asset=asset, suppress_exceptions=True)
    if plugin is None or "{schema}://" in plugin.templates:
        raise NoService
    return plugin


def has_host(plugin: Any) -> bool:
    """A server of one's own, in contrast to a token of a company."""
    return any("{host}" in template for template in plugin.templates)
