"""How the lines of a take are delivered: the shop's own words, the names to lift, the persona's manner."""

import logging

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, PersonaKey
from livestream.config import settings
from voices import lexicon
from voices.types import Delivery, Entry, Shift

log = logging.getLogger(__name__)

MANNERS: dict[PersonaKey, Shift] = {
    #                     speed semitones range energy
    "bestie": Shift(1.02, +0.2, 1.05, 1.00),
    "expert": Shift(0.98, -0.3, 0.95, 1.00),
    "hype": Shift(1.06, +0.5, 1.10, 1.04),
    "storyteller": Shift(0.96, -0.1, 1.10, 0.99),
    "concierge": Shift(0.96, -0.3, 0.95, 0.98),
    "homemaker": Shift(0.99, 0.0, 1.00, 0.99),
    "founder": Shift(1.00, -0.2, 1.00, 1.01),
    "comic": Shift(1.03, +0.3, 1.15, 1.02),
}
"""A slight shift of every tone, well below the difference between two tones."""


def shop_words() -> tuple[Entry, ...]:
    """The shop's lexicon; none where there is no file. A damaged file is told of in the log and left alone."""
    path = settings().lexicon_file
    if not path.exists():
        return ()
    try:
        return lexicon.load(path)
    except lexicon.LexiconError as error:
        log.warning("the shop's own words are not used: %s", error)
        return ()


def delivery_for(product: Product, brief: Brief) -> Delivery:
    """How a take about `product` is spoken."""
    names = tuple(name for name in (product.name, product.brand) if name)
    return Delivery(shop_words(), names, MANNERS[brief.persona])
