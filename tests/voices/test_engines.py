"""Coqui from a local folder, remote endpoints, and the preparation of the Kokoro graphs."""

import io
import json
import sys
from pathlib import Path

import httpx
import numpy as np
import pytest
import soundfile

from voices import VoiceChoice, VoiceError, say
from voices.engines import by_graph, hibari_sound, kokoro_graph, residual, short_conv
from voices.engines.convolution import Floats, Rule
from voices.engines.hibari import Hibari
from voices.engines.remote import Remote
from voices.engines.residual import Affine, Step
from voices.engines.styles import style
from voices.paths import cache_dir, write_atomically
from voices.tones import TABLE


def _wav() -> bytes:
    out = io.BytesIO()
    time = np.arange(24000) / 24000
    soundfile.write(out, (0.3 * np.sin(2 * np.pi * 220 * time)).astype(np.float32), 24000, format="WAV")
    return out.getvalue()


def test_remote_gives_a_sentence_mark_and_no_made_up_word_times(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, object]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content))
        assert request.headers["authorization"] == "Bearer secret"
        return httpx.Response(200, content=_wav())

    monkeypatch.setenv("YIBO_VOICE_BASE_URL", "http://voice.test/v1")
    monkeypatch.setenv("YIBO_VOICE_API_KEY", "secret")
    [speech] = Remote(httpx.MockTransport(answer)).speak("只要99.9元！", VoiceChoice("zh", "female", "urgent"))
    assert [m.kind for m in speech.marks] == ["sentence"]
    assert seen[0]["input"] == "只要九十九块九！"
    assert seen[0]["speed"] == TABLE["urgent"].speed


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (httpx.Response(401, text="no"), "refused the key"),
        (httpx.Response(500, text="boom"), "answered 500: boom"),
        (httpx.Response(200, content=b"not audio"), "no WAV"),
    ],
)
def test_remote_failures_are_told(response: httpx.Response, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIBO_VOICE_BASE_URL", "http://voice.test/v1")
    with pytest.raises(VoiceError, match=message):
        list(Remote(httpx.MockTransport(lambda _: response)).speak("Hello.", VoiceChoice("en", "female")))


def test_remote_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    monkeypatch.setenv("YIBO_VOICE_BASE_URL", "http://voice.test/v1")
    with pytest.raises(VoiceError, match="does not answer"):
        list(Remote(httpx.MockTransport(fail)).speak("Hello.", VoiceChoice("en", "female")))


@pytest.mark.parametrize(("made", "message"), [([], "no config.json"), (["config.json"], "no weights")])
def test_coqui_folder_that_is_no_model(tmp_path: Path, made: list[str], message: str) -> None:
    for name in made:
        (tmp_path / name).write_text("{}")
    with pytest.raises(VoiceError, match=message):
        say("Hello.", VoiceChoice("en", "female", engine="coqui", speaker=str(tmp_path)))


@pytest.mark.slow
def test_coqui_speaks_from_a_local_folder(tmp_path: Path) -> None:
    from .tiny_vits import make

    make(tmp_path)
    voice = VoiceChoice("en", "female", engine="coqui", speaker=f"{tmp_path}#ben")
    speech = say("Hello everyone. It is $9.99 today.", voice)
    assert [m.kind for m in speech.marks] == ["sentence", "sentence"]
    assert float(np.abs(speech.samples).max()) > 0.05
    assert np.array_equal(say("Hello everyone. It is $9.99 today.", voice).samples, speech.samples)
    with pytest.raises(VoiceError, match="anna, ben"):
        say("Hello.", VoiceChoice("en", "female", engine="coqui", speaker=f"{tmp_path}#zoe"))


def test_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path / "file"))
    with pytest.raises(VoiceError, match="YIBO_CACHE_DIR"):
        cache_dir()


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("disk full")

    with pytest.raises(VoiceError, match="cannot write"):
        write_atomically(tmp_path / "model.onnx", fail)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["cut off", "gone"])
