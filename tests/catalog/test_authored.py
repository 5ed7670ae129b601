"""Records of the authored corpus as products."""

from livestream.catalog.authored import product_of
from yi_core.examples import records


def test_a_record_becomes_the_product_it_tells_of() -> None:
    for language in ("en", "zh"):
        record = next(record for record in records() if record["lang"] == language and record["product"].get("list_price"))
        product = product_of(record)
        assert (product.name, product.category, product.language) == (record["product"]["name"], record["category"], language)
        assert product.points == record["product"]["points"] and float(product.shown_list_price or 0) == record["product"]["list_price"]
