"""The tables of a cache.

A *procedure* is known by its content hash. A *wording* is a template that asks for it; of several that fit a request
the one with the lowest id answers. A *certificate* and a *provenance* are added with each admission and never removed:
they say why a wording is trusted and where it came from. Nothing else is lost either: what is removed or replaced goes
to the *history* as a whole. *Refusals* are the requests that a model could not answer. *Hits* are counted apart, so
that a hit writes no row that others read. What is removed here but still lies in a read-only layer below is *hidden*.

What came later than the first of these is in `ADDED`, by name. A cache without it is given it when it is opened; a
version that does not know of it leaves it as it is.

Texts that are structured are msgpack; `rows` reads and writes them. Dates are UTC in ISO 8601.
"""

from __future__ import annotations

SCHEMA_VERSION = 1  # of the tables below; a file of a newer one is refused
APPLICATION = 0x5347_4C4D  # "SGLM": tells a cache of ours from another program's SQLite file

ADDED = {
    "judgements": """
CREATE TABLE judgements (           -- what people said of answers; never removed
    id INTEGER PRIMARY KEY,
    verdict TEXT NOT NULL,          -- "wrong" or "right"
    tier TEXT NOT NULL,             -- of the answer
    template TEXT NOT NULL,         -- Template.key of the request
    procedure TEXT NOT NULL,
    sources BLOB NOT NULL,          -- as those of a wording
    body BLOB NOT NULL,             -- msgpack: the request, and the key of the stored wording if it was another one
    event INTEGER NOT NULL,         -- of the history, where a wording was taken away; else 0
    is_lifted INTEGER NOT NULL,     -- 1 where the procedure may answer again: it was restored, or written by hand
    added TEXT NOT NULL
);
""",
    "outcomes": """
CREATE TABLE outcomes (             -- what came of requests
    day INTEGER NOT NULL,           -- since 1970, UTC
    status TEXT NOT NULL,           -- "hit", "miss", "refused", "error"; or see `counts`: "call", "audit"
    tier TEXT NOT NULL,             -- of the answer, "" if there was none; of an audit what came of it
    count INTEGER NOT NULL,
    seconds REAL NOT NULL,          -- that all of these took together
    PRIMARY KEY (day, status, tier)
) WITHOUT ROWID;
""",
    "latest": """
CREATE TABLE latest (               -- the last answer or refusal, which can be judged without naming it
    id INTEGER PRIMARY KEY CHECK (id = 1),
    body BLOB NOT NULL              -- msgpack
);
""",
    "uses": """
CREATE TABLE uses (                 -- of what columns a procedure has answered
    headers TEXT NOT NULL,          -- a digest of those of the table
    procedure TEXT NOT NULL,
    sources BLOB NOT NULL,          -- as those of a wording, but every column by its header
    count INTEGER NOT NULL,
    PRIMARY KEY (headers, procedure, sources)
) WITHOUT ROWID;
""",
}

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
    level TEXT NOT NULL,            -- "written", "agreed", "picked", "verified" or "trusted"
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
    action TEXT NOT NULL,           -- "removed", "replaced", "restored" or "rejected"
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
""" + "".join(ADDED.values())
