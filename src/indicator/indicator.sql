-- SPDX-License-Identifier: EUPL-1.2
-- What the indicators are counted from: one walk a subject, over the whole municipality, as it was known at a
-- moment. A row counts that had been written then and had not been withdrawn then. Who goes where and who
-- lives here carries days, but no moment of knowing: those are read as they stand.
-- No statement here tells whose young person somebody is: figures about counsellors do not exist.

-- query indicator_people: everybody born after a day. full scan: figures are about all of them
-- in: born_after day, day day
-- out: id text, name text, born day, sex text, moved_out day, guarded bool, had bool
select id, name, born, sex, moved_out,
    case when guarded = 1 and (guarded_until is null or guarded_until >= $day)
        then 1 else 0 end as guarded,
    case when counsellor is null then 0 else 1 end as had
from youth
where born > $born_after;

-- query indicator_classes: which class everybody has been in up to a day; the last one counts. full scan:
-- figures are about all of them
-- in: day day
-- out: youth text, institution text, school_year int, grade text, from_day day, to_day day
select m.youth, c.institution, c.school_year, c.grade, m.from_day, m.to_day
from youth_class m
join class c on c.id = m.class
where m.from_day <= $day;

-- query indicator_schools: the schools that have classes, by name
-- out: number text, name text
select number, name from institution
where number in (select institution from class) order by sort_key, number;

-- query indicator_spells: what everybody did on a day, and every youth education and higher education up to
-- it; an end that was not known yet has not happened. full scan: figures are about all of them
-- in: until day, day day, known time
-- out: youth text, kind text, programme text, from_day day, to_day day, outcome text
select youth, kind, programme, from_day,
    case when coalesce(ended_known_at, known_at) <= $known then to_day end as to_day,
    case when coalesce(ended_known_at, known_at) <= $known then outcome end as outcome
from spell
where from_day <= $until and known_at <= $known
    and (withdrawn_at is null or withdrawn_at > $known)
    and (to_day is null or to_day >= $day or ended_known_at > $known
        or kind in ('eud_gf1', 'eud_gf2', 'eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf')
        or (kind = 'higher_education' and outcome = 'completed'));

-- query indicator_contacts: who has been reached between two days, and how
-- in: from_day day, to_day day, known time
-- out: youth text, day day, kind text
select youth, day, kind from contact
where day >= $from_day and day <= $to_day and attended = 1 and at <= $known
    and (withdrawn_at is null or withdrawn_at > $known);

-- query indicator_wishes: what everybody said they want most, in the order in which it was said. full scan:
-- figures are about all of them
-- in: from_day day, day day, known time
-- out: youth text, kind text
select youth, kind from wish
where priority = 1 and day >= $from_day and day <= $day and at <= $known
    and (withdrawn_at is null or withdrawn_at > $known)
order by day, id;

-- query indicator_assessed: the assessments of a school year that were sent and not corrected, oldest first
-- in: school_year int, day day, known time
-- out: id int, youth text, eud int, hf int, gym int
select r.id, r.youth, r.eud, r.hf, r.gym
from class c
join readiness_report p on p.class = c.id
join readiness_row r on r.report = p.id
where c.school_year = $school_year and p.day <= $day and p.sent_at <= $known
    and (p.replaced_at is null or p.replaced_at > $known)
    and (p.withdrawn_at is null or p.withdrawn_at > $known)
order by p.day, p.id;

-- query indicator_judged: the municipality's own judgements of them, in the order in which they were made
-- in: school_year int, day day, known time
-- out: row_id int, youth text, type text, answer bool
select j.row as row_id, j.youth, j.type, j.answer
from class c
join readiness_report p on p.class = c.id
join readiness_row r on r.report = p.id
join readiness_judgement j on j.row = r.id
where c.school_year = $school_year and j.day <= $day and j.at <= $known
    and (j.withdrawn_at is null or j.withdrawn_at > $known)
order by j.day, j.id;

-- query indicator_plans: since when somebody has an agreed plan. full scan: figures are about all of them
-- in: day day, known time
-- out: youth text, agreed day
select youth, min(agreed_day) as agreed from plan
where agreed_day <= $day and agreed_at <= $known
    and (withdrawn_at is null or withdrawn_at > $known)
group by youth;

-- query indicator_answers: the answers about the plan between two days, the last of each person last
-- in: from_day day, to_day day, known time
-- out: youth text, motivating int, realistic int
select youth, motivating, realistic from plan_answer
where day >= $from_day and day <= $to_day and at <= $known
    and (withdrawn_at is null or withdrawn_at > $known)
order by day, id;

-- query indicator_practice: who began a practice placement between two days. full scan: placements are few
-- in: from_day day, to_day day, known time
-- out: youth text
select distinct youth from placement
where kind = 'practice' and started_day >= $from_day and started_day <= $to_day
    and started_at <= $known and (withdrawn_at is null or withdrawn_at > $known);

-- query indicator_mentors: who followed whom into an education, from when to when. full scan: mentors are few
-- in: known time
-- out: youth text, since day, outcome_day day
select youth, since, case when outcome_at <= $known then outcome_day end as outcome_day
from retention_mentor
where at <= $known and (withdrawn_at is null or withdrawn_at > $known)
order by since, id;

-- query indicator_changes: when somebody got another counsellor, in order. full scan: whether somebody had one
-- on an old day is told by the first change after it
-- in: known time
-- out: youth text, day day, had bool
select youth, day, case when from_account is null then 0 else 1 end as had
from counsellor_change
where at <= $known and (withdrawn_at is null or withdrawn_at > $known)
order by youth, at;

-- query indicator_guests: pupils counted at career evenings, fairs and meetings between two days
-- in: from_day day, to_day day, known time
-- out: institution text, grade text, n int
select c.institution, c.grade, sum(c.n) as n
from event e
join event_count c on c.event = e.id
where e.day >= $from_day and e.day <= $to_day and e.state = 'published'
    and c.grade in ('7', '8', '9', '10') and c.at <= $known
    and (c.withdrawn_at is null or c.withdrawn_at > $known)
group by c.institution, c.grade;
