"""Contact details are found where they stand; dates, prices and plain numbers are left alone."""

import pytest
from empathy.readers.disclosures import disclosures


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Write to ana.seeks+circle@example.org please", "email", "ana.seeks+circle@example.org"),
        ("ring me on +44 20 7946 0018, any time", "phone", "+44 20 7946 0018"),
        ("ring me: (030) 901820.", "phone", "(030) 901820"),
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
        "my card is 4000123412341234",
        "one @ two",
        "",
        "No details at all.",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert disclosures(text) == ()


def test_an_address_is_not_also_a_handle():
    assert [span.kind for span in disclosures("ana@example.org and @ben_listens")] == ["email", "handle"]
