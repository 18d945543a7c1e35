"""What single words and short runs of them weigh, read back as it was kept."""

import numpy as np
from empathy.wording import Wording, load, phrases, save

KNOWN = Wording(
    {"tired": 0, "of": 1, "tired of": 2, "soup": 3},
    rarity=np.array([1, 0.5, 2, 1], dtype=np.float32),
    weights=np.array([[1, 0], [0, 0], [2, 1], [-3, -3]], dtype=np.float32),
    bias=np.array([-0.5, -2], dtype=np.float32),
)


def test_words_pairs_and_threes_are_heard_each_once():
    pairs, threes = {"tired of", "of being", "being tired"}, {"tired of being", "of being tired", "being tired of"}
    assert set(phrases("tired of being tired of")) == {"tired", "of", "being"} | pairs | threes
    assert (KNOWN.values("tired of soup") == KNOWN.values("soup tired of tired of")).all()


def test_what_no_known_word_stands_in_says_what_is_usual():
    assert KNOWN.values("").tolist() == KNOWN.values("qwertz").tolist() == [-0.5, -2]


def test_rare_words_count_more():
    alone, pair = KNOWN.values("tired"), KNOWN.values("tired of")
    assert pair[0] > alone[0] > KNOWN.values("soup")[0]


def test_what_is_kept_comes_back(tmp_path):
    save(KNOWN, tmp_path)
    again = load(tmp_path)
    assert again.places == KNOWN.places
    assert again.values("tired of it").tolist() == KNOWN.values("tired of it").tolist()
