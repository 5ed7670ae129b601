"""Prices as they are shown."""

from decimal import Decimal

from livestream.catalog.money import SYMBOLS


def shown(amount: Decimal) -> str:
    """The figure with thousands parted, without needless decimals: 1299.00 -> "1,299", 12.5 -> "12.50"."""
    cents = amount.quantize(Decimal("0.01"))
    return f"{cents:,.0f}" if cents == cents.to_integral_value() else f"{cents:,.2f}"


def symbol(currency: str) -> str:
    """The currency's sign, or its code and a space."""
    return {str(k): v for k, v in SYMBOLS.items()}.get(currency, f"{currency} ")
