import pytest

from livestream.__main__ import main


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("not json", "is not JSON"),
        ('{"name": "", "price": 5, "points": ["a"]}', "name"),
        ('{"name": "Tray", "price": "abc", "points": ["a"]}', "price"),
        ('{"name": "Tray", "price": -1, "points": ["a"]}', "price"),
        ('{"name": "Tray", "price": 5, "points": []}', "points"),
    ],
)
def test_make_refuses_a_bad_product_naming_its_key_and_writes_nothing(content, words, tmp_path, capsys):
    file = tmp_path / "product.json"
    file.write_text(content)
    assert main(["make", "--product", str(file), "--out", str(tmp_path / "out")]) == 2
    told = capsys.readouterr()
    assert words in told.err and "Traceback" not in told.err
    assert told.out == "" and not (tmp_path / "out").exists()


def test_make_says_which_file_is_missing(tmp_path, capsys):
    assert main(["make", "--product", str(tmp_path / "none.json"), "--out", str(tmp_path)]) == 2
    assert "none.json" in capsys.readouterr().err


def test_make_looks_for_pictures_beside_the_product_file(tmp_path, capsys):
    file = tmp_path / "product.json"
    file.write_text('{"name": "Tray", "price": 5, "points": ["a"], "images": ["none.png"]}')
    assert main(["make", "--product", str(file), "--script", str(tmp_path / "no.txt"), "--out", str(tmp_path / "out")]) == 2
    assert "none.png: The picture is not there." in capsys.readouterr().err
