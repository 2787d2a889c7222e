-- Histories in the order of time: of everything, of a party, of two countries. `placed` is the first day that is known
-- (9999-99-99: undated), `ends` the last day it can be; of what is undated, the day it cannot be later than.

ALTER TABLE reading ADD COLUMN placed TEXT GENERATED ALWAYS AS (
    CASE WHEN edtf IS NULL THEN '9999-99-99' ELSE coalesce(first, last, '9999-99-99') END
) VIRTUAL;
ALTER TABLE reading ADD COLUMN ends TEXT GENERATED ALWAYS AS (
    coalesce(CASE WHEN edtf IS NULL THEN not_after ELSE last END, '9999-99-99')
) VIRTUAL;
CREATE INDEX reading_placed ON reading (kind, placed, ends, record) WHERE covered = 0;
-- Most dates lie inside one year. Those that do not begin anywhere before the year that is asked for.
CREATE INDEX reading_crossing ON reading (kind, placed, ends) WHERE covered = 0 AND substr(placed, 1, 4) < substr(ends, 1, 4);

ALTER TABLE party ADD COLUMN placed TEXT;
ALTER TABLE party ADD COLUMN ends TEXT;
UPDATE party SET (placed, ends) = (SELECT placed, ends FROM reading WHERE reading.id = party.reading);
DROP INDEX party_actor;
DROP INDEX party_code;
CREATE INDEX party_actor ON party (actor, placed, ends, reading);
CREATE INDEX party_code ON party (code, placed, ends, reading);

-- Two codes in one reading. `way` is 1 when the one acts on the other, -1 the other way round, 0 when both act together
-- (they meet, they sign), 2 when they stand side by side towards a third. What an index of the two counts stands here
-- again, side by side: thousands of events are counted without a look at their readings.
CREATE TABLE dyad (
    one TEXT NOT NULL,          -- sorts before the other
    other TEXT NOT NULL,
    placed TEXT NOT NULL,
    ends TEXT NOT NULL,
    reading INTEGER NOT NULL REFERENCES reading (id) ON DELETE CASCADE,
    way INTEGER NOT NULL,
    record TEXT,                -- NULL while covered
    source INTEGER NOT NULL,
    own INTEGER NOT NULL,       -- 0: copied
    first TEXT,
    last TEXT,
    issue TEXT,
    type TEXT,                  -- NULL: no event
    score REAL,
    realis TEXT,
    reported INTEGER,
    PRIMARY KEY (one, other, placed, ends, reading)
) WITHOUT ROWID;
CREATE INDEX dyad_reading ON dyad (reading);

CREATE VIEW facing AS
SELECT p.code AS one, q.code AS other, r.placed, r.ends, r.id AS reading, CASE
    WHEN p.side IN ('actor', 'speaker') AND q.side IN ('recipient', 'addressee') THEN 1
    WHEN q.side IN ('actor', 'speaker') AND p.side IN ('recipient', 'addressee') THEN -1
    WHEN p.side = 'party' AND q.side = 'party' THEN 0
    WHEN p.side = 'actor' AND q.side = 'actor'
        AND NOT EXISTS (SELECT 1 FROM party o WHERE o.reading = p.reading AND o.side = 'recipient') THEN 0
    ELSE 2
END AS way,
    r.record, r.source, r.copied_from IS NULL AS own, r.first, r.last, r.issue, e.type, e.score, e.realis, e.reported
FROM party p JOIN party q ON q.reading = p.reading AND p.code < q.code JOIN reading r ON r.id = p.reading
    LEFT JOIN event e ON e.reading = r.id;

INSERT OR IGNORE INTO dyad SELECT * FROM facing ORDER BY abs(way) = 1 DESC, way;

-- Both are kept by the file itself. A recipient that comes after the actors changes how these stand to each other.
CREATE TRIGGER party_came AFTER INSERT ON party BEGIN
    UPDATE party SET (placed, ends) = (SELECT placed, ends FROM reading WHERE id = NEW.reading) WHERE id = NEW.id;
END;
CREATE TRIGGER party_faces AFTER INSERT ON party WHEN NEW.code IS NOT NULL OR NEW.side = 'recipient' BEGIN
    DELETE FROM dyad WHERE reading = NEW.reading;
    INSERT OR IGNORE INTO dyad SELECT * FROM facing WHERE reading = NEW.reading ORDER BY abs(way) = 1 DESC, way;
END;
CREATE TRIGGER reading_renamed AFTER UPDATE OF record ON reading WHEN NEW.record IS NOT OLD.record BEGIN
    UPDATE dyad SET record = NEW.record WHERE reading = NEW.id;
END;
