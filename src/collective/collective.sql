-- SPDX-License-Identifier: EUPL-1.2
-- Themes, the year plan of classes, sessions and whom they reached.

-- ---------------------------------------------------------------- themes

-- query collective_themes: the municipality's themes, and last days of those of the program
-- out: id text, name_da text, name_en text, grades text, from_day day, to_day day, why text, author_name text
select t.id, t.name_da, t.name_en, t.grades, t.from_day, t.to_day, t.why, a.name as author_name
from collective_theme t
join account a on a.id = t.author
order by t.from_day, t.id;

-- query collective_theme_add: the municipality's own theme
-- in: id text, name_da text, name_en text, grades text, from_day day, why text, author int, at time
insert into collective_theme (id, name_da, name_en, grades, from_day, why, author, at)
values ($id, $name_da, $name_en, $grades, $from_day, $why, $author, $at);

-- query collective_theme_end: the last day of a theme
-- in: id text, to_day day, author int, at time
insert into collective_theme (id, to_day, author, at) values ($id, $to_day, $author, $at)
on conflict (id) do update set to_day = excluded.to_day;

-- ---------------------------------------------------------------- the year plan

-- query collective_classes: the classes of a school in a school year
-- in: institution text, school_year int
-- out: id int, name text, grade text
select id, name, grade from class
where institution = $institution and school_year = $school_year
order by length(grade), grade, name;

-- query collective_school: a school by number
-- in: number text
-- out: name text
select name from institution where number = $number;

-- query collective_plans: what the classes of a school are to have in a school year
-- in: institution text, school_year int
-- out: id int, class int, class_name text, theme text, day day, author_name text, session int
select p.id, p.class, c.name as class_name, p.theme, p.day, a.name as author_name, s.id as session
from class c
join collective_plan p on p.class = c.id
join account a on a.id = p.author
left join collective_session s on s.plan = p.id and s.withdrawn_at is null
where c.institution = $institution and c.school_year = $school_year and p.withdrawn_at is null
order by p.day, c.name;

-- query collective_held: what they have had
-- in: institution text, school_year int
-- out: class int, theme text, day day
select s.class, s.theme, s.day
from class c
join collective_session s on s.class = c.id
where c.institution = $institution and c.school_year = $school_year and s.withdrawn_at is null
order by s.day;

-- query collective_plan_add: a class is to have a theme
-- in: id int, batch int, class int, theme text, day day, author int, at time
insert into collective_plan (id, batch, class, theme, day, author, at)
values ($id, $batch, $class, $theme, $day, $author, $at);

-- query collective_plan_open: the open plans of a class and theme, the earliest first
-- in: class int, theme text
-- out: id int, day day
select p.id, p.day from collective_plan p
where p.class = $class and p.theme = $theme and p.withdrawn_at is null
    and not exists (select 1 from collective_session s where s.plan = p.id
        and s.withdrawn_at is null)
order by p.day, p.id;

-- query collective_plan_one: one plan of a class, to begin its session
-- in: id int, class int
-- out: id int, theme text, day day
select id, theme, day from collective_plan
where id = $id and class = $class and withdrawn_at is null;

-- query collective_plan_withdraw: one that has not been held
-- in: id int, institution text, account int, at time
update collective_plan set withdrawn_at = $at, withdrawn_by = $account
where id = $id and withdrawn_at is null
    and class in (select c.id from class c where c.institution = $institution)
    and not exists (select 1 from collective_session s where s.plan = collective_plan.id
        and s.withdrawn_at is null);

-- query collective_batch_withdraw: undo of what was planned in one act, but for what has been held
-- in: batch int, account int, since time, at time
update collective_plan set withdrawn_at = $at, withdrawn_by = $account
where batch = $batch and author = $account and at >= $since and withdrawn_at is null
    and not exists (select 1 from collective_session s where s.plan = collective_plan.id
        and s.withdrawn_at is null);

-- query collective_due: planned sessions at a counsellor's schools up to a day that have not been held
-- in: account int, until day, day day, school_year int
-- out: id int, class int, class_name text, institution text, school text, theme text, theme_da text, theme_en text, day day
select p.id, p.class, c.name as class_name, c.institution, i.name as school, p.theme,
    t.name_da as theme_da, t.name_en as theme_en, p.day
