-- SPDX-License-Identifier: EUPL-1.2
-- The house and its first rooms. One dialect for SQLite and PostgreSQL: text, bigint, smallint,
-- double precision, bytea. Days are text YYYY-MM-DD, times bigint microseconds UTC, truth 0/1.
-- One database holds one municipality (docs/decisions/0002-one-database-per-municipality.md).

create table setting (
    name text not null primary key,
    value text not null
);

-- ---------------------------------------------------------------- access
create table account (
    id bigint not null primary key,
    login text not null unique,
    name text not null,
    role text not null check (role in ('counsellor','school','team-leader','management','admin')),
    institution text,                       -- school staff: their school
    password text,                          -- argon2id; null = cannot log in with a password
    one_time smallint not null default 0 check (one_time in (0,1)),  -- its owner must choose a new one
    lang text not null default 'da' check (lang in ('da','en')),
    shortcuts smallint not null default 1 check (shortcuts in (0,1)),
    phone text,
    email text,
    valid_to text,                          -- last day of access
    disabled_at bigint,
    created_at bigint not null
);

create table session (
    token text not null primary key,        -- keyed hash of the cookie's token
    account bigint not null references account(id),
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    notice text,                            -- shown once on the next page
    undo text
);
create index session_account on session(account);

create table login_failure (
    subject text not null,                  -- blind index of login, or of the network address
    at bigint not null
);
create index login_failure_subject on login_failure(subject, at);

create table access_reason (
    id bigint not null primary key,
    account bigint not null references account(id),
    youth text not null,
    day text not null,                      -- valid on this day only
    reason text not null,
    at bigint not null,
    reviewed_by bigint,
    reviewed_at bigint
);
create index access_reason_lookup on access_reason(account, youth, day);
create index access_reason_open on access_reason(reviewed_at, at);

-- The use log. Rows are chained: hash covers the previous hash and every field.
create table audit (
    seq bigint not null primary key,
    at bigint not null,
    account bigint,
    role text not null,
    act text not null,
    youth text,
    route text not null,
    purpose text,
    detail text,
    prev text not null,
    hash text not null
);
create index audit_youth on audit(youth, seq);
create index audit_account on audit(account, seq);

-- ---------------------------------------------------------------- school
create table institution (
    number text not null primary key,       -- INST_NR
    name text not null,
    sort_key bytea not null,
    unit_kind text,                         -- ENHEDSART
    parent text,                            -- HOVEDSKOLE_INST
    address text, post_code text, town text,
    phone text, email text, web text,
    type_code bigint, type_name text, type_group text,
    top_grade text,                         -- UNDERV_NIV
    leader text,
    cvr text,
    admin_municipality text,                -- KOMMUNE_NR
    municipality text,                      -- BEL_KOMMUNE
    municipality_name text,
    region text, region_name text,
    owner_code text, owner_name text,
    p_number text, road_code text,
    latitude double precision, longitude double precision,
    fingerprint text not null,              -- of the imported row, to tell changed from unchanged
    imported_at bigint,
    edited_at bigint                        -- a local edit, kept when newer than the file
);
create index institution_municipality on institution(municipality, type_code);
create index institution_sort on institution(sort_key);

create table class (
    id bigint not null primary key,
    institution text not null references institution(number),
    school_year bigint not null,            -- the year it starts: 2026 = 2026/27
    grade text not null,                    -- '7' .. '10', or the level as the school names it
    name text not null,                     -- '9.b'
    unique (institution, school_year, name)
);
create index class_year on class(school_year, name);

-- Which counsellor is fixed at which school, with dates; cover_for: stands in for that colleague.
create table counsellor_school (
    id bigint not null primary key,
    account bigint not null references account(id),
    institution text not null references institution(number),
    from_day text not null,
    to_day text,
    cover_for bigint references account(id)
);
create index counsellor_school_account on counsellor_school(account, from_day);
create index counsellor_school_institution on counsellor_school(institution, from_day);

-- ---------------------------------------------------------------- youth
create table youth (
    id text not null primary key,           -- 128 random bits, base32
    name text not null,                     -- as registered
    first_name text not null,
    family_name text not null,
    sort_key bytea not null,
    born text not null,
    sex text check (sex in ('M','K')),
    cpr bytea,                              -- sealed
    cpr_index text unique,                  -- blind index
    phone text,
    email text,
    street text, post_code text, town text,
    municipality text,                      -- of residence
    guarded smallint not null default 0 check (guarded in (0,1)),  -- name and address protection
    guarded_until text,                     -- last day of the protection; null = until removed
    counsellor bigint references account(id),
    external_id text,                       -- Uni-Login UserId
    moved_out text,                         -- day they left the municipality
    fingerprint text,                       -- of the imported pupil
    imported_at bigint,
    edited_at bigint,
    version bigint not null default 1
);
create index youth_counsellor on youth(counsellor, born);
create index youth_born on youth(born);
create index youth_sort on youth(sort_key);
create index youth_external on youth(external_id);

-- Folded words of the name, for search by prefix of any word in any order.
create table youth_word (
    word bytea not null,                    -- bytes, so that a range is a prefix in any collation
    youth text not null references youth(id),
    primary key (word, youth)
);
create index youth_word_youth on youth_word(youth, word);

create table guardian (
    id bigint not null primary key,
    youth text not null references youth(id),
    name text not null,
    relation text not null check (relation in ('mother','father','other','official')),
    custody smallint not null check (custody in (0,1)),
    phone text,
    email text,
    street text, post_code text, town text,
    guarded smallint not null default 0 check (guarded in (0,1))
);
create index guardian_youth on guardian(youth);

