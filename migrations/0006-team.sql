-- SPDX-License-Identifier: EUPL-1.2
-- Who has whom over time: absence with cover, a whole caseload handed over, changes of counsellor.

-- A colleague is away from-to and another covers: the schools by rows of counsellor_school, the
-- colleague's own young people by this row.
create table absence (
    id bigint not null primary key,
    account bigint not null references account(id),
    cover bigint not null references account(id),
    from_day text not null,
    to_day text not null,                   -- last day; may be shortened
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,                    -- it never came to it
    withdrawn_by bigint references account(id)
);
create index absence_account on absence(account, to_day);
create index absence_cover on absence(cover, to_day);
create index absence_to on absence(to_day);
create index absence_author on absence(author);
create index absence_withdrawn_by on absence(withdrawn_by);

alter table counsellor_school add column absence bigint references absence(id);
create index counsellor_school_absence on counsellor_school(absence);

-- All that one counsellor has goes to another. The numbers are what moved then.
create table handover (
    id bigint not null primary key,
    from_account bigint not null references account(id),
    to_account bigint not null references account(id),
    day text not null,
    author bigint not null references account(id),
    at bigint not null,
    young bigint not null default 0,
    withdrawn_at bigint,                    -- taken back
    withdrawn_by bigint references account(id)
);
create index handover_day on handover(day);
create index handover_from on handover(from_account);
create index handover_to on handover(to_account);
create index handover_author on handover(author);
create index handover_withdrawn_by on handover(withdrawn_by);

-- What a room moved, and what it needs to take it back. Young people are in counsellor_change.
create table handover_item (
    handover bigint not null references handover(id),
    what text not null,                     -- 'guidance.follow_up'
    row_key text not null,                  -- of the row that moved
    before_text text,                       -- what stood there
    before_body bytea,                      -- the same, sealed
    primary key (handover, what, row_key)
);

-- A young person gets another counsellor.
create table counsellor_change (
    youth text not null references youth(id),
    at bigint not null,
    day text not null,
    from_account bigint references account(id),  -- null: had none
    to_account bigint not null references account(id),
    author bigint references account(id),
    handover bigint references handover(id),
    withdrawn_at bigint,
    primary key (youth, at)
);
create index counsellor_change_day on counsellor_change(day, youth);
create index counsellor_change_handover on counsellor_change(handover);
create index counsellor_change_from on counsellor_change(from_account);
create index counsellor_change_to on counsellor_change(to_account);
create index counsellor_change_author on counsellor_change(author);

-- What a list of counsellors counts.
create index contact_seen on contact(youth, day) where withdrawn_at is null and attended = 1;
create index follow_up_open on follow_up(owner, due) where done_at is null and withdrawn_at is null;
create index plan_step_open on plan_step(due, youth)
    where owner = 'counsellor' and done_day is null and withdrawn_at is null;
