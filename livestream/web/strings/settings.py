"""Words of the Settings page."""

from typing import Final

SETTINGS: Final[dict[str, tuple[str, str]]] = {
    "settings.title": ("Settings", "设置"),
    "settings.lead": ("What runs on this machine, and what writes your scripts.", "本机运行的内容，以及由谁来写脚本。"),
    "settings.models": ("Writers", "文案模型"),
    "settings.models.lead": (
        "Who writes your scripts. The built-in writer works without the internet and costs nothing; a writing service that you have "
        "an account with can be added.",
        "由谁来写脚本。内置模型不用联网、不花钱；也可以接入您已开通账号的写作服务。",
    ),
    "settings.model.endpoint": ("A writing service on the internet", "联网写作服务"),
    "settings.lacks.weights": (
        "Its files are not on this machine yet. Ask whoever installed the studio to finish the setup.",
        "本机还没有它的文件。请安装者完成安装。",
    ),
    "settings.lacks.endpoint": (
        "None is connected. Whoever installed the studio can connect one that speaks the OpenAI protocol; the address, the key and the "
        "model's name are in your account there.",
        "尚未接入。请安装者接入一个兼容 OpenAI 协议的服务，地址、密钥和模型名称可在您的账号里找到。",
    ),
    "settings.how.weights": ("For whoever installed it: make setup", "供安装者参考：make setup"),
    "settings.how.endpoint": (
        "For whoever installed it: YIBO_LLM_BASE_URL, YIBO_LLM_API_KEY, YIBO_LLM_MODEL",
        "供安装者参考：YIBO_LLM_BASE_URL、YIBO_LLM_API_KEY、YIBO_LLM_MODEL",
    ),
    "settings.ready": ("Ready", "可用"),
    "settings.missing": ("Not available", "不可用"),
    "settings.data": ("Your data", "数据"),
    "settings.data.lead": ("Everything stays on this machine.", "所有数据都保存在本机。"),
    "settings.catalogue": ("Catalogue", "商品库"),
    "settings.takes": ("Takes", "作品文件"),
    "settings.label": ("AI label", "AI 标识"),
    "settings.label.lead": (
        "Every video carries a permanent badge and machine-readable AIGC metadata; text and audio carry a label too. "
        "The law asks for it, so it has no switch.",
        "每个视频都带有常驻标识和 AIGC 元数据，文本与音频也带标识。这是法规要求，因此不提供关闭开关。",
    ),
    "settings.api": ("For developers", "开发者"),
    "settings.api.lead": (
        "Other programs can use everything in this studio (HTTP API).",
        "其他程序也能调用工作室的全部功能（HTTP 接口）。",
    ),
    "settings.api.link": ("Open the API reference", "打开接口文档"),
    "words.title": ("How do I say this?", "这个词怎么读？"),
    "words.lead": (
        "Brand and product names, said the way you want in every take. Captions keep what is written.",
        "品牌名、商品名按您的读法来念，所有视频都生效；字幕仍显示原文。",
    ),
    "words.word": ("Word", "词语"),
    "words.spoken": ("Said as", "读作"),
    "words.spoken.hint": ("hoe toe, or pinyin: xiao3 mi3", "拼音 xiao3 mi3、汉字，或英文 hoe toe"),
    "words.language": ("In lines that are", "用于"),
    "words.language.both": ("Any language", "全部语言"),
    "words.hear": ("Hear it", "试听"),
    "words.save": ("Save", "保存"),
    "words.edit": ("Edit", "修改"),
    "words.delete": ("Delete", "删除"),
    "words.saved": ("{word} will be said as {spoken}.", "“{word}”将读作“{spoken}”。"),
    "words.deleted": ("{word} is read by the usual rules again.", "“{word}”已恢复默认读法。"),
    "words.empty": ("No words of your own yet.", "还没有自定义读法。"),
    "words.audio": ("How it sounds", "试听"),
    "compare.title": ("Compare two writers", "对比两个文案模型"),
    "compare.lead": ("The same product, the same brief, side by side.", "同一商品，同一要求，左右对比。"),
    "compare.product": ("Product", "商品"),
    "compare.left": ("Left", "左侧"),
    "compare.right": ("Right", "右侧"),
    "compare.go": ("Compare", "开始对比"),
    "compare.use": ("Use this script", "使用这个脚本"),
    "compare.one": (
        "Only one writer is ready. As soon as a second one is, you can compare them here.",
        "目前只有一个文案模型可用。有了第二个，就能在这里对比。",
    ),
    "compare.pick": ("Product: pick one to compare on.", "商品：请先选一个商品。"),
}
