-- Version 3: who did what to whom, whether it happened, and who says so; two views for those who want a table.
-- Readings of before have no events: reading their texts again adds them.

CREATE TABLE event_type (                                               -- PLOVER 2.0; quad 1 verbal cooperation, 2 material
    type      TEXT    PRIMARY KEY,                                      -- cooperation, 3 verbal conflict, 4 material conflict
    quad      INTEGER NOT NULL CHECK (quad BETWEEN 1 AND 4),
    intensity REAL    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO event_type (type, quad, intensity) VALUES
    ('AGREE', 1, 2.5), ('CONSULT', 1, 2.5), ('SUPPORT', 1, 5.0), ('CONCEDE', 1, 4.5),
    ('COOPERATE', 2, 9.5), ('AID', 2, 10.0), ('RETREAT', 2, 6.5),
    ('REQUEST', 3, 0.0), ('ACCUSE', 3, -2.0), ('REJECT', 3, -2.0), ('THREATEN', 3, -3.5),
    ('PROTEST', 4, -5.0), ('SANCTION', 4, -6.0), ('MOBILIZE', 4, -5.5), ('COERCE', 4, -7.0), ('ASSAULT', 4, -9.0);

CREATE TABLE event (
    id          INTEGER PRIMARY KEY,
    uid         TEXT    NOT NULL CHECK (length(uid) = 64),              -- hash of document, type and trigger
    reading     INTEGER NOT NULL REFERENCES reading(id) ON DELETE CASCADE,
    n           INTEGER NOT NULL CHECK (n > 0),
    type        TEXT    NOT NULL REFERENCES event_type(type),
    mode        TEXT,                                                   -- PLOVER's word
    cameo       TEXT    CHECK (cameo GLOB '[0-9][0-9][0-9]' OR cameo GLOB '[0-9][0-9][0-9][0-9]'),
    realis      TEXT    NOT NULL CHECK (realis IN ('done', 'ongoing', 'planned', 'conditional', 'alleged', 'denied', 'habitual')),
    beg         INTEGER NOT NULL,  fin INTEGER NOT NULL,                -- of the trigger
    asserted_by INTEGER REFERENCES statement(id) ON DELETE CASCADE,     -- NULL: the article
    date        TEXT    CHECK (date GLOB '[0-9][0-9][0-9][0-9]' OR date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'
                               OR date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    place       INTEGER,                                                -- place.n of the same reading
    part_of     INTEGER REFERENCES event(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    score       REAL    NOT NULL CHECK (score BETWEEN 0 AND 1),         -- calibrated probability
    CHECK (0 <= beg AND beg < fin),
    FOREIGN KEY (reading, place) REFERENCES place (reading, n) ON DELETE CASCADE,
    UNIQUE (reading, n),
    UNIQUE (uid, reading)
) STRICT;
CREATE INDEX event_by_type     ON event (type, realis);                 -- events --type --realis
CREATE INDEX event_date        ON event (date)           WHERE date        IS NOT NULL;    -- events --since --until
CREATE INDEX event_asserted_by ON event (asserted_by)    WHERE asserted_by IS NOT NULL;
CREATE INDEX event_place       ON event (reading, place) WHERE place       IS NOT NULL;
CREATE INDEX event_part_of     ON event (part_of)        WHERE part_of     IS NOT NULL;

CREATE TABLE event_context (
    event   INTEGER NOT NULL REFERENCES event(id) ON DELETE CASCADE,
    n       INTEGER NOT NULL CHECK (n > 0),
    context TEXT    NOT NULL,
    PRIMARY KEY (event, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_participant (
    event    INTEGER NOT NULL REFERENCES event(id) ON DELETE CASCADE,
    role     TEXT    NOT NULL CHECK (role IN ('actor', 'recipient')),
    n        INTEGER NOT NULL CHECK (n > 0),
    entity   INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
    beg      INTEGER,  fin INTEGER,                                     -- words beside the trigger that stand for it; NULL: none
    inferred INTEGER NOT NULL CHECK (inferred IN (0, 1)),               -- 1: no word of the text names it in this part
    CHECK ((beg IS NULL) = (fin IS NULL) AND (beg IS NULL OR (0 <= beg AND beg < fin))),
    PRIMARY KEY (event, role, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_participant_entity ON event_participant (entity, role);                 -- events --actor --recipient

CREATE TABLE event_evidence (                                           -- the clauses that tell it
    event INTEGER NOT NULL REFERENCES event(id) ON DELETE CASCADE,
    n     INTEGER NOT NULL CHECK (n > 0),
    beg   INTEGER NOT NULL,  fin INTEGER NOT NULL,
    CHECK (0 <= beg AND beg < fin),
    PRIMARY KEY (event, n)
) STRICT, WITHOUT ROWID;

-- Participants with what is known of them. Sectors as one string, the main one first.
CREATE VIEW v_participant AS
SELECT p.event, p.role, p.n, p.entity, e.name, e.kind, e.country,
       (SELECT sector FROM entity_sector WHERE entity = e.id AND n = 1) AS sector,
       (SELECT group_concat(sector, ' ') FROM (SELECT sector FROM entity_sector WHERE entity = e.id ORDER BY n)) AS sectors,
       CASE WHEN p.beg IS NOT NULL THEN CAST(substr(CAST(d.text AS BLOB), p.beg + 1, p.fin - p.beg) AS TEXT) END AS words,
       p.beg, p.fin, p.inferred
FROM event_participant p
JOIN entity e ON e.id = p.entity
JOIN reading r ON r.id = e.reading
JOIN document d ON d.id = r.document;

-- One row an event of the newest readings. Several actors, recipients or clauses are one string; lists of one part are parallel.
CREATE VIEW v_event AS
SELECT v.id, v.uid, d.uid AS document, r.id AS reading, r.input_id, r.source, r.title, r.publisher, r.date AS document_date,
       'v' || v.n AS event, v.type, v.mode,
       (SELECT group_concat(context, '; ') FROM (SELECT context FROM event_context WHERE event = v.id ORDER BY n)) AS contexts,
       v.cameo, t.quad, t.intensity, v.realis,
       CASE WHEN v.asserted_by IS NULL THEN 'article' ELSE 's' || s.n END AS asserted_by, a.name AS asserted_by_name,
       coalesce(v.date, r.date) AS date, CASE WHEN v.date IS NOT NULL THEN 'text' WHEN r.date IS NOT NULL THEN 'document' END
           AS date_basis,
       (SELECT group_concat(name, '; ') FROM (SELECT name FROM v_participant
           WHERE event = v.id AND role = 'actor' ORDER BY n)) AS actors,
       (SELECT group_concat(coalesce(country, ''), '; ') FROM (SELECT country FROM v_participant
           WHERE event = v.id AND role = 'actor' ORDER BY n)) AS actor_countries,
       (SELECT group_concat(coalesce(sectors, ''), '; ') FROM (SELECT sectors FROM v_participant
           WHERE event = v.id AND role = 'actor' ORDER BY n)) AS actor_sectors,
       (SELECT group_concat(name, '; ') FROM (SELECT name FROM v_participant
           WHERE event = v.id AND role = 'recipient' ORDER BY n)) AS recipients,
       (SELECT group_concat(coalesce(country, ''), '; ') FROM (SELECT country FROM v_participant
           WHERE event = v.id AND role = 'recipient' ORDER BY n)) AS recipient_countries,
       (SELECT group_concat(coalesce(sectors, ''), '; ') FROM (SELECT sectors FROM v_participant
           WHERE event = v.id AND role = 'recipient' ORDER BY n)) AS recipient_sectors,
       (SELECT group_concat(name, '; ') FROM (SELECT name FROM v_participant
           WHERE event = v.id AND inferred ORDER BY role, n)) AS inferred,
       CAST(substr(CAST(d.text AS BLOB), v.beg + 1, v.fin - v.beg) AS TEXT) AS trigger_words, v.beg, v.fin,
       (SELECT group_concat(words, ' … ') FROM (SELECT CAST(substr(CAST(d.text AS BLOB), x.beg + 1, x.fin - x.beg) AS TEXT) AS words
           FROM event_evidence x WHERE x.event = v.id ORDER BY x.n)) AS evidence,
       p.name AS place, p.country AS place_country, 'v' || o.n AS part_of, v.score
FROM event v
JOIN event_type t ON t.type = v.type
JOIN reading r ON r.id = v.reading
JOIN document d ON d.id = r.document
LEFT JOIN statement s ON s.id = v.asserted_by
LEFT JOIN entity a ON a.id = s.speaker
LEFT JOIN place p ON p.reading = v.reading AND p.n = v.place
LEFT JOIN event o ON o.id = v.part_of
WHERE NOT EXISTS (SELECT 1 FROM reading later WHERE later.document = r.document AND later.id > r.id);

-- One row an actor and recipient of an event of the newest readings; NULL where there is none in that part.
CREATE VIEW v_dyad AS
SELECT v.id AS event_id, v.document, v.event, v.date, v.type, v.mode, v.cameo, v.quad, v.intensity, v.realis, v.asserted_by,
       a.name AS actor, a.country AS actor_country, a.sector AS actor_sector, a.words AS actor_words,
       b.name AS recipient, b.country AS recipient_country, b.sector AS recipient_sector, b.words AS recipient_words,
       coalesce(a.inferred, 0) OR coalesce(b.inferred, 0) AS inferred, v.score
FROM v_event v
LEFT JOIN v_participant a ON a.event = v.id AND a.role = 'actor'
LEFT JOIN v_participant b ON b.event = v.id AND b.role = 'recipient';
