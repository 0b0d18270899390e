-- SPDX-License-Identifier: EUPL-1.2
-- The year's wheel: meetings about the figures, what was decided there, and what the law asks for. A row of
-- a _version table is never changed; what was wrong is withdrawn and stays.

create table quality_meeting (
    id bigint not null primary key,
    kind text not null check (kind in ('meeting','evaluation')), -- evaluation: the one that the law asks for each year
    version bigint not null,                -- the number of the version that holds
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint references account(id)
);
create index quality_meeting_author on quality_meeting(author);
create index quality_meeting_withdrawn_by on quality_meeting(withdrawn_by);

create table quality_meeting_version (
    id bigint not null primary key,
    meeting bigint not null references quality_meeting(id),
    number bigint not null,
    day text not null,
    title text not null,
    goal bigint,                            -- number; null: all of them
    note bytea not null,                    -- sealed
    author bigint not null references account(id),
    at bigint not null,
    unique (meeting, number)
);
create index quality_meeting_version_day on quality_meeting_version(day);
create index quality_meeting_version_author on quality_meeting_version(author);

create table quality_decision (
    id bigint not null primary key,
    meeting bigint not null references quality_meeting(id),
    version bigint not null,
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint references account(id)
);
create index quality_decision_meeting on quality_decision(meeting);
create index quality_decision_author on quality_decision(author);
create index quality_decision_withdrawn_by on quality_decision(withdrawn_by);

create table quality_decision_version (
    id bigint not null primary key,
    decision bigint not null references quality_decision(id),
    number bigint not null,
    what text not null,                     -- what is to be done differently
    goal bigint,                            -- number; null: none of them
    initiative text,                        -- which effort it changes
    owner bigint not null references account(id),
    due text not null,
    author bigint not null references account(id),
    at bigint not null,
    unique (decision, number)
);
create index quality_decision_version_owner on quality_decision_version(owner);
create index quality_decision_version_author on quality_decision_version(author);

-- That it has been done, and what came of it. Reopening withdraws the row.
create table quality_decision_done (
    id bigint not null primary key,
    decision bigint not null references quality_decision(id),
    day text not null,
    result text,
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint references account(id)
);
create unique index quality_decision_done_once on quality_decision_done(decision)
    where withdrawn_at is null;
create index quality_decision_done_decision on quality_decision_done(decision);
create index quality_decision_done_author on quality_decision_done(author);
create index quality_decision_done_withdrawn_by on quality_decision_done(withdrawn_by);

-- Somebody's word that what the law asks for in a school year has been done.
create table quality_mark (
    id bigint not null primary key,
    duty text not null check (duty in ('evaluation','publish','action-plan')),
    school_year bigint not null,
    day text not null,
    note text,                              -- where it stands
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint references account(id)
);
create unique index quality_mark_once on quality_mark(school_year, duty) where withdrawn_at is null;
create index quality_mark_author on quality_mark(author);
create index quality_mark_withdrawn_by on quality_mark(withdrawn_by);