from counsellor_school cs
join class c on c.institution = cs.institution and c.school_year = $school_year
join collective_plan p on p.class = c.id and p.withdrawn_at is null and p.day <= $until
left join collective_theme t on t.id = p.theme
join institution i on i.number = c.institution
where cs.account = $account and cs.from_day <= $day and (cs.to_day is null or cs.to_day >= $day)
    and not exists (select 1 from collective_session s where s.plan = p.id
        and s.withdrawn_at is null);

-- ---------------------------------------------------------------- sessions

-- query collective_session_add: one collective session with a class
-- in: id int, class int, theme text, day day, author int, note blob, at time, plan int
insert into collective_session (id, class, theme, day, author, note, at, plan)
values ($id, $class, $theme, $day, $author, $note, $at, $plan);

-- query collective_session_by_id: to undo it
-- in: id int
-- out: id int, class int, author int, at time, withdrawn_at time
select id, class, author, at, withdrawn_at from collective_session where id = $id;

-- query collective_session_withdraw: undo of a session
-- in: id int, withdrawn_at time, withdrawn_by int
update collective_session set withdrawn_at = $withdrawn_at, withdrawn_by = $withdrawn_by
where id = $id and withdrawn_at is null;

-- query collective_sessions_of_class: what a class has had, newest first
-- in: class int
-- out: id int, theme text, theme_da text, theme_en text, day day, author_name text, present int, absent int
select s.id, s.theme, t.name_da as theme_da, t.name_en as theme_en, s.day, a.name as author_name,
    count(*) filter (where k.attended = 1) as present,
    count(*) filter (where k.attended = 0) as absent
from collective_session s
left join collective_theme t on t.id = s.theme
join account a on a.id = s.author
left join contact k on k.session = s.id and k.withdrawn_at is null
where s.class = $class and s.withdrawn_at is null
group by s.id, s.theme, t.name_da, t.name_en, s.day, a.name
order by s.day desc, s.id desc;

-- query collective_session_of: one session of a class, to correct its attendance
-- in: id int, class int
-- out: id int, theme text, theme_da text, theme_en text, day day, author_name text
select s.id, s.theme, t.name_da as theme_da, t.name_en as theme_en, s.day, a.name as author_name
from collective_session s
left join collective_theme t on t.id = s.theme
join account a on a.id = s.author
where s.id = $id and s.class = $class and s.withdrawn_at is null;

-- query collective_attendance: who was at a session and who was not, as it stands now
-- in: session int, day day
-- out: contact int, youth text, name text, guarded bool, attended bool
select k.id as contact, k.youth, y.name,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded, k.attended
from contact k
join youth y on y.id = k.youth
where k.session = $session and k.withdrawn_at is null
order by y.sort_key, y.id;

-- query collective_corrections: what was corrected about a session, newest first
-- in: session int
-- out: id int, name text, attended bool, author_name text, day day
select c.id, y.name, c.attended, a.name as author_name, c.day
from attendance_correction c
join youth y on y.id = c.youth
join account a on a.id = c.author
where c.session = $session
order by c.id desc;

-- query collective_corrections_of: what was corrected about one person
-- in: youth text
-- out: session int, attended bool, author_name text, day day, at time
select c.session, c.attended, a.name as author_name, c.day, c.at
from attendance_correction c
join account a on a.id = c.author
where c.youth = $youth
order by c.id;

-- query collective_correction_add: somebody's attendance was corrected
-- in: id int, session int, youth text, wrong int, attended bool, author int, day day, at time
insert into attendance_correction (id, session, youth, wrong, attended, author, day, at)
values ($id, $session, $youth, $wrong, $attended, $author, $day, $at);

-- query collective_step_add: that a session put a step into somebody's plan
-- in: session int, youth text, step int
insert into collective_step (session, youth, step) values ($session, $youth, $step);

-- query collective_steps: the steps of a session
-- in: session int
-- out: youth text, step int
select youth, step from collective_step where session = $session;

-- ---------------------------------------------------------------- whom it reached

-- query collective_reach_all: pupils of each school and grade, and how many of them have been to something
-- in: school_year int, from_day day, day day
-- out: institution text, school text, grade text, pupils int, reached int
select c.institution, i.name as school, c.grade, count(distinct m.youth) as pupils,
    count(distinct case when exists (select 1 from contact k where k.youth = m.youth
        and k.kind = 'collective' and k.attended = 1 and k.withdrawn_at is null
        and k.day >= $from_day and k.day <= $day) then m.youth end) as reached
