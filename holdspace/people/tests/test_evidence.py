"""Files that bomb, lie or tell too much: refused with a sentence, or made harmless (S-29)."""

import resource
from io import BytesIO
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from holdspace.people import vault
from holdspace.people.evidence import examine
from holdspace.people.models import Application, Paper, PersonKey
from holdspace.people.tests.bad_files import GPS, PDF, bad_files, picture, with_place, zipped

pytestmark = pytest.mark.django_db
BAD = bad_files()
TYPED = {
    "kind": "practitioner",
    "title": "Ana Lopes",
    "profession": "Psychologist",
    "register": "Ordem",
    "number": "4711",
    "country": "PT",
}
HIDDEN = b"<script>alert(1)</script>"
MOST_GROWTH = 250_000  # kilobytes, while all of them are looked at


def send(browser, *files: tuple[str, bytes], **changed):
    papers = [SimpleUploadedFile(name, data) for name, data in files]
    return browser.post("/me/profession/", TYPED | changed | {"papers": papers})


def kept(person) -> bytes:
    paper = Paper.objects.get(application__person=person)
    return vault.unseal(bytes(paper.sealed), of=person, about=paper.pk)


def test_every_bad_file_is_refused_with_a_reason_and_what_was_typed_comes_back(enter, ana):
    browser = enter(ana)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for what, (name, data, reason) in BAD.items():
        answer = send(browser, (name, data))
        page = answer.content.decode()
        assert (what, answer.status_code) == (what, 422)
        assert reason in page, what
        assert 'value="Ana Lopes"' in page, what
        assert 'value="4711"' in page, what
    assert len(BAD) >= 20
    assert not Application.objects.exists()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_GROWTH


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_whatever_is_cut_off_or_damaged_is_refused_or_made_anew(kind):
    whole, chance, refused = picture(kind, (200, 150)) + HIDDEN, Random(29), 0
    for _ in range(50):
        try:
            kept = examine(SimpleUploadedFile("diploma.png", damaged(whole, chance))).data
        except ValidationError:
            refused += 1
        else:
            Image.open(BytesIO(kept)).load()
            assert HIDDEN not in kept
    assert 0 < refused < 50


def damaged(whole: bytes, chance: Random) -> bytes:
    """Cut off somewhere, or with some of its bytes turned."""
    if chance.random() < 0.5:
        return whole[: chance.randrange(8, len(whole))]
    turned = bytearray(whole)
    for _ in range(chance.randrange(1, 20)):
        turned[chance.randrange(8, len(whole))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def test_a_large_but_honest_photograph_is_taken(enter, ana):
    assert send(enter(ana), ("diploma.jpg", picture(size=(5000, 4000)))).status_code == 302


def test_where_a_photograph_was_taken_is_gone(enter, ana):
    sent = with_place()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(GPS)
    send(enter(ana), ("diploma.jpg", sent))
    assert not Image.open(BytesIO(kept(ana))).getexif()
    assert b"taken at home" not in kept(ana)
    assert b"phone" not in kept(ana)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_hides_behind_a_picture_is_gone(enter, ana, kind):
    send(enter(ana), ("diploma.png", picture(kind) + zipped(10) + b"<script>"))
    assert Image.open(BytesIO(kept(ana))).size == (60, 40)
    assert b"PK\x05\x06" not in kept(ana)
    assert b"<script>" not in kept(ana)


def test_a_name_with_a_path_in_it_is_no_path_and_is_not_kept(enter, ana):
    send(enter(ana), ("../../etc/passwd.pdf", PDF))
    paper = Paper.objects.get()
    assert kept(ana) == PDF
    assert "passwd" not in str(vars(paper))


def test_more_files_than_three_are_too_many(enter, ana):
    four = [(f"{number}.pdf", PDF) for number in range(4)]
    assert "Three files at most" in send(enter(ana), *four).content.decode()
    assert send(enter(ana), *four[:3]).status_code == 302


def test_a_form_without_a_file_is_asked_for_one(enter, ana):
    answer = send(enter(ana))
    assert answer.status_code == 422
    assert "choose at least one file" in answer.content.decode()


# --- at rest -------------------------------------------------------------------------------------------------------


def test_what_lies_in_the_database_is_not_the_paper(enter, ana):
    send(enter(ana), ("diploma.pdf", PDF))
    assert PDF[:8] not in bytes(Paper.objects.get().sealed)


def test_a_paper_moved_into_another_row_does_not_open(enter, ana):
    send(enter(ana), ("1.pdf", PDF), ("2.pdf", PDF))
    one, other = Paper.objects.all()
    with pytest.raises(vault.CannotOpen):
        vault.unseal(bytes(one.sealed), of=ana, about=other.pk)
    assert vault.unseal(bytes(one.sealed), of=ana, about=one.pk) == PDF


def test_the_key_of_somebody_else_does_not_open_it(enter, ana, ben):
    send(enter(ana), ("1.pdf", PDF))
    send(enter(ben), ("1.pdf", PDF), title="Ben")
    paper = Paper.objects.get(application__person=ana)
    with pytest.raises(vault.CannotOpen):
        vault.unseal(bytes(paper.sealed), of=ben, about=paper.pk)


def test_a_newer_key_of_the_place_seals_and_the_older_one_still_opens(enter, ana, ben, settings):
    send(enter(ana), ("1.pdf", PDF))
    settings.VAULT_KEYS = ["a newer key", *settings.VAULT_KEYS]
    send(enter(ben), ("1.pdf", PDF), title="Ben")
    assert kept(ana) == kept(ben) == PDF
    settings.VAULT_KEYS = ["a newer key"]
    assert kept(ben) == PDF
    with pytest.raises(vault.CannotOpen):
        kept(ana)


def test_when_somebody_leaves_their_key_goes_and_with_it_every_copy(enter, ana, passphrase):
    browser = enter(ana)
    send(browser, ("1.pdf", PDF))
    paper = Paper.objects.get()
    browser.post("/me/leaving/", {"passphrase": passphrase})
    assert not PersonKey.objects.exists()
    assert not Paper.objects.exists()
    with pytest.raises(vault.CannotOpen):
        vault.unseal(bytes(paper.sealed), of=ana, about=paper.pk)
