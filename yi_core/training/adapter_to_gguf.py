"""A PEFT LoRA folder -> a GGUF adapter that llama.cpp applies at load: `python -m yi_core.training.adapter_to_gguf FOLDER OUT.gguf`."""

import argparse
import json
from pathlib import Path

import torch
from gguf import GGUFWriter
from safetensors import safe_open

NAME = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def tensor_name(key: str) -> str:
    """base_model.model.model.layers.3.mlp.up_proj.lora_A.weight -> blk.3.ffn_up.weight.lora_a"""
    part = key.split(".")
    at = part.index("layers")
    side = "lora_a" if "lora_A" in part else "lora_b"
    return f"blk.{part[at + 1]}.{NAME['.'.join(part[at + 2 : at + 4])]}.weight.{side}"


def convert(folder: Path, out: Path) -> None:
    """Write `out` in fp16 (37 MB at rank 16) from adapter_config.json and adapter_model.safetensors in `folder`."""
    writer = GGUFWriter(out, "qwen2")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(json.loads((folder / "adapter_config.json").read_text())["lora_alpha"]))
    with safe_open(folder / "adapter_model.safetensors", "pt") as file:
        for key in file.keys():  # noqa: SIM118 (safe_open has keys but is no mapping)
            writer.add_tensor(tensor_name(key), file.get_tensor(key).to(torch.float16).numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    convert(given.folder, given.out)
