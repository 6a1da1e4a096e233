"""URLs of databases, taken apart. A password is in none of what people are shown.

postgres://ann:secret@db.example.org:5432/shop?sslmode=require::orders     a table of a server
sqlite:///shop.db::orders     duckdb:////data/shop.duckdb::orders          a table of a file, as SQLAlchemy writes it
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.paths import PART
from seglam_lang.language.diagnostics import did_you_mean, in_words

_POSTGRES = ("postgres", "postgresql")
_FILES = ("sqlite", "duckdb")
_SCHEMES = (*_POSTGRES, *_FILES)
_ELSEWHERE = ("hdfs", "s3a", "gs", "abfss", "file")  # files that an engine reads
_HIDDEN = "***"  # what stands for a password
_SHOWN = ("host", "hostaddr", "port", "user", "dbname", "sslmode", "sslrootcert", "service", "connect_timeout")

_WORD = r"(?:[^\s:/?#\[\]@%,]|%(?!00)[0-9A-Fa-f]{2})+"
_HOST = rf"(?:\[[0-9A-Fa-f:.%]+\]|{_WORD})?(?::\d*)?"
_OPTION = rf"\w+=(?:(?!{PART})[^\s&#%]|%(?!00)[0-9A-Fa-f]{{2}})*"
_SERVER = re.compile(
    rf"""(?P<scheme>[a-z]+)(?:\+\w+)?://  # postgresql+psycopg:// names a driver too
    (?:(?P<user>{_WORD})?(?::(?P<password>{_WORD})?)?@)?
    (?P<hosts>{_HOST}(?:,{_HOST})*)
    (?:/(?P<database>{_WORD})?)?
    (?:\?(?P<query>{_OPTION}(?:&{_OPTION})*))?
    (?:{PART}(?P<part>.+))?""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Url:
    """Where a table lies: in the database of a server, or in the one that is a `file`.

    `shown` is what messages call it, `part` the table ("" if none is named), and `options` are those of a connection,
    by the names that PostgreSQL has for them.
    """

    scheme: str
    shown: str
    part: str
    file: str = ""
    options: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def own_name(self) -> str:
        """The name that an input has by itself: that of the table, or of the database."""
        table = self.part.rpartition(".")[2] or self.part
        return table or self.options.get("dbname", "") or self.file.rpartition("/")[2].partition(".")[0]


def is_elsewhere(given: str) -> bool:
    """Return whether a URL names files that an engine reads."""
    return given.partition("://")[0].lower() in _ELSEWHERE


def last_part(given: str) -> str:
    """Return the name of the file or folder that a URL names, without its ending."""
    return given.rstrip("/").rpartition("/")[2].partition(".")[0]


def parse_url(given: str) -> Url:
    """Return what a URL names. Raise InputError where it names nothing; it may hold a password, and is not repeated."""
    scheme = given.partition("://")[0].partition("+")[0].lower()
    if scheme in _POSTGRES:
        return _server(given)
    if scheme in _FILES:
        path, _, part = given.partition("://")[2].partition(PART)
        file = unquote(path.removeprefix("/"))
        return Url(scheme, file, part, file)
    if is_elsewhere(given):
        mend = "with an engine that can, as --engine spark://host:7077, or save what it has as a file"
        raise InputError("unknown-url", f"URLs with {scheme}:// are read {mend}")
    hint = did_you_mean(scheme, _SCHEMES)
    others = f"only {in_words([f'{each}://' for each in _SCHEMES])}; save what it has as a file"
    raise InputError("unknown-url", f"URLs with {scheme}:// are not read; {hint or others}")


def _server(given: str) -> Url:
    found = _SERVER.fullmatch(given)
    if found is None:
        form = "postgres://user:password@host:5432/database::table"
        signs = "the signs @ : / ? # , and % in a name or a password as %40 %3A %2F %3F %23 %2C and %25"
        raise InputError("bad-url", f"that is no URL of a database; write it as {form}, {signs}")
    stated = {name: text or "" for name, text in found.groupdict().items()}
    scheme, hosts, ports = stated["scheme"], *_hosts(stated["hosts"])
    asked = [pair.partition("=")[::2] for pair in stated["query"].split("&") if pair]
    options = {"user": stated["user"], "password": stated["password"], "host": hosts, "port": ports}
    options |= {"dbname": stated["database"], **dict(asked)}
    user = stated["user"] + (f":{_HIDDEN}" if stated["password"] else "")
    shown = f"{scheme}://{user}{'@' if user else ''}{stated['hosts']}"
    shown += f"/{stated['database']}" if stated["database"] or asked else ""
    shown += "?" + "&".join(f"{name}={value if name in _SHOWN else _HIDDEN}" for name, value in asked) if asked else ""
    return Url(scheme, shown, stated["part"], "", {name: unquote(text) for name, text in options.items() if text})


def _hosts(written: str) -> tuple[str, str]:
    """Return hosts and their ports, several with commas between them."""
    pairs = [re.fullmatch(r"(.*?)(?::(\d*))?", each) for each in written.split(",")]
    hosts = [pair[1].strip("[]") for pair in pairs if pair]
    ports = [pair[2] or "" for pair in pairs if pair]
    return ",".join(hosts), ",".join(ports) if any(ports) else ""
