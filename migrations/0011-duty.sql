-- SPDX-License-Identifier: EUPL-1.2
-- The duty of the 15-17-year-olds. Every row is an event that stays: what starts and stops the two
-- clocks, exemptions, the steps of a case about the child benefit, and the quarterly look at everyone.

-- Guidance came to know that a plan is not followed. The first clock starts on aware_day.
create table duty_case (
    id bigint not null primary key,
    youth text not null references youth(id),
    spell bigint,                           -- the spell that told it; null: entered by hand
    from_day text not null,                 -- the first day on which the plan was not followed
    aware_day text not null,
    source text not null
        check (source in ('institution','import','guidance','school','guardian','youth','other')),
    note bytea,                             -- sealed: what we were told
    author bigint references account(id),   -- null: a file told it
    at bigint not null,
    withdrawn_at bigint,                    -- undo is an event: the row stays
    withdrawn_by bigint
);
create index duty_case_youth on duty_case(youth, aware_day);
create index duty_case_aware on duty_case(aware_day);
create index duty_case_spell on duty_case(spell);

-- A new activity was offered; the second clock stops on `day`.
create table duty_offer (
    id bigint not null primary key,
    duty_case bigint not null references duty_case(id),
    youth text not null references youth(id),
    kind text not null check (kind in ('education','work','activity')),
    what bytea not null,                    -- sealed
    day text not null,                      -- offered on
    start_day text,                         -- when it is to begin
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index duty_offer_case on duty_offer(duty_case, day);
create index duty_offer_youth on duty_offer(youth, day);

-- Exempt from the duty, for a time (to_day) or for good (null).
create table duty_exemption (
    id bigint not null primary key,
    youth text not null references youth(id),
    ground text not null check (ground in ('handicap','illness','social')),
    from_day text not null,
    to_day text,
    heard bytea not null,                   -- sealed: which custody holder took part, and what they said
    heard_day text not null,
    reasons bytea not null,                 -- sealed
    notice bigint,                          -- the letters that tell it
    author bigint not null references account(id),
    at bigint not null,
    ended_day text,                         -- ended before its time: the last day
    ended_at bigint,
    ended_by bigint references account(id),
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index duty_exemption_youth on duty_exemption(youth, from_day);

-- The steps of the case about the child benefit (børne- og ungeydelse) that a broken plan may lead to.
create table duty_benefit (
    id bigint not null primary key,
    duty_case bigint not null references duty_case(id),
    youth text not null references youth(id),
    kind text not null
        check (kind in ('hearing','answer','stop','no-stop','told','complaint','resume')),
    day text not null,
    due text,                               -- hearing: answer until; stop: complain until
    from_day text,                          -- stop, resume: holds from
    party text check (party in ('youth','guardian')),
    body bytea,                             -- sealed: the facts, the answer, the reasons
    rules bytea,                            -- sealed: the rules a decision rests on
    complain_to text,
    notice bigint,                          -- the letters that tell it
    author bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create index duty_benefit_case on duty_benefit(duty_case, id);
create index duty_benefit_youth on duty_benefit(youth, day);
create unique index duty_benefit_hearing on duty_benefit(duty_case)
    where kind = 'hearing' and withdrawn_at is null;
create unique index duty_benefit_decision on duty_benefit(duty_case)
    where kind in ('stop','no-stop') and withdrawn_at is null;

-- Somebody has looked at what this person does, once a period (quarter).
create table duty_review (
    id bigint not null primary key,
    youth text not null references youth(id),
    period text not null,                   -- its first day
    day text not null,
    account bigint not null references account(id),
    at bigint not null,
    withdrawn_at bigint,
    withdrawn_by bigint
);
create unique index duty_review_once on duty_review(youth, period) where withdrawn_at is null;
create index duty_review_youth on duty_review(youth, period);

-- When somebody was first reached after a day: stops the clock of contact.
create index contact_reached on contact(youth, day)
    where withdrawn_at is null and attended = 1 and kind in ('phone','talk','message','parents');

-- Whoever is in nothing now and was 15 to 17 when it began, as this program knew before it had this
-- room. It kept no day of awareness in Danish time, so that the first day without anything stands in.
insert into duty_case (id, youth, spell, from_day, aware_day, source, author, at)
select s.id, s.youth, s.id, s.from_day, s.from_day, 'guidance', a.id, s.known_at
from spell s
join youth y on y.id = s.youth
left join account a on a.id = s.known_by
where s.kind = 'none' and s.to_day is null and s.withdrawn_at is null and y.moved_out is null
    and s.from_day >= cast(cast(substr(y.born, 1, 4) as integer) + 15 as text) || substr(y.born, 5)
    and s.from_day < cast(cast(substr(y.born, 1, 4) as integer) + 18 as text) || substr(y.born, 5);
