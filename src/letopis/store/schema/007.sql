-- Parties come with the dates of their reading, which spares each of them a second write; the first party of a reading
-- faces nobody yet.

DROP TRIGGER party_came;
CREATE TRIGGER party_came AFTER INSERT ON party WHEN NEW.placed IS NULL BEGIN
    UPDATE party SET (placed, ends) = (SELECT placed, ends FROM reading WHERE id = NEW.reading) WHERE id = NEW.id;
END;
DROP TRIGGER party_faces;
CREATE TRIGGER party_faces AFTER INSERT ON party WHEN (NEW.code IS NOT NULL OR NEW.side = 'recipient')
    AND EXISTS (SELECT 1 FROM party WHERE reading = NEW.reading AND id <> NEW.id) BEGIN
    DELETE FROM dyad WHERE reading = NEW.reading;
    INSERT OR IGNORE INTO dyad SELECT * FROM facing WHERE reading = NEW.reading ORDER BY abs(way) = 1 DESC, way;
END;
