"""What people decide about themselves."""

import pytest
from django.core import mail

pytestmark = pytest.mark.django_db


def test_ana_changes_country_time_and_energy(enter, ana):
    form = {"country": "FR", "time_zone": "Europe/Paris", "low_energy": "on"}
    assert enter(ana).post("/me/settings/", form).status_code == 302
    ana.refresh_from_db()
    assert (ana.country, ana.time_zone, ana.low_energy) == ("FR", "Europe/Paris", True)


def test_what_is_not_on_the_list_is_refused_in_place(enter, ana):
    answer = enter(ana).post("/me/settings/", {"country": "XX", "time_zone": "Mars/Base"})
    assert answer.status_code == 422
    assert "id_country_error" in answer.content.decode()
    ana.refresh_from_db()
    assert ana.country == "PT"


def test_forged_fields_change_nothing_else(enter, ana):
    form = {"country": "FR", "time_zone": "UTC", "is_superuser": "on", "name": "lena", "email": "x@y.example"}
    enter(ana).post("/me/settings/", form)
    ana.refresh_from_db()
    assert (ana.is_superuser, ana.name, ana.email) == (False, "ana", "")


def test_an_address_counts_only_after_the_link(enter, ana, passphrase):
    browser = enter(ana)
    asked = browser.post("/account/email/", {"action_add": "", "email": "Ana@Mail.Example"})["Location"]
    browser.post(asked, {"password": passphrase})
    ana.refresh_from_db()
    assert ana.email == ""
    letter = mail.outbox[0]
    assert "ana" not in letter.subject + letter.body.replace(letter.to[0], "")
    link = next(word for word in letter.body.split() if word.startswith("http"))
    assert browser.get(link).status_code == 200
    browser.post(link)
    ana.refresh_from_db()
    assert ana.email == "ana@mail.example"


def test_a_new_passphrase_signs_out_the_others(enter, ana, passphrase):
    here, elsewhere = enter(ana), enter(ana)
    new = "plums on the window sill"
    form = {"oldpassword": passphrase, "password1": new, "password2": new}
    assert here.post("/account/password/change/", form)["Location"] == "/me/settings/"
    assert here.get("/me/settings/").status_code == 200
    assert elsewhere.get("/me/settings/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/account/email/",
        "/account/password/change/",
        "/account/2fa/",
        "/me/codes/",
        "/me/words/",
        "/me/leaving/",
    ],
)
def test_every_page_speaks_our_words(enter, ana, path):
    page = enter(ana).get(path or "/me/settings/").content.decode().lower()
    text = page.split("<main")[1].split("</main>")[0]
    visible = " ".join(piece.split(">")[-1] for piece in text.split("<"))
    assert 'class="top"' in page
    assert not any(word in visible for word in ("user", "submit", "invalid", "password", "authenticat", "!"))


def test_what_is_chosen_already_is_not_marked_as_needed_and_may_not_be_emptied(enter, ana):
    browser = enter(ana)
    assert 'class="needed"' not in browser.get("/me/settings/").content.decode()
    refused = browser.post("/me/settings/", {"country": "", "time_zone": ""})
    assert refused.status_code == 422
    ana.refresh_from_db()
    assert (ana.country, ana.time_zone) == ("PT", "Europe/Lisbon")
