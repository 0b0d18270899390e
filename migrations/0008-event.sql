-- SPDX-License-Identifier: EUPL-1.2
-- Career weeks, their evenings and the fair: programme, public sign-up, who came, what they thought.
-- Nothing here hangs on a young person's row: whoever signs up is a name that is deleted again.

-- Weeks that belong together: "Karriereuger 2026".
create table event_season (
    id bigint not null primary key,
    name text not null,
    from_day text not null,
    to_day text not null,
    about text,                             -- public
    version bigint not null default 1,
    author bigint not null references account(id),
    at bigint not null,
    edited_by bigint not null references account(id),
    edited_at bigint not null
);
create index event_season_author on event_season(author);
create index event_season_edited_by on event_season(edited_by);
create index event_season_days on event_season(to_day, from_day);

create table event (
    id text not null primary key,
    season bigint references event_season(id),
    kind text not null check (kind in ('evening','fair','meeting')),
    title text not null,
    institution text references institution(number), -- the school it is at or for; null: the whole municipality
    place text not null,
    day text not null,
    from_minute bigint not null,            -- of the day, Danish wall clock
    to_minute bigint not null,
    about text,                             -- public
    sign_up smallint not null check (sign_up in (0,1)),
    capacity bigint,                        -- people; null: as many as will
    sign_up_until text,                     -- last day; null: the day itself
    state text not null check (state in ('draft','published','cancelled')),
    published_at bigint,
    published_by bigint,
    cancelled_at bigint,
    cancelled_by bigint,
    cancelled_text text,                    -- public: why
    version bigint not null default 1,
    owner bigint not null references account(id),
    author bigint not null references account(id),
    at bigint not null,
    edited_by bigint not null references account(id),
    edited_at bigint not null,
    asked_day text,                         -- when the guests were asked to evaluate
    asked_by bigint
);
create index event_author on event(author);
create index event_edited_by on event(edited_by);
create index event_day on event(day);
create index event_owner on event(owner, day);
create index event_of_season on event(season, day);
create index event_institution on event(institution, day);

-- A point of the programme. A changed one is a new row and the old one is withdrawn.
create table event_item (
    id bigint not null primary key,
    event text not null references event(id),
    from_minute bigint not null,
    to_minute bigint,
    title text not null,
    room text,
    speaker text,                           -- person or education
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index event_item_author on event_item(author);
create index event_item_event on event_item(event, from_minute);

-- Name, address and link are deleted some time after the event; how many, which school and grade stay.
create table event_signup (
    id bigint not null primary key,         -- in the order in which they came
    event text not null references event(id),
    secret text,                            -- blind index of the link; null when forgotten
    name bytea,                             -- sealed
    email bytea,                            -- sealed
    people bigint not null,
    institution text references institution(number),
    grade text,                             -- 7 8 9 10 other
    state text not null check (state in ('in','waiting','cancelled')),
    day text not null,
    moved_day text,                         -- got a place from the waiting list on
    told_day text,                          -- and was told so on
    forgotten_day text
);
create unique index event_signup_secret on event_signup(secret);
create index event_signup_event on event_signup(event, state);
create index event_signup_institution on event_signup(institution);
create index event_signup_named on event_signup(event) where forgotten_day is null;

-- Who came, counted: one row a school and grade. A new count withdraws the old rows.
create table event_count (
    id bigint not null primary key,
    event text not null references event(id),
    institution text references institution(number), -- null: other schools and guests
    grade text not null check (grade in ('7','8','9','10','other','adult')),
    n bigint not null,
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index event_count_author on event_count(author);
create index event_count_event on event_count(event);
create index event_count_institution on event_count(institution);

-- Anonymous: no moment, no order, nothing that leads to who answered.
create table event_answer (
    id text not null primary key,           -- random
    event text not null references event(id),
    who text not null check (who in ('young','adult')),
    useful bigint not null check (useful between 1 and 5),
    wiser bigint not null check (wiser between 1 and 5),
    comment bytea,                          -- sealed; deleted before the numbers
    day text not null
);
create index event_answer_event on event_answer(event);
create index event_answer_comment on event_answer(event) where comment is not null;

-- Against floods: attempts of the last minutes, by a keyed hash of the sender's address.
create table event_try (
    subject text not null,
    at bigint not null
);
create index event_try_subject on event_try(subject, at);
create index event_try_at on event_try(at);

-- An event with its names and numbers, for every list and page.
create view event_line as
select e.id, e.season, s.name as season_name, e.kind, e.title, e.institution, i.name as school,
    e.place, e.day, e.from_minute, e.to_minute, e.about, e.sign_up, e.capacity, e.sign_up_until,
    e.state, e.published_at, e.published_by, e.cancelled_text, e.version, e.owner,
    o.name as owner_name, e.edited_by, w.name as edited_name, e.edited_at, e.asked_day,
    cast(coalesce((select sum(u.people) from event_signup u
        where u.event = e.id and u.state = 'in'), 0) as bigint) as people,
    cast(coalesce((select sum(u.people) from event_signup u
        where u.event = e.id and u.state = 'waiting'), 0) as bigint) as waiting,
    (select count(*) from event_item t where t.event = e.id and t.withdrawn_at is null) as items,
    (select count(*) from event_count c where c.event = e.id and c.withdrawn_at is null) as counted,
    cast(coalesce((select sum(c.n) from event_count c
        where c.event = e.id and c.withdrawn_at is null), 0) as bigint) as came,
    (select count(*) from event_answer r where r.event = e.id) as answers
from event e
left join event_season s on s.id = e.season
left join institution i on i.number = e.institution
join account o on o.id = e.owner
join account w on w.id = e.edited_by;
