"""Who performs a brief, and with whose voice."""

from dataclasses import replace

import pytest

from livestream.avatar.pack import hosts
from livestream.catalog.values import Brief
from livestream.jobs.casting import gender_of, host_for, voice_gender
from livestream.jobs.types import StudioError
from voices.types import VoiceChoice


def test_the_usual_hosts_go_by_the_voice_and_a_chosen_one_is_kept() -> None:
    assert host_for(Brief(VoiceChoice("zh", "female"))) == "lin"
    assert host_for(Brief(VoiceChoice("zh", "male"))) == "chen"
    assert host_for(replace(Brief(VoiceChoice("zh", "male")), host="lin")) == "lin"


@pytest.mark.parametrize("host", hosts(), ids=lambda host: host.key)
def test_a_chosen_host_brings_the_voice_of_its_gender(host) -> None:  # type: ignore[no-untyped-def]
    other = "male" if host.gender == "female" else "female"
    assert voice_gender(host.key, None) == gender_of(host.key) == host.gender
    with pytest.raises(StudioError) as refused:
        voice_gender(host.key, other)  # type: ignore[arg-type]
    assert host.name["en"] in refused.value.message_en
    assert host.name["zh"] in refused.value.message_zh


def test_without_a_host_the_voice_is_as_asked() -> None:
    assert voice_gender("auto", "male") == "male"
    assert voice_gender("auto", None) == voice_gender("nobody", None) == "female"
    assert gender_of("auto") is None
