-- SPDX-License-Identifier: EUPL-1.2
-- Outreach to those of 18 and more out of education: a status that somebody has confirmed, the assessment
-- for FGU, referral to STU, what other administrations do, and the one contact person. Rows stay.

-- Somebody has looked: the status is still as it was. Holds for that spell until it expires.
create table outreach_check (
    id bigint not null primary key,
    youth text not null references youth(id),
    spell bigint not null,                  -- not a reference: it may outlive the spell
    day text not null,
    account bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,                    -- undo is an event: the row stays
    withdrawn_by bigint
);
create index outreach_check_youth on outreach_check(youth, day);
create index outreach_check_spell on outreach_check(spell, day);

-- The target-group assessment for FGU. A new one does not change the old.
create table outreach_assessment (
    id bigint not null primary key,
    youth text not null references youth(id),
    before bigint,                          -- the assessment it was written after; null: the first
    track text not null check (track in ('agu','pgu','egu','none')),
    day text not null,                      -- decided on
    from_day text,                          -- the period; null with track none
    to_day text,
    requested smallint not null check (requested in (0,1)),  -- the young person asked for it
    academic bytea not null,                -- sealed: resources and challenges
    social bytea not null,
    personal bytea not null,
    options bytea not null,                 -- sealed: which offers were weighed against each other
    reasons bytea not null,
    approval bytea,                         -- sealed: why longer than usual
    complain_to text,
    due text,                               -- complain until
    notice bigint,                          -- the letters that tell it
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index outreach_assessment_youth on outreach_assessment(youth, id);
create unique index outreach_assessment_after on outreach_assessment(youth, before)
    where withdrawn_at is null and before is not null;
create unique index outreach_assessment_first on outreach_assessment(youth)
    where withdrawn_at is null and before is null;

-- Referral to STU, and how it went.
create table outreach_stu (
    id bigint not null primary key,
    youth text not null references youth(id),
    kind text not null check (kind in ('refer','granted','refused','given-up')),
    day text not null,
    places bytea,                           -- sealed: which places there were to choose from
    body bytea not null,                    -- sealed
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index outreach_stu_youth on outreach_stu(youth, id);

-- What another administration does with this person: who, what, since when.
create table outreach_effort (
    id bigint not null primary key,
    youth text not null references youth(id),
    side text not null check (side in ('jobcentre','social','health','school','other')),
    what bytea not null,                    -- sealed
    who bytea,                              -- sealed: name and telephone number there
    from_day text not null,
    to_day text,
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index outreach_effort_youth on outreach_effort(youth, from_day);

-- The one contact across administrations (§ 2 j).
create table outreach_contact (
    id bigint not null primary key,
    youth text not null references youth(id),
    name bytea not null,                    -- sealed: who and where
    from_day text not null,
    to_day text,
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index outreach_contact_youth on outreach_contact(youth, from_day);
