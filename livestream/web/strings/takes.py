"""Words of takes and the Library page."""

from typing import Final

TAKES: Final[dict[str, tuple[str, str]]] = {
    "stage.": ("Getting ready", "准备中"),
    "stage.writing": ("Writing the script", "正在写脚本"),
    "stage.speaking": ("Recording the voice", "正在配音"),
    "stage.rendering": ("Filming", "正在拍摄"),
    "stage.finishing": ("Finishing the files", "正在收尾"),
    "status.queued": ("Queued", "排队中"),
    "status.running": ("In the making", "生成中"),
    "status.done": ("Done", "已完成"),
    "status.failed": ("Failed", "失败"),
    "status.cancelled": ("Cancelled", "已取消"),
    "status.interrupted": ("Interrupted", "已中断"),
    "failure.translation": (
        "The product's text could not be translated unchanged. Add a product in that language.",
        "商品文案未能在数字不变的前提下翻译。请另建该语言的商品。",
    ),
    "failure.writing": (
        "No line could be written that holds to the product's facts. Check its points, then resume.",
        "没能写出与资料相符的文案。请检查卖点后继续。",
    ),
    "failure.model": (
        "The writer is missing or does not answer. Check the Settings page, then resume.",
        "文案模型缺失或没有响应。请在设置页检查后继续。",
    ),
    "failure.voice": ("The voice could not be recorded. Choose another voice or resume.", "配音没有完成。请换一个声音，或继续重试。"),
    "failure.consent": (
        "The consent to this voice was taken back, so the take was deleted.",
        "该声音的授权已撤回，这条视频已删除。",
    ),
    "failure.host": ("The host cannot be shown. Choose another host.", "主播素材无法使用。请换一位主播。"),
    "failure.video": ("The video could not be encoded. Is the disk full? Then resume.", "视频编码没有完成。请确认磁盘空间后继续。"),
    "failure.label": (
        "A file lost its AI label and is not given out. Resume to make it again.",
        "有文件丢失 AI 标识，不予输出。请继续以重新生成。",
    ),
    "failure.product": ("The product of this take no longer exists.", "这条视频的商品已不存在。"),
    "failure.files": ("A file could not be read or written. Is the disk full? Then resume.", "文件读写失败。请确认磁盘空间后继续。"),
    "failure.brief": ("Something that was asked for is not possible. Choose other settings.", "所选设置无法实现。请更换后重试。"),
    "failure.recording": (
        "The recording of this take was deleted. Record the script again and film it anew.",
        "这条视频的录音已删除。请重新录音再生成。",
    ),
    "failure.unexpected": (
        "Something unforeseen happened; the log has the details. Resume to try again.",
        "发生了意外错误，详情见日志。请继续重试。",
    ),
    "note.point": ("Left out: {points} (selling point {n}).", "没有讲：{points}（第 {n} 条卖点）。"),
    "note.claims": (
        "Left out: {points} (selling point {n}), because it says {words}. {why}",
        "没有讲：{points}（第 {n} 条卖点），因为其中有{words}。{why}",
    ),
    "note.short": (
        "What is known of the product fills about {seconds} seconds. Add points, a story or specifications for a longer livestream.",
        "商品资料只够讲约 {seconds} 秒。补充卖点、来历或规格，就能讲得更久。",
    ),
    "note.coverage": (
        "Left out: {points}. The livestream is too short for it; choose a greater length under More options.",
        "没有讲：{points}。时长不够，可在“更多选项”里加长。",
    ),
    "note.translated": ("The product's copy was translated into {to} first.", "商品文案已先译成{to}。"),
    "note.doubtful": (
        "Not said, since the translation may be wrong ({field}): “{source}” became “{said}”. Check it on the Products page (Make a "
        "translation) and save it as a product; then it is said.",
        "没有讲（{field}）：“{source}”译成了“{said}”，不一定准确。请在“商品”页用“生成另一语言版本”核对并保存为新商品，之后就会讲。",
    ),
    "note.doubtful.name": (
        "Please check the translated name: “{source}” became “{said}”. If it is wrong, type your own on the Products page (Make a "
        "translation) and save it as a product.",
        "请核对译名：“{source}”译成了“{said}”。如不准确，请在“商品”页用“生成另一语言版本”写上自己的名称，保存为新商品。",
    ),
    "note.line": (
        "Left out: {points}. No line about it could be written that says only what your product states. "
        "Generate again, or put it in fewer, plainer words on the Products page.",
        "没有讲：{points}。没能写出与商品资料完全相符的句子。可以再生成一次，或在“商品”页把它改得更短、更直白。",
    ),
    "note.part": (
        "There is no line of the kind “{part}”: none could be written that says only what your product states. "
        "Generate again for another try.",
        "缺少“{part}”这一类：没能写出与商品资料完全相符的句子。可以再生成一次。",
    ),
    "failure.detail": ("Details", "技术细节"),
    "take.left": ("about {s} s left", "约剩 {s} 秒"),
    "take.left.min": ("about {m} min left", "约剩 {m} 分钟"),
    "take.cancel": ("Cancel", "取消"),
    "take.resume": ("Resume", "继续"),
    "take.delete": ("Delete", "删除"),
    "take.delete.sure": ("Delete the video and its files?", "确定删除视频和文件？"),
    "take.deleted": ("Deleted: the take of {name}.", "已删除：{name} 的视频。"),
    "take.open": ("Open", "打开"),
    "take.edit": ("Open in Create", "在创作页打开"),
    "take.zip": ("Download everything", "打包下载"),
    "take.files": ("Single files", "单个文件"),
    "take.export": ("Export", "导出"),
    "take.progress": ("Progress of the take", "生成进度"),
    "take.busy": (
        "This page is still filming. Wait for the video, or cancel it first.",
        "这一页的视频还在拍摄。请等它完成，或先取消。",
    ),
    "take.outdated": (
        "The script has changed since; this video still says the old words. “Film this script” makes it anew.",
        "脚本已改，视频还是旧的。点“用此脚本生成视频”重新生成。",
    ),
    "take.running": ("A video of {name} is being filmed.", "正在拍摄：{name}"),
    "take.done": ("Ready: {s} s of video", "完成：{s} 秒视频"),
    "file.mp4": ("Video", "视频"),
    "file.jpg": ("Cover", "封面"),
    "file.wav": ("Audio WAV", "音频 WAV"),
    "file.mp3": ("Audio MP3", "音频 MP3"),
    "file.txt": ("Script TXT", "脚本 TXT"),
    "file.md": ("Script Markdown", "脚本 Markdown"),
    "file.docx": ("Script Word", "脚本 Word"),
    "file.srt": ("Captions SRT", "字幕 SRT"),
    "file.vtt": ("Captions VTT", "字幕 VTT"),
    "library.title": ("Library", "作品"),
    "library.lead": ("Every take you have made, ready to play, export or carry on.", "所有生成过的视频，随时播放、导出或继续。"),
    "library.empty": ("Nothing here yet", "还没有作品"),
    "library.empty.lead": ("Your first livestream is one click away.", "第一场直播，点一下就有。"),
    "library.start": ("Make the first one", "去创作"),
    "library.close": ("Close", "关闭"),
    "library.gone": ("This product was deleted", "商品已删除"),
}
