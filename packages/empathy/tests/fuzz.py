"""Look for a text that breaks the normaliser or a reader, led by which lines of code each text reaches.

    python packages/empathy/tests/fuzz.py -max_total_time=600

Needs `atheris` beside the package. Whatever breaks is written to a file whose bytes are the text.
"""

import sys

import atheris

with atheris.instrument_imports(include=["empathy"]):
    from empathy.engine import Engine
    from empathy.normaliser import normalise

LONGEST = 2_000
rules = Engine.rules_only()


def read(data: bytes) -> None:
    told = atheris.FuzzedDataProvider(data)
    story, reply = told.ConsumeUnicode(LONGEST), told.ConsumeUnicode(LONGEST)
    plain = normalise(story)
    for at in range(len(plain.text)):
        start, end = plain.span(at, at + 1)
        assert 0 <= start <= end <= len(story)
    reading = rules.read(story)
    assert all(0 <= cue.start < cue.end <= len(story) for cue in reading.risk.cues)
    assert all(0 <= span.start < span.end <= len(story) for span in reading.disclosures or ())
    rules.reply(story, reply)


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
