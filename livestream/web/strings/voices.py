"""Words of the Voices page."""

from typing import Final

VOICES: Final[dict[str, tuple[str, str]]] = {
    "voices.title": ("Voices", "声音"),
    "voices.lead": ("Press a tone and listen.", "点一下语气，马上试听。"),
    "voices.missing": ("Not available: {packages} is not installed", "不可用：未安装 {packages}"),
    "voices.default": ("Default", "默认"),
    "voices.licence": ("licence: {licence}", "许可：{licence}"),
    "voices.play": ("Hear {name}: {tone}", "试听 {name}：{tone}"),
    "own.title": ("My own voice", "我的声音"),
    "own.lead": (
        "Record or upload 6 seconds to 10 minutes of clear speech. It stays on this machine, and only with the speaker's consent.",
        "录制或上传 6 秒到 10 分钟的清晰语音。录音只保存在本机，并且必须得到本人同意。",
    ),
    "own.cannot": (
        "The host cannot imitate your voice here: what is kept below only waits until a voice model is installed. To be heard in "
        "a video today, read the script aloud yourself: on the Create page, write one and open “Say it yourself”.",
        "目前主播还不会模仿您的声音：下面保存的录音要等装好声音模型才能用。"
        "想现在就用自己的声音：在创作页写好脚本，打开“自己来讲”，把脚本读一遍即可。",
    ),
    "own.cannot.go": ("Read a script myself", "去读脚本"),
    "own.how": (
        "For whoever installed it: YIBO_XTTS_DIR, the folder of an XTTS model (its licence allows non-commercial use only)",
        "供安装者参考：YIBO_XTTS_DIR，XTTS 模型文件夹（其许可仅限非商业用途）",
    ),
    "own.use": ("Use it in Create", "用于创作"),
    "own.waits": ("waits for a voice model", "等待声音模型"),
    "own.sound.of": ("The recording of {who}", "{who} 的录音"),
    "own.can": (
        "The host can speak in your voice (the voice model's licence allows non-commercial use only). Keep a recording, then press "
        "“Use it in Create”.",
        "主播可以用您的声音说话（声音模型的许可仅限非商业用途）。保存录音后，点“用于创作”。",
    ),
    "own.sound": ("Recording", "录音"),
    "own.who": ("Who is speaking?", "说话人是谁？"),
    "own.purpose": ("What may it be used for?", "可以用来做什么？"),
    "own.purpose.hint": ("Livestreams of my shop", "用于本店直播"),
    "own.agree": (
        "This is my voice, or the speaker has agreed to this use. I can take it back at any time.",
        "这是我本人的声音，或说话人已同意这样使用。我可以随时撤回。",
    ),
    "own.keep": ("Keep my voice", "保存我的声音"),
    "own.kept": ("The voice of {who} is kept, with the consent.", "已保存 {who} 的声音和授权。"),
    "own.empty": ("No voice of your own yet.", "还没有自己的声音。"),
    "own.given": ("agreed on {date}", "{date} 同意"),
    "own.revoke": ("Take back and delete", "撤回并删除"),
    "own.revoked": ("Taken back on {date}, deleted", "{date} 已撤回并删除"),
    "own.gone": (
        "Taken back. The recording and everything made from it are deleted ({n} files).",
        "已撤回。录音和用它生成的一切都已删除（{n} 个文件）。",
    ),
    "own.need.sound": ("Recording: record or upload one first.", "录音：请先录制或上传。"),
    "own.need.who": ("Who is speaking: write the name.", "说话人：请填写姓名。"),
    "own.need.purpose": ("Use: write what the voice may be used for.", "用途：请写明声音可以用来做什么。"),
    "own.need.agree": ("Consent: tick the box. Without it nothing is kept.", "同意：请勾选。未同意则不保存任何内容。"),
}
