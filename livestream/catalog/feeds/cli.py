"""`import FILE` and `export FILE`: the catalogue from and to a sheet on the command line."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from livestream.catalog.adopt import fetch_each, pictures_beside
from livestream.catalog.feeds.export import export_csv
from livestream.catalog.feeds.goods import column_of
from livestream.catalog.feeds.importing import Imported, import_products
from livestream.catalog.feeds.preview import preview
from livestream.catalog.feeds.values import FeedError, Preview, RowProblem
from livestream.catalog.product import product_json
from livestream.catalog.store import Store

OK, SOME_ROWS_BAD, UNREADABLE = 0, 1, 2


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds `import` and `export`; `args.run` gives the exit code (of an import: 0 all rows good, 1 some rows bad, 2 unreadable)."""
    parser = subparsers.add_parser("import", help="import products from CSV, TSV, XLSX, JSON, JSON-LD, Shopify or Google Merchant files")
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="show what would be imported and keep nothing")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parser.add_argument("--map", action="append", default=[], metavar="COLUMN=KEY", help="set a column by hand; an empty KEY leaves it out")
    parser.add_argument("--currency", default="", help="currency of rows that name none: CNY, USD, EUR or GBP")
    parser.add_argument("--language", default="", choices=("", "zh", "en"), help="language of rows that name none (default: by their text)")
    parser.add_argument(
        "--existing", default="update", choices=("update", "skip", "add"), help="what to do with goods that are there already"
    )
    parser.add_argument("--pictures", action="store_true", help="fetch the pictures that lie at web addresses")
    parser.set_defaults(run=run)
    export = subparsers.add_parser("export", help="write every product to a CSV file that spreadsheets open and `import` reads")
    export.add_argument("file", type=Path)
    export.set_defaults(run=run_export)


def run(args: argparse.Namespace) -> int:
    """Imports args.file."""
    try:
        chosen = dict(_pair(text) for text in args.map)
        found = preview(args.file, args.file.name, chosen, currency=args.currency, language=args.language)
    except FeedError as error:
        if args.json:
            _out(json.dumps({"file": str(args.file), "error": str(error), "rows": 0}, ensure_ascii=False))
        else:
            sys.stderr.write(f"{args.file}: {error}\n")
        return UNREADABLE
    done, pictures = None, None
    if not args.dry_run:
        _take_pictures(found, args.file.parent)
        store = Store()
        done = import_products(found, store, args.existing)
        pictures = _fetch(store, [*done.added, *done.updated]) if args.pictures else None
    _out(json.dumps(report(found, done, pictures), ensure_ascii=False, indent=2) if args.json else _told(found, done, pictures))
    return SOME_ROWS_BAD if found.problems else OK


def run_export(args: argparse.Namespace) -> int:
    """Writes the catalogue to args.file."""
    goods = Store().products()
    try:
        args.file.write_bytes(export_csv(goods))
    except OSError as error:
        sys.stderr.write(f"{args.file}: {error.strerror or error}\n")
        return UNREADABLE
    sys.stderr.write(f"{args.file}: {len(goods)} products\n")
    return OK


def _take_pictures(found: Preview, folder: Path) -> None:
    """Pictures that lie beside the file become the shop's own; those that do not are among the warnings."""
    for row in found.rows:
        if row.product is not None:
            row.product.images, problems = pictures_beside(row.product.images, folder)
            column = column_of("images", found.mapping)
            found.warnings += [RowProblem(row.line, p.field, p.message, p.message_zh, column) for p in problems]


def _fetch(store: Store, product_ids: list[int]) -> dict[str, Any]:
    """How many pictures were fetched, and what is wrong with the others."""
    all_fetched = list(fetch_each(store, product_ids))
    problems = [
        {"product": product.id, "message": problem.message, "message_zh": problem.message_zh}
        for product, fetched in all_fetched
        for problem in fetched.problems_of(product)
    ]
    return {"fetched": sum(len(fetched.own) for _, fetched in all_fetched), "problems": problems}


def report(found: Preview, done: Imported | None = None, pictures: dict[str, Any] | None = None) -> dict[str, Any]:
    """A preview, and the import and the fetched pictures if there were any, as JSON-ready data."""
    document: dict[str, Any] = {
        "format": found.format,
        "encoding": found.encoding,
        "rows": len(found.rows),
        "good": len(found.products),
        "columns": found.columns,
        "mapping": found.mapping,
        "unmapped": found.unmapped,
        "problems": [_row(problem) for problem in found.problems],
        "warnings": [_row(warning) for warning in found.warnings],
        "products": [{"line": row.line, **product_json(row.product)} for row in found.rows if row.product is not None],
    }
    if done is not None:
        document["imported"] = {"added": done.added, "updated": done.updated, "unchanged": done.unchanged, "refused": done.refused}
    if pictures is not None:
        document["pictures"] = pictures
    return document


def _row(problem: RowProblem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "field": problem.field,
        "column": problem.column,
        "message": problem.message,
        "message_zh": problem.message_zh,
        "count": problem.count,
    }


def _told(found: Preview, done: Imported | None, pictures: dict[str, Any] | None) -> str:
    lines = [f"{found.format}, {found.encoding}: {len(found.rows)} goods, {len(found.products)} can be imported"]
    lines += [f"  {column} -> {key}" for column, key in found.mapping.items()]
    if found.unmapped:
        lines.append(f"  left out: {', '.join(found.unmapped)}")
    lines += [f"problem: {problem.text()}" for problem in found.problems]
    lines += [f"warning: {warning.text()}" for warning in found.warnings]
    if done is not None:
        lines.append(f"added {len(done.added)}, updated {len(done.updated)}, unchanged {done.unchanged}, refused {done.refused}")
    if pictures is not None:
        lines += [f"no picture: {problem['message']}" for problem in pictures["problems"]]
        lines.append(f"pictures fetched: {pictures['fetched']}")
    return "\n".join(lines)


def _pair(text: str) -> tuple[str, str]:
    column, sign, key = text.rpartition("=")
    if not sign:
        raise FeedError(f"--map {text}: write COLUMN=KEY", f"--map {text}：请写成 列名=字段")
    return column.strip(), key.strip()


def _out(text: str) -> None:
    sys.stdout.write(f"{text}\n")
