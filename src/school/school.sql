-- SPDX-License-Identifier: EUPL-1.2
-- Schools, classes and who is fixed where.

-- query school_by_number: does this institution exist
-- in: number text
-- out: number text, name text
select number, name from institution where number = $number;

-- query school_counsellor_on: who is fixed at a school on a day; a cover counts before the covered
-- in: institution text, day day
-- out: account int
select cs.account
from counsellor_school cs
join account a on a.id = cs.account
where cs.institution = $institution and cs.from_day <= $day
    and (cs.to_day is null or cs.to_day >= $day) and a.disabled_at is null
order by case when cs.cover_for is null then 1 else 0 end, cs.from_day desc, cs.id desc
limit 1;

-- query school_classes_of: this year's classes of the schools that a counsellor has on a day, with size
-- in: account int, day day, school_year int
-- out: id int, institution text, school text, name text, grade text, school_year int, pupils int
select c.id, c.institution, i.name as school, c.name, c.grade, c.school_year,
    (select count(*) from youth_class yc where yc.class = c.id and yc.from_day <= $day
        and (yc.to_day is null or yc.to_day >= $day)) as pupils
from (select distinct institution from counsellor_school where account = $account
    and from_day <= $day and (to_day is null or to_day >= $day)) own
join class c on c.institution = own.institution and c.school_year = $school_year
join institution i on i.number = c.institution
order by i.sort_key, length(c.grade), c.grade, c.name;

-- query school_classes_at: this year's classes of one school, or of all, with size
-- in: institution text, day day, school_year int
-- out: id int, institution text, school text, name text, grade text, school_year int, pupils int
select c.id, c.institution, i.name as school, c.name, c.grade, c.school_year,
    (select count(*) from youth_class yc where yc.class = c.id and yc.from_day <= $day
        and (yc.to_day is null or yc.to_day >= $day)) as pupils
from class c
join institution i on i.number = c.institution
where c.school_year = $school_year
    and (cast($institution as text) is null or c.institution = $institution)
order by i.sort_key, length(c.grade), c.grade, c.name;

-- query school_class_one: one class with its school and size
-- in: id int, day day
-- out: id int, institution text, school text, name text, grade text, school_year int, pupils int
select c.id, c.institution, i.name as school, c.name, c.grade, c.school_year,
    (select count(*) from youth_class yc where yc.class = c.id and yc.from_day <= $day
        and (yc.to_day is null or yc.to_day >= $day)) as pupils
from class c
join institution i on i.number = c.institution
where c.id = $id;

-- query school_pupils: who is in a class on a day, in Danish order
-- in: class int, day day
-- out: youth text, name text, born day, guarded bool
select y.id as youth, y.name, y.born,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded
from youth_class yc
join youth y on y.id = yc.youth
where yc.class = $class and yc.from_day <= $day and (yc.to_day is null or yc.to_day >= $day)
order by y.sort_key;

-- query school_options_of: the schools that a counsellor has on a day
-- in: account int, day day
-- out: number text, name text
select i.number, i.name
from (select distinct institution from counsellor_school where account = $account
    and from_day <= $day and (to_day is null or to_day >= $day)) own
join institution i on i.number = own.institution
order by i.sort_key;

-- query school_options_all: the schools that have classes this year
-- in: school_year int
-- out: number text, name text
select i.number, i.name
from institution i
where exists (select 1 from class c where c.institution = i.number
    and c.school_year = $school_year)
order by i.sort_key;
