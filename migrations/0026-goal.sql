-- SPDX-License-Identifier: EUPL-1.2
-- Goals as data. Nothing is written over: a change is one more row, with who, when and why, and what holds on a
-- day is the last row that was in force and known by then. What came with the program has no author and at = 0.

drop table goal;

create table goal (
    id bigint not null primary key,
    number bigint not null check (number > 0),    -- stays through all versions; the address of its page
    name_da text not null, name_en text not null,
    text_da text not null, text_en text not null, -- as the council decided it
    owner text not null,                          -- who answers for it, in words
    account bigint references account(id),        -- the same as a user; null: the team leader
    horizon_da text not null, horizon_en text not null,
    basis_da text not null, basis_en text not null, -- the law it rests on
    direction bigint not null check (direction in (-1, 1)), -- 1: more is better
    measure text not null,    -- what it is judged by: indicator of table figure, or own:KEY of room indicator
    series text not null,     -- the indicator under which its targets stand among the figures
    definition text not null, -- the way of counting they were set for; '' any
    unit text not null,
    indicators text not null, -- keys of room indicator, with spaces between
    source text not null,
    from_day text,            -- first day in force; null: since ever
    retired bigint not null check (retired in (0, 1)), -- no goal any more from that day
    why text not null,
    author bigint references account(id),
    at bigint not null,
    changes bigint            -- the version that this one was made from
);
create index goal_number on goal(number, at);
create index goal_account on goal(account);
create index goal_author on goal(author);

create table goal_target (
    id bigint not null primary key,
    goal bigint not null,
    period text not null,     -- "2025"; '' holds always
    value double precision not null,
    source text not null,
    why text not null,
    author bigint references account(id),
    at bigint not null,
    replaced_at bigint        -- another value, or none, took its place
);
create unique index goal_target_current on goal_target(goal, period) where replaced_at is null;
create index goal_target_author on goal_target(author);

create table initiative (
    id bigint not null primary key,
    initiative text not null, -- stays through all versions
    goal bigint not null,
    place bigint not null,    -- order among those of its goal
    name_da text not null, name_en text not null,
    text_da text not null, text_en text not null,
    owner text not null,
    account bigint references account(id),
    reach text not null,      -- key of room indicator that counts how many took part; '' by hand
    next_day text,            -- null: nothing agreed
    retired bigint not null check (retired in (0, 1)),
    source text not null,
    why text not null,
    author bigint references account(id),
    at bigint not null
);
create index initiative_versions on initiative(initiative, at);
create index initiative_account on initiative(account);
create index initiative_author on initiative(author);

create table initiative_result (
    id bigint not null primary key,
    initiative text not null,
    day text not null,        -- up to which day
    reached bigint check (reached >= 0), -- how many took part, counted by hand
    result text not null,
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint, withdrawn_by bigint references account(id)
);
create index initiative_result_of on initiative_result(initiative, day);
create index initiative_result_author on initiative_result(author);
create index initiative_result_withdrawn on initiative_result(withdrawn_by);

-- A figure as somebody printed it. A printed figure that was corrected stays, marked as replaced.
create table figure_kept (
    id bigint not null primary key,
    goal bigint,
    indicator text not null,
    area text not null,
    period text not null,
    value double precision,   -- null where none was given
    unit text not null,
    definition text not null,
    source text not null,
    n bigint check (n >= 0),  -- of how many, or how many answered; null: not told
    lower double precision,   -- 95 % limits as printed; null: not told
    upper double precision,
    published text,           -- the day it was printed; null: not known
    retrieved text,           -- the day somebody fetched it
    imported bigint,          -- when it came in; null: with the program
    replaced_at bigint
);
insert into figure_kept (id, goal, indicator, area, period, value, unit, definition, source)
select id, goal, indicator, area, period, value, unit, definition, source from figure;
drop table figure;
alter table figure_kept rename to figure;
create unique index figure_current on figure(indicator, area, period, definition) where replaced_at is null;
