"""Contact details are found where they stand; dates, prices and plain numbers are left alone."""

import pytest
from empathy.readers.disclosures import disclosures


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Write to ana.seeks+circle@example.org please", "email", "ana.seeks+circle@example.org"),
        ("ring me on +44 20 7946 0018, any time", "phone", "+44 20 7946 0018"),
        ("ring me: (030) 901820.", "phone", "(030) 901820"),
        ("ring me on 00442079460018", "phone", "00442079460018"),
        ("tel:020 7946 0018 x45", "phone", "020 7946 0018 x45"),
        ("my page is https://example.org/ana?x=1", "link", "https://example.org/ana?x=1"),
        ("I'm @ana_seeks over there", "handle", "@ana_seeks"),
    ],
)
def test_contact_details_are_found(text, kind, found):
    (span,) = disclosures(text)
    assert (span.kind, text[span.start : span.end]) == (kind, found)


@pytest.mark.parametrize(
    "text",
    [
        "She died on 12.03.2019 and I was 34",
        "It was 2019-03-12, from 2015 - 2019",
        "It cost 1,200,000 in all",
        "I weigh 61.5 now",
        "at 2019-03-12 11",
        "the server is 10.20.30.40",
        "my card is 4000123412341235",
        "one @ two",
        "",
        "No details at all.",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert disclosures(text) == ()


def test_an_address_is_not_also_a_handle():
    assert [span.kind for span in disclosures("ana@example.org and @ben_listens")] == ["email", "handle"]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("I live at 14 Willow Lane, all alone", "address", "14 Willow Lane"),
        ("come to Hauptstraße 12 please", "address", "Hauptstraße 12"),
        ("i live at 22 oak road, third bell", "address", "22 oak road"),
        ("We are at 3 rue du Bac, Paris, on Sundays", "address", "3 rue du Bac, Paris"),
        ("a taxi to 692 Kuuse 53, please", "address", "692 Kuuse 53"),
        ("7 Oak Street,\nFlat 24,\n\nBrook del Mar 4021", "address", "7 Oak Street,\nFlat 24,\n\nBrook del Mar 4021"),
        ("letters reach him at USS Bergman, FPO AP 93757", "address", "USS Bergman, FPO AP 93757"),
        ("ring at Flat 12b twice", "address", "Flat 12b"),
        ("hello, my name is ana kowalska and i am new", "name", "ana kowalska"),
        ("my postcode is M14 5RX", "address", "M14 5RX"),
        ("My name is Ana Kowalska", "name", "Ana Kowalska"),
        ("we met Mira Lindqvist there", "name", "Mira Lindqvist"),
        ("my doctor is Dr Okafor", "name", "Okafor"),
        ("I was born on 12.03.1987", "date-of-birth", "12.03.1987"),
        ("my ssn is 219-09-9999", "id-number", "219-09-9999"),
        ("my NHS number is 943 476 5919", "id-number", "943 476 5919"),
        ("to DE89 3704 0044 0532 0130 00", "bank-account", "DE89 3704 0044 0532 0130 00"),
        ("my card 4111 1111 1111 1111 was stolen", "card", "4111 1111 1111 1111"),
        ("I'm a nurse at Oakfield Hospice", "workplace", "Oakfield Hospice"),
        ("I go to Oakfield Grammar School", "school", "Oakfield Grammar School"),
        ("insta: sad.otter_88", "handle", "sad.otter_88"),
        ("write to ben (at) example.org", "email", "ben (at) example.org"),
    ],
)
def test_what_tells_who_somebody_is_is_found(text, kind, found):
    assert (kind, found) in [(span.kind, text[span.start : span.end]) for span in disclosures(text)]


@pytest.mark.parametrize(
    "text",
    [
        "My sister lives in Berlin",
        "Monday Morning feels like a wall",
        "three days drive, 20 minutes down the road",
        "I paid via the app in 2019",
        "Last Christmas was hard. God, I am tired.",
        "I was 14 on the lane",
        "my name is never heard at home",
        "It fell flat 2 days later, on a taxi to 20 people",
        "I said No. He said Yes.",
    ],
)
def test_places_days_and_wrong_sums_are_left_alone(text):
    assert disclosures(text) == ()


def test_a_name_told_in_full_is_found_again():
    assert [span.kind for span in disclosures("Ana Kowalska wrote. Then Ana left.")] == ["name", "name"]


def test_long_texts_are_read_quickly():
    assert disclosures("Aa " * 20_000 + "1 " * 20_000) is not None
