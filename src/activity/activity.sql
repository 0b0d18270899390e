-- SPDX-License-Identifier: EUPL-1.2
-- Spells: what a young person does, from-to. Withdrawn ones are kept and never counted.

-- query activity_of: all spells of one person, newest first
-- in: youth text
-- out: id int, kind text, programme text, institution text, school text, place text, hours real, from_day day, to_day day, outcome text, cause text, source text, known_at time, known_by int, known_name text, ended_known_at time, withdrawn_at time
select s.id, s.kind, s.programme, s.institution, i.name as school, s.place, s.hours, s.from_day,
    s.to_day, s.outcome, s.cause, s.source, s.known_at, s.known_by, a.name as known_name,
    s.ended_known_at, s.withdrawn_at
from spell s
left join institution i on i.number = s.institution
left join account a on a.id = s.known_by
where s.youth = $youth
order by s.from_day desc, s.id desc;

-- query activity_open: the spell that a person is in on a day
-- in: youth text, day day
-- out: id int, kind text, programme text, school text, place text, hours real, from_day day, known_at time
select s.id, s.kind, s.programme, i.name as school, s.place, s.hours, s.from_day, s.known_at
from spell s
left join institution i on i.number = s.institution
where s.youth = $youth and s.withdrawn_at is null and s.from_day <= $day
    and (s.to_day is null or s.to_day >= $day)
order by s.from_day desc, s.id desc
limit 1;

-- query activity_last: the newest spell of a person, open or not, for the rules of order. Of those
-- that begin last the newest row; by max() since "order by ... limit 1" costs SQLite a sorter.
-- in: youth text
-- out: id int, kind text, from_day day, to_day day
select id, kind, from_day, to_day from spell
where id = (select max(l.id) from spell l
    where l.youth = $youth and l.withdrawn_at is null and l.from_day = (select max(f.from_day)
        from spell f where f.youth = $youth and f.withdrawn_at is null));

-- query activity_told: what a file of pupils is held against: the newest spell of a person, if any,
-- and what the school is
-- in: youth text, institution text
-- out: type_code int, id int, kind text, school text, from_day day, to_day day, source text, known_at time, ended_known_at time
select i.type_code, s.id, s.kind, s.institution as school, s.from_day, s.to_day, s.source, s.known_at,
    s.ended_known_at
from institution i
left join spell s on s.id = (select max(l.id) from spell l
    where l.youth = $youth and l.withdrawn_at is null and l.from_day = (select max(f.from_day)
        from spell f where f.youth = $youth and f.withdrawn_at is null))
where i.number = $institution;

-- query activity_school_type: what the school of a pupil is who has no spell yet
-- in: institution text
-- out: type_code int
select type_code from institution where number = $institution;

-- query activity_begun: spells that began on a day, have not ended, and were written some days before.
-- full scan: once a day
-- in: day day, known_before time
-- out: id int, youth text, kind text, hours real, source text, known_by int
select id, youth, kind, hours, source, known_by from spell
where from_day = $day and known_at < $known_before and to_day is null and withdrawn_at is null;

-- query activity_begun_until: until which day that was looked at
-- out: value text
select value from setting where name = 'activity.begun';

-- query activity_begun_put: it has been looked at
-- in: value text
insert into setting (name, value) values ('activity.begun', $value)
on conflict (name) do update set value = excluded.value;

-- query activity_by_id: one spell, to end or withdraw it
-- in: id int, youth text
-- out: id int, kind text, from_day day, to_day day, known_at time, known_by int, ended_known_at time, withdrawn_at time
select id, kind, from_day, to_day, known_at, known_by, ended_known_at, withdrawn_at
from spell where id = $id and youth = $youth;

-- query activity_add: a spell begins
-- in: id int, youth text, kind text, programme text, institution text, place text, hours real, from_day day, source text, known_at time, known_by int
insert into spell (id, youth, kind, programme, institution, place, hours, from_day, source, known_at,
    known_by)
values ($id, $youth, $kind, $programme, $institution, $place, $hours, $from_day, $source, $known_at,
    $known_by);

-- query activity_close: a spell ends, with how and why
-- in: id int, to_day day, outcome text, cause text, ended_known_at time
update spell set to_day = $to_day, outcome = $outcome, cause = $cause,
    ended_known_at = $ended_known_at
where id = $id and to_day is null and withdrawn_at is null;

-- query activity_reopen: the end of a spell is undone
-- in: youth text, to_day day
update spell set to_day = null, outcome = null, cause = null, ended_known_at = null
where id = (select id from spell where youth = $youth and withdrawn_at is null
    and to_day = $to_day order by from_day desc, id desc limit 1);

-- query activity_withdraw: undo, as an event: the row stays
-- in: id int, withdrawn_at time, withdrawn_by int
update spell set withdrawn_at = $withdrawn_at, withdrawn_by = $withdrawn_by
where id = $id and withdrawn_at is null;

-- query activity_status_mine: what each person of a counsellor's caseload does on a day, the latest last.
-- Those who have no end, and the few whose end is known and still to come.
-- in: account int, day day, school_year int
-- out: youth text, kind text, programme text, school text, place text, from_day day
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
select s.youth, s.kind, s.programme, i.name as school, s.place, s.from_day
from (
    select o.id from mine
    join spell o on o.youth = mine.id and o.withdrawn_at is null and o.to_day is null
        and o.from_day <= $day
    union all
    select e.id from spell e
    cross join mine
    where e.to_day >= $day and e.withdrawn_at is null and e.from_day <= $day
        and mine.id = e.youth
) now
join spell s on s.id = now.id
left join institution i on i.number = s.institution
order by s.from_day;

-- query activity_unknown_mine: own young people of whom nobody knows what they do, for the worklist.
-- cross join: SQLite goes from the counsellor's few to their spells, not from all who are unknown; the
-- kind is asked twice to be answered by the index of those who are idle.
-- in: account int, day day
-- out: youth text, name text, born day, from_day day, known_at time, before text, before_programme text
select y.id as youth, y.name, y.born, s.from_day, s.known_at,
    p.kind as before, p.programme as before_programme
from youth y
cross join spell s
left join spell p on p.id = (select q.id from spell q where q.youth = y.id
    and q.withdrawn_at is null and q.from_day < s.from_day
    and q.kind not in ('none', 'unknown') order by q.from_day desc limit 1)
where y.counsellor = $account and y.moved_out is null
    and s.youth = y.id and s.withdrawn_at is null and s.to_day is null
    and s.from_day <= $day and s.kind in ('none', 'unknown') and s.kind = 'unknown';

-- query activity_schools: places of education to choose from, those of the municipality first
-- in: municipality text, most int
-- out: number text, name text
select number, name from institution
where municipality = $municipality and type_code in (1011, 1012, 1013, 1014, 1015, 1021, 1022, 1023, 1026, 1027, 1028, 1053, 1061, 1062, 1063, 1071, 1072)
order by sort_key
limit $most;

-- query activity_last_act: when we last came to know something about what a person does
-- in: youth text
-- out: born day, last time
select y.born, (select max(coalesce(s.ended_known_at, s.known_at)) from spell s
    where s.youth = y.id) as last
from youth y where y.id = $youth;

-- query activity_erase: erasure
-- in: youth text
delete from spell where youth = $youth;
