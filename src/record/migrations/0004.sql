-- Version 4: what somebody holds about whom, what somebody calls somebody, and a view of each.
-- Readings of before have neither: reading their texts again adds them.

CREATE TABLE position (
    id         INTEGER PRIMARY KEY,
    uid        TEXT    NOT NULL CHECK (length(uid) = 64),               -- hash of document, stance, evidence and issue
    reading    INTEGER NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
    n          INTEGER NOT NULL CHECK (n > 0),
    holder     INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
    capacity   TEXT    CHECK (capacity IN ('leader', 'minister', 'legislator', 'committee', 'party', 'spokesperson', 'diplomat',
                                           'official', 'state', 'court', 'security', 'rebel', 'international', 'press', 'company',
                                           'organisation', 'expert', 'citizen')),
    target     INTEGER REFERENCES entity(id) ON DELETE CASCADE,         -- NULL: the issue alone
    issue      TEXT,                                                    -- a few words of the text, NULL: none stand out
    issue_beg  INTEGER,  issue_fin INTEGER,                             -- where they stand
    context    TEXT,                                                    -- PLOVER's context of the issue
    stance     TEXT    NOT NULL CHECK (stance IN ('for', 'against', 'neutral')),
    strength   TEXT,
    hedge      TEXT,
    own_words  INTEGER NOT NULL CHECK (own_words IN (0, 1)),            -- 0: only reported
    beg        INTEGER NOT NULL,  fin INTEGER NOT NULL,                 -- of the evidence
    statement  INTEGER NOT NULL REFERENCES statement(id) ON DELETE CASCADE,
    score      REAL    NOT NULL CHECK (score BETWEEN 0 AND 1),          -- calibrated probability
    CHECK (0 <= beg AND beg < fin),
    CHECK ((issue_beg IS NULL) = (issue_fin IS NULL) AND (issue_beg IS NULL OR (0 <= issue_beg AND issue_beg < issue_fin))),
    UNIQUE (reading, n),
    UNIQUE (uid, reading)
) STRICT;
CREATE INDEX position_holder    ON position (holder);                   -- ledger
CREATE INDEX position_target    ON position (target) WHERE target IS NOT NULL;
CREATE INDEX position_statement ON position (statement);

CREATE TABLE designation (
    id           INTEGER PRIMARY KEY,
    uid          TEXT    NOT NULL CHECK (length(uid) = 64),             -- hash of document and words
    reading      INTEGER NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
    n            INTEGER NOT NULL CHECK (n > 0),
    by           INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
    of           INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
    beg          INTEGER NOT NULL,  fin INTEGER NOT NULL,               -- of the words
    evidence_beg INTEGER NOT NULL,  evidence_fin INTEGER NOT NULL,
    date         TEXT    CHECK (date GLOB '[0-9][0-9][0-9][0-9]' OR date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'
                                OR date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    document     INTEGER REFERENCES entity(id) ON DELETE CASCADE,       -- that says it; NULL: none
    statement    INTEGER REFERENCES statement(id) ON DELETE CASCADE,
    score        REAL    NOT NULL CHECK (score BETWEEN 0 AND 1),
    CHECK (0 <= beg AND beg < fin AND 0 <= evidence_beg AND evidence_beg < evidence_fin),
    UNIQUE (reading, n),
    UNIQUE (uid, reading)
) STRICT;
CREATE INDEX designation_by        ON designation (by);                 -- ledger
CREATE INDEX designation_of        ON designation (of);
CREATE INDEX designation_document  ON designation (document)  WHERE document  IS NOT NULL;
CREATE INDEX designation_statement ON designation (statement) WHERE statement IS NOT NULL;

-- One row a position of the newest readings. The date is that of the saying where it is one, as fine as it is given, else the text's.
CREATE VIEW v_position AS
SELECT p.id, p.uid, d.uid AS document, r.id AS reading, r.input_id, r.source, r.title, r.publisher, r.date AS document_date,
       p.n AS position,
       CASE WHEN t.first IS NULL THEN r.date WHEN t.first = t.last THEN t.first
            WHEN substr(t.first, 1, 7) = substr(t.last, 1, 7) THEN substr(t.first, 1, 7)
            WHEN substr(t.first, 1, 4) = substr(t.last, 1, 4) THEN substr(t.first, 1, 4) ELSE r.date END AS date,
       CASE WHEN substr(t.first, 1, 4) = substr(t.last, 1, 4) THEN 'text' WHEN r.date IS NOT NULL THEN 'document' END AS date_basis,
       h.name AS holder, h.kind AS holder_kind, h.country AS holder_country,
       (SELECT sector FROM entity_sector WHERE entity = h.id AND n = 1) AS holder_sector, h.party AS holder_party, p.capacity,
       a.name AS target, a.kind AS target_kind, a.country AS target_country,
       (SELECT sector FROM entity_sector WHERE entity = a.id AND n = 1) AS target_sector,
       p.issue, p.context, p.stance, p.strength, p.hedge, p.own_words,
       CAST(substr(CAST(d.text AS BLOB), p.beg + 1, p.fin - p.beg) AS TEXT) AS quote, p.beg AS src_start, p.fin AS src_end,
       's' || s.n AS statement, s.polarity, p.score
FROM position p
JOIN reading r ON r.id = p.reading
JOIN document d ON d.id = r.document
JOIN entity h ON h.id = p.holder
JOIN statement s ON s.id = p.statement
LEFT JOIN entity a ON a.id = p.target
LEFT JOIN time t ON t.id = s.time
WHERE NOT EXISTS (SELECT 1 FROM reading later WHERE later.document = r.document AND later.id > r.id);

-- One row a designation of the newest readings.
CREATE VIEW v_designation AS
SELECT g.id, g.uid, d.uid AS document, r.id AS reading, r.input_id, r.source, r.title, r.publisher, r.date AS document_date,
       g.n AS designation, coalesce(g.date, r.date) AS date,
       CASE WHEN g.date IS NOT NULL THEN 'text' WHEN r.date IS NOT NULL THEN 'document' END AS date_basis,
       b.name AS by, b.kind AS by_kind, b.country AS by_country,
       (SELECT sector FROM entity_sector WHERE entity = b.id AND n = 1) AS by_sector,
       o.name AS of, o.kind AS of_kind, o.country AS of_country,
       CAST(substr(CAST(d.text AS BLOB), g.beg + 1, g.fin - g.beg) AS TEXT) AS words, g.beg AS src_start, g.fin AS src_end,
       CAST(substr(CAST(d.text AS BLOB), g.evidence_beg + 1, g.evidence_fin - g.evidence_beg) AS TEXT) AS evidence,
       w.name AS saying_document, 's' || s.n AS statement, g.score
FROM designation g
JOIN reading r ON r.id = g.reading
JOIN document d ON d.id = r.document
JOIN entity b ON b.id = g.by
JOIN entity o ON o.id = g.of
LEFT JOIN entity w ON w.id = g.document
LEFT JOIN statement s ON s.id = g.statement
WHERE NOT EXISTS (SELECT 1 FROM reading later WHERE later.document = r.document AND later.id > r.id);
