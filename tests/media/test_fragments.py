"""The growing file as an HLS playlist: played back by ffmpeg's own reader of such lists."""

from itertools import pairwise

import av
import pytest

from livestream.media.fragments import fragments, playlist


@pytest.fixture
def video(growing):
    return growing(3.4, 3.4)


def test_fragments_follow_each_other_and_are_as_long_as_the_video(video):
    header, found = fragments(video)
    assert [one.duration for one in found] == [1.0, 1.0, 1.0, 0.4]
    assert found[0].start == header
    assert all(one.start + one.size == after.start for one, after in pairwise(found))


def test_a_player_reads_every_frame_and_all_sound_from_the_playlist(video, tmp_path):
    listed = tmp_path / "stream.m3u8"
    listed.write_text(playlist(video, video.name, over=True))
    with av.open(str(listed)) as container:
        frames = [frame.time for frame in container.decode(video=0)]
    with av.open(str(listed)) as container:
        sound = sum(frame.samples for frame in container.decode(audio=0)) / 48_000
    assert len(frames) == 85 and frames == sorted(frames) and sound == pytest.approx(3.4, abs=0.1)


def test_only_whole_fragments_are_listed_while_the_file_grows(video, tmp_path):
    header, found = fragments(video)
    part = tmp_path / "part.mp4"
    for kept, whole in ((header, 0), (found[1].start + 200, 1), (found[2].start + found[2].size - 1, 2), (header // 2, 0)):
        part.write_bytes(video.read_bytes()[:kept])
        text = playlist(part, "part.mp4", over=False)
        assert text.count("#EXTINF") == whole and "#EXT-X-ENDLIST" not in text
