"""Feeds into the catalogue: preview what a file holds, then import its good rows."""

from livestream.catalog.feeds.export import export_csv
from livestream.catalog.feeds.importing import Imported, import_products
from livestream.catalog.feeds.preview import preview
from livestream.catalog.feeds.values import FeedError, Preview, PreviewRow, RowProblem

__all__ = ["FeedError", "Imported", "Preview", "PreviewRow", "RowProblem", "export_csv", "import_products", "preview"]
