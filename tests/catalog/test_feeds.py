"""Feeds in every form: what is read, what is told, and that a bad row never loses a good one."""

import io
import json
import time
import zipfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from livestream.catalog.demo import demo_products
from livestream.catalog.feeds import FeedError, export_csv, import_products, preview
from livestream.catalog.feeds.cli import add_commands
from livestream.catalog.feeds.sheets import MAX_UNPACKED
from livestream.catalog.pictures import locate
from livestream.catalog.product import product_json
from livestream.catalog.store import Store
from livestream.config import settings
from tests.catalog.pictures import OTHER, PICTURE, picture, web

SHEET = "商品名称（必填）,售价(元),划线价,卖点,库存,商品主图,颜色备注\n手冲壶,239,299,鹅颈细口；不烫手,26,https://img.example.com/a.jpg,绿\n台灯,“abc”,,可调光,3,,\n"

OLD_SHOPIFY = """Handle,Title,Body (HTML),Vendor,Type,Option1 Name,Option1 Value,\
Variant Price,Variant Compare At Price,Variant Inventory Qty,Image Src,Status
mug,Camp Mug,"<ul><li>Steel body</li><li>Holds 12 oz</li></ul><script>x()</script>",Ridge,Outdoor,Color,Red,18.00,24.00,5,https://cdn.example.com/1.jpg,active
mug,,,,,,Blue,18.00,24.00,7,https://cdn.example.com/2.jpg,
tent,Tent,Sleeps two. Weighs 4 lb.,Ridge,Outdoor,Title,Default Title,abc,,1,,active
old,Old lamp,Shines,Ridge,Home,Title,Default Title,5,,1,,archived
"""
NEW_SHOPIFY = """Title,URL handle,Description,Vendor,Product category,Type,Status,Option1 name,Option1 value,\
Price,Compare-at price,Inventory quantity,Product image URL
Camp Mug,mug,<p>Steel body</p><p>Holds 12 oz</p>,Ridge,Home > Kitchen,Outdoor,Active,Size,S,18.00,0,5,https://cdn.example.com/1.jpg
,mug,,,,,,,L,22.00,,7,
"""
MERCHANT = (
    "id\ttitle\tdescription\tlink\timage_link\tadditional_image_link\tavailability\tprice\tsale_price\tbrand\tproduct_highlight\tproduct_detail\n"
    "1\tDesk Lamp\tA lamp.\thttps://s.example.com\thttps://s.example.com/1.jpg\thttps://s.example.com/2.jpg,https://s.example.com/3.jpg"
    '\tin_stock\t15.00 USD\t12.00 USD\tLumo\t"Dims, softly","Runs on USB-C"\tGeneral:Height:38 cm\n'
    "2\tBad\tx y.\t\t\t\tout of stock\tfree\t\tLumo\t\t\n"
)
MERCHANT_XML = """<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><g:id>1</g:id><g:title>Desk Lamp</g:title><g:description>Dims softly. Runs on USB-C.</g:description><g:price>15.00 GBP</g:price>
<g:image_link>https://s.example.com/1.jpg</g:image_link><g:brand>Lumo</g:brand>
<g:product_highlight>Dims softly</g:product_highlight><g:product_highlight>Runs on USB-C</g:product_highlight>
<g:product_detail><g:attribute_name>Height</g:attribute_name><g:attribute_value>38 cm</g:attribute_value></g:product_detail></item>
<item><g:title></g:title><g:price>x</g:price></item></channel></rss>"""
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "Product",
            "name": "Desk Lamp",
            "description": "Dims softly. Runs on USB-C.",
            "brand": {"@type": "Brand", "name": "Lumo"},
            "image": ["https://s.example.com/1.jpg"],
            "offers": {
                "@type": "Offer",
                "price": "15.00",
                "priceCurrency": "EUR",
                "priceSpecification": {"priceType": "https://schema.org/ListPrice", "price": 20},
            },
            "additionalProperty": [{"@type": "PropertyValue", "name": "Height", "value": 38, "unitText": "cm"}],
            "aggregateRating": {"ratingValue": 5},
        }
    ],
}


