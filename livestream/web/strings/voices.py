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
        "Speaking in your voice is not available here: no model in the box clones a voice. Your recording is kept, not used. "
        "It can be used once YIBO_XTTS_DIR names the folder of an XTTS model (licensed for non-commercial use only).",
        "目前无法用您的声音说话：内置模型都不会克隆声音。录音只会保存，不会使用。"
        "将 YIBO_XTTS_DIR 设为 XTTS 模型文件夹后即可使用（其许可仅限非商业用途）。",
    ),
    "own.can": (
        "An XTTS model is set up (its licence allows non-commercial use only). Choose your voice on the Create page, under More options.",
        "已设置 XTTS 模型（其许可仅限非商业用途）。请在创作页的“更多选项”里选用您的声音。",
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
