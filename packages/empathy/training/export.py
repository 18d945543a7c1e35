"""The taught encoder as an ONNX file of float32 and as one of int8 (per channel), with attention as one step.

The graph has two outputs: `vector`, 384 numbers of length 1, for matching and search, and `features`, 768 numbers that
the heads read.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import torch
from onnx import TensorProto
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model
from transformers import AutoTokenizer

from training.tune import Net

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
CLOSE = 1e-4


def export(net: Net, source: Path, out: Path) -> None:
    """Writes `fp32.onnx` (for comparison only), `encoder.onnx` and `tokenizer.json` into `out`."""
    net.eval().cpu()
    write_fp32(net, out / "whole.onnx")
    fuse(net, out / "whole.onnx", out / "fp32.onnx")
    compare(net, source, out / "fp32.onnx")
    as_floats = {"DefaultTensorType": TensorProto.FLOAT}
    quantize_dynamic(
        out / "fp32.onnx",
        out / "encoder.onnx",
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options=as_floats,
    )
    shutil.copy(source / "tokenizer.json", out / "tokenizer.json")


def fuse(net: Net, whole: Path, fused: Path) -> None:
    """The same graph with one node an attention: a tenth faster. Sums and layer norms stay apart, or it is slower."""
    chosen = FusionOptions("bert")
    chosen.enable_skip_layer_norm = chosen.enable_embed_layer_norm = chosen.enable_bias_gelu = False
    of = net.encoder.config
    made = optimize_model(str(whole), "bert", of.num_attention_heads, of.hidden_size, chosen, opt_level=0)
    made.save_model_to_file(str(fused))


def verify(path: Path) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SOURCE_SHA256:
        raise SystemExit(f"{path} has sha256 {found}, expected {SOURCE_SHA256}")


def write_fp32(net: Net, path: Path) -> None:
    ids, mask = torch.ones(2, 8, dtype=torch.int64), torch.ones(2, 8, dtype=torch.int64)
    many = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        net,
        (ids, mask),
        str(path),
        input_names=["ids", "mask"],
        output_names=["vector", "features"],
        dynamic_axes={"ids": many, "mask": many, "vector": {0: "texts"}, "features": {0: "texts"}},
        opset_version=17,
        dynamo=False,
    )


def compare(net: Net, source: Path, path: Path) -> None:
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
