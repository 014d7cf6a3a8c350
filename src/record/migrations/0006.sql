-- Version 6: which texts are near-copies, which statements one quotation, which events of different texts one event.
-- Readings of before are compared when the record is next read into; until then they have no rows here.
-- `cluster` and `origin` mean something in this file only: rows with the same number are the same. Sketches and keys are the
-- program's (src/record/cluster.h); a key keeps its first 64 rows.

CREATE TABLE text_origin (
    document INTEGER PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,
    origin   INTEGER NOT NULL                                           -- near-copies of one text have one
) STRICT;
CREATE INDEX text_origin_origin ON text_origin (origin);
CREATE TABLE text_key (
    key      INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES text_origin(document) ON DELETE CASCADE,
    PRIMARY KEY (key, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX text_key_document ON text_key (document);

CREATE TABLE reading_names (                                            -- a reading without a row has not been compared
    reading INTEGER PRIMARY KEY REFERENCES reading(id) ON DELETE CASCADE,
    names   BLOB    NOT NULL
) STRICT;

CREATE TABLE quotation_cluster (
    statement INTEGER PRIMARY KEY REFERENCES statement(id) ON DELETE CASCADE,
    cluster   INTEGER NOT NULL,
    sketch    BLOB    NOT NULL
) STRICT;
CREATE INDEX quotation_cluster_cluster ON quotation_cluster (cluster);
CREATE TABLE quotation_key (
    key       INTEGER NOT NULL,
    statement INTEGER NOT NULL REFERENCES quotation_cluster(statement) ON DELETE CASCADE,
    PRIMARY KEY (key, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX quotation_key_statement ON quotation_key (statement);

CREATE TABLE event_cluster (
    event   INTEGER PRIMARY KEY REFERENCES event(id) ON DELETE CASCADE,
    cluster INTEGER NOT NULL,
    sketch  BLOB    NOT NULL
) STRICT;
CREATE INDEX event_cluster_cluster ON event_cluster (cluster);
CREATE TABLE event_key (
    key     INTEGER NOT NULL,
    reading INTEGER NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
    PRIMARY KEY (key, reading)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_key_reading ON event_key (reading);

-- Readings that queries see, with their origin: near-copies have the same.
CREATE VIEW v_origin AS
SELECT r.id AS reading, d.uid AS document, o.origin
FROM reading r
JOIN document d ON d.id = r.document
LEFT JOIN text_origin o ON o.document = d.id
WHERE NOT EXISTS (SELECT 1 FROM reading later WHERE later.document = r.document AND later.id > r.id);

-- One row a mention, the words as its text has them: GROUP BY cluster for one row a quotation.
CREATE VIEW v_quotation_cluster AS
SELECT q.cluster, s.id AS statement_id, s.uid, v.document, v.reading, v.origin, 's' || s.n AS statement, r.date AS document_date,
       r.publisher, r.title, s.type, e.name AS speaker, e.country AS speaker_country,
       (SELECT group_concat(words, ' … ') FROM (SELECT CAST(substr(CAST(d.text AS BLOB), p.beg + 1, p.fin - p.beg) AS TEXT) AS words
           FROM statement_span p WHERE p.statement = s.id AND p.role = 'content' ORDER BY p.n)) AS content
FROM quotation_cluster q
JOIN statement s ON s.id = q.statement
JOIN v_origin v ON v.reading = s.reading
JOIN reading r ON r.id = s.reading
JOIN document d ON d.id = r.document
LEFT JOIN entity e ON e.id = s.speaker;

-- One row a mention of an event, with what v_event says of it.
CREATE VIEW v_event_cluster AS
SELECT c.cluster, o.origin, v.*
FROM event_cluster c
JOIN v_event v ON v.id = c.event
JOIN v_origin o ON o.reading = v.reading;
