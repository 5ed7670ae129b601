"""Whom the goods are for. A shop also writes what they are for ("bedrooms without air conditioning", 送女友、通勤佩戴): no one to call."""

import re

from voices.types import Language

_ZH = re.compile(
    r"(?:[人者家族党生女士妈爸母友员客手主户迷妇的]|父母|家庭|家长|姐妹|情侣|长辈|司机|白领|子女|妻子|公司)$"  # 家里孩子爱吃脆的 too
)
_GIVEN = re.compile(r"(?:^|[、，或])[^的]*(?:送|看望|待客)[^的]*(?:$|[、，])")  # 送女友、送妈妈: what is done with them
_LITTLE = re.compile(r"(?:孩子|宝宝|小学生|女孩|[猫狗])$")  # they buy nothing
_HEAD = re.compile(
    r"^.*?(?= (?:who|whose|that|with|without|where|of|in|on|for|from|between|over|under|up|at|ready|aged|tired of|short on|[a-z-]+ing)\b|$)"
)
_PEOPLE = re.compile(
    r"(?:people|everyone|anyone|famil(?:y|ies)|households?|men|women|moms|adults|couples|students|(?:god|grand)?parents|grown-ups|singles|newlyweds|guests"
    r"|graduates|bridesmaids|friends|fans|crowds|cyclists|artists|hosts|nurses|cooks|baristas|[a-z]{2,}ers|[a-z]{3,}ors)$"
)


def people(audience: str, language: Language) -> bool:
    """Whether an audience is people, who can be called; what is uncertain is not."""
    text = audience.strip().rstrip("。.").lower()
    if language == "zh":
        return bool(_ZH.search(text)) and not _GIVEN.search(text) and not _LITTLE.search(text)
    head = _HEAD.search(text)
    return head is not None and all(_PEOPLE.search(piece.strip()) for piece in head.group().split(","))