def workbook(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_chinese_sheets_in_every_encoding(encoding: str, sign: str) -> None:
    found = preview(SHEET.replace(",", sign).encode(encoding), "goods.csv")
    assert found.mapping == {
        "商品名称（必填）": "name",
        "售价(元)": "price",
        "划线价": "list_price",
        "卖点": "points",
        "库存": "stock",
        "商品主图": "images",
    }
    assert found.unmapped == ["颜色备注"]
    (product,) = found.products
    assert (product.name, str(product.price), product.currency, product.stock) == ("手冲壶", "239.00", "CNY", 26)
    assert product.points == ["鹅颈细口", "不烫手"]
    (problem,) = found.problems
    assert (problem.line, problem.field, problem.column) == (3, "price", "售价(元)")
    assert "第 3 行" in problem.text("zh") and "line 3" in problem.text("en")


def test_western_european_sheets() -> None:
    found = preview("Name;Price;Points\nCafé crème;1.299,00 €;moulu à Liège|très fin\n".encode("cp1252"))
    assert found.encoding == "cp1252"
    assert (found.products[0].name, str(found.products[0].price), found.products[0].currency) == ("Café crème", "1299.00", "EUR")


def test_the_header_is_found_below_a_title_and_a_translation_row_is_skipped() -> None:
    header = "version 1.00\ntitle\tprice\tnum\tdescription\n宝贝名称\t宝贝价格\t宝贝数量\t宝贝描述\n"
    text = f"{header}手冲壶\t239\t5\t<p>鹅颈细口</p><p>不烫手</p>\n"
    found = preview(text.encode("utf-16"))
    assert [row.line for row in found.rows] == [4]
    assert found.products[0].points == ["鹅颈细口", "不烫手"]


def test_columns_can_be_set_by_hand() -> None:
    data = b"Ding,Geld,Gut\nMug,12,blue;light\n"
    assert [problem.field for problem in preview(data).problems] == ["name", "price"]
    found = preview(data, mapping={"Ding": "name", "Geld": "price", "Gut": "points"}, currency="EUR")
    assert (found.products[0].name, found.products[0].currency) == ("Mug", "EUR")
    left_out = preview(b"name,price,points,offer\nMug,12,blue,free lid\n", mapping={"offer": ""})
    assert left_out.products[0].offer == "" and left_out.unmapped == ["offer"]
    with pytest.raises(FeedError, match="no column"):
        preview(data, mapping={"Thing": "name"})
    with pytest.raises(FeedError, match="not a key"):
        preview(data, mapping={"Ding": "colour"})


def test_several_columns_make_one_list() -> None:
    found = preview("名称,价格,卖点1,卖点2,规格\n壶,9,细口,防烫,材质:钢;容量:1升\n".encode())
    assert found.products[0].points == ["细口", "防烫"]
    assert found.products[0].specs == {"材质": "钢", "容量": "1升"}


def test_quoted_cells_keep_their_line_numbers() -> None:
    found = preview(b'name,price,points\nMug,1,"blue\nlight"\n,2,x\n')
    assert found.products[0].points == ["blue", "light"]
    assert [(problem.line, problem.field) for problem in found.problems] == [(4, "name")]


def test_a_quote_that_nothing_closes_costs_no_other_row() -> None:
    found = preview(b'name,price,points\nMug,1,"blue\nPan,2,iron\nPot,3,steel\nCup,4,"red, small"\n')
    assert [(row.line, row.data["name"]) for row in found.rows] == [(2, "Mug"), (3, "Pan"), (4, "Pot"), (5, "Cup")]
    assert found.products[3].points == ["red, small"]


def test_a_header_alone_is_told() -> None:
    assert "no rows" in preview(b"name,price,points\n").problems[0].message


@pytest.mark.parametrize("name", ["<b>Mug</b>", "كوب", "Mug 🔥", "<script>x</script>Mug"])
def test_names_of_every_kind(name: str) -> None:
    (product,) = preview(f"name,price,points\n{name},1,blue\n".encode(), currency="USD").products
    assert "<" not in product.name and product.name


def test_a_point_of_10_000_characters() -> None:
    found = preview(f"name,price,points\nMug,1,{'x' * 10_000}\nPan,2,iron\n".encode())
    assert [product.name for product in found.products] == ["Pan"]
    assert (found.problems[0].line, found.problems[0].field) == (2, "points") and "10000" in found.problems[0].message


def test_workbooks() -> None:
    data = workbook([["Goods of spring"], ["Name", "Price", "Points", "Stock"], ["Mug", 12.5, "blue\nlight", 3], ["Pan", None, "x", 1]])
    found = preview(data, "goods.xlsx")
    assert (found.format, str(found.products[0].price), found.products[0].stock) == ("xlsx", "12.50", 3)
    assert [(problem.line, problem.field) for problem in found.problems] == [(4, "price")]


def test_old_shopify() -> None:
    found = preview(OLD_SHOPIFY.encode(), currency="USD")
    assert found.format == "shopify"
    (mug,) = found.products
    assert (mug.name, mug.brand, str(mug.price), str(mug.list_price), mug.stock) == ("Camp Mug", "Ridge", "18.00", "24.00", 12)
    assert mug.points == ["Steel body", "Holds 12 oz"]
    assert mug.specs == {"Color": "Red, Blue"}
    assert mug.images == ["https://cdn.example.com/1.jpg", "https://cdn.example.com/2.jpg"]
    assert mug.shown_list_price is None
    assert [(problem.line, problem.field, problem.column) for problem in found.problems] == [(4, "price", "Variant Price")]
    assert any(warning.field == "status" and warning.line == 5 for warning in found.warnings)


def test_new_shopify() -> None:
    found = preview(NEW_SHOPIFY.encode(), currency="USD")
    (mug,) = found.products
    assert (found.format, mug.name, str(mug.price), mug.list_price, mug.stock) == ("shopify", "Camp Mug", "18.00", None, 12)
    assert mug.points == ["Steel body", "Holds 12 oz"] and mug.specs == {"Size": "S, L"}
    assert any("22.00" in warning.message for warning in found.warnings)


def test_google_merchant_table() -> None:
    found = preview(MERCHANT.encode())
    (lamp,) = found.products
    assert (found.format, str(lamp.price), str(lamp.list_price), lamp.currency) == ("google-merchant", "12.00", "15.00", "USD")
    assert lamp.points == ["Dims, softly", "Runs on USB-C"] and lamp.specs == {"Height": "38 cm"} and len(lamp.images) == 3
    assert (3, "price") in [(problem.line, problem.field) for problem in found.problems]


def test_google_merchant_xml() -> None:
    found = preview(MERCHANT_XML.encode())
    (lamp,) = found.products
    assert (lamp.name, str(lamp.price), lamp.currency, lamp.specs) == ("Desk Lamp", "15.00", "GBP", {"Height": "38 cm"})
    assert lamp.points == ["Dims softly", "Runs on USB-C"]
    assert {(problem.line, problem.field) for problem in found.problems} == {(2, "name"), (2, "price"), (2, "points")}


def test_xml_with_entities_is_refused() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><item><title>&b;</title></item></rss>'
    with pytest.raises(FeedError, match="entities"):
        preview(bomb.encode())


@pytest.mark.parametrize("page", [False, True])
def test_linked_data(page: bool) -> None:
    text = json.dumps(LINKED)
    found = preview((f'<!doctype html><script type="application/ld+json">{text}</script>' if page else text).encode())
    (lamp,) = found.products
    assert (found.format, lamp.brand, str(lamp.price), str(lamp.list_price), lamp.currency) == ("json-ld", "Lumo", "15.00", "20.00", "EUR")
    assert lamp.points == ["Dims softly.", "Runs on USB-C."] and lamp.specs == {"Height": "38 cm"}


@pytest.mark.parametrize("shape", ["object", "list", "products", "lines"])
def test_our_own_json(shape: str) -> None:
    good, bad = {"name": "Mug", "price": 12, "points": ["blue"], "currency": "USD"}, {"name": "Pan", "price": "abc", "points": ["x"]}
    data = {
        "object": json.dumps(good),
        "list": json.dumps([good, bad, 7]),
        "products": json.dumps({"products": [good, bad]}),
        "lines": f"{json.dumps(good)}\n{json.dumps(bad)}\n",
    }[shape]
    found = preview(data.encode())
    assert [product.name for product in found.products] == ["Mug"]
    if shape != "object":
        assert (found.problems[0].line, found.problems[0].field) == (2, "price")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"{broken", "line 1"),
        (b"[" * 5000, "nested|broken"),
        (b"\x00\x01\x02\x03" * 50, "not a text file|not readable"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 100, "xls"),
        (b"PK\x03\x04 nothing", "damaged"),
        (b"<rss></rss>", "no <item>"),
        (b"<rss><item>", "broken at line 1"),
        (b"<html><body>hello</body></html>", "no product data"),
        (b"\n\n\n", "no rows"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, said: str) -> None:
    with pytest.raises(FeedError, match=said) as caught:
        preview(data)
    assert caught.value.zh


