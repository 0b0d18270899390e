-- SPDX-License-Identifier: EUPL-1.2
-- From school into the youth education: the transition mentor and the contacts, the note that goes along,
-- notices of risk from institutions. When a mentor's time begins and ends is no column: it follows from
-- the spell of the education and the rule of that day. Texts about a person are sealed.

create table retention_mentor (
    id bigint not null primary key,
    youth text not null references youth(id),
    mentor bigint not null references account(id),
    since text not null,                    -- an education that begins on this day or later starts it
    reason bytea not null,                  -- sealed: why a mentor
    author bigint not null references account(id),
    at bigint not null,
    outcome text check (outcome in ('settled','continued','switched','dropped','not-started')),
    outcome_day text,
    cause text,                             -- of a dropout; retention.h
    outcome_note bytea,                     -- sealed
    outcome_by bigint references account(id),
    outcome_at bigint,
    withdrawn_at bigint,                    -- undo is an event: the row stays
    withdrawn_by bigint
);
create unique index retention_mentor_open on retention_mentor(youth)
    where outcome is null and withdrawn_at is null;
create index retention_mentor_youth on retention_mentor(youth, since);
create index retention_mentor_has on retention_mentor(mentor, youth, since)
    where outcome is null and withdrawn_at is null;

create table retention_touch (
    id bigint not null primary key,
    mentor_row bigint not null references retention_mentor(id),
    youth text not null references youth(id),
    number bigint not null check (number between 1 and 4),
    how text not null,                      -- meeting, phone, message, visit
    day text not null,
    body bytea not null,                    -- sealed
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index retention_touch_row on retention_touch(mentor_row, number);
create index retention_touch_youth on retention_touch(youth, day);

-- What the school tells the education, and who has received it.
create table retention_note (
    id bigint not null primary key,
    youth text not null references youth(id),
    basis text not null check (basis in ('youth','guardian','law')),
    body bytea not null,                    -- sealed
    day text not null,
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index retention_note_youth on retention_note(youth, day);
create table retention_receiver (
    id bigint not null primary key,
    note bigint not null references retention_note(id),
    youth text not null references youth(id),
    institution text not null references institution(number),
    name text not null,                     -- of who received it there
    how text not null,                      -- meeting, phone, letter, digital
    day text not null,
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index retention_receiver_note on retention_receiver(note);
create index retention_receiver_youth on retention_receiver(youth, day);
create index retention_receiver_institution on retention_receiver(institution);

-- An institution says that somebody is about to drop out; lapses by itself.
create table retention_risk (
    id bigint not null primary key,
    youth text not null references youth(id),
    institution text not null references institution(number),
    cause text not null,                    -- retention.h
    body bytea,                             -- sealed
    day text not null,                      -- received
    lapses text not null,                   -- the first day on which it no longer counts
    author bigint not null references account(id),
    at bigint not null,
    handled_day text,
    handled_by bigint references account(id),
    handled_at bigint,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index retention_risk_youth on retention_risk(youth, day);
create index retention_risk_open on retention_risk(youth, lapses)
    where handled_day is null and withdrawn_at is null;
create index retention_risk_institution on retention_risk(institution);
