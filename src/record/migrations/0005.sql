-- Full text: an index of words for texts, titles and what texts call whom (docs/record.md, "Full text"). FTS5 keeps where words
-- stand, and takes the texts from the views below: nothing is stored twice. verbale adds what it writes (put.c: SQLite does not let
-- triggers of a file that is not trusted do it); readings that are there are filled in.

-- Letters with a stroke or joined have no decomposition in Unicode, but are typed without: words.c has the same list.
CREATE VIEW document_plain AS
SELECT id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
           replace(replace(replace(replace(replace(replace(replace(replace(replace(text,
           'æ', 'ae'), 'Æ', 'AE'), 'ð', 'd'), 'Ð', 'D'), 'đ', 'd'), 'Đ', 'D'), 'ø', 'o'), 'Ø', 'O'), 'þ', 'th'), 'Þ', 'TH'),
           'ħ', 'h'), 'Ħ', 'H'), 'ı', 'i'), 'ł', 'l'), 'Ł', 'L'), 'œ', 'oe'), 'Œ', 'OE'), 'ŧ', 't'), 'Ŧ', 'T'), 'ß', 'ss'),
           'ẞ', 'SS') AS text
FROM document;
CREATE VIEW reading_plain AS
SELECT id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
           replace(replace(replace(replace(replace(replace(replace(replace(replace(title,
           'æ', 'ae'), 'Æ', 'AE'), 'ð', 'd'), 'Ð', 'D'), 'đ', 'd'), 'Đ', 'D'), 'ø', 'o'), 'Ø', 'O'), 'þ', 'th'), 'Þ', 'TH'),
           'ħ', 'h'), 'Ħ', 'H'), 'ı', 'i'), 'ł', 'l'), 'Ł', 'L'), 'œ', 'oe'), 'Œ', 'OE'), 'ŧ', 't'), 'Ŧ', 'T'), 'ß', 'ss'),
           'ẞ', 'SS') AS title
FROM reading;

CREATE TABLE called (                                                   -- each name, role, demonym and title of an office once
    id    INTEGER PRIMARY KEY,
    words TEXT NOT NULL,
    form  TEXT NOT NULL CHECK (form IN ('name', 'role', 'demonym', 'title')),
    UNIQUE (words, form)
) STRICT;
CREATE VIEW called_plain AS
SELECT id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
           replace(replace(replace(replace(replace(replace(replace(replace(replace(words,
           'æ', 'ae'), 'Æ', 'AE'), 'ð', 'd'), 'Ð', 'D'), 'đ', 'd'), 'Đ', 'D'), 'ø', 'o'), 'Ø', 'O'), 'þ', 'th'), 'Þ', 'TH'),
           'ħ', 'h'), 'Ħ', 'H'), 'ı', 'i'), 'ł', 'l'), 'Ł', 'L'), 'œ', 'oe'), 'Œ', 'OE'), 'ŧ', 't'), 'Ŧ', 'T'), 'ß', 'ss'),
           'ẞ', 'SS') AS words
FROM called;

CREATE VIRTUAL TABLE document_text USING fts5 (text, content = 'document_plain', content_rowid = 'id',
                                               tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N*'");
CREATE VIRTUAL TABLE reading_title USING fts5 (title, content = 'reading_plain', content_rowid = 'id',
                                               tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N*'");
CREATE VIRTUAL TABLE called_words USING fts5 (words, content = 'called_plain', content_rowid = 'id',
                                              tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N*'");

-- For other programs that delete. A row of `called` stays when nobody is called so any more: queries look up who is.
CREATE TRIGGER document_deleted BEFORE DELETE ON document BEGIN
    INSERT INTO document_text (document_text, rowid, text) SELECT 'delete', id, text FROM document_plain WHERE id = old.id;
END;
CREATE TRIGGER reading_deleted BEFORE DELETE ON reading WHEN old.title IS NOT NULL BEGIN
    INSERT INTO reading_title (reading_title, rowid, title) SELECT 'delete', id, title FROM reading_plain WHERE id = old.id;
END;

INSERT INTO document_text (document_text) VALUES ('rebuild');
INSERT INTO reading_title (reading_title) VALUES ('rebuild');
INSERT INTO called (words, form)
SELECT name, 'name' FROM entity
UNION SELECT words, form FROM mention WHERE form IN ('name', 'role', 'demonym') AND words IS NOT NULL
UNION SELECT title, 'title' FROM office;
INSERT INTO called_words (called_words) VALUES ('rebuild');
