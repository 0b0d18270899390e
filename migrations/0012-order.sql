-- SPDX-License-Identifier: EUPL-1.2
-- Education orders (uddannelsespålæg) as the job centre told of them: what, by when, what the young person
-- answered, how it ended. The job centre decides; here stands what we know.

create table education_order (
    id bigint not null primary key,
    youth text not null references youth(id),
    given_day text not null,                -- its law is that of this day
    known_day text not null,                -- the job centre told us
    benefit text not null check (benefit in ('uddannelseshjaelp','kontanthjaelp','dagpenge')),
    ready text check (ready in ('obvious','ready','activity')), -- the job centre's word; not that of UPV
    note bytea,                             -- sealed
    author bigint not null references account(id),
    at bigint not null,
    ended_day text,
    end_reason text,                        -- see order.h
    end_note bytea,                         -- sealed
    ended_at bigint,
    ended_by bigint references account(id),
    withdrawn_at bigint,                    -- undo is an event: the row stays
    withdrawn_by bigint references account(id)
);
create unique index education_order_open on education_order(youth)
    where ended_day is null and withdrawn_at is null;
create index education_order_youth on education_order(youth, given_day);
create index education_order_author on education_order(author);
create index education_order_ended_by on education_order(ended_by);
create index education_order_withdrawn_by on education_order(withdrawn_by);

-- Whom we speak to at the job centre; the newest row holds.
create table education_order_contact (
    id bigint not null primary key,
    order_id bigint not null references education_order(id),
    name text not null,
    phone text,
    email text,
    author bigint not null references account(id),
    at bigint not null
);
create index education_order_contact_order on education_order_contact(order_id);
create index education_order_contact_author on education_order_contact(author);

-- A step that the job centre asked for. A new deadline is a new row and the old one is withdrawn.
create table education_order_step (
    id bigint not null primary key,
    order_id bigint not null references education_order(id),
    youth text not null references youth(id),
    kind text not null check (kind in ('propose','apply','start','other')),
    what bytea,                             -- sealed: the job centre's own words
    due text not null,
    waits_for text not null check (waits_for in ('youth','guidance','job_centre')),
    why bytea,                              -- sealed: why the deadline is a new one
    replaces bigint references education_order_step(id),
    author bigint not null references account(id),
    at bigint not null,
    answer_day text,                        -- null: open
    outcome text check (outcome in ('met','not_met','excused')),
    answer bytea,                           -- sealed: what the young person answered
    answered_at bigint,
    answered_by bigint references account(id),
    withdrawn_at bigint,
    withdrawn_by bigint references account(id)
);
create index education_order_step_youth on education_order_step(youth, due);
create index education_order_step_order on education_order_step(order_id);
create index education_order_step_replaces on education_order_step(replaces);
create index education_order_step_author on education_order_step(author);
create index education_order_step_answered_by on education_order_step(answered_by);
create index education_order_step_withdrawn_by on education_order_step(withdrawn_by);
create index education_order_step_waits on education_order_step(due, youth)
    where answer_day is null and withdrawn_at is null and waits_for = 'guidance';
