-- SPDX-License-Identifier: EUPL-1.2
-- Work places, placements, courses and what was said about them. Sealed texts are blobs.

-- ---------------------------------------------------------------- work places

-- query placement_employers: work places to choose from or look through, by name; closed ones last
-- in: day day
-- out: id int, name text, trade text, town text, contact text, phone text, places int, closed_day day, now int, ever int
select e.id, e.name, e.trade, e.town, e.contact, e.phone, e.places, e.closed_day,
    (select count(*) from placement p where p.employer = e.id and p.withdrawn_at is null
        and p.ended_day is null and p.from_day <= $day
        and (p.to_day is null or p.to_day >= $day)) as now,
    (select count(*) from placement p where p.employer = e.id and p.withdrawn_at is null) as ever
from employer e
order by case when e.closed_day <= $day then 1 else 0 end, e.sort_key, e.id;

-- query placement_employer: one work place
-- in: id int
-- out: id int, name text, trade text, town text, contact text, phone text, email text, places int, closed_day day, version int, edited_name text
select e.id, e.name, e.trade, e.town, e.contact, e.phone, e.email, e.places, e.closed_day, e.version,
    a.name as edited_name
from employer e
join account a on a.id = e.edited_by
where e.id = $id;

-- query placement_employer_add: a work place
-- in: id int, name text, sort_key blob, trade text, town text, contact text, phone text, email text, places int, closed_day day, author int, at time
insert into employer (id, name, sort_key, trade, town, contact, phone, email, places, closed_day,
    author, at, edited_by, edited_at)
values ($id, $name, $sort_key, $trade, $town, $contact, $phone, $email, $places, $closed_day,
    $author, $at, $author, $at);

-- query placement_employer_edit: changed; only when nobody else did meanwhile
-- in: id int, version int, name text, sort_key blob, trade text, town text, contact text, phone text, email text, places int, closed_day day, author int, at time
update employer set name = $name, sort_key = $sort_key, trade = $trade, town = $town,
    contact = $contact, phone = $phone, email = $email, places = $places, closed_day = $closed_day,
    edited_by = $author, edited_at = $at, version = version + 1
where id = $id and version = $version;

-- query placement_employer_answers: what was said about a work place, by whom, in numbers
-- in: employer int
-- out: party text, n int, useful real, again int, said int
select s.party, count(*) as n, avg(cast(s.useful as double precision)) as useful,
    sum(case when s.again = 1 then 1 else 0 end) as again, count(s.again) as said
from placement p
join placement_answer s on s.placement = p.id and s.withdrawn_at is null
where p.employer = $employer and p.withdrawn_at is null
group by s.party;

-- ---------------------------------------------------------------- placements

-- query placement_add: practice or full-time teaching is agreed
-- in: id int, youth text, kind text, employer int, institution text, from_day day, to_day day, hours real, agreed_with text, purpose blob, pupil bool, author int, at time
insert into placement (id, youth, kind, employer, institution, from_day, to_day, hours, agreed_with,
    purpose, pupil, author, at)
values ($id, $youth, $kind, $employer, $institution, $from_day, $to_day, $hours, $agreed_with,
    $purpose, $pupil, $author, $at);

-- query placement_of: all of one person, newest first
-- in: youth text
-- out: id int, kind text, employer int, employer_name text, trade text, institution text, school text, from_day day, to_day day, hours real, agreed_with text, purpose blob, pupil bool, author int, author_name text, at time, started_day day, started_at time, started_by int, spell int, ended_day day, outcome text, withdrawn_at time
select p.id, p.kind, p.employer, e.name as employer_name, e.trade, p.institution, i.name as school,
    p.from_day, p.to_day, p.hours, p.agreed_with, p.purpose, p.pupil, p.author, a.name as author_name,
    p.at, p.started_day, p.started_at, p.started_by, p.spell, p.ended_day, p.outcome, p.withdrawn_at
from placement p
join account a on a.id = p.author
left join employer e on e.id = p.employer
left join institution i on i.number = p.institution
where p.youth = $youth
order by p.from_day desc, p.id desc;

-- query placement_start: it has begun
-- in: id int, youth text, day day, spell int, account int, at time
update placement set started_day = $day, spell = $spell, started_at = $at, started_by = $account
where id = $id and youth = $youth and started_day is null and withdrawn_at is null;

-- query placement_unstart: that it had begun is taken back
-- in: id int, youth text, account int, since time
update placement set started_day = null, spell = null, started_at = null, started_by = null
where id = $id and youth = $youth and started_by = $account and started_at >= $since
    and ended_day is null and withdrawn_at is null;

