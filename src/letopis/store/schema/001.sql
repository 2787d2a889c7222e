-- What is kept. Offsets are code points in the source's text, half-open; unknown is NULL; dates are ISO 8601.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT
) WITHOUT ROWID;

-- A text as it came in.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    title TEXT,
    sha256 TEXT NOT NULL,
    publisher TEXT,
    address TEXT,
    author TEXT,
    published TEXT,
    language TEXT,
    characters INTEGER NOT NULL,
    unread TEXT,                -- why it was not read
    silent INTEGER NOT NULL,    -- sentences that gave no record but names and times
    problems TEXT NOT NULL,     -- what went wrong while it was read, a JSON list
    read_at TEXT NOT NULL
);
CREATE INDEX source_published ON source (published);
CREATE INDEX source_address ON source (address) WHERE address IS NOT NULL;

CREATE TABLE source_text (
    source INTEGER PRIMARY KEY REFERENCES source (id) ON DELETE CASCADE,
    text TEXT NOT NULL
);

-- An older text of a source, kept when a newer one came under its name or address; nothing it said is told any more.
CREATE TABLE version (
    name TEXT NOT NULL,         -- of the source that is read today
    number INTEGER NOT NULL,    -- 1 is the oldest
    came_as TEXT NOT NULL,      -- the name it had itself
    sha256 TEXT NOT NULL,
    published TEXT,
    text TEXT NOT NULL,
    sentences TEXT NOT NULL,    -- [start, stop, fingerprint] of each, a JSON list
    PRIMARY KEY (name, number)
) WITHOUT ROWID;
CREATE INDEX version_text ON version (came_as, sha256);

