"""The end of an offer, where its words state a day: shown as it is stated. Nothing counts down: a take is seen whenever it is played."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from voices.types import Language

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FARTHEST = timedelta(days=300)  # of a day without a year: what lies farther is over rather than to come
_HAN = re.compile(
    r"(?P<before>截止到?|截至|有效期至|直?到|至)?\s*(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
    r"\s*(?P<half>凌晨|早上|上午|中午|下午|晚上|晚)?(?:(?P<hour>\d{1,2})(?:[:：](?P<minute>\d{2})|[点时](?P<part>半|\d{1,2}分)?))?\s*(?P<after>截止|之?前|结束|为止|止)?"
)
_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_LATIN = re.compile(
    r"\b(?:until|till|ends?|ending|through|by|before)\s+(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('month')}|{_MONTH.format('month2')}\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)"
    r"(?:,?\s+(?P<year>\d{4}))?(?:,?\s*(?:at\s+)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm|a\.m\.|p\.m\.)?(?![\d%]))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Deadline:
    """When an offer ends (local time); `timed` says whether its words name the hour."""

    moment: datetime
    timed: bool

    def shown(self, language: Language) -> str:
        """The end as a short line, such as "11月30日 20:00 截止"."""
        at = self.moment
        if language == "zh":
            return f"{at.month}月{at.day}日{f' {at:%H:%M}' if self.timed else ''} 截止"
        return f"Ends {at.day} {_SHORT[at.month - 1]}{f', {at:%H:%M}' if self.timed else ''}"


def deadline(offer: str, today: datetime) -> Deadline | None:
    """The end that an offer's words state as a day of the calendar and that is still to come at `today`; None where they state none."""
    year = None  # a range names it once
    for match in _HAN.finditer(offer):
        year = match["year"] or year
        if match["before"] or match["after"]:
            hour = int(match["hour"]) if match["hour"] else None
            late = match["half"] in ("下午", "晚上", "晚")
            minute = 30 if match["part"] == "半" else int(match["minute"] or (match["part"] or "0").rstrip("分"))
            return _deadline(year, int(match["month"]), int(match["day"]), hour, minute, late, today)
    match_en = _LATIN.search(offer)
    if match_en is None:
        return None
    month = _MONTHS.index((match_en["month"] or match_en["month2"]).lower()) + 1
    half = (match_en["half"] or "").lower().replace(".", "")
    timed = match_en["hour"] if match_en["hour"] and (half or match_en["minute"]) else None
    hour = int(timed) % 12 if timed and half else int(timed) if timed else None
    day = int(match_en["day"] or match_en["day2"])
    return _deadline(match_en["year"], month, day, hour, int(match_en["minute"] or 0), half == "pm", today)


def _deadline(year: str | None, month: int, day: int, hour: int | None, minute: int, late: bool, today: datetime) -> Deadline | None:
    """A day without an hour ends at midnight; one without a year is the next such day."""
    if hour is not None and late and hour < 12:
        hour += 12
    try:
        moment = datetime(int(year) if year else today.year, month, day)
        if not year and moment + timedelta(days=1) <= today:
            moment = moment.replace(year=moment.year + 1)
        moment += timedelta(hours=24 if hour is None else hour, minutes=minute)
        if hour is None:
            moment -= timedelta(minutes=1)
    except ValueError:
        return None
    if moment <= today or (not year and moment - today > _FARTHEST):
        return None
    return Deadline(moment, hour is not None)
