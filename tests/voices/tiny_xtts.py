"""An XTTS with one small layer and random weights, as coqui-tts saves its models (90 MB, most of it the fixed vocoder)."""

import string
from pathlib import Path


def make(folder: Path) -> None:
    """Write config.json, vocab.json and model.pth of an untrained XTTS into `folder`."""
    from voices.engines.torchaudio_cpu import prepare

    prepare()
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig
    from TTS.tts.models.xtts import Xtts

    special = ["[STOP]", "[UNK]", "[SPACE]", "[START]", "[en]", "[zh-cn]"]
    vocabulary = {token: i for i, token in enumerate([*special, *string.ascii_lowercase, *".,!?'"])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="[UNK]"))
    tokenizer.add_special_tokens(special)
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "vocab.json"))
    config = XttsConfig(
        model_args=XttsArgs(
            gpt_layers=1,
            gpt_n_model_channels=64,
            gpt_n_heads=2,
            gpt_max_audio_tokens=24,
            gpt_max_text_tokens=200,
            gpt_max_prompt_tokens=8,
            gpt_number_text_tokens=len(vocabulary),
            gpt_start_text_token=3,
            gpt_stop_text_token=0,
            gpt_num_audio_tokens=34,
            gpt_start_audio_token=32,
            gpt_stop_audio_token=33,
            decoder_input_dim=64,
        )
    )
    torch.manual_seed(0)
    torch.save({"model": Xtts(config).state_dict()}, folder / "model.pth")
    config.save_json(str(folder / "config.json"))
