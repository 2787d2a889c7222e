-- What people judge: appended, never changed. What follows from it stands in the readings; `judged` keeps what they said
-- before, so that everything can be undone.

CREATE TABLE judgement (
    number INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL,
    by TEXT NOT NULL,           -- who
    act TEXT NOT NULL,          -- merge, split, rename, forget (an actor); accept, reject, edit (a record); undo
    subject TEXT NOT NULL,      -- the id of an actor or a record, of an undo the number of what it undoes
    detail TEXT NOT NULL,       -- what else it says, in JSON
    why TEXT
);
CREATE TRIGGER judgement_stays BEFORE UPDATE ON judgement BEGIN SELECT RAISE(ABORT, 'a judgement is never changed'); END;
CREATE TRIGGER judgement_remains BEFORE DELETE ON judgement BEGIN SELECT RAISE(ABORT, 'a judgement is never taken out'); END;

CREATE TABLE judged (
    reading INTEGER PRIMARY KEY REFERENCES reading (id) ON DELETE CASCADE,
    data TEXT NOT NULL,
    edtf TEXT,
    first TEXT,
    last TEXT
);
