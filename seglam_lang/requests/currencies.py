"""Currencies, as people write them: codes, signs and names. A name without a country is that of the best known one."""

from __future__ import annotations

from seglam_lang.inputs.currencies import CODES, DOLLARS, SIGNS
from seglam_lang.requests.request import Request

_NAMES = """
    USD: dollar, us dollar, american dollar, united states dollar, buck
    AUD: australian dollar
    CAD: canadian dollar
    NZD: new zealand dollar
    HKD: hong kong dollar
    SGD: singapore dollar
    TWD: taiwan dollar
    EUR: euro
    GBP: pound, british pound, pound sterling, quid
    EGP: egyptian pound, geneh
    JPY: yen, japanese yen
    CNY: yuan, chinese yuan, renminbi, rmb
    INR: rupee, indian rupee
    PKR: pakistani rupee
    CHF: franc, swiss franc
    SEK: krona, kronor, swedish krona, swedish kronor
    NOK: norwegian krone, norwegian kroner
    DKK: danish krone, danish kroner
    PLN: zloty, polish zloty
    CZK: koruna, czech koruna
    HUF: forint
    RUB: ruble, rouble, russian ruble
    TRY: lira, turkish lira
    KRW: won, korean won
    BRL: real, reais, brazilian real
    MXN: peso, mexican peso
    ZAR: rand, south african rand
    ILS: shekel
    THB: baht
    MYR: ringgit
    MNT: tugrik
    KWD: dinar, kuwaiti dinar
    SAR: riyal, saudi riyal
    QAR: qatari riyal
    AED: dirham
    BTC: bitcoin
"""
_HUNDREDTHS = {"cent": "USD", "¢": "USD", "penny": "GBP", "pence": "GBP", "pennies": "GBP"}


def _table() -> dict[tuple[str, ...], str]:
    names: dict[tuple[str, ...], str] = {}
    for line in _NAMES.strip().splitlines():
        code, _, written = line.partition(":")
        for name in written.split(","):
            words = tuple(name.split())
            names[words] = names[(*words[:-1], f"{words[-1]}s")] = code.strip()
    return names


NAMES = _table()
HUNDREDTHS = _HUNDREDTHS | {"cents": "USD"}
_LONGEST = max(map(len, NAMES))


def currency_after(request: Request, at: int) -> tuple[int, str] | None:
    """Read the currency after an amount: "dollars", "swiss francs", "EUR", "€", "US$"; return (end, code)."""
    norms = request.norms
    norm = norms[at] if at < len(norms) else ""
    if norm in DOLLARS and norms[at + 1 : at + 2] == ["$"] and request.adjacent(at):
        return at + 2, DOLLARS[norm]
    for end in range(min(at + _LONGEST, len(norms)), at, -1):
        if tuple(norms[at:end]) in NAMES:
            return end, NAMES[tuple(norms[at:end])]
    if norm in SIGNS:
        return at + 1, SIGNS[norm]
    return (at + 1, norm.upper()) if norm.upper() in CODES else None


def currency_before(request: Request, end: int) -> tuple[int, str] | None:
    """Read the currency before an amount that begins at `end`: "EUR", "US$", "usd$", "£"; return (start, code)."""
    norms = request.norms
    norm = norms[end - 1] if end else ""
    if norm.upper() in CODES:
        return end - 1, norm.upper()
    if norm in ("dollar", "dollars") or norm == "rmb":
        return end - 1, "USD" if norm != "rmb" else "CNY"
    if norm not in SIGNS:
        return None
    letters = norms[end - 2] if norm == "$" and end > 1 else ""
    if letters == "a" and not request.adjacent(end - 2):  # "A$5", and no "a $5 bill"
        letters = ""
    if letters in DOLLARS:
        return end - 2, DOLLARS[letters]
    if letters == "s" and norms[max(end - 4, 0) : end - 2] == ["u", "."]:
        return end - 4, "USD"
    return (end - 2, letters.upper()) if letters.upper() in CODES else (end - 1, SIGNS[norm])
