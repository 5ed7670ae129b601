"""The six tones as one table that a person can read and edit.

Speed, pitch, pitch range, energy and pauses are applied inside the model (durations, F0 curve and energy curve before the decoder);
equaliser and compression come after it and stay light.
"""

from dataclasses import dataclass, replace

from voices.types import Shift, Tone


@dataclass(frozen=True)
class ToneRow:
    """How one tone differs from the plain voice.

    speed: 1 = the voice's own pace; semitones: shift of the mean; f0_range: factor on semitones around the mean; energy: factor on the
    model's energy curve; pauses: factor on pauses; low_db at 220 Hz and high_db at 6 kHz: shelves; presence_db: bell at 3 kHz;
    ratio: compression above the speech level.
    """

    speed: float
    semitones: float
    f0_range: float
    energy: float
    pauses: float
    low_db: float
    presence_db: float
    high_db: float
    ratio: float

    def shifted(self, shift: Shift) -> "ToneRow":
        """The tone in a person's manner."""
        return replace(
            self,
            speed=self.speed * shift.speed,
            semitones=self.semitones + shift.semitones,
            f0_range=self.f0_range * shift.f0_range,
            energy=self.energy * shift.energy,
        )


TABLE: dict[Tone, ToneRow] = {
    #                    speed  semi  range energy pauses low  pres  high  ratio
    "energetic": ToneRow(1.12, +1.7, 1.22, 1.08, 0.80, -0.5, +2.0, +1.0, 3.0),
    "warm": ToneRow(0.98, -0.3, 1.05, 1.00, 1.00, +2.0, -0.5, -1.0, 2.0),
    "calm": ToneRow(0.88, -1.2, 0.70, 0.96, 1.30, +1.0, -1.0, -1.5, 1.8),
    "premium": ToneRow(0.82, -2.4, 1.00, 0.98, 1.50, +2.5, +0.5, -0.5, 2.0),
    "urgent": ToneRow(1.28, +2.5, 1.05, 1.10, 0.60, -2.0, +2.5, +0.5, 4.0),
    "playful": ToneRow(1.00, +1.0, 1.62, 1.03, 0.90, -1.0, +1.0, +2.0, 2.5),
}
