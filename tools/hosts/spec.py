"""The declarative file of a host (hosts/<key>.toml)."""
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent


def keys():
    return sorted(p.stem for p in (HERE / 'hosts').glob('*.toml'))


def load(key):
    path = HERE / 'hosts' / f'{key}.toml'
    if not path.exists():
        raise SystemExit(f'no host "{key}": there is {", ".join(keys())}')
    return tomllib.loads(path.read_text('utf8'))
