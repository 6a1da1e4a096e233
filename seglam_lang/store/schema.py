"""The tables of a cache.

A *procedure* is known by its content hash. A *wording* is a template that asks for it; of several that fit a request
the one with the lowest id answers. A *certificate* and a *provenance* are added with each admission and never removed:
they say why a wording is trusted and where it came from. Nothing else is lost either: what is removed or replaced goes
to the *history* as a whole. *Refusals* are the requests that a model could not answer. *Hits* are counted apart, so
that a hit writes no row that others read. What is removed here but still lies in a read-only layer below is *hidden*.

Texts that are structured are msgpack; `rows` reads and writes them. Dates are UTC in ISO 8601.
"""

from __future__ import annotations

SCHEMA_VERSION = 1  # of the tables below; a file of a newer one is refused
APPLICATION = 0x5347_4C4D  # "SGLM": tells a cache of ours from another program's SQLite file

SCHEMA = """
CREATE TABLE procedures (
    hash TEXT PRIMARY KEY,          -- SHA-256 of core
    core BLOB NOT NULL,             -- the codec's canonical bytes
    name TEXT NOT NULL,
    source TEXT NOT NULL,           -- formatted, as people see it
    details BLOB NOT NULL,          -- msgpack: parameter names, and the span in source of each node of core
    added TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE certificates (
    id INTEGER PRIMARY KEY,
    procedure TEXT NOT NULL,
    template TEXT NOT NULL,         -- Template.key of the first wording that it is for, "" if there is none
    level TEXT NOT NULL,            -- "agreed" or "verified"
    body BLOB NOT NULL,             -- msgpack: Certificate.to_dict
    added TEXT NOT NULL
);
CREATE INDEX certificates_of ON certificates (procedure);
CREATE TABLE wordings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    template TEXT NOT NULL,         -- Template.key
    procedure TEXT NOT NULL REFERENCES procedures (hash),
    sources BLOB NOT NULL,          -- msgpack: where each parameter takes its argument from
    certificate INTEGER NOT NULL REFERENCES certificates (id),
    added TEXT NOT NULL,
    UNIQUE (template, procedure, sources)
);
CREATE INDEX wordings_of ON wordings (procedure);
CREATE TABLE provenance (
    id INTEGER PRIMARY KEY,
    procedure TEXT NOT NULL,
    template TEXT NOT NULL,         -- as that of a certificate
    body BLOB NOT NULL,             -- msgpack: request, model and its hash, prompt, seed, drafts and why each lost
    added TEXT NOT NULL
);
CREATE INDEX provenance_of ON provenance (procedure);
CREATE TABLE refusals (
    template TEXT NOT NULL,
    model TEXT NOT NULL,            -- hash of the model file
    examples TEXT NOT NULL,         -- digest of the user's examples
    body BLOB NOT NULL,             -- msgpack: why, and the drafts
    added TEXT NOT NULL,
    PRIMARY KEY (template, model, examples)
) WITHOUT ROWID;
CREATE TABLE hits (
    template TEXT NOT NULL,
    procedure TEXT NOT NULL,
    count INTEGER NOT NULL,
    latest TEXT NOT NULL,
    PRIMARY KEY (template, procedure)
) WITHOUT ROWID;
CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    action TEXT NOT NULL,           -- "removed", "replaced" or "restored"
    procedure TEXT NOT NULL,
    body BLOB NOT NULL,             -- msgpack: the procedure, its wordings, certificates and provenance as they were
    added TEXT NOT NULL
);
CREATE INDEX history_of ON history (procedure);
CREATE TABLE hidden (
    procedure TEXT PRIMARY KEY      -- removed here, still present in a layer below
) WITHOUT ROWID;
CREATE TABLE claims (               -- not used any more (see `claims`): it stays so that every version 1 is one schema
    key TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    taken REAL NOT NULL
) WITHOUT ROWID;
"""
