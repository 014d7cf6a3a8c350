-- Version 2: who they are (country, sectors, party, offices), to whom and when things were said, times and places.
-- Columns that are new are NULL in readings of before; mention.words alone is filled in, from the text.

ALTER TABLE entity ADD COLUMN country TEXT CHECK (country GLOB '[A-Z][A-Z][A-Z]');          -- ISO 3166-1 alpha-3, XKX, IGO
ALTER TABLE entity ADD COLUMN party   TEXT;
ALTER TABLE entity ADD COLUMN kb      TEXT;                             -- "holders/europe.tsv:41" of the tables of reading.run
CREATE INDEX entity_country ON entity (country) WHERE country IS NOT NULL;
CREATE INDEX entity_kb      ON entity (kb)      WHERE kb      IS NOT NULL;

CREATE TABLE entity_sector (
    entity INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
    n      INTEGER NOT NULL CHECK (n > 0),                              -- 1 is the main one
    sector TEXT    NOT NULL CHECK (sector GLOB '[A-Z][A-Z][A-Z]'),      -- PLOVER
    PRIMARY KEY (entity, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE office (
    entity INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
    n      INTEGER NOT NULL CHECK (n > 0),
    title  TEXT    NOT NULL,
    body   INTEGER REFERENCES entity(id) ON DELETE CASCADE,             -- NULL: the text does not say
    PRIMARY KEY (entity, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX office_title ON office (title);
CREATE INDEX office_body  ON office (body) WHERE body IS NOT NULL;

ALTER TABLE mention ADD COLUMN words TEXT;                              -- of the text at [beg, fin): queries look for names in them
UPDATE mention SET words = (SELECT CAST(substr(CAST(d.text AS BLOB), mention.beg + 1, mention.fin - mention.beg) AS TEXT)
                            FROM entity e JOIN reading r ON r.id = e.reading JOIN document d ON d.id = r.document
                            WHERE e.id = mention.entity);
CREATE INDEX mention_words ON mention (words, form);                    -- said --by, who

CREATE TABLE time (
    id       INTEGER PRIMARY KEY,
    reading  INTEGER NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
    n        INTEGER NOT NULL CHECK (n > 0),
    beg      INTEGER NOT NULL,  fin INTEGER NOT NULL,
    class    TEXT    NOT NULL CHECK (class IN ('DATE', 'TIME', 'DURATION', 'SET')),
    value    TEXT    NOT NULL,                                          -- TIMEX3-like
    mod      TEXT    CHECK (mod IN ('START', 'MID', 'END', 'BEFORE', 'AFTER', 'MORE_THAN', 'LESS_THAN', 'APPROX')),
    basis    TEXT    NOT NULL CHECK (basis IN ('text', 'document', 'tense', 'time')),
    based_on INTEGER REFERENCES time(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    first    TEXT,  last TEXT,                                          -- days that the value can mean; NULL: it is no date
    CHECK (0 <= beg AND beg < fin),
    CHECK ((first IS NULL) = (last IS NULL)),
    UNIQUE (reading, n)
) STRICT;
CREATE INDEX time_first    ON time (first)    WHERE first    IS NOT NULL;                   -- said --since --until
CREATE INDEX time_based_on ON time (based_on) WHERE based_on IS NOT NULL;

CREATE TABLE place (
    reading INTEGER NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
    n       INTEGER NOT NULL CHECK (n > 0),
    beg     INTEGER NOT NULL,  fin INTEGER NOT NULL,
    name    TEXT    NOT NULL,                                           -- usual English name
    country TEXT    CHECK (country GLOB '[A-Z][A-Z][A-Z]'),
    CHECK (0 <= beg AND beg < fin),
    PRIMARY KEY (reading, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX place_name    ON place (name);
CREATE INDEX place_country ON place (country) WHERE country IS NOT NULL;

ALTER TABLE statement ADD COLUMN document  INTEGER REFERENCES entity(id) ON DELETE CASCADE;
ALTER TABLE statement ADD COLUMN addressee INTEGER REFERENCES entity(id) ON DELETE CASCADE;
ALTER TABLE statement ADD COLUMN channel   INTEGER REFERENCES entity(id) ON DELETE CASCADE;
ALTER TABLE statement ADD COLUMN time      INTEGER REFERENCES time(id)   ON DELETE CASCADE;
CREATE INDEX statement_document  ON statement (document)  WHERE document  IS NOT NULL;
CREATE INDEX statement_addressee ON statement (addressee) WHERE addressee IS NOT NULL;
CREATE INDEX statement_channel   ON statement (channel)   WHERE channel   IS NOT NULL;
CREATE INDEX statement_time      ON statement (time)      WHERE time      IS NOT NULL;
