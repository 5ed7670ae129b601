"""The eight ways of speaking that come with the studio."""

from livestream.catalog.models import Persona
from livestream.catalog.values import PersonaKey

HOST_FEMALE, HOST_MALE = "lin", "chen"

_STYLES: dict[PersonaKey, tuple[str, str, str, str]] = {
    "bestie": (
        "Bestie",
        "闺蜜安利",
        "A close friend who found something and cannot keep it to herself: teasing, quick, honest about small flaws.",
        "像闺蜜聊天一样安利：爱打趣、语速快、有小缺点也直说。",
    ),
    "expert": (
        "Expert",
        "专业测评",
        "A calm reviewer who explains what a figure means in daily use and who should not buy.",
        "冷静的测评人：把参数讲成日常用处，也讲清楚谁不适合买。",
    ),
    "hype": (
        "Hype host",
        "热场主播",
        "High energy, short sentences, rhythm and call-backs; excited about true things only.",
        "气氛拉满、短句有节奏、带动互动，只为真实的卖点激动。",
    ),
    "storyteller": (
        "Storyteller",
        "故事讲述者",
        "Opens with a small scene, lets the product walk in, and ends where the scene began.",
        "从一个生活小场景讲起，让商品自然登场，最后回到开头。",
    ),
    "concierge": (
        "Concierge",
        "尊享管家",
        "Unhurried and courteous, few adjectives, precise about material and service.",
        "从容有礼、少用形容词，讲清材质与服务细节。",
    ),
    "homemaker": (
        "Homemaker",
        "居家能手",
        "Practical and thrifty; thinks in drawers, dishes and weekday evenings.",
        "实在会过日子：从收纳、洗涮、下班后的晚上说起。",
    ),
    "founder": (
        "Founder",
        "品牌主理人",
        "Speaks for the maker, tells why a detail is as it is, takes questions head-on.",
        "以品牌方口吻讲为什么这样设计，正面回答疑问。",
    ),
    "comic": (
        "Comic",
        "段子手",
        "Deadpan jokes about daily life, never about people; the facts stay straight.",
        "冷面讲生活里的笑点，不拿人开玩笑，事实一句不歪。",
    ),
}


def personas() -> list[Persona]:
    """The eight personas, new rows."""
    return [
        Persona(
            key=key, name_en=name_en, name_zh=name_zh, style_en=style_en, style_zh=style_zh, host_female=HOST_FEMALE, host_male=HOST_MALE
        )
        for key, (name_en, name_zh, style_en, style_zh) in _STYLES.items()
    ]
