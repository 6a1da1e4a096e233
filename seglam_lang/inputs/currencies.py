"""Currencies as cells and requests write them: signs and ISO codes."""

from __future__ import annotations

CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW"}
SIGNS = CURRENCY_SIGNS | {
    "₿": "BTC",
    "₡": "CRC",
    "₾": "GEL",
    "₭": "LAK",
    "₽": "RUB",
    "₺": "TRY",
    "₪": "ILS",
    "元": "CNY",
}
SIGNS |= {"฿": "THB", "₫": "VND", "₴": "UAH", "₦": "NGN", "₱": "PHP", "₮": "MNT"}
DOLLARS = {  # letters before a dollar sign: US$ 5, A$5
    "us": "USD",
    "u.s": "USD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "nz": "NZD",
    "hk": "HKD",
    "r": "BRL",
    "s": "SGD",
}
_ISO_CODES = """
    AED ARS AUD BGN BHD BRL BTC CAD CHF CLP CNY COP CRC CZK DKK EGP EUR GBP GEL HKD HUF IDR ILS INR ISK JOD JPY
    KES KRW KWD LAK MAD MNT MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD
    UAH USD UYU VND ZAR
"""
CODES = frozenset(_ISO_CODES.split())
# As cells have them.
_LOCAL = {"r$": "BRL", "rs": "INR", "zł": "PLN", "kč": "CZK", "ft": "HUF", "fr": "CHF", "kr": "kr"}


def currency_of(written: str) -> str | None:
    """Return the currency that a cell names before or after its amount ("$", "US$", "CHF", "Rs."), or None.

    It is an ISO code, but of "kr", which is the money of several countries.
    """
    if written in SIGNS:
        return SIGNS[written]
    if written in CODES:
        return written
    name = written.casefold().rstrip(".")
    if name.endswith("$"):
        letters = name[:-1].rstrip()
        return _LOCAL.get(name) or DOLLARS.get(letters) or (letters.upper() if letters.upper() in CODES else None)
    return _LOCAL.get(name)
