"""The command, through its own door: lines in, lines out, and a clear word about what is wrong."""

import io
import json
from types import SimpleNamespace

import pytest
from empathy import cli, weights

pytestmark = pytest.mark.weights


@pytest.fixture
def say(monkeypatch, capsys):
    """Feed lines to a command; get its exit status, its answers and what it said beside them."""

    def _say(*arguments, lines=b""):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(lines)))
        status = cli.main(list(arguments))
        out, err = capsys.readouterr()
        return SimpleNamespace(status=status, answers=[json.loads(line) for line in out.splitlines()], error=err)

    return _say


def test_read_gives_the_whole_line(say):
    said = say("read", lines=b'{"id": 7, "text": "I feel so alone since the move."}\n')
    assert said.status == 0
    assert set(said.answers[0]) == {
        "id", "language", "emotions", "support_emotions", "distress", "need", "experiences", "content_notes",
        "risk", "dangers", "tone", "disclosures", "claims", "version",
    }  # fmt: skip
    assert said.answers[0]["id"] == 7
    assert set(said.answers[0]["distress"]) == {"value", "low", "high"}
    assert set(said.answers[0]["risk"]) == {"tier", "score", "subject", "cues"}


def test_reply_gives_the_whole_line(say):
    line = {"id": "a", "story": "My cat died.", "reply": "Just get a new one.", "need": "listen"}
    said = say("reply", lines=json.dumps(line).encode())
    assert set(said.answers[0]) == {
        "id", "reaction", "interpretation", "exploration", "hazards", "suggestions", "crisis", "version",
    }  # fmt: skip
    assert set(said.answers[0]["reaction"]) == {"level", "score"}


def test_embed_gives_384_numbers(say):
    assert len(say("embed", lines=b'{"id": 1, "text": ""}').answers[0]["vector"]) == 384


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "not JSON"),
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"id": NaN, "text": "fine"}', "not JSON"),
        (b'{"id": 1e999, "text": "fine"}', "not JSON"),
        (b'{"text": "a" "b"}', "not JSON (character 14)"),
        (b"[1]", "not a JSON object"),
        (b'{"id": 2}', "missing"),
        (b'{"id": 2, "text": 5}', "not a string"),
        (b'{"id": 2, "text": null}', "not a string"),
    ],
)
def test_a_wrong_line_is_answered_in_its_place(say, line, message):
    good = b'{"id": "good", "text": "fine"}\n'
    said = say("read", lines=good + line + b"\n" + good)
    assert said.status == 1
    assert [answer["id"] for answer in said.answers] == ["good", 2 if b"2" in line else None, "good"]
    assert said.answers[1]["error"]["line"] == 2
    assert message in said.answers[1]["error"]["message"]


def test_a_lone_surrogate_is_read(say):
    assert say("read", lines=rb'{"id": "\ud800", "text": "\udfff sad"}').status == 0


def test_a_file_is_read_like_standard_input(say, tmp_path):
    path = tmp_path / "stories.jsonl"
    path.write_text('{"id": 1, "text": "I am so happy today"}\n')
    assert say("read", str(path)).answers[0]["emotions"]["joy"] > 0.2


def test_a_file_that_is_not_there_is_named(say, tmp_path):
    said = say("read", str(tmp_path / "none.jsonl"))
    assert said.status == 2
    assert "none.jsonl" in said.error


def test_missing_weights_end_with_status_3(say, tmp_path):
    said = say("read", "--weights", str(tmp_path), lines=b"{}")
    assert said.status == 3
    assert "encoder.onnx" in said.error
    assert said.answers == []


def test_evaluate_measures_other_weights_on_the_same_rows(capsys):
    assert cli.main(["evaluate", "E-11", "--beside", str(weights.SHIPPED)]) == 0
    page = capsys.readouterr().out.split("beside other weights")[1]
    heading, _, *figures = [line.split(" | ") for line in page.splitlines() if line.startswith("|")]
    assert [name.strip(" |") for name in heading[-2:]] == ["weights", "ships"]
    assert figures
    assert all(other == ours.strip(" |") for *_, other, ours in figures)


def test_evaluate_refuses_a_row_that_is_not_there(say, tmp_path):
    assert say("evaluate", "E-99").status == 2
    assert say("evaluate", "--data", str(tmp_path)).status == 2
