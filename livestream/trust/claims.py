"""The list of claims that a shop's host must not make (claims.yaml), compiled once, searched in any language of the text."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from livestream.trust.text import squeeze
from voices.types import Language

_FILE = Path(__file__).with_name("claims.yaml")
Need = Literal["", "facts", "stock", "list_price", "offer", "deadline"]


@dataclass(frozen=True)
class Rule:
    """A kind of claim: its terms as one pattern, what excuses it, and what people are told.

    `needs` names what in the product makes it lawful: facts (the claim itself stands there), stock, list_price, offer, deadline.
    """

    id: str
    category: str
    severity: Literal["block", "warn"]
    pattern: re.Pattern[str]
    exceptions: tuple[re.Pattern[str], ...]
    needs: Need
    reason: dict[Language, str]
    suggestion: dict[Language, str]
    basis: dict[Language, str]

    def message(self, quoted: str, language: Language) -> str:
        """What is wrong, for people."""
        return f"“{quoted}”：{self.reason[language]}" if language == "zh" else f"“{quoted}”: {self.reason[language]}"


def explained(reason: str, basis: str, suggestion: str, language: str) -> str:
    """Why something must not be said, in brackets the law that says so, if one does, and what to do instead."""
    reason = reason.rstrip("。.")
    if language == "zh":
        return f"{reason}{f'（{basis}）' if basis else ''}。{suggestion}"
    return f"{reason}{f' ({basis})' if basis else ''}. {suggestion}"


@dataclass(frozen=True)
class Hit:
    """A place in a text where a rule strikes."""

    rule: Rule
    span: tuple[int, int]
    quoted: str


def hits(text: str) -> list[Hit]:
    """Every place where a rule strikes, one hit a rule and place."""
    plain = squeeze(text)
    found: list[Hit] = []
    for rule in rules():
        struck = [m for m in rule.pattern.finditer(plain.text) if m.end() > m.start()]
        if not struck:
            continue
        excused = [m.span() for exception in rule.exceptions for m in exception.finditer(plain.text)]
        for match in struck:
            if not any(a <= match.start() and match.end() <= b for a, b in excused):
                span = plain.span(*match.span())
                found.append(Hit(rule, span, text[slice(*span)]))
    return found


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of claims.yaml; raises ValueError when an entry is not well formed."""
    loaded = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    refusals = loaded["refusals"]
    return tuple(_rule(entry, refusals["patterns"] if entry["id"] in refusals["rules"] else []) for entry in loaded["rules"])


def _rule(entry: dict[str, Any], refusals: list[str]) -> Rule:
    try:
        parts = [_term(str(t)) for t in entry.get("terms", [])] + [f"(?:{p})" for p in entry.get("patterns", [])]
        exceptions = [_term(str(t)) for t in entry.get("except", [])] + [f"(?:{p})" for p in [*entry.get("except_patterns", []), *refusals]]
        if entry["severity"] not in ("block", "warn") or entry.get("needs", "") not in (
            "",
            "facts",
            "stock",
            "list_price",
            "offer",
            "deadline",
        ):
            raise ValueError("unknown severity or need")
        return Rule(
            id=entry["id"],
            category=entry["category"],
            severity=entry["severity"],
            pattern=re.compile("|".join(sorted(parts, key=len, reverse=True))),
            exceptions=tuple(map(re.compile, exceptions)),
            needs=entry.get("needs", ""),
            reason=_both(entry["reason"]),
            suggestion=_both(entry["suggestion"]),
            basis=_both(entry["basis"]),
        )
    except (KeyError, re.error, ValueError) as error:
        raise ValueError(f"claims.yaml, rule {entry.get('id', '?')}: {error}") from error


def _both(texts: dict[str, str]) -> dict[Language, str]:
    return {"zh": texts["zh"], "en": texts["en"]}


def _term(term: str) -> str:
    """A term as a pattern: words of Latin letters only as whole words."""
    body = re.escape(term.lower())
    before = r"(?<![a-z0-9])" if term[0].isascii() and term[0].isalnum() else ""
    after = r"(?![a-z0-9])" if term[-1].isascii() and term[-1].isalnum() else ""
    return before + body + after