def test_a_zip_bomb_is_not_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        with bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(MAX_UNPACKED // 4_000_000 + 1):
                member.write(b" " * 4_000_000)
    assert len(packed.getvalue()) < 1_000_000
    with pytest.raises(FeedError, match="unpack to"):
        preview(packed.getvalue(), "bomb.xlsx")


def test_another_zip_is_not_a_workbook() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("goods.csv", SHEET)
    with pytest.raises(FeedError, match="zip archive"):
        preview(packed.getvalue())


def test_ten_thousand_rows(store: Store) -> None:
    rows = "".join(
        f"Mug {n},{n % 90 + 1}.50,blue;light;holds {n} ml,{n}\n" if n % 100 else f"Mug {n},abc,blue,{n}\n" for n in range(10_000)
    )
    started = time.process_time()
    found = preview(f"name,price,points,stock\n{rows}".encode(), currency="USD")
    done = import_products(found, store)
    assert time.process_time() - started < 20  # seconds of CPU; about 3 on an idle machine
    assert (len(done.added), done.refused, len(found.problems)) == (9900, 100, 100)
    assert found.problems[0].line == 2 and found.problems[-1].line == 9902


def test_too_many_rows_are_told() -> None:
    with pytest.raises(FeedError, match="20000"):
        preview(b"name,price,points\n" + b"Mug,1,blue\n" * 20_100)


def test_importing_twice_changes_and_does_not_double(store: Store) -> None:
    sheet = "name,brand,price,currency,points\nMug,Ridge,{},USD,blue\nBad,Ridge,x,USD,y\n"
    before = store.count_products()
    first = import_products(preview(sheet.format(12).encode()), store)
    assert (len(first.added), first.refused, store.count_products()) == (1, 1, before + 1)
    mug = store.product(first.added[0])
    assert mug is not None
    mug.images = ["data/uploads/mug.webp"]
    store.save_product(mug)
    assert import_products(preview(sheet.format(12).encode()), store).unchanged == 1
    assert import_products(preview(sheet.format(9).encode()), store).updated == first.added
    mug = store.product(first.added[0])
    assert mug is not None and str(mug.price) == "9.00" and mug.images == ["data/uploads/mug.webp"]
    assert import_products(preview(sheet.format(8).encode()), store, "skip").unchanged == 1
    assert len(import_products(preview(sheet.format(8).encode()), store, "add").added) == 1


def test_the_shop_survives_its_own_export() -> None:
    goods = demo_products()
    goods[0].offer, goods[0].points = "=1+1", ["-20 degrees", "b; c, d"]
    table = export_csv(goods)
    assert b'"=1' not in table and b",=1" not in table
    found = preview(table)
    assert (found.problems, found.warnings) == ([], [])
    assert [product_json(product) for product in found.products] == [product_json(good) for good in goods]


def command(*words: str) -> int:
    parser = ArgumentParser()
    add_commands(parser.add_subparsers())
    given = parser.parse_args(words)
    return int(given.run(given))


@pytest.fixture
def shop(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The catalogue that commands open."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("YIBO_DATA_DIR", str(tmp_path / "shop"))
    settings.cache_clear()
    opened = Store(url, demo=False)
    yield opened
    opened.close()
    settings.cache_clear()


def test_the_command(tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    settings.cache_clear()
    file = tmp_path / "goods.csv"
    file.write_bytes(SHEET.encode("gb18030"))
    assert command("import", str(file), "--dry-run", "--json") == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["rows"], document["good"], document["encoding"], document["problems"][0]["line"]) == (2, 1, "gb18030", 3)
    assert not (tmp_path / "products.db").exists()
    assert command("import", str(file)) == 1
    assert "added 1" in capsys.readouterr().out
    assert "手冲壶" in {product.name for product in Store(url).products()}
    assert command("import", str(tmp_path / "none.csv")) == 2
    assert "no file" in capsys.readouterr().err
    settings.cache_clear()


def test_the_command_takes_pictures_beside_the_file_and_fetches_where_asked(
    tmp_path: Path, shop: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = web(monkeypatch, {PICTURE: picture("teal")})
    (tmp_path / "mug.png").write_bytes(picture("navy"))
    file = tmp_path / "mug.json"
    images = ["mug.png", "none.png", PICTURE, OTHER]
    file.write_text(json.dumps({"name": "Mug", "price": 5, "currency": "USD", "points": ["blue"], "images": images}))
    assert command("import", str(file)) == 0 and asked == []
    assert "none.png: The picture is not there." in capsys.readouterr().out
    assert [image.startswith("data/uploads/") for image in shop.products()[0].images] == [True, False, False]
    shop.delete_product(shop.products()[0].id or 0)
    assert command("import", str(file), "--pictures", "--json") == 0
    document = json.loads(capsys.readouterr().out)["pictures"]
    assert document["fetched"] == 1 and OTHER in document["problems"][0]["message"]
    kept = shop.products()[0].images
    assert kept[2] == OTHER and locate(kept[1]) is not None
    assert command("import", str(file)) == 0 and shop.products()[0].images == kept  # the feed comes again


def test_the_command_exports(tmp_path: Path, shop: Store, capsys: pytest.CaptureFixture[str]) -> None:
    import_products(preview(b"name,price,currency,points\nMug,5,USD,=1+1\n"), shop)
    assert command("export", str(tmp_path / "shop.csv")) == 0
    assert preview(tmp_path / "shop.csv").products[0].points == ["=1+1"]
    assert command("export", str(tmp_path / "none" / "shop.csv")) == 2
    assert "shop.csv" in capsys.readouterr().err
