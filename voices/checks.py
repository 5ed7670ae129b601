"""What the doctor tells, in words and for programs (by the standard library alone)."""

import json
import sys
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Check:
    """One thing looked at: `ok`, what was found, and what to do where it is not well. `needed` False: the product works without it."""

    name: str
    ok: bool
    needed: bool
    found: str
    advice: str = ""


def write(document: object) -> None:
    """Write a document to standard output as JSON."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def tell(checks: list[Check], as_json: bool) -> bool:
    """Write the checks to standard output, as lines or as `{"ok": ..., "checks": [...]}`; whether all needed things work."""
    ok = all(check.ok for check in checks if check.needed)
    if as_json:
        write({"ok": ok, "checks": [asdict(check) for check in checks]})
        return ok
    for check in checks:
        state = "ok     " if check.ok else ("MISSING" if check.needed else "not set")
        sys.stdout.write(f"{state} {check.name:7} {check.found}{'  ->  ' + check.advice if check.advice else ''}\n")
    return ok
