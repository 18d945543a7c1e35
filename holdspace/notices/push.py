"""Web push: a few neutral words, sealed for one browser (RFC 8291), signed with the key of this place (RFC 8292)."""

import base64
import json
import os
from functools import cache
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import timezone

from holdspace.notices.models import Device
from holdspace.notices.reach import PATIENCE, Unreached, keep_off

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
RECORD = 4096  # bytes
KEPT_FOR = 4 * 3600  # seconds a push service keeps it for a browser that is asleep
SIGNED_FOR = 12 * 3600
GONE = (404, 410)
TAKEN = (200, 201, 202, 204)


def push(device: Device, *, title: str, link: str) -> None:
    """Hand it to the push service of this browser. A device that is gone is forgotten."""
    import requests  # loaded when something is sent: a place without any device never pays for it

    address = urlsplit(device.endpoint)
    keep_off(address.hostname or "")
    headers = {"TTL": str(KEPT_FOR), "Urgency": "high", "Topic": "waits", "Content-Encoding": "aes128gcm"}
    words = sealed(device, json.dumps({"title": title, "link": link}).encode())
    try:
        answer = requests.post(
            device.endpoint, words, headers=headers | signed(address), timeout=PATIENCE, allow_redirects=False
        )
    except requests.RequestException as error:
        raise Unreached(type(error).__name__) from None
    if answer.status_code in GONE:
        device.delete()
    if answer.status_code not in TAKEN:
        raise Unreached(f"answered {answer.status_code}")


def sealed(device: Device, words: bytes, *, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b"") -> bytes:
    """Readable by this browser alone: one record of aes128gcm under a key agreed with it (RFC 8291, section 3)."""
    own, salt = own or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(16)
    theirs, mine = unpacked(device.p256dh), point_of(own)
    agreed = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    seed = derived(agreed, unpacked(device.auth), b"WebPush: info\0" + theirs + mine, 32)
    key = derived(seed, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derived(seed, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(mine)]) + mine
    return head + AESGCM(key).encrypt(nonce, words + b"\2", None)


def signed(address: SplitResult) -> dict[str, str]:
    """Who sends it, so that nobody else can send in the name of this place (RFC 8292)."""
    until = int(timezone.now().timestamp()) + SIGNED_FOR
    claims = {"aud": f"{address.scheme}://{address.netloc}", "exp": until, "sub": contact()}
    told = ".".join(packed(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(private_key().sign(told.encode(), ec.ECDSA(SHA256())))
    proof = packed(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return {"Authorization": f"vapid t={told}.{proof}, k={public_key()}"}


def contact() -> str:
    return settings.ADDRESS or f"mailto:{settings.DEFAULT_FROM_EMAIL}"


@cache
def private_key() -> ec.EllipticCurvePrivateKey:
    """Made from the text that is kept beside the data; the same text, the same key."""
    text = settings.PUSH_KEY.encode()
    number = derived(text, None, b"holdspace web push", 48)
    return ec.derive_private_key(1 + int.from_bytes(number, "big") % (P256_ORDER - 1), ec.SECP256R1())


def public_key() -> str:
    """What a browser asks for when it subscribes."""
    return packed(point_of(private_key()))


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def derived(secret: bytes, salt: bytes | None, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
