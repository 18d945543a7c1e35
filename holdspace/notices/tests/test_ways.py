"""Being told elsewhere: in a browser, by a service, by mail. Neutral words, sealed, and nothing shown again."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from holdspace.circles.tests.scene import text_of
from holdspace.notices import channels, push, reach, services
from holdspace.notices.channels import Message, Via, channels_of
from holdspace.notices.models import Device, Service
from holdspace.people import leaving

pytestmark = pytest.mark.django_db
WAITS = Message(title="Holdspace: something waits for you", body="Something waits for you.", link="/duty/")

# RFC 8291, section 5 and appendix A
WORDS = b"When I grow up, I want to be a watermelon"
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


class Receiver:
    """A server on this machine that keeps what it is sent, and answers as it is told to."""

    def __init__(self) -> None:
        self.got, self.answer = [], 201
        outer = self

        class Keep(BaseHTTPRequestHandler):
            def do_POST(self):
                words = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.got.append((self.path, dict(self.headers), words))
                self.send_response(outer.answer)
                self.end_headers()

            def log_message(self, *words):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Keep)
        self.host = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def receiver(settings):
    settings.NEARBY_SERVICES = True
    here = Receiver()
    yield here
    here.close()


@pytest.fixture
def device(mira, receiver):
    return channels.add_device(person=mira, endpoint=f"http://{receiver.host}/push/abc", p256dh=P256DH, auth=AUTH)


# --- browsers -----------------------------------------------------------------------------------------------------


def test_words_are_sealed_as_the_standard_says(device):
    own = ec.derive_private_key(int.from_bytes(push.unpacked(OWN), "big"), ec.SECP256R1())
    assert push.packed(push.sealed(device, WORDS, own=own, salt=push.unpacked(SALT))) == SEALED


def test_no_two_messages_are_sealed_alike(device):
    assert push.sealed(device, WORDS) != push.sealed(device, WORDS)


def test_a_push_arrives_sealed_and_signed_by_this_place(device, receiver):
    push.push(device, title=WAITS.title, link=WAITS.link)
    path, headers, words = receiver.got[0]
    assert path == "/push/abc"
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["Urgency"] == "high"
    assert b"waits" not in words
    scheme, told = headers["Authorization"].split(" ", 1)
    proof = dict(part.split("=", 1) for part in told.split(", "))
    assert scheme == "vapid"
    assert proof["k"] == push.public_key()
    assert claims_of(proof)["aud"] == f"http://{receiver.host}"


def claims_of(proof: dict[str, str]) -> dict:
    """Checks the signature as a push service does; it raises where it is not ours."""
    head, claims, signature = proof["t"].split(".")
    raw = push.unpacked(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), push.unpacked(proof["k"]))
    key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    return json.loads(base64.urlsafe_b64decode(claims + "=="))


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(device, receiver, status):
    receiver.answer = status
    with pytest.raises(reach.Unreached):
        push.push(device, title=WAITS.title, link=WAITS.link)
    assert not Device.objects.exists()


@pytest.mark.parametrize("status", [302, 429, 500])
def test_a_push_service_that_cannot_now_is_asked_again_later(device, receiver, status):
    receiver.answer = status
    with pytest.raises(reach.Unreached, match=f"answered {status}"):
        push.push(device, title=WAITS.title, link=WAITS.link)
    assert Device.objects.exists()


BROWSER = {"endpoint": "https://push.example.org/abc", "p256dh": P256DH, "auth": AUTH}


def test_a_browser_is_switched_on_and_off_by_whoever_is_signed_in(enter, ana, ben):
    enter(ana).post("/me/notices/browsers/", BROWSER)
    device = Device.objects.get()
    assert device.person == ana
    assert enter(ben).post(f"/me/notices/browsers/{device.pk}/remove/").status_code == 404
    enter(ben).post("/me/notices/browsers/", BROWSER)
    assert Device.objects.get().person == ben, "one browser tells one person"
    enter(ben).post(f"/me/notices/browsers/{device.pk}/remove/")
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "forged",
    [{"endpoint": "http://push.example.org/"}, {"endpoint": "javascript:x"}, {"p256dh": "short"}, {"auth": ""}],
)
def test_what_no_browser_would_say_is_not_kept(enter, ana, forged):
    enter(ana).post("/me/notices/browsers/", BROWSER | forged)
    assert not Device.objects.exists()


def test_nothing_is_sent_to_this_machine_or_its_neighbours(mira, settings):
    settings.NEARBY_SERVICES = False
    for host in ("127.0.0.1", "localhost", "169.254.169.254", "10.0.0.5", "[::1]"):
        near = Device(person=mira, endpoint=f"https://{host}/x", p256dh=P256DH, auth=AUTH)
        with pytest.raises(reach.Unreached, match="nearby"):
            push.push(near, title="t", link="/")


# --- services -----------------------------------------------------------------------------------------------------


def test_a_guide_sets_a_service_and_it_carries_a_first_message(enter, mira, receiver):
    address = f"json://{receiver.host}/secret-topic"
    assert enter(mira).post("/me/notices/services/", {"address": address}).status_code == 302
    path, _headers, words = receiver.got[0]
    assert path == "/secret-topic"
    assert "you are told here" in json.loads(words)["message"]
    page = text_of(enter(mira).get("/me/notices/ways/"))
    assert "secret-topic" not in page
    assert "secret-topic" not in Service.objects.get().sealed
    services.send(Service.objects.get(), title=WAITS.title, body=WAITS.body)
    assert json.loads(receiver.got[1][2])["title"] == WAITS.title


def test_what_does_not_carry_the_first_message_is_not_kept(enter, mira, receiver):
    receiver.answer = 500
    refused = enter(mira).post("/me/notices/services/", {"address": f"json://{receiver.host}/x"})
    assert refused.status_code == 422
    assert "did not arrive" in text_of(refused)
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    "address", ["syslog://", "nonsense", "file:///etc/passwd", "exec://true", "https://example.org"]
)
def test_what_is_no_service_elsewhere_is_refused(enter, mira, receiver, address):
    refused = enter(mira).post("/me/notices/services/", {"address": address})
    assert refused.status_code == 422
    assert "no address of a service" in text_of(refused)
    assert address in text_of(refused)


def test_this_machine_is_no_service_unless_the_steward_says_so(enter, mira, receiver, settings):
    settings.NEARBY_SERVICES = False
    assert enter(mira).post("/me/notices/services/", {"address": f"json://{receiver.host}/x"}).status_code == 422
    assert receiver.got == []


def test_services_are_for_those_who_can_be_needed(enter, ana, ben, mira, lena, receiver):
    address = {"address": f"json://{receiver.host}/x"}
    for member in (ana, ben):
        assert enter(member).post("/me/notices/services/", address).status_code == 404
        assert "Other services" not in text_of(enter(member).get("/me/notices/ways/"))
    enter(mira).post("/me/notices/services/", address)
    service = Service.objects.get()
    assert enter(lena).post(f"/me/notices/services/{service.pk}/remove/").status_code == 404
    enter(mira).post(f"/me/notices/services/{service.pk}/remove/")
    assert not Service.objects.exists()


# --- one after the other, leaving ---------------------------------------------------------------------------------


def test_the_quickest_way_comes_first(device, mira, receiver):
    mira.email = "mira@example.org"
    services.add_service(person=mira, address=f"json://{receiver.host}/x")
    assert [channel.via for channel in channels_of(mira)] == [Via.PUSH, Via.SERVICE, Via.MAIL]


def test_a_mail_says_that_something_waits(mira, mailoutbox):
    mira.email = "mira@example.org"
    for channel in channels_of(mira):
        channel.deliver(WAITS)
    assert (mailoutbox[0].subject, mailoutbox[0].body) == (WAITS.title, WAITS.body)


def test_who_leaves_is_told_nowhere_any_more(device, mira, ben, receiver):
    services.add_service(person=mira, address=f"json://{receiver.host}/x")
    channels.add_device(person=ben, endpoint="https://push.example.org/b", p256dh=P256DH, auth=AUTH)
    taken = json.dumps(leaving.words_of(mira), default=str)
    assert "JSON" in taken
    assert urlsplit(device.endpoint).path not in taken, "a push address is a key"
    leaving.leave(person=mira)
    assert [one.person for one in Device.objects.all()] == [ben]
    assert not Service.objects.exists()
