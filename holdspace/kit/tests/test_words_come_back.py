"""Ana's session runs out while she writes: whatever form it was, her words are on the page that says so."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from holdspace.kit.doors import ask_to_enter, signed_in
from holdspace.kit.tests.workshop import Letter
from holdspace.kit.typed import questions, typed_in
from holdspace.people.forms import JoinForm

STEP = {"hardest": "Tired.", "helped": "My sister's voice", "next_thing": "Tea", "wants_guide": "on", "token": "t" * 20}


@signed_in
def own_page(request):
    return HttpResponse("hers")


urlpatterns = [path("own/", own_page)]


def boxes(page: str) -> list[str]:
    return re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)


@pytest.mark.urls(__name__)
def test_whoever_is_signed_in_goes_through(ana, rf):
    request = rf.post("/own/", STEP)
    request.user = ana
    assert own_page(request).content == b"hers"


@pytest.mark.django_db
def test_words_typed_before_the_session_ran_out_come_back(client):
    answer = client.post("/me/settings/", STEP, headers={"referer": "http://testserver/me/settings/?a=1"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert boxes(page) == ["Tired.", "My sister&#x27;s voice", "Tea"]
    assert re.findall(r'<label for="written-\d">(.*?)</label>', page)[2] == "One small thing for the next hour"
    assert 'href="/enter/?next=/me/settings/"' in page


@pytest.mark.django_db
def test_a_page_asked_for_leads_to_the_door_and_back(client):
    answer = client.get("/me/settings/?part=time")
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {"next": ["/me/settings/?part=time"]}


@pytest.mark.parametrize("page", ["https://elsewhere.example/trap/", "//elsewhere.example", "javascript:x()", ""])
def test_the_door_leads_nowhere_else(page, rf):
    answer = ask_to_enter(rf.post("/own/", STEP, headers={"referer": page})).content.decode()
    assert 'href="/enter/"' in answer
    assert "elsewhere" not in answer


def test_a_form_without_its_proof_gives_back_every_box():
    page = Client(enforce_csrf_checks=True).post("/leave-quickly/", STEP).content.decode()
    assert len(boxes(page)) == 3
    assert "Enter again" not in page


def test_no_secret_is_ever_printed():
    secrets = {"passphrase": "seven old lamps", "code": "abcd-efgh", "csrfmiddlewaretoken": "x" * 32, "next": "/me/"}
    page = Client(enforce_csrf_checks=True).post("/enter/", {"name": "ana", **secrets}).content.decode()
    assert boxes(page) == ["ana"]
    assert [secret for secret in secrets.values() if secret in page and secret != "/me/"] == []


def test_a_choice_is_not_called_words():
    assert typed_in(RequestFactory().post("/", {"need": "listen", "face": "alias", "country": "PT", "body": " "})) == []


def test_each_box_bears_the_question_it_answered():
    assert questions()["hardest"] == "What is hardest right now?"
    assert Letter.base_fields["name"].label != JoinForm.base_fields["name"].label
    assert questions()["name"] == "What you wrote"


@pytest.mark.parametrize("text", ["\n\nTwo empty lines first", "</textarea><script>x()</script>"])
def test_words_come_back_as_they_were_typed(text):
    page = Client(enforce_csrf_checks=True).post("/leave-quickly/", {"body": text}).content.decode()
    assert boxes(page) == [text.replace("<", "&lt;").replace(">", "&gt;")]
