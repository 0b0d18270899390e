-- SPDX-License-Identifier: EUPL-1.2
-- What somebody did to several lines of the worklist at once, so that it can be taken back.

create table bulk (
    id bigint not null primary key,
    account bigint not null references account(id),
    action text not null check (action in ('done','postpone')),
    at bigint not null,
    undone_at bigint
);
create index bulk_account on bulk(account);

create table bulk_item (
    bulk bigint not null references bulk(id),
    item text not null,                     -- the line's key, 'guidance:12'
    before_day text,                        -- when it was due before
    primary key (bulk, item)
);
