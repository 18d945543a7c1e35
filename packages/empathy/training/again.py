"""Teach once more how danger is heard, on the encoder that ships: the wording and the heads `calls` and `alarm`.

    python -m training.again

For new sheets of own lines: minutes on one core, and the large file stays as it is. Needs what `fit` needs but the
source of the encoder. Writes `heads.npz`, `wording.npz`, `provenance.json` and `weights.json` into the package.
"""

from __future__ import annotations

import json

import numpy as np
from empathy import heads, weights
from empathy.encoder import Encoder
from empathy.wording import save as save_wording

from training import own, wording
from training.fit import DATA, describe, write
from training.heads import Ship
from training.lessons import SHEETS
from training.rows import Table, tasks

FEATURES = 768


def main() -> None:
    learned, table = wording.taught(SHEETS, DATA), Table(tasks(DATA))
    nothing = np.zeros((FEATURES, table.width), dtype=np.float32), np.zeros(table.width, dtype=np.float32)
    lines = own.since_the_shipped_encoder()
    made = Ship(table, *nothing, Encoder(weights.SHIPPED), learned, DATA, lines)
    write(heads.load(weights.SHIPPED) | made.danger(), weights.SHIPPED)
    save_wording(learned, weights.SHIPPED)
    before = json.loads((weights.SHIPPED / "provenance.json").read_text())["notes"]
    describe(before | made.notes)


if __name__ == "__main__":
    main()
