"""What every way out of the house shares: how long one waits, where nothing is sent, and how a failure is told."""

import ipaddress
import socket

from django.conf import settings

PATIENCE = 10  # seconds


class Unreached(Exception):
    """It did not arrive. Says why in a few plain words, never with an address or a key in them."""


def keep_off(host: str) -> None:
    """Addresses come from browsers and people. This machine and its neighbours are not theirs to knock at."""
    if not settings.NEARBY_SERVICES and any(is_nearby(address) for address in addresses_of(host)):
        raise Unreached("nearby")


def addresses_of(host: str) -> list[str]:
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, None)]
    except (OSError, UnicodeError):
        return []  # found nowhere: sending will say so


def is_nearby(address: str) -> bool:
    return not ipaddress.ip_address(address.partition("%")[0]).is_global