-- query placement_end: it is over
-- in: id int, youth text, day day, outcome text, account int, at time
update placement set ended_day = $day, outcome = $outcome, ended_at = $at, ended_by = $account
where id = $id and youth = $youth and started_day is not null and ended_day is null
    and withdrawn_at is null;

-- query placement_withdraw: it never came to it
-- in: id int, youth text, account int, at time
update placement set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and started_day is null and withdrawn_at is null;

-- query placement_mine: the open ones of a counsellor's young people, and those at the own schools
-- in: account int, day day, school_year int
-- out: id int, youth text, name text, guarded bool, kind text, employer_name text, school text, from_day day, to_day day, started_day day, class_name text
with mine as (
    select y.id from youth y where y.counsellor = $account and y.moved_out is null
    union
    select yc.youth
    from counsellor_school cs
    join class c on c.institution = cs.institution and c.school_year = $school_year
    join youth_class yc on yc.class = c.id
    where cs.account = $account and cs.from_day <= $day
        and (cs.to_day is null or cs.to_day >= $day)
        and yc.from_day <= $day and (yc.to_day is null or yc.to_day >= $day)
)
select p.id, p.youth, y.name,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    p.kind, e.name as employer_name, i.name as school, p.from_day, p.to_day, p.started_day,
    (select max(c.name) from youth_class m join class c on c.id = m.class
        where m.youth = p.youth and m.from_day <= $day
        and (m.to_day is null or m.to_day >= $day)) as class_name
from mine
join placement p on p.youth = mine.id and p.ended_day is null and p.withdrawn_at is null
join youth y on y.id = p.youth
left join employer e on e.id = p.employer
left join institution i on i.number = p.institution
order by p.from_day, p.id;

-- query placement_all: all open ones, for the team leader
-- in: day day, most int
-- out: id int, youth text, name text, guarded bool, kind text, employer_name text, school text, from_day day, to_day day, started_day day, class_name text
select p.id, p.youth, y.name,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    p.kind, e.name as employer_name, i.name as school, p.from_day, p.to_day, p.started_day,
    (select max(c.name) from youth_class m join class c on c.id = m.class
        where m.youth = p.youth and m.from_day <= $day
        and (m.to_day is null or m.to_day >= $day)) as class_name
from placement p
join youth y on y.id = p.youth
left join employer e on e.id = p.employer
left join institution i on i.number = p.institution
where p.ended_day is null and p.withdrawn_at is null
order by p.from_day, p.id
limit $most;

-- query placement_due: own young people whose placement should have begun or ended by a day
-- in: account int, until day
-- out: id int, youth text, name text, born day, kind text, employer_name text, school text, from_day day, to_day day, started_day day
select p.id, p.youth, y.name, y.born, p.kind, e.name as employer_name, i.name as school, p.from_day,
    p.to_day, p.started_day
from youth y
join placement p on p.youth = y.id and p.ended_day is null and p.withdrawn_at is null
left join employer e on e.id = p.employer
left join institution i on i.number = p.institution
where y.counsellor = $account and y.moved_out is null
    and ((p.started_day is null and p.from_day <= $until)
        or (p.started_day is not null and p.to_day <= $until));

-- query placement_now: what somebody is in or will be, for the person's page
-- in: youth text
-- out: kind text, employer_name text, school text, from_day day, to_day day, started_day day
select p.kind, e.name as employer_name, i.name as school, p.from_day, p.to_day, p.started_day
from placement p
left join employer e on e.id = p.employer
left join institution i on i.number = p.institution
where p.youth = $youth and p.ended_day is null and p.withdrawn_at is null
order by p.from_day, p.id;

-- ---------------------------------------------------------------- answers

-- query placement_answer_add: somebody says how it was
-- in: id int, placement int, youth text, party text, day day, useful int, again int, body blob, author int, at time
insert into placement_answer (id, placement, youth, party, day, useful, again, body, author, at)
values ($id, $placement, $youth, $party, $day, $useful, $again, $body, $author, $at);

-- query placement_answers: what was said about one person's placements
-- in: youth text
-- out: id int, placement int, party text, day day, useful int, again int, body blob, author int, author_name text, at time, withdrawn_at time
select s.id, s.placement, s.party, s.day, s.useful, s.again, s.body, s.author, a.name as author_name,
    s.at, s.withdrawn_at
from placement_answer s
join account a on a.id = s.author
where s.youth = $youth
order by s.day, s.id;

-- query placement_answer_withdraw: undo by the author, as an event
-- in: id int, youth text, account int, since time, at time
update placement_answer set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- ---------------------------------------------------------------- courses