-- School and class over time. to_day null = still there.
create table youth_class (
    id bigint not null primary key,
    youth text not null references youth(id),
    class bigint not null references class(id),
    from_day text not null,
    to_day text
);
create index youth_class_youth on youth_class(youth, from_day);
create index youth_class_class on youth_class(class, from_day);

-- ---------------------------------------------------------------- activity
-- What the young person does, from-to. At most one 'main' spell is open at a time.
create table spell (
    id bigint not null primary key,
    youth text not null references youth(id),
    kind text not null,                     -- see activity.h
    programme text,                         -- 'Dyrepasser', 'stx'
    institution text references institution(number),
    place text,                             -- an employer or place without a register number
    hours double precision,                 -- a week, for work
    from_day text not null,
    to_day text,
    outcome text,                           -- null while open; see activity.h
    cause text,                             -- why interrupted
    source text not null default 'guidance',-- guidance, school, import, register
    known_at bigint not null,               -- when we came to know of it
    known_by bigint,
    ended_known_at bigint,                  -- when we came to know that it ended
    withdrawn_at bigint,                    -- undone: kept, not counted
    withdrawn_by bigint
);
create index spell_youth on spell(youth, from_day);
create index spell_open on spell(kind, to_day, from_day);

-- ---------------------------------------------------------------- guidance
create table contact (
    id bigint not null primary key,
    youth text not null references youth(id),
    session bigint,                         -- the collective session it belongs to
    kind text not null,                     -- phone, talk, message, parents, school, employer, collective
    at bigint not null,
    day text not null,
    author bigint not null references account(id),
    body bytea,                             -- sealed
    restricted smallint not null default 0 check (restricted in (0,1)),
    attended smallint not null default 1 check (attended in (0,1)),
    withdrawn_at bigint,                    -- undo is an event: the row stays
    withdrawn_by bigint
);
create index contact_youth on contact(youth, at);
create index contact_author on contact(author, at);
create index contact_session on contact(session);

create table follow_up (
    id bigint not null primary key,
    youth text not null references youth(id),
    contact bigint references contact(id),
    owner bigint not null references account(id),
    due text not null,
    what text not null default '',
    done_at bigint,
    done_by bigint,
    withdrawn_at bigint
);
create index follow_up_owner on follow_up(owner, done_at, due);
create index follow_up_youth on follow_up(youth, due);
create index follow_up_contact on follow_up(contact);

create table draft (
    account bigint not null references account(id),
    place text not null,                    -- 'note:YOUTH'
    body bytea not null,                    -- sealed
    saved_at bigint not null,
    primary key (account, place)
);

create table collective_session (
    id bigint not null primary key,
    class bigint not null references class(id),
    theme text not null,                    -- choice, plan, trades, other
    day text not null,
    author bigint not null references account(id),
    note bytea,                             -- sealed; about the session, not about a person
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index collective_session_class on collective_session(class, day);
create index collective_session_author on collective_session(author, day);

-- ---------------------------------------------------------------- goal
create table goal (
    number bigint not null primary key,
    name_da text not null, name_en text not null,
    text_da text not null, text_en text not null,
    source text not null
);

-- A published figure: what somebody printed, kept as printed. value is null where none was given.
create table figure (
    id bigint not null primary key,
    goal bigint,
    indicator text not null,
    area text not null,
    period text not null,
    value double precision,
    unit text not null,
    definition text not null,
    source text not null,
    unique (indicator, area, period)
);

-- ---------------------------------------------------------------- job, import
create table job (
    id bigint not null primary key,
    kind text not null,
    params text not null,
    state text not null check (state in ('queued','running','done','failed','cancelled')),
    progress bigint not null default 0,
    total bigint not null default 0,
    message text,
    result text,
    lang text not null,
    created_by bigint,
    created_at bigint not null,
    started_at bigint,
    ended_at bigint,
    cancel smallint not null default 0 check (cancel in (0,1))
);
create index job_state on job(state, id);

-- One file somebody gave us: what it was, and what reading it showed. The row belongs to its job.
create table import_run (
    job bigint not null primary key references job(id),
    what text not null check (what in ('institutions','pupils')),
    filename text not null,                 -- as the sender called it; shown, never opened
    spool text,                             -- where the upload waits; null when it is deleted
    drawn_at bigint not null,               -- when the file was written, unless it says so itself
    dry_run smallint not null check (dry_run in (0,1)),
    carried_out bigint,                     -- the job that wrote what this dry run showed
    rows_read bigint not null default 0, rows_new bigint not null default 0,
    rows_changed bigint not null default 0, rows_unchanged bigint not null default 0,
    rows_rejected bigint not null default 0, rows_kept bigint not null default 0,
    rows_skipped bigint not null default 0,
    fatal text,                             -- why the file as a whole cannot be used
    created_at bigint not null
);
create index import_run_created on import_run(created_at);

-- The first changes of a dry run, for the preview; no names of persons.
create table import_change (
    job bigint not null references job(id),
    line bigint not null,
    result text not null,                   -- new, changed, kept
    about text,                             -- '9.b, Nordre Skole', or the institution's name
    field text,                             -- the first field that differs
    moves smallint not null default 0 check (moves in (0,1)),
    primary key (job, line)
);

create table import_reject (
    job bigint not null references job(id),
    line bigint not null,
    field text not null,
    reason text not null,
    primary key (job, line, field)
);
