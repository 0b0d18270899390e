-- SPDX-License-Identifier: EUPL-1.2
-- Written notices as they were sent, and the outbox they leave through.

-- The finished letter; no column of it ever changes. One row a recipient.
create table letter (
    id bigint not null primary key,
    notice bigint not null,                 -- shared by the letters that were made as one
    youth text not null references youth(id),
    recipient text not null                 -- to the young person, or to which custody holder
        check (recipient in ('youth','mother','father','other','official')),
    template text not null,                 -- 'duty-notice'
    body bytea not null,                    -- sealed: recipient, subject and text as sent
    about text not null,                    -- what it belongs to: 'duty:123'
    account bigint not null references account(id),
    day text not null,                      -- the date it bears
    at bigint not null
);
create index letter_youth on letter(youth, id);
create index letter_notice on letter(notice);
create index letter_about on letter(about, template);

-- How the letter travels. hand: no CPR number, so somebody must hand it over.
create table outbox (
    letter bigint not null primary key references letter(id),
    uuid text not null unique,              -- of the MeMo message: sent twice, it is still one message
    state text not null check (state in ('waiting','hand','sent','failed','withdrawn')),
    attempts bigint not null default 0,
    next_at bigint not null,                -- not before this moment
    sent_at bigint,
    sent_by bigint references account(id),  -- who handed it over; null: the outbox did
    file text,                              -- what the sender called it
    changed_at bigint not null
);
create index outbox_state on outbox(state, next_at);

-- A custody holder is written to under a CPR number, too.
alter table guardian add column cpr bytea;  -- sealed
