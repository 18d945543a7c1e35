"""What the head of a request has to say plainly: which host is meant, and how much body follows."""

from __future__ import annotations

import re
from email.message import Message
from ipaddress import ip_address

from empathy.http.answers import Refused

HOST = re.compile(r"(?:\[([^\[\]]+)\]|([^:\[\]]+))(?::[0-9]*)?")
LENGTH = re.compile("[0-9]{1,15}")


def declared(headers: Message) -> int:
    """Bytes of body that follow this head. Raises Refused where that is not said plainly."""
    if "Transfer-Encoding" in headers:
        raise Refused(411, "Say how long the body is (Content-Length); it is not taken in chunks.")
    lengths = [length.strip() for length in headers.get_all("Content-Length", [])]
    if headers.defects or len(lengths) > 1 or not all(map(LENGTH.fullmatch, lengths)):
        raise Refused(400, "The head of the request is not plain.")
    return int(lengths[0]) if lengths else 0


def names_loopback(hosts: list[str]) -> bool:
    """One host, and it is this machine. A page of another site that had its name point here says its own name."""
    named = HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    return named is not None and is_loopback(named[1] or named[2])


def is_loopback(name: str) -> bool:
    try:
        return name.lower() == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
