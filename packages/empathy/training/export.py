"""MiniLM-L6, frozen, as an ONNX file of float32 and as one of int8 (per channel).

    python -m training.export SOURCE OUT

SOURCE is the folder `model/` of the pinned wheel (see README.md here), OUT a folder outside git. OUT gets
`fp32.onnx` (for comparison only), `encoder.onnx` and `tokenizer.json`.

The graph has two outputs: `vector`, 384 numbers of length 1, and `layers`, the mean over the text of each layer
named in LAYERS, side by side. The heads read both.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel, AutoTokenizer

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS = (0, 2, 4)
CLOSE = 1e-4


class Pooled(torch.nn.Module):
    """The encoder with mean pooling over the words of the text."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = self.encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        vector = torch.nn.functional.normalize(mean(hidden[-1], mask), dim=1)
        return vector, torch.cat([mean(hidden[layer], mask) for layer in LAYERS], dim=1)


def mean(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    weight = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1e-9)


def export(source: Path, out: Path) -> None:
    verify(source / "model.safetensors")
    out.mkdir(parents=True, exist_ok=True)
    model = AutoModel.from_pretrained(source, attn_implementation="eager", dtype=torch.float32).eval()
    write_fp32(Pooled(model).eval(), out / "fp32.onnx")
    compare(Pooled(model).eval(), source, out / "fp32.onnx")
    quantize_dynamic(out / "fp32.onnx", out / "encoder.onnx", per_channel=True, weight_type=QuantType.QInt8)
    shutil.copy(source / "tokenizer.json", out / "tokenizer.json")


def verify(path: Path) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SOURCE_SHA256:
        raise SystemExit(f"{path} has sha256 {found}, expected {SOURCE_SHA256}")


def write_fp32(net: Pooled, path: Path) -> None:
    ids, mask = torch.ones(2, 8, dtype=torch.int64), torch.ones(2, 8, dtype=torch.int64)
    many = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        net,
        (ids, mask),
        str(path),
        input_names=["ids", "mask"],
        output_names=["vector", "layers"],
        dynamic_axes={"ids": many, "mask": many, "vector": {0: "texts"}, "layers": {0: "texts"}},
        opset_version=17,
        dynamo=False,
    )


def compare(net: Pooled, source: Path, path: Path) -> None:
    """The exported graph must say what torch says, or the export stops here."""
    texts = ["I miss him every morning.", "Thank you. It helped to be heard, more than I can say."]
    batch = AutoTokenizer.from_pretrained(source)(texts, padding=True, return_tensors="pt")
    with torch.no_grad():
        wanted = net(batch["input_ids"], batch["attention_mask"])
    feed = {"ids": batch["input_ids"].numpy(), "mask": batch["attention_mask"].numpy()}
    given = InferenceSession(str(path)).run(None, feed)
    worst = max(float(np.abs(w.numpy() - g).max()) for w, g in zip(wanted, given, strict=True))
    if worst > CLOSE:
        raise SystemExit(f"the exported graph differs from torch by {worst:.2g}")


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