-- A sentence. `copy_of` is the same sentence at the place where it is read.
CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    quote TEXT NOT NULL,
    fingerprint TEXT,           -- the hash of its letters and digits; NULL when too short to tell a copy by
    copy_of INTEGER REFERENCES unit (id),
    passage INTEGER REFERENCES reading (id) ON DELETE SET NULL,
    lemmas TEXT NOT NULL
);
CREATE INDEX unit_place ON unit (source, start);
CREATE INDEX unit_head ON unit (fingerprint) WHERE fingerprint IS NOT NULL AND copy_of IS NULL;
CREATE INDEX unit_copy ON unit (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX unit_passage ON unit (passage) WHERE passage IS NOT NULL;

CREATE VIRTUAL TABLE unit_fts USING fts5 (
    lemmas, content = 'unit', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 0 tokenchars '-'"
);
CREATE TRIGGER unit_went AFTER DELETE ON unit BEGIN
    INSERT INTO unit_fts (unit_fts, rowid, lemmas) VALUES ('delete', OLD.id, OLD.lemmas);
END;

-- Numbers by which near copies find each other, for sentences that are read (near/shingles); `size` of them a sentence.
-- They are made of the sentence's words again when it goes: no index on `unit`, no foreign key.
CREATE TABLE shingle (
    hash INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (hash, unit)
) WITHOUT ROWID;

-- Two sentences that nearly say the same, each read for itself; `a` is the one that comes first.
CREATE TABLE near (
    b INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
    a INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
    form TEXT NOT NULL,         -- near, contains
    b_start INTEGER NOT NULL,   -- the words that both have
    b_stop INTEGER NOT NULL,
    a_start INTEGER NOT NULL,
    a_stop INTEGER NOT NULL,
    PRIMARY KEY (b, a)
) WITHOUT ROWID;
CREATE INDEX near_a ON near (a);

-- One place in one source that says a thing. `record` is the thing told, `own` the id it has of itself.
-- A copied sentence's own readings are covered: not told, but kept for the day when it is read itself;
-- in their stead stand those of the place it repeats (`copied_from`).
CREATE TABLE reading (
    id INTEGER PRIMARY KEY,
    reading TEXT NOT NULL,
    own TEXT NOT NULL,
    record TEXT,                -- NULL while covered
    kind TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    quote TEXT NOT NULL,
    rule TEXT NOT NULL,
    confidence REAL NOT NULL,
    edtf TEXT,
    first TEXT,
    last TEXT,
    not_after TEXT,
    issue TEXT,
    unit INTEGER REFERENCES unit (id) ON DELETE CASCADE,
    telling TEXT,               -- what tellings of one thing have in common
    covered INTEGER NOT NULL DEFAULT 0,
    copied_from INTEGER REFERENCES reading (id) ON DELETE CASCADE,
    data TEXT NOT NULL          -- the other fields of its kind, as they are exported, in JSON
);
CREATE INDEX reading_place ON reading (source, start, stop, kind, own);
CREATE INDEX reading_record ON reading (record);
CREATE INDEX reading_own ON reading (own);
CREATE INDEX reading_kind ON reading (kind, first);
CREATE INDEX reading_issue ON reading (issue) WHERE issue IS NOT NULL;
CREATE INDEX reading_unit ON reading (unit) WHERE unit IS NOT NULL;
CREATE INDEX reading_telling ON reading (telling, own) WHERE telling IS NOT NULL AND covered = 0;
CREATE INDEX reading_copied ON reading (copied_from) WHERE copied_from IS NOT NULL;

CREATE TABLE event (
    reading INTEGER PRIMARY KEY REFERENCES reading (id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    mode TEXT,
    realis TEXT NOT NULL,
    reported INTEGER NOT NULL,
    place TEXT,
    score REAL,
    codebook TEXT NOT NULL
);
CREATE INDEX event_type ON event (type, mode);

CREATE TABLE statement (
    reading INTEGER PRIMARY KEY REFERENCES reading (id) ON DELETE CASCADE,
    form TEXT NOT NULL
);

CREATE TABLE agreement (
    reading INTEGER PRIMARY KEY REFERENCES reading (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    status TEXT
);
CREATE INDEX agreement_label ON agreement (label);

CREATE TABLE figure (
    reading INTEGER PRIMARY KEY REFERENCES reading (id) ON DELETE CASCADE,
    value REAL,
    low REAL,
    high REAL,
    unit TEXT,
    about TEXT,
    place TEXT,
    part_of TEXT                -- the own id of the figure it is a part of
);
CREATE INDEX figure_about ON figure (about);

CREATE TABLE name (
    reading INTEGER PRIMARY KEY REFERENCES reading (id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    label TEXT,
    label_ru TEXT,
    code TEXT,
    form TEXT NOT NULL,
    metonym INTEGER NOT NULL
);
CREATE INDEX name_label ON name (label);
CREATE INDEX name_code ON name (code);

CREATE TABLE role (
    reading INTEGER PRIMARY KEY REFERENCES reading (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    code TEXT
);
CREATE INDEX role_person ON role (person);

CREATE TABLE time (
    reading INTEGER PRIMARY KEY REFERENCES reading (id) ON DELETE CASCADE,
    anchor TEXT NOT NULL
);

CREATE TABLE actor (
    id TEXT PRIMARY KEY,
    name TEXT,
    code TEXT
) WITHOUT ROWID;

-- Every way an actor is called: labels in both languages and codes, in lower case.
CREATE TABLE called (
    word TEXT NOT NULL,
    actor TEXT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    PRIMARY KEY (word, actor)
) WITHOUT ROWID;
CREATE INDEX called_actor ON called (actor);

CREATE TABLE party (
    id INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL REFERENCES reading (id) ON DELETE CASCADE,
    side TEXT NOT NULL,         -- actor, recipient, speaker, relayed_by, addressee, party
    actor TEXT NOT NULL REFERENCES actor (id),
    label TEXT,
    label_ru TEXT,
    code TEXT,
    sector TEXT,
    role TEXT,
    start INTEGER,
    stop INTEGER,
    inferred INTEGER NOT NULL
);
CREATE INDEX party_reading ON party (reading);
CREATE INDEX party_actor ON party (actor, side);
CREATE INDEX party_code ON party (code, side);

-- Ids that records had before they joined others.
CREATE TABLE alias (
    old TEXT PRIMARY KEY,
    id TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX alias_id ON alias (id);
