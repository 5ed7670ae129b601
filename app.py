"""Start the studio: python app.py [--host HOST] [--port PORT] (or YIBO_HOST, YIBO_PORT)."""

import argparse
import logging
import sys

import uvicorn

from livestream.catalog.database import StoreError
from livestream.catalog.store import Store
from livestream.config import settings
from livestream.jobs.service import Studio
from livestream.web.server import create_app

log = logging.getLogger("yibo")


def main() -> int:
    """Serve until interrupted; 1 where the catalogue cannot be opened."""
    config = settings()
    parser = argparse.ArgumentParser(description="易播 Yibo: the livestream studio")
    parser.add_argument("--host", default=config.host, help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=config.port, help="port to listen on (default %(default)s)")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    try:
        store = Store.open()
    except StoreError as error:
        log.error("%s", error)
        return 1
    log.info("studio at http://%s:%d", given.host, given.port)
    uvicorn.run(create_app(Studio(store, config), store), host=given.host, port=given.port, log_level="warning")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
