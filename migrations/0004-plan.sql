-- SPDX-License-Identifier: EUPL-1.2
-- The education and job plan. A version is written as a draft, agreed, and never changed again; what
-- happens between two versions (steps done, courses attended, answers) are dated rows of their own.
-- Texts about a person are sealed.

-- What the young person wants, as said on a day. Apart from the versions of the plan, and never changed.
create table wish (
    id bigint not null primary key,
    youth text not null references youth(id),
    day text not null,                      -- said on
    priority bigint not null check (priority in (1,2)),
    kind text not null,                     -- see plan.h
    programme text,
    institution text references institution(number),
    said_by text not null check (said_by in ('youth','guardian','school','other')),
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,                    -- undo is an event: the row stays
    withdrawn_by bigint
);
create index wish_youth on wish(youth, day);

create table plan (
    id bigint not null primary key,
    youth text not null references youth(id),
    number bigint not null,                 -- 1, 2, 3 ... of this person
    version bigint not null default 1,      -- of the draft's text: two who write at once
    situation bytea,                        -- sealed: how things are
    aim bytea,                              -- sealed: what the plan shall lead to, a goal a line
    duty text check (duty in ('education','work','activity','exempt')),
    hours double precision,                 -- a week
    duty_text bytea,                        -- sealed: how the duty is met
    author bigint not null references account(id),
    created_at bigint not null,
    edited_by bigint not null references account(id),
    edited_at bigint not null,
    agreed_day text,                        -- null: a draft
    agreed_at bigint,
    withdrawn_at bigint,                    -- a draft that was dropped
    withdrawn_by bigint
);
create unique index plan_number on plan(youth, number) where withdrawn_at is null;
create unique index plan_draft on plan(youth) where withdrawn_at is null and agreed_day is null;
create index plan_youth on plan(youth, number);

-- A step is part of the versions from_number to to_number (null: and all later ones). `plan` is the
-- draft it was written in; null when it was agreed between two versions, and then holds at once.
create table plan_step (
    id bigint not null primary key,
    youth text not null references youth(id),
    plan bigint references plan(id),
    from_number bigint not null,
    to_number bigint,
    what bytea not null,                    -- sealed
    owner text not null check (owner in ('youth','guardian','counsellor','school','other')),
    owner_name text,
    due text,
    author bigint not null references account(id),
    at bigint not null,
    done_day text,
    done_at bigint,
    done_by bigint,
    undone_day text,                        -- the last "done" that was taken back, and when and by whom
    undone_at bigint,
    undone_by bigint,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index plan_step_youth on plan_step(youth, due);
create index plan_step_plan on plan_step(plan);

-- Introduction courses, bridge building and the like, with purpose and length (vejledningsloven § 10 a).
create table plan_course (
    id bigint not null primary key,
    youth text not null references youth(id),
    kind text not null check (kind in ('introduction','bridge','practice','other')),
    institution text references institution(number),
    place text,
    purpose bytea not null,                 -- sealed
    hours double precision not null,        -- in all
    from_day text not null,
    to_day text not null,
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index plan_course_youth on plan_course(youth, from_day);

-- Who agreed to which version.
create table plan_agreement (
    id bigint not null primary key,
    plan bigint not null references plan(id),
    youth text not null references youth(id),
    party text not null check (party in ('youth','guardian')),
    name text,                              -- of the custody holder
    how text not null,                      -- meeting, phone, digital, signature
    day text not null,
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index plan_agreement_youth on plan_agreement(youth, day);
create index plan_agreement_plan on plan_agreement(plan);

-- The notice of what a broken plan means for the child benefit (vejledningsloven § 2 a(4)).
create table plan_notice (
    id bigint not null primary key,
    youth text not null references youth(id),
    party text not null check (party in ('youth','guardian')),
    name text,
    how text not null,                      -- meeting, phone, digital, letter
    day text not null,
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index plan_notice_youth on plan_notice(youth, day);

-- The young person's own two answers about a version: 1 (not at all) to 5 (very much).
create table plan_answer (
    id bigint not null primary key,
    youth text not null references youth(id),
    plan bigint not null references plan(id),
    day text not null,
    motivating bigint check (motivating between 1 and 5),
    realistic bigint check (realistic between 1 and 5),
    said_by text not null check (said_by in ('youth','together')),
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index plan_answer_youth on plan_answer(youth, day);
create index plan_answer_day on plan_answer(day);
create index plan_answer_plan on plan_answer(plan);
