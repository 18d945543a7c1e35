"""The known faults of the public sets are mended on loading. Every line here was made up for this test."""

import json
import zipfile

import pytest
from empathy.evaluation import sets


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("@ben see https://example.org/a?b=1 now", "see now"),
        ("mail ana@example.org or u/ana", "mail or"),
        ("ring +44 20 7946 0018 please", "ring please"),
        ("in 2019 I was 34", "in 2019 I was 34"),
    ],
)
def test_whoever_wrote_it_stays_unknown(written, kept):
    assert sets.clean(written) == kept


def test_copies_are_known_by_letters_and_digits():
    assert sets.keys(["I miss the old house!", "short"]) == {"imisstheoldhouse"}
    assert sets.key("I miss -- the OLD house") == "imisstheoldhouse"


def test_plain_words_come_back_where_a_symptom_was_put():
    assert sets.repaired("I feel Hyperactive behavior crying, Asthenia today") == "I feel like crying, today"


@pytest.mark.parametrize("cell", ["['one', 'two']", "['one', 'two"])
def test_a_list_that_was_cut_is_still_posts(cell):
    assert sets.posts(cell) == ["one", "two"]


def test_the_last_turn_of_a_supporter_has_a_strategy():
    line = "1.0 0 0 I lost my job EOS 1.0 1 1 [Question] When? EOS 1.0 0 2 May EOS 1.0 1 3 [Information] There is help."
    assert sets.last_turn(line) == ("I lost my job May", "There is help.", "Information")
    assert sets.last_turn("1.0 0 0 I lost my job") is None


def test_both_marks_set_means_not_toxic(tmp_path):
    folder = tmp_path / "train/toxic-spans"
    folder.mkdir(parents=True)
    (folder / "comments.csv").write_text("comment_id,comment_text\n1,calm words\n2,rude words\n")
    (folder / "annotations.csv").write_text(
        "annotation,comment_id,worker,country,all toxic,not toxic\na,1,w,c,True,True\nb,2,w,c,True,False\n"
    )
    assert sets.toxic_spans(tmp_path) == [("calm words", 0.0), ("rude words", 1.0)]


def test_answers_that_stand_in_a_measuring_set_too_are_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(sets, "measuring_keys", lambda data: sets.keys(["I cannot sleep any more, ever"]))
    folder = tmp_path / "train/diasafety"
    folder.mkdir(parents=True)
    row = {"context": "It is all too much @ana", "response": "Ha ha", "category": "Risk Ignorance", "label": "Unsafe"}
    known, other = {**row, "context": "I cannot sleep any more, ever!"}, {**row, "category": "Biased Opinion"}
    for part, rows in {"train": [row, known], "val": [other], "test": [{**row, "label": "Safe"}]}.items():
        (folder / f"{part}.json").write_text(json.dumps(rows))
    assert sets.diasafety(tmp_path) == [("It is all too much", "Ha ha", 1), ("It is all too much", "Ha ha", 0)]


def test_a_text_always_belongs_to_the_same_part():
    assert sets.part_of("A story", 5) == sets.part_of("a STORY!", 5) in range(5)


def test_the_labels_at_chance_are_not_read_and_copies_are_dropped(tmp_path):
    folder = tmp_path / "train/offmychest"
    folder.mkdir(parents=True)
    (folder / "labeled_training_set.csv").write_text("full_text,Emo_support\nYou are not alone in this,1\n")
    (folder / "labeled_test_set.csv").write_text(
        "full_text,SharedTask_Emo_support,Emo_support\nYou are not alone in this,0,1\nI hope tomorrow is kinder,0,1\n"
    )
    assert sets.offmychest(tmp_path, "test", "Emo_support") == [("I hope tomorrow is kinder", 1.0)]


def test_a_sheet_is_read_with_its_empty_cells(tmp_path):
    path = tmp_path / "book.xlsx"
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = '<c r="A1" t="s"><v>0</v></c><c r="C1"><v>4.5</v></c>'
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/sharedStrings.xml", f"<sst {space}><si><t>late rent</t></si></sst>")
        book.writestr(
            "xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData><row>{cells}</row></sheetData></worksheet>"
        )
    assert sets.sheet(path)[0][:4] == ["late rent", "", "4.5", ""]