from class c
join institution i on i.number = c.institution
join youth_class m on m.class = c.id and m.from_day <= $day
    and (m.to_day is null or m.to_day >= $day)
where c.school_year = $school_year and c.grade in ('7', '8', '9', '10')
group by c.institution, i.name, i.sort_key, c.grade
order by i.sort_key, c.institution, length(c.grade), c.grade;

-- query collective_reach_of: the same for the schools that a counsellor has on a day
-- in: account int, today day, school_year int, from_day day, day day
-- out: institution text, school text, grade text, pupils int, reached int
select c.institution, i.name as school, c.grade, count(distinct m.youth) as pupils,
    count(distinct case when exists (select 1 from contact k where k.youth = m.youth
        and k.kind = 'collective' and k.attended = 1 and k.withdrawn_at is null
        and k.day >= $from_day and k.day <= $day) then m.youth end) as reached
from class c
join institution i on i.number = c.institution
join youth_class m on m.class = c.id and m.from_day <= $day
    and (m.to_day is null or m.to_day >= $day)
where c.school_year = $school_year and c.grade in ('7', '8', '9', '10')
    and exists (select 1 from counsellor_school cs where cs.account = $account
        and cs.institution = c.institution and cs.from_day <= $today
        and (cs.to_day is null or cs.to_day >= $today))
group by c.institution, i.name, i.sort_key, c.grade
order by i.sort_key, c.institution, length(c.grade), c.grade;

-- query collective_themes_held: sessions and attendances by theme in a time
-- in: from_day day, day day
-- out: theme text, sessions int, present int
select s.theme, count(*) as sessions,
    sum((select count(*) from contact k
        where k.session = s.id and k.attended = 1 and k.withdrawn_at is null)) as present
from collective_session s
where s.day >= $from_day and s.day <= $day and s.withdrawn_at is null
group by s.theme;

-- query collective_missing: pupils of a school who have been to nothing in a time
-- in: institution text, school_year int, from_day day, day day, most int
-- out: id text, name text, guarded bool, class int, class_name text, grade text, absent int
select y.id, y.name,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    c.id as class, c.name as class_name, c.grade,
    (select count(*) from contact k join collective_session s on s.id = k.session
        where k.youth = y.id and k.kind = 'collective' and k.attended = 0
        and k.withdrawn_at is null and k.day >= $from_day and k.day <= $day) as absent
from class c
join youth_class m on m.class = c.id and m.from_day <= $day
    and (m.to_day is null or m.to_day >= $day)
join youth y on y.id = m.youth
where c.institution = $institution and c.school_year = $school_year
    and c.grade in ('7', '8', '9', '10')
    and not exists (select 1 from contact k where k.youth = y.id and k.kind = 'collective'
        and k.attended = 1 and k.withdrawn_at is null and k.day >= $from_day and k.day <= $day)
order by length(c.grade), c.grade, c.name, y.sort_key
limit $most;

-- ---------------------------------------------------------------- one person

-- query collective_of: the sessions that somebody was to be at
-- in: youth text
-- out: day day, theme text, own text, class_name text, school text, attended bool, withdrawn_at time
select k.day, s.theme, t.name_da as own, c.name as class_name, i.name as school, k.attended, k.withdrawn_at
from contact k
join collective_session s on s.id = k.session
left join collective_theme t on t.id = s.theme
join class c on c.id = s.class
join institution i on i.number = c.institution
where k.youth = $youth
order by k.day, k.id;

-- query collective_last_act: when a session last put a step into somebody's plan or their attendance was
-- corrected, and when they were born
-- in: youth text
-- out: born day, last day
select y.born, (select max(l.day) from (
    select s.day from collective_step x
    join collective_session s on s.id = x.session where x.youth = $youth
    union all select c.day from attendance_correction c where c.youth = $youth) l) as last
from youth y where y.id = $youth;

-- query collective_erase_corrections: real deletion
-- in: youth text
delete from attendance_correction where youth = $youth;

-- query collective_erase_steps: real deletion
-- in: youth text
delete from collective_step where youth = $youth;
