"""A VITS model of a few hundred kilobytes with random weights, as coqui-tts saves its models."""

import json
from pathlib import Path


def make(folder: Path) -> None:
    """Write config.json, model.pth and speakers.json of an untrained multi-speaker VITS into `folder`."""
    from voices.engines.torchaudio_cpu import prepare

    prepare()
    import torch
    from TTS.tts.configs.shared_configs import BaseAudioConfig, CharactersConfig
    from TTS.tts.configs.vits_config import VitsConfig
    from TTS.tts.models.vits import Vits, VitsArgs

    torch.manual_seed(0)
    (folder / "speakers.json").write_text(json.dumps({"anna": 0, "ben": 1}))
    letters = "abcdefghijklmnopqrstuvwxyz"
    config = VitsConfig(
        model_args=VitsArgs(
            use_speaker_embedding=True,
            speakers_file=str(folder / "speakers.json"),
            speaker_embedding_channels=16,
            init_discriminator=False,
            hidden_channels=32,
            hidden_channels_ffn_text_encoder=64,
            num_heads_text_encoder=2,
            num_layers_text_encoder=2,
            num_layers_posterior_encoder=2,
            num_layers_flow=2,
            upsample_initial_channel_decoder=32,
        ),
        audio=BaseAudioConfig(sample_rate=16000, hop_length=256, fft_size=1024, win_length=1024),
        text_cleaner="basic_cleaners",
        use_phonemes=False,
        characters=CharactersConfig(
            characters_class="TTS.tts.models.vits.VitsCharacters",
            pad="_",
            eos="",
            bos="",
            blank="",
            characters=letters + letters.upper() + "0123456789$",
            punctuations=" ,.!?'",
            phonemes="",
        ),
        add_blank=True,
    )
    model = Vits(config)
    torch.save({"model": model.state_dict(), "config": config.to_dict(), "step": 0}, folder / "model.pth")
    config.save_json(str(folder / "config.json"))
