-- Version 1: documents, readings of them, who is in them, and who said what (docs/record.md).
-- A value that the text does not say is NULL. Positions are bytes of document.text, half-open. n counts from 1 in a reading,
-- as the ids of record-format.md do: entity 3 is "e3", statement 5 is "s5".

CREATE TABLE document (
    id   INTEGER PRIMARY KEY,
    uid  TEXT NOT NULL UNIQUE CHECK (uid GLOB 'sha256:*' AND length(uid) = 71),   -- of the text's bytes
    text TEXT NOT NULL
) STRICT;

CREATE TABLE run (                                                      -- what made a reading
    id        INTEGER PRIMARY KEY,
    engine    TEXT NOT NULL,
    model     TEXT NOT NULL,
    knowledge TEXT NOT NULL,
    codebook  TEXT NOT NULL,
    UNIQUE (engine, model, knowledge, codebook)
) STRICT;

CREATE TABLE reading (                                                  -- of two readings of a document the larger id is newer
    id        INTEGER PRIMARY KEY,
    uid       TEXT    NOT NULL UNIQUE CHECK (length(uid) = 64),         -- hash of document, metadata and run
    document  INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    run       INTEGER NOT NULL REFERENCES run(id),
    source    TEXT,
    input_id  TEXT,
    title     TEXT,
    publisher TEXT,
    date      TEXT CHECK (date GLOB '[0-9][0-9][0-9][0-9]' OR date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'
                          OR date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    tz        TEXT,
    lang      TEXT
) STRICT;
CREATE INDEX reading_document ON reading (document);                    -- which one is the newest
CREATE INDEX reading_run      ON reading (run);
CREATE INDEX reading_date     ON reading (date);                        -- said --since --until

CREATE TABLE paragraph (
    reading INTEGER NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
    n       INTEGER NOT NULL CHECK (n > 0),
    beg     INTEGER NOT NULL,  fin INTEGER NOT NULL,
    role    TEXT    NOT NULL CHECK (role IN ('headline', 'credit', 'caption', 'byline', 'dateline', 'lead', 'body', 'list', 'other')),
    CHECK (0 <= beg AND beg < fin),
    PRIMARY KEY (reading, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE entity (
    id      INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
    n       INTEGER NOT NULL CHECK (n > 0),
    name    TEXT    NOT NULL,                                           -- in full, as the text gives it
    kind    TEXT    NOT NULL CHECK (kind IN ('person', 'organisation', 'state', 'group', 'place', 'document', 'policy', 'other')),
    score   REAL    NOT NULL CHECK (score BETWEEN 0 AND 1),
    UNIQUE (reading, n)
) STRICT;
CREATE INDEX entity_name ON entity (name);                              -- said --by

CREATE TABLE mention (
    entity INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
    n      INTEGER NOT NULL CHECK (n > 0),
    beg    INTEGER NOT NULL,  fin INTEGER NOT NULL,
    form   TEXT    NOT NULL CHECK (form IN ('name', 'role', 'pronoun', 'demonym', 'other')),
    CHECK (0 <= beg AND beg < fin),
    PRIMARY KEY (entity, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement (
    id        INTEGER PRIMARY KEY,
    uid       TEXT    NOT NULL CHECK (length(uid) = 64),                -- hash of document and spans: the same in every record
    reading   INTEGER NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
    n         INTEGER NOT NULL CHECK (n > 0),
    type      TEXT    NOT NULL CHECK (type IN ('direct', 'mixed', 'indirect', 'nominal', 'partial', 'term')),
    class     TEXT    NOT NULL CHECK (class IN ('speech', 'attitude')),
    polarity  TEXT    NOT NULL CHECK (polarity IN ('affirmed', 'negated', 'refused', 'denied', 'question', 'modal')),
    speaker   INTEGER REFERENCES entity(id) ON DELETE CASCADE,          -- NULL: the text does not say
    nested_in INTEGER REFERENCES statement(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    continues INTEGER REFERENCES statement(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    score     REAL    NOT NULL CHECK (score BETWEEN 0 AND 1),           -- calibrated probability
    UNIQUE (reading, n),
    UNIQUE (uid, reading)
) STRICT;
CREATE INDEX statement_speaker   ON statement (speaker)   WHERE speaker   IS NOT NULL;
CREATE INDEX statement_nested_in ON statement (nested_in) WHERE nested_in IS NOT NULL;
CREATE INDEX statement_continues ON statement (continues) WHERE continues IS NOT NULL;

CREATE TABLE statement_span (                                           -- content, cue and source, several fragments each
    statement INTEGER NOT NULL REFERENCES statement(id) ON DELETE CASCADE,
    role      TEXT    NOT NULL CHECK (role IN ('content', 'cue', 'source')),
    n         INTEGER NOT NULL CHECK (n > 0),                           -- fragments in text order
    beg       INTEGER NOT NULL,  fin INTEGER NOT NULL,
    CHECK (0 <= beg AND beg < fin),
    PRIMARY KEY (statement, role, n)
) STRICT, WITHOUT ROWID;
