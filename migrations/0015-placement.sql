-- SPDX-License-Identifier: EUPL-1.2
-- Work places that take young people in, placements with them, full-time teaching, introduction courses and
-- bridge building. Texts about a person are sealed.

create table employer (
    id bigint not null primary key,
    name text not null,
    sort_key bytea not null,
    trade text not null,                    -- what they do: 'Tømrer'
    town text,
    contact text, phone text, email text,
    places bigint,                          -- how many at once
    closed_day text,                        -- takes nobody from this day on
    version bigint not null default 1,
    author bigint not null references account(id),
    at bigint not null,
    edited_by bigint not null references account(id),
    edited_at bigint not null
);
create index employer_sort on employer(sort_key);
create index employer_author on employer(author);
create index employer_edited_by on employer(edited_by);

-- A practice placement at a work place, or full-time teaching (HU) at a school: agreed, begun, ended.
create table placement (
    id bigint not null primary key,
    youth text not null references youth(id),
    kind text not null check (kind in ('practice','full_time_teaching')),
    employer bigint references employer(id),
    institution text references institution(number),
    from_day text not null,
    to_day text,                            -- as agreed
    hours double precision,                 -- a week
    agreed_with text,                       -- who said yes at the work place
    purpose bytea,                          -- sealed
    pupil smallint not null check (pupil in (0,1)),  -- a part of school, so no activity of its own
    author bigint not null references account(id),
    at bigint not null,
    started_day text, started_at bigint, started_by bigint references account(id),
    spell bigint,                           -- the activity that began with it
    ended_day text,
    outcome text check (outcome in ('completed','interrupted')),
    ended_at bigint, ended_by bigint references account(id),
    withdrawn_at bigint,                    -- never came to it, or undone
    withdrawn_by bigint references account(id)
);
create index placement_youth on placement(youth, from_day);
create index placement_employer on placement(employer, from_day);
create index placement_institution on placement(institution);
create index placement_author on placement(author);
create index placement_started_by on placement(started_by);
create index placement_ended_by on placement(ended_by);
create index placement_withdrawn_by on placement(withdrawn_by);
create index placement_open on placement(youth, from_day)
    where ended_day is null and withdrawn_at is null;
create index placement_next on placement(from_day, id)
    where ended_day is null and withdrawn_at is null;

-- What those who took part say about it: about the placement, not about the person.
create table placement_answer (
    id bigint not null primary key,
    placement bigint not null references placement(id),
    youth text not null references youth(id),
    party text not null check (party in ('pupil','employer')),
    day text not null,
    useful bigint check (useful between 1 and 5),   -- the pupil: for the choice of education
    again bigint check (again in (0,1)),            -- pupil: recommends it; employer: takes another
    body bytea,                             -- sealed
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint references account(id)
);
create index placement_answer_placement on placement_answer(placement);
create index placement_answer_youth on placement_answer(youth);
create index placement_answer_author on placement_answer(author);
create index placement_answer_withdrawn_by on placement_answer(withdrawn_by);

-- An introduction course (8th grade) or bridge building (9th, 10th): planned, then done or not.
create table placement_course (
    id bigint not null primary key,
    youth text not null references youth(id),
    kind text not null check (kind in ('introduction','bridge')),
    category text not null check (category in ('eud','business','gym','eud10','special','other')),
    grade text not null,                    -- of the pupil then
    institution text references institution(number),
    place text,
    days bigint not null,
    hours double precision not null,        -- in all
    from_day text not null,
    to_day text not null,
    purpose bytea not null,                 -- sealed
    author bigint not null references account(id),
    at bigint not null,
    closed_at bigint,                       -- when it was said how it went
    closed_by bigint references account(id),
    done smallint check (done in (0,1)),    -- null: not yet
    course bigint,                          -- as written into the plan (vejledningsloven § 10 a(6))
    withdrawn_at bigint,
    withdrawn_by bigint references account(id)
);
create index placement_course_youth on placement_course(youth, from_day);
create index placement_course_institution on placement_course(institution);
create index placement_course_author on placement_course(author);
create index placement_course_closed_by on placement_course(closed_by);
create index placement_course_withdrawn_by on placement_course(withdrawn_by);