-- query placement_course_add: an introduction course or bridge building is planned
-- in: id int, youth text, kind text, category text, grade text, institution text, place text, days int, hours real, from_day day, to_day day, purpose blob, author int, at time
insert into placement_course (id, youth, kind, category, grade, institution, place, days, hours,
    from_day, to_day, purpose, author, at)
values ($id, $youth, $kind, $category, $grade, $institution, $place, $days, $hours, $from_day, $to_day,
    $purpose, $author, $at);

-- query placement_courses: all of one person, newest first
-- in: youth text
-- out: id int, kind text, category text, grade text, institution text, school text, place text, days int, hours real, from_day day, to_day day, purpose blob, author int, at time, done int, closed_at time, closed_by int, course int, withdrawn_at time
select k.id, k.kind, k.category, k.grade, k.institution, i.name as school, k.place, k.days, k.hours,
    k.from_day, k.to_day, k.purpose, k.author, k.at, k.done, k.closed_at, k.closed_by, k.course,
    k.withdrawn_at
from placement_course k
left join institution i on i.number = k.institution
where k.youth = $youth
order by k.from_day desc, k.id desc;

-- query placement_course_close: it was done, or not
-- in: id int, youth text, done int, course int, account int, at time
update placement_course set done = $done, course = $course, closed_at = $at, closed_by = $account
where id = $id and youth = $youth and done is null and withdrawn_at is null;

-- query placement_course_reopen: how it went is taken back
-- in: id int, youth text, account int, since time
update placement_course set done = null, course = null, closed_at = null, closed_by = null
where id = $id and youth = $youth and closed_by = $account and closed_at >= $since
    and withdrawn_at is null;

-- query placement_course_withdraw: a plan for a course is taken back
-- in: id int, youth text, account int, at time
update placement_course set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and done is null and withdrawn_at is null;

-- query placement_tenth: pupils of the 10th grade at a counsellor's schools, with their hours of bridge building in a time
-- in: account int, day day, school_year int, from_day day, before day
-- out: youth text, name text, guarded bool, school text, class_name text, done_hours real, planned_hours real, eud10 int
select y.id as youth, y.name,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    i.name as school, c.name as class_name,
    (select coalesce(sum(k.hours), 0.0) from placement_course k where k.youth = y.id
        and k.kind = 'bridge' and k.withdrawn_at is null and k.done = 1 and k.from_day >= $from_day
        and k.to_day < $before) as done_hours,
    (select coalesce(sum(k.hours), 0.0) from placement_course k where k.youth = y.id
        and k.kind = 'bridge' and k.withdrawn_at is null and k.done is null
        and k.from_day >= $from_day and k.to_day < $before) as planned_hours,
    (select count(*) from placement_course k where k.youth = y.id and k.category = 'eud10'
        and k.withdrawn_at is null and k.from_day >= $from_day) as eud10
from counsellor_school cs
join class c on c.institution = cs.institution and c.school_year = $school_year and c.grade = '10'
join institution i on i.number = c.institution
join youth_class m on m.class = c.id and m.from_day <= $day and (m.to_day is null or m.to_day >= $day)
join youth y on y.id = m.youth
where cs.account = $account and cs.from_day <= $day and (cs.to_day is null or cs.to_day >= $day)
order by i.sort_key, c.name, y.sort_key;

-- ---------------------------------------------------------------- choices

-- query placement_schools: places of education that take pupils in for courses
-- in: municipality text, most int
-- out: number text, name text
select number, name from institution
where municipality = $municipality and type_code in (1021, 1022, 1023, 1026, 1027, 1028, 1053, 1061, 1062, 1063, 1071, 1072)
order by sort_key
limit $most;

-- query placement_youth_schools: where full-time teaching can be: the municipal youth schools first
-- in: municipality text, most int
-- out: number text, name text
select number, name from institution
where municipality = $municipality and type_code in (1010, 1012, 1013, 1014, 1015, 1023)
order by case when type_code = 1014 then 0 else 1 end, sort_key
limit $most;

-- ---------------------------------------------------------------- one person

-- query placement_last_act: when anything was last written here about somebody, and when they were born
-- in: youth text
-- out: born day, last time
select y.born, (select max(at) from (
    select max(at) as at from placement where youth = $youth
    union all select max(ended_at) from placement where youth = $youth
    union all select max(at) from placement_answer where youth = $youth
    union all select max(at) from placement_course where youth = $youth
    union all select max(closed_at) from placement_course where youth = $youth) acts) as last
from youth y where y.id = $youth;

-- query placement_erase_answers: real deletion
-- in: youth text
delete from placement_answer where youth = $youth;

-- query placement_erase_placements: real deletion
-- in: youth text
delete from placement where youth = $youth;

-- query placement_erase_courses: real deletion
-- in: youth text
delete from placement_course where youth = $youth;