def test_a_damaged_model_in_the_cache_is_made_again(damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIBO_CACHE_DIR", str(tmp_path))
    voice = VoiceChoice("en", "female")
    [before] = Hibari().speak("Hello.", voice)
    [model] = tmp_path.glob("voices/hibari*/decoder.onnx")
    if damage == "gone":
        model.unlink()
    else:
        model.write_bytes(model.read_bytes()[:1000])
    [after] = Hibari().speak("Hello.", voice)
    assert np.array_equal(before.samples, after.samples)


def test_hibaris_sound_in_stretches_is_what_its_package_makes_at_once() -> None:
    from hibari import dsp

    rng, count = np.random.default_rng(1), 150
    parts = rng.standard_normal((count, hibari_sound.PARTS, hibari_sound.BINS)).astype(np.float32)
    f0 = (200 + 40 * np.sin(np.arange(count) / 9) * (np.arange(count) % 40 > 8)).astype(np.float32)

    class Noise:
        def standard_normal(self, size: tuple[int, int], dtype: type) -> Floats:
            return np.ascontiguousarray(hibari_sound.noise(np.arange(count)).T).view(np.float32)

    whole = dsp.synth(*parts.transpose(1, 2, 0), f0, Noise())
    made = hibari_sound.samples(parts.reshape(count, -1), np.zeros(count, np.float32), f0)
    assert np.allclose(made, whole, atol=1e-5 * np.abs(whole).max())


def test_short_convolutions_are_convolutions() -> None:
    rng = np.random.default_rng(1)
    for rule in (short_conv.three_taps(), short_conv.fourier(7, 16), short_conv.fourier(11, 22)):
        taps = rng.standard_normal(rule.taps)
        block = rng.standard_normal(rule.outputs + rule.taps - 1)
        made = rule.outward @ ((rule.kernel @ taps) * (rule.inward @ block))
        assert np.allclose(made, np.correlate(block, taps, "valid"), atol=1e-5)
    with pytest.raises(ValueError, match="odd length"):
        short_conv.fourier(4, 4)


def _plain_block(x: Floats, steps: list[Step], affines: list[tuple[Affine, Affine]], convs: list[Floats]) -> Floats:
    """A residual block as it is written down: AdaIN, Snake, convolution; all of the time at once. `convs` (out, in, taps)."""
    weights = iter(convs)
    for step, pair, dilation in zip(steps, affines, (1, 3, 5), strict=True):
        inner = x
        for alpha, (factor, offset), wide in zip(step.alphas, pair, (dilation, 1), strict=True):
            inner = (inner - inner.mean(0)) / np.sqrt(inner.var(0) + 1e-5) * factor + offset
            inner = inner + np.sin(alpha * inner) ** 2 / alpha
            conv = next(weights)
            margin = (conv.shape[2] - 1) * wide // 2
            padded = np.pad(inner, ((margin, margin), (0, 0)))
            inner = sum(padded[i * wide : i * wide + len(x)] @ conv[..., i].T for i in range(conv.shape[2]))
        x = x + inner
    return x


needs_narrow = pytest.mark.skipif(kokoro_graph.narrow_rules() is None, reason="this processor has no products of 16-bit numbers")


def _below(error: Floats, sound: Floats) -> float:
    """How far an error lies below the sound [dB]."""
    return float(10 * np.log10(np.square(sound, dtype=np.float64).sum() / np.square(error, dtype=np.float64).sum()))


def _stretched_block(time: int, rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """A block of noise by this rule lies within its precision of the plain one: 60 dB in fp32, 40 dB in 16 bits."""
    monkeypatch.setattr(residual, "_STRETCH", 8000)
    rng = np.random.default_rng(time)
    channels = 32
    given = residual.empty(time, channels)
    given[:time] = rng.standard_normal((time, channels))
    convs = [rng.standard_normal((channels, channels, rule.taps)) * 0.1 for _ in range(6)]
    alphas = [rng.uniform(0.5, 2, channels).astype(np.float32) for _ in range(6)]
    affines = [tuple((rng.normal(1, 0.2, channels), rng.normal(0, 0.2, channels)) for _ in range(2)) for _ in range(3)]
    weights = [rule.weights(conv / alpha[:, None]) for conv, alpha in zip(convs, alphas, strict=True)]
    assert {w.shape for w in weights} == {rule.shape(channels)}
    steps = [Step((weights[i], weights[i + 1]), (alphas[i], alphas[i + 1])) for i in (0, 2, 4)]
    made = residual.residual_block(residual.sound(given, time), rule, steps, affines)
    plain = _plain_block(given[:time].astype(np.float64), steps, affines, convs)
    assert _below(made.values[:time] - plain, plain) > (60 if isinstance(rule, by_graph.ByGraph) else 40)
    assert np.allclose(made.sums, [made.values[:time].sum(0), np.square(made.values[:time]).sum(0)], rtol=1e-3, atol=1e-3 * time)


@pytest.mark.parametrize("time", [1, 40, 3001])
def test_a_residual_block_by_stretches_is_the_plain_one(time: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _stretched_block(time, by_graph.ByGraph(short_conv.fourier(7, 10)), monkeypatch)


@needs_narrow
@pytest.mark.parametrize(("time", "taps"), [(1, 7), (40, 3), (3001, 7), (3001, 11)])
def test_a_residual_block_in_16_bits_is_the_plain_one(time: int, taps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from voices.engines.narrow import Narrow

    _stretched_block(time, Narrow(taps), monkeypatch)


@needs_narrow
def test_where_numba_can_keep_nothing_products_are_in_fp32(monkeypatch: pytest.MonkeyPatch) -> None:
    from numba.core.caching import CacheImpl

    monkeypatch.setattr(CacheImpl, "_locator_classes", [])
    for module in ("narrow", "vector_code"):
        monkeypatch.delitem(sys.modules, f"voices.engines.{module}", raising=False)
    assert kokoro_graph.narrow_rules() is None


@needs_narrow
def test_speech_in_16_bits_is_the_speech_in_fp32() -> None:
    """35 dB apart at least; what the ear is left to judge of a sentence is 40 to 46 dB."""
    rng = np.random.default_rng(3)
    frames, look = 60, style("zf_xiaoxiao", 20)
    feed = {
        kokoro_graph.TEXT_FRAMES: rng.standard_normal((1, 512, frames)).astype(np.float32) * 0.3,
        kokoro_graph.F0: np.repeat(np.array([[0, 220, 260, 0, 180, 200]], np.float32), 2 * frames // 6, axis=1),
        kokoro_graph.ENERGY: np.full((1, 2 * frames), 2.0, np.float32),
        "style": look,
    }
    exact, narrow = (kokoro_graph.load(narrow).generator.speak(feed) for narrow in (False, True))
    assert exact.size == narrow.size == frames * 600
    assert _below(narrow - exact, exact) > 35


def test_the_parts_of_kokoro_say_what_the_whole_says() -> None:
    """Durations rounded one by one and no tone: as long, and as loud at every moment, as the graph as it was exported.

    Not the same samples: there the generator rounds its activations to eight bits, here not.
    """
    onnxruntime = pytest.importorskip("onnxruntime")
    model = kokoro_graph.load()
    whole = onnxruntime.InferenceSession(kokoro_graph.whole(), providers=["CPUExecutionProvider"])
    vocabulary = kokoro_graph.vocabulary()
    tokens = np.array([[0, *(vocabulary[s] for s in "ni↓xau↓."), 0]], np.int64)
    look, speed = style("zf_xiaoxiao", tokens.size - 2), np.ones(1, np.float32)
    expected = whole.run(None, {"tokens": tokens, "style": look, "speed": speed})[0].ravel()
    durations, features, text = model.predictor.run(None, {"tokens": tokens, "style": look, "speed": speed})
    frames = np.maximum(1, np.rint(durations.ravel())).astype(int)
    aligned = np.ascontiguousarray(np.repeat(features, frames, axis=1).transpose(0, 2, 1))
    f0, energy = model.prosody.run(None, {kokoro_graph.PROSODY_FRAMES: aligned, "style": look})
    feed = {kokoro_graph.TEXT_FRAMES: np.repeat(text, frames, axis=2), kokoro_graph.F0: f0, kokoro_graph.ENERGY: energy, "style": look}
    made = model.generator.speak(feed)
    assert made.size == expected.size == frames.sum() * 600
    loud = [np.sqrt(np.mean(np.square(x.reshape(-1, 200)), axis=1)) for x in (expected, made)]
    assert np.corrcoef(*loud)[0, 1] > 0.97
