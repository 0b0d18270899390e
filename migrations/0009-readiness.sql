-- SPDX-License-Identifier: EUPL-1.2
-- Readiness for education: what a school reports about a class, the municipality's own step, and the
-- targeted effort that a professional finds needed. A report is written as a draft and never changed
-- once it is sent; a correction is a report with the next number. Texts about a person are sealed.

create table readiness_report (
    id bigint not null primary key,
    class bigint not null references class(id),
    round text not null check (round in ('first','second')),
    number bigint not null,                 -- 1, 2, 3 ... of this class and round
    marks_edit bigint not null default 0,   -- one count a part of the grid: two who write at once
    traits_edit bigint not null default 0,
    practical_edit bigint not null default 0,
    without_marks smallint not null default 0 check (without_marks in (0,1)),
    day text,                               -- of the assessment: its rules and words; null: a draft
    rules text,                             -- the rule set of that day; null: marks only, or a draft
    author bigint not null references account(id),
    created_at bigint not null,
    edited_by bigint not null references account(id),
    edited_at bigint not null,
    sent_by bigint references account(id),
    sent_at bigint,                         -- null: a draft
    replaced_at bigint,                     -- when the next number was sent
    withdrawn_at bigint,                    -- a draft that was given up
    withdrawn_by bigint
);
create unique index readiness_report_number on readiness_report(class, round, number)
    where withdrawn_at is null;
create index readiness_report_class on readiness_report(class, round, sent_at);

-- One pupil in a report. Marks as 'danish=7 10;mathematics=02'; sets of kinds of education and of
-- sub-criteria as bits (readiness.h). null: not said.
create table readiness_row (
    id bigint not null primary key,
    report bigint not null references readiness_report(id),
    youth text not null references youth(id),
    marks text not null default '',
    exempt text check (exempt in ('stu','foreign')),
    academic bigint,                        -- the school's own decision, where there is no number
    personal bigint,
    social bigint,
    focus bigint not null default 0,        -- personal and social points to work on
    practical text not null default '',     -- a letter a point: m, h or -
    reason bytea,                           -- sealed
    effort smallint not null default 0 check (effort in (0,1)),
    plan bytea,                             -- sealed: of the targeted effort
    academic_met bigint,                    -- as computed when it was sent, as are the three results
    eud smallint check (eud in (0,1)),
    hf smallint check (hf in (0,1)),
    gym smallint check (gym in (0,1)),
    letter text,                            -- the notice that the law wants; null: none
    notice bigint                           -- the letters that were made of it
);
create unique index readiness_row_report on readiness_row(report, youth);
create index readiness_row_youth on readiness_row(youth, report);

-- The municipality's own judgement of one kind of education, on the school's data.
create table readiness_judgement (
    id bigint not null primary key,
    youth text not null references youth(id),
    row bigint not null references readiness_row(id),
    type text not null check (type in ('eud','hf','gym')),
    answer smallint not null check (answer in (0,1)),
    reason bytea not null,                  -- sealed
    day text not null,
    author bigint not null references account(id),
    at bigint not null,
    notice bigint,
    withdrawn_at bigint,                    -- undo is an event: the row stays
    withdrawn_by bigint
);
create index readiness_judgement_youth on readiness_judgement(youth, day);
create index readiness_judgement_row on readiness_judgement(row);

-- A targeted effort in school and guidance: somebody found it needed, why, and what is done.
create table readiness_effort (
    id bigint not null primary key,
    youth text not null references youth(id),
    row bigint references readiness_row(id), -- the report that said it; null: said by guidance
    day text not null,
    reason bytea not null,                  -- sealed
    plan bytea not null,                    -- sealed
    author bigint not null references account(id),
    at bigint not null,
    ended_day text,
    ended_by bigint,
    ended_at bigint,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index readiness_effort_youth on readiness_effort(youth, day);
create index readiness_effort_open on readiness_effort(youth, day)
    where ended_day is null and withdrawn_at is null;
create index readiness_effort_row on readiness_effort(row);
