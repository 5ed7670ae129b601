"""Markdown (front matter), plain text (first line), WebVTT (a note), JSON (a key) and DOCX (a custom property)."""

import json
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from defusedxml import ElementTree
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from livestream.trust.containers.files import LabelError, replacing

_LINES = {
    ".md": re.compile(r"^AIGC: '(.*)'$", re.MULTILINE),
    ".txt": re.compile(r"\AAIGC: (.*)$", re.MULTILINE),
    ".vtt": re.compile(r"^NOTE AIGC (.*)$", re.MULTILINE),
}
_FRONT = re.compile(r"\A---\n(.*?\n)?---\n", re.DOTALL)
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_QUOTE = {'"': "&quot;"}
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def write_text(path: Path, label: str) -> None:
    """Put the label into a .md, .txt or .vtt file, in place of one that is there."""
    text = _text(path)
    kind = path.suffix.lower()
    if kind == ".md":
        front = _FRONT.match(text)
        lines = [line for line in (front[1] or "").splitlines() if not line.startswith("AIGC:")] if front else []
        quoted = label.replace("'", "''")
        text = "\n".join(["---", *lines, f"AIGC: '{quoted}'", "---", ""]) + (text[front.end() :] if front else "\n" + text)
    elif kind == ".txt":
        text = f"AIGC: {label}\n" + re.sub(r"\AAIGC: .*\n?", "", text)
    else:
        if not text.startswith("WEBVTT"):
            raise LabelError(f"{path.name} does not start with WEBVTT: it is no caption file of that kind.")
        head, _, rest = re.sub(r"^NOTE AIGC .*\n\n?", "", text, flags=re.MULTILINE).partition("\n\n")
        text = f"{head.rstrip()}\n\nNOTE AIGC {label}\n\n{rest}"
    with replacing(path) as fresh:
        fresh.write_text(text, encoding="utf-8", newline="")


def read_text(path: Path) -> str | None:
    """The label of a .md, .txt or .vtt file."""
    text = _text(path)
    kind = path.suffix.lower()
    if kind == ".md":
        front = _FRONT.match(text)
        text = front[0] if front else ""
    found: list[str] = _LINES[kind].findall(text)
    if len(found) > 1:
        raise LabelError(f"{path.name} carries {len(found)} AI labels; label it again to leave one.")
    return (found[0].replace("''", "'") if kind == ".md" else found[0]) if found else None


def write_json(path: Path, label: str) -> None:
    """Put the label under the key AIGC of a JSON object."""
    loaded = _json(path)
    loaded["AIGC"] = json.loads(label)
    with replacing(path) as fresh:
        fresh.write_text(json.dumps(loaded, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_json(path: Path) -> str | None:
    """The label of a JSON object."""
    found = _json(path).get("AIGC")
    return None if found is None else json.dumps(found, separators=(",", ":"))


def write_docx(path: Path, label: str) -> None:
    """Set the custom property AIGC of a document; other custom properties stay."""
    document = _docx(path)
    package = document.part.package
    properties = {name: value for name, value in _custom(path).items() if name != "AIGC"} | {"AIGC": label}
    entries = "".join(
        f'<property fmtid="{_FMTID}" pid="{number}" name="{escape(name, _QUOTE)}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    blob = f'{head}<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_TYPES}">{entries}</Properties>'
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES:
            del package.rels[key]
    package.relate_to(Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, blob.encode(), package), RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    with replacing(path) as fresh:
        document.save(str(fresh))


def read_docx(path: Path) -> str | None:
    """The custom property AIGC of a document."""
    _docx(path)
    return _custom(path).get("AIGC")


def _custom(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        if "docProps/custom.xml" not in archive.namelist():
            return {}
        root = ElementTree.fromstring(archive.read("docProps/custom.xml"))
    return {str(entry.get("name")): "".join(entry.itertext()) for entry in root}


def _docx(path: Path) -> "docx.document.Document":
    try:
        return docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise LabelError(f"{path.name} is no Word document (.docx): {error}") from error


def _json(path: Path) -> dict[str, object]:
    try:
        loaded = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise LabelError(f"{path.name} is no JSON, line {error.lineno}: {error.msg}.") from error
    if not isinstance(loaded, dict):
        raise LabelError(f"{path.name} holds no JSON object, so there is no key to label it by: put the data under a key.")
    return loaded


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise LabelError(f"{path.name} is not written in UTF-8: save it as UTF-8 first.") from error
