-- SPDX-License-Identifier: EUPL-1.2
-- Collective guidance: what it can be about from when to when, which class is to have what, and what came of it.

-- Themes of the municipality. Those of the program are not here (collective.h), but for one that it has ended:
-- then only the last day.
create table collective_theme (
    id text not null primary key,
    name_da text, name_en text,
    grades text,                            -- for which it is usual, with spaces between: '8 9 10'
    from_day text,
    to_day text,                            -- last day; null = until further notice
    why text,                               -- where it was decided
    author bigint not null references account(id),
    at bigint not null
);
create index collective_theme_author on collective_theme(author);

-- Which class is to have which theme on which day.
create table collective_plan (
    id bigint not null primary key,
    batch bigint not null,                  -- planned in one act: undone in one
    class bigint not null references class(id),
    theme text not null,                    -- of the program, or of collective_theme
    day text not null,
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint references account(id)
);
create index collective_plan_class on collective_plan(class, day);
create index collective_plan_batch on collective_plan(batch);
create index collective_plan_author on collective_plan(author);
create index collective_plan_withdrawn_by on collective_plan(withdrawn_by);

alter table collective_session add column plan bigint references collective_plan(id);
create index collective_session_plan on collective_session(plan);
create index collective_session_day on collective_session(day, theme);

-- The step that a session put into a pupil's plan. The step itself lives in the plan.
create table collective_step (
    session bigint not null references collective_session(id),
    youth text not null references youth(id),
    step bigint not null,
    primary key (session, youth)
);
create index collective_step_youth on collective_step(youth);

-- Who has been to something, for the list of those who have not.
create index contact_collective on contact(youth, day)
    where kind = 'collective' and attended = 1 and withdrawn_at is null;
