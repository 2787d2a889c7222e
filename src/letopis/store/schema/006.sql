-- What a watch follows, and how it went the last time: a feed or page on the web, a file in a folder, an item of a feed
-- that could not be read. Times are UTC.
CREATE TABLE watched (
    address TEXT PRIMARY KEY,
    kind TEXT NOT NULL,         -- feed, page, file, item
    mark TEXT,                  -- a feed's format, a file's size and time, the hash of a page's item: what is known of it
    etag TEXT,                  -- what the server called its last answer
    modified TEXT,
    asked_at TEXT NOT NULL,
    answered_at TEXT,           -- when it was last well
    next_at TEXT,               -- when it is asked again
    failures INTEGER NOT NULL,  -- in a row
    problem TEXT                -- why the last time failed; NULL when it is well
) WITHOUT ROWID;
CREATE INDEX watched_problem ON watched (kind, address) WHERE problem IS NOT NULL;
