-- Attitudes have no table of their own; people look at them as at the other kinds.
CREATE VIEW attitudes AS
SELECT r.record AS id, r.reading, s.name AS source, r.start, r.stop, r.quote,
    (SELECT coalesce(label, role, code) FROM party WHERE reading = r.id AND side = 'holder') AS holder,
    (SELECT coalesce(label, role, code) FROM party WHERE reading = r.id AND side = 'target') AS target,
    json_extract(r.data, '$.sign') AS sign, json_extract(r.data, '$.voice') AS voice,
    (SELECT coalesce(label, role, code) FROM party WHERE reading = r.id AND side = 'reporter') AS reporter,
    r.edtf AS "when", r.first, r.last, r.not_after, r.rule, r.confidence
FROM reading r JOIN source s ON s.id = r.source
WHERE r.kind = 'attitude' AND r.covered = 0;
