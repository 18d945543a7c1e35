"""The encoder with everything that is learned on it, and texts as it reads them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from empathy.encoder import OVERLAP, TOKENS
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import AutoModel

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
MOST_WINDOWS = 4
LONGEST = 4_000
FAR = 1e4

Rows = NDArray[np.int64]


class Net(torch.nn.Module):
    """MiniLM-L6, an embedding that stays near what it was, and one linear layer for all columns of all tasks."""

    def __init__(self, source: Path, columns: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            source, attn_implementation="eager", dtype=torch.float32, add_pooling_layer=False
        )
        self.encoder.embeddings.requires_grad_(False)
        size = self.encoder.config.hidden_size
        self.project = torch.nn.Linear(size, size)
        torch.nn.init.eye_(self.project.weight)
        torch.nn.init.zeros_(self.project.bias)
        self.heads = torch.nn.Linear(2 * size, columns)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """vector: windows × 384, each of length 1; features: windows × 768, the mean and the highest of the words."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        weight = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
        highest = (hidden - (1 - weight) * FAR).amax(1)
        return functional.normalize(self.project(mean).float(), dim=1), torch.cat([mean, highest], dim=1)


class Texts:
    """Texts cut into windows as at run time; of a long one the first few."""

    def __init__(self, source: Path, texts: list[str]) -> None:
        tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(TOKENS, stride=OVERLAP)
        found = tokenizer.encode_batch([text[:LONGEST] for text in texts])
        self.windows = [[one.ids, *(more.ids for more in one.overflowing)][:MOST_WINDOWS] for one in found]
        self.length = np.array([len(windows[0]) * len(windows) for windows in self.windows])

    def batch(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """ids and mask: windows × tokens; and the row of the batch each window belongs to."""
        windows = [(place, ids) for place, row in enumerate(rows) for ids in self.windows[row]]
        ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(ids) for _, ids in windows], batch_first=True)
        mask = torch.nn.utils.rnn.pad_sequence([torch.ones(len(ids)).long() for _, ids in windows], batch_first=True)
        return ids.to(DEVICE), mask.to(DEVICE), torch.tensor([place for place, _ in windows]).to(DEVICE)


def gathered(windows: torch.Tensor, place: torch.Tensor, texts: int, *, worst: bool) -> torch.Tensor:
    """windows × labels to texts × labels: the loudest window, or the mean of all."""
    empty = torch.zeros(texts, windows.shape[1], device=windows.device)
    where = place.unsqueeze(1).expand_as(windows)
    return empty.scatter_reduce(0, where, windows, "amax" if worst else "mean", include_self=False)
