-- SPDX-License-Identifier: EUPL-1.2
-- The secret address of a colleague's calendar. A new one ends the old one; the row stays, the secret goes.
create table calendar_feed (
    id bigint not null primary key,
    account bigint not null references account(id),
    secret_index text,                      -- keyed hash of the secret; null when it has ended
    secret bytea,                           -- sealed, so that its owner can see it again; null when ended
    made_at bigint not null,
    ended_at bigint,
    read_day text                           -- last day a calendar asked for it
);
create unique index calendar_feed_secret on calendar_feed(secret_index);
create unique index calendar_feed_account on calendar_feed(account) where ended_at is null;
