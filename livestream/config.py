"""Settings from the environment (`YIBO_*`, `DATABASE_URL`), read once."""

from functools import cache
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"


class Settings(BaseSettings):
    """Where data lives and which language model writes; every field can be set as YIBO_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="YIBO_")

    data_dir: Path = ROOT
    cache_dir: Path = user_cache_path("yibo")
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    host: str = "127.0.0.1"
    port: int = 7860
    llm_base_url: str = ""
    llm_api_key: str = ""
    llm_model: str = ""
    llm_price_in: float = 0.0  # the endpoint's price per million prompt tokens
    llm_price_out: float = 0.0  # and per million written tokens
    llm_threads: int = 0  # of the embedded model; 0: as many as there are cores, 8 at most
    xtts_dir: Path | None = None  # folder of an XTTS model, which speaks in a merchant's own voice (non-commercial licence)
    adapter: Path | None = None  # another adapter (GGUF) for the embedded model

    @property
    def url(self) -> str:
        """SQLAlchemy URL of the catalogue: DATABASE_URL, else products.db in the data directory."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'products.db').resolve()}"

    @property
    def takes_dir(self) -> Path:
        """Folder that holds one folder per take."""
        return self.data_dir / "data" / "takes"

    @property
    def lexicon_file(self) -> Path:
        """How the shop's own words are said (voices.lexicon)."""
        return self.data_dir / "data" / "lexicon.toml"

    @property
    def uploads_dir(self) -> Path:
        """Folder of the merchants' own pictures."""
        return self.data_dir / "data" / "uploads"


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
