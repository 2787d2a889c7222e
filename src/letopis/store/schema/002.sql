-- What people look at: one view a kind, with everything that is told and nothing that is covered.

CREATE VIEW events AS
SELECT r.record AS id, r.reading, s.name AS source, r.start, r.stop, r.quote, e.type, e.mode,
    (SELECT group_concat(coalesce(label, role, code), ', ') FROM party WHERE reading = r.id AND side = 'actor') AS actors,
    (SELECT group_concat(coalesce(label, role, code), ', ') FROM party WHERE reading = r.id AND side = 'recipient') AS recipients,
    r.edtf AS "when", r.first, r.last, r.not_after, e.place, e.realis, e.reported, r.issue, e.score, r.rule, r.confidence
FROM event e JOIN reading r ON r.id = e.reading JOIN source s ON s.id = r.source
WHERE r.covered = 0;

CREATE VIEW statements AS
SELECT r.record AS id, r.reading, s.name AS source, r.start, r.stop, r.quote, t.form,
    (SELECT coalesce(label, role, code) FROM party WHERE reading = r.id AND side = 'speaker') AS speaker,
    (SELECT coalesce(label, role, code) FROM party WHERE reading = r.id AND side = 'relayed_by') AS relayed_by,
    (SELECT coalesce(label, role, code) FROM party WHERE reading = r.id AND side = 'addressee') AS addressee,
    r.issue, r.edtf AS "when", r.first, r.last, r.not_after, r.rule, r.confidence
FROM statement t JOIN reading r ON r.id = t.reading JOIN source s ON s.id = r.source
WHERE r.covered = 0;

CREATE VIEW agreements AS
SELECT r.record AS id, r.reading, s.name AS source, r.start, r.stop, r.quote, a.label,
    (SELECT group_concat(coalesce(label, role, code), ', ') FROM party WHERE reading = r.id AND side = 'party') AS parties,
    r.edtf AS "when", r.first, r.last, r.not_after, a.status, r.rule, r.confidence
FROM agreement a JOIN reading r ON r.id = a.reading JOIN source s ON s.id = r.source
WHERE r.covered = 0;

CREATE VIEW figures AS
SELECT r.record AS id, r.reading, s.name AS source, r.start, r.stop, r.quote, f.value, f.low, f.high, f.unit, f.about,
    r.edtf AS "when", r.first, r.last, f.place, f.part_of, r.rule, r.confidence
FROM figure f JOIN reading r ON r.id = f.reading JOIN source s ON s.id = r.source
WHERE r.covered = 0;

CREATE VIEW names AS
SELECT r.record AS id, r.reading, s.name AS source, r.start, r.stop, r.quote, n.type, n.label, n.label_ru, n.code,
    n.form, n.metonym, r.rule, r.confidence
FROM name n JOIN reading r ON r.id = n.reading JOIN source s ON s.id = r.source
WHERE r.covered = 0;

CREATE VIEW roles AS
SELECT r.record AS id, r.reading, s.name AS source, r.start, r.stop, r.quote, o.person, o.role, o.code,
    r.edtf AS "when", r.first, r.last, r.rule, r.confidence
FROM role o JOIN reading r ON r.id = o.reading JOIN source s ON s.id = r.source
WHERE r.covered = 0;

CREATE VIEW times AS
SELECT r.record AS id, r.reading, s.name AS source, r.start, r.stop, r.quote, r.edtf AS "when", r.first, r.last,
    t.anchor, r.rule, r.confidence
FROM time t JOIN reading r ON r.id = t.reading JOIN source s ON s.id = r.source
WHERE r.covered = 0;

CREATE VIEW passages AS
SELECT r.record AS id, r.reading, s.name AS source, r.start, r.stop, r.quote, json_extract(r.data, '$.form') AS form, r.rule
FROM reading r JOIN source s ON s.id = r.source
WHERE r.kind = 'passage';

CREATE VIEW debris AS
SELECT r.record AS id, r.reading, s.name AS source, r.start, r.stop, r.quote, json_extract(r.data, '$.form') AS form, r.rule
FROM reading r JOIN source s ON s.id = r.source
WHERE r.kind = 'debris';

CREATE VIEW cuts AS
SELECT r.record AS id, r.reading, s.name AS source, r.start, json_extract(r.data, '$.form') AS form, r.rule
FROM reading r JOIN source s ON s.id = r.source
WHERE r.kind = 'cut';

-- One row a copied place `b`; a pair that an earlier place joins already (it is near to both) is left out.
CREATE VIEW copies AS
SELECT bs.id AS source_id, bs.name AS b_source, b.start AS b_start, b.stop AS b_stop, b.quote AS b_quote,
    s.name AS a_source, a.start AS a_start, a.stop AS a_stop, a.quote AS a_quote,
    CASE WHEN a.quote = b.quote THEN 'exact' ELSE 'near' END AS form,
    bs.sha256 AS b_sha256, s.sha256 AS a_sha256, bs.published AS b_published
FROM unit b JOIN source bs ON bs.id = b.source JOIN unit a ON a.id = b.copy_of JOIN source s ON s.id = a.source
UNION ALL
SELECT bs.id, bs.name, n.b_start, n.b_stop, substr(b.quote, n.b_start - b.start + 1, n.b_stop - n.b_start), s.name, n.a_start,
    n.a_stop, substr(a.quote, n.a_start - a.start + 1, n.a_stop - n.a_start), n.form, bs.sha256, s.sha256, bs.published
FROM unit b JOIN source bs ON bs.id = b.source JOIN near n ON n.b = b.id JOIN unit a ON a.id = n.a JOIN source s ON s.id = a.source
WHERE NOT EXISTS (
    SELECT 1 FROM near o JOIN near p ON p.b = n.a AND p.a = o.a
    WHERE o.b = n.b AND o.b_start < n.b_stop AND n.b_start < o.b_stop
);
