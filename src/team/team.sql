-- SPDX-License-Identifier: EUPL-1.2
-- The team: who has how much, whom nobody has, who is away, and what went from one to another.

-- ---------------------------------------------------------------- counted at most once a minute (figures.c)

-- query team_accounts: counsellors, and others who have young people or open follow-ups; also without access any more
-- in: day day
-- out: id int, name text, counsellor bool, closed bool
select a.id, a.name, case when a.role = 'counsellor' then 1 else 0 end as counsellor,
    case when a.disabled_at is not null or a.valid_to < $day then 1 else 0 end as closed
from account a
where (a.role = 'counsellor' and a.disabled_at is null and (a.valid_to is null or a.valid_to >= $day))
    or exists (select 1 from youth y where y.counsellor = a.id and y.moved_out is null)
    or exists (select 1 from follow_up f where f.owner = a.id and f.done_at is null
        and f.withdrawn_at is null)
    or exists (select 1 from counsellor_school cs where cs.account = a.id and cs.from_day <= $day
        and (cs.to_day is null or cs.to_day >= $day));

-- query team_young: how many each has, how many of them are in a class, and how many have had no contact since a day
-- in: day day, since day
-- out: account int, young int, pupils int, quiet int
select y.counsellor as account, count(*) as young,
    sum(case when exists (select 1 from youth_class yc where yc.youth = y.id
        and yc.from_day <= $day and (yc.to_day is null or yc.to_day >= $day))
        then 1 else 0 end) as pupils,
    sum(case when exists (select 1 from contact k where k.youth = y.id and k.day >= $since
        and k.withdrawn_at is null and k.attended = 1) then 0 else 1 end) as quiet
from youth y
where y.counsellor is not null and y.moved_out is null
group by y.counsellor;

-- query team_follow_ups: open follow-ups of each, and those that are late
-- in: day day
-- out: account int, open_n int, late_n int
select owner as account, count(*) as open_n, sum(case when due < $day then 1 else 0 end) as late_n
from follow_up
where done_at is null and withdrawn_at is null
group by owner;

-- query team_posts: at how many schools each is fixed, and at how many they cover
-- in: day day
-- out: account int, schools int, covers int
select account, sum(case when cover_for is null then 1 else 0 end) as schools,
    sum(case when cover_for is null then 0 else 1 end) as covers
from counsellor_school
where from_day <= $day and (to_day is null or to_day >= $day)
group by account;

-- query team_without_count: pupils without counsellor; those out of education without one. As in
-- outreach.sql, two indexes are walked side by side
-- in: day day, school_year int, born_after day, born_until day, pupils_after day
-- out: pupils int, out_n int
with out_of as materialized (
    select y.id from youth y
    where y.moved_out is null and y.born || '' > $born_after and y.born || '' <= $born_until
        and y.counsellor is null
    except
    select s.youth from spell s
    where s.withdrawn_at is null and s.from_day <= $day
        and (s.to_day is null and s.kind <> 'none' and s.kind <> 'leave' and s.kind <> 'unknown' and s.kind <> 'work'
            and s.kind <> 'practice' and s.kind <> 'production_school' and s.kind <> 'folk_high_school'
            and s.kind <> 'abroad' and s.kind <> 'military' and s.kind <> 'other'
            or s.outcome = 'completed'
                and s.kind in ('eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf'))
    order by 1 limit 10000000
)
select (select count(distinct y.id) from youth y join youth_class yc on yc.youth = y.id
        join class c on c.id = yc.class
        where y.counsellor is null and y.moved_out is null and y.born > $pupils_after
            and c.school_year = $school_year and yc.from_day <= $day and (yc.to_day is null or yc.to_day >= $day)) as pupils,
    (select count(distinct o.id) from out_of o cross join spell s
        where s.youth = o.id and s.withdrawn_at is null and s.to_day is null
            and s.from_day <= $day and s.kind in ('none', 'unknown', 'work', 'practice',
                'production_school', 'leave', 'other')) as out_n;

-- query team_changes: how many got another counsellor since a day, and how many more than once
-- in: since day
-- out: persons int, often int
with changed as materialized (
    select youth from counsellor_change
    where day > $since and from_account is not null and withdrawn_at is null
)
select count(*) as persons, coalesce(sum(case when n > 1 then 1 else 0 end), 0) as often
from (select youth, count(*) as n from changed group by youth) counted;

-- ---------------------------------------------------------------- who has nobody

-- query team_schools_without: schools with classes and without a counsellor that day
-- in: day day, school_year int
-- out: number text, name text, town text, pupils int
select i.number, i.name, i.town, (select count(*) from class k
        join youth_class yc on yc.class = k.id
        where k.institution = i.number and k.school_year = $school_year and yc.from_day <= $day
            and (yc.to_day is null or yc.to_day >= $day)) as pupils
from institution i
where exists (select 1 from class c where c.institution = i.number and c.school_year = $school_year)
    and not exists (select 1 from counsellor_school cs join account a on a.id = cs.account
        where cs.institution = i.number and a.disabled_at is null and cs.from_day <= $day
            and (cs.to_day is null or cs.to_day >= $day))
order by i.sort_key;

-- query team_without_out: young people out of education whom no counsellor has
-- in: day day, born_after day, born_until day, most int
-- out: id text, name text, born day, guarded bool, kind text, since day
with out_of as materialized (
    select y.id from youth y
    where y.moved_out is null and y.born || '' > $born_after and y.born || '' <= $born_until
        and y.counsellor is null
    except
    select s.youth from spell s
    where s.withdrawn_at is null and s.from_day <= $day
        and (s.to_day is null and s.kind <> 'none' and s.kind <> 'leave' and s.kind <> 'unknown' and s.kind <> 'work'
            and s.kind <> 'practice' and s.kind <> 'production_school' and s.kind <> 'folk_high_school'
            and s.kind <> 'abroad' and s.kind <> 'military' and s.kind <> 'other'
            or s.outcome = 'completed'
                and s.kind in ('eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf'))
    order by 1 limit 10000000
)
select y.id, y.name, y.born,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    s.kind, s.from_day as since
from out_of o
cross join youth y
cross join spell s
where y.id = o.id and s.youth = y.id and s.withdrawn_at is null and s.to_day is null
    and s.from_day <= $day
    and s.kind in ('none', 'unknown', 'work', 'practice', 'production_school', 'leave', 'other')
order by y.sort_key
limit $most;

-- query team_without_pupils: pupils whom no counsellor has
-- in: day day, school_year int, pupils_after day, most int
-- out: id text, name text, born day, guarded bool, school text, class_name text
select y.id, y.name, y.born,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    i.name as school, c.name as class_name
from youth y
join youth_class yc on yc.youth = y.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
join class c on c.id = yc.class and c.school_year = $school_year
join institution i on i.number = c.institution
where y.counsellor is null and y.moved_out is null and y.born > $pupils_after
order by i.sort_key, c.name, y.sort_key
limit $most;

-- query team_is_without: that nobody has this young person
-- in: id text
-- out: id text
select id from youth where id = $id and counsellor is null and moved_out is null;

-- ---------------------------------------------------------------- absence

-- query team_absences: who is away now or later, and who covers
-- in: day day
-- out: id int, account int, name text, cover int, cover_name text, from_day day, to_day day
select b.id, b.account, a.name, b.cover, k.name as cover_name, b.from_day, b.to_day
from absence b
join account a on a.id = b.account
join account k on k.id = b.cover
where b.to_day >= $day and b.to_day >= b.from_day and b.withdrawn_at is null
order by b.from_day, b.id;

-- query team_absence: one of them
-- in: id int
-- out: id int, account int, cover int, name text, from_day day, to_day day, withdrawn_at time
select b.id, b.account, b.cover, a.name, b.from_day, b.to_day, b.withdrawn_at
from absence b
join account a on a.id = b.account
where b.id = $id;

-- query team_absence_overlap: that somebody is away in a time
-- in: account int, from_day day, to_day day
-- out: id int, from_day day, to_day day
select id, from_day, to_day from absence
where account = $account and to_day >= $from_day and from_day <= $to_day and withdrawn_at is null
limit 1;

-- query team_absence_add: somebody is away, and another covers
-- in: id int, account int, cover int, from_day day, to_day day, author int, at time
insert into absence (id, account, cover, from_day, to_day, author, at)
values ($id, $account, $cover, $from_day, $to_day, $author, $at);

-- query team_absence_end: back earlier
-- in: id int, to_day day
update absence set to_day = $to_day where id = $id and to_day > $to_day and withdrawn_at is null;

-- query team_absence_withdraw: it never came to it; the row stays
-- in: id int, at time, account int
update absence set withdrawn_at = $at, withdrawn_by = $account
where id = $id and withdrawn_at is null;

-- query team_covered: for whom a counsellor covers on a day
-- in: account int, day day
-- out: account int, name text, to_day day
select b.account, a.name, b.to_day
from absence b
join account a on a.id = b.account
where b.cover = $account and b.to_day >= $day and b.from_day <= $day and b.withdrawn_at is null
order by a.name;

-- ---------------------------------------------------------------- handing over

-- query team_account: somebody by number
-- in: id int
-- out: id int, name text, counsellor bool, closed bool
select id, name, case when role = 'counsellor' then 1 else 0 end as counsellor,
    case when disabled_at is null then 0 else 1 end as closed
from account where id = $id and role in ('counsellor', 'team-leader');

-- query team_handover_add: that it happens
-- in: id int, giver int, taker int, day day, author int, at time
insert into handover (id, from_account, to_account, day, author, at)
values ($id, $giver, $taker, $day, $author, $at);

-- query team_handover_count: how many young people it was
-- in: id int
update handover set young = (select count(*) from counsellor_change where handover = $id)
where id = $id;

-- query team_handover: one of them
-- in: id int
-- out: id int, giver int, taker int, day day, at time, young int, withdrawn_at time
select id, from_account as giver, to_account as taker, day, at, young, withdrawn_at
from handover where id = $id;

-- query team_handover_withdraw: taken back; the row stays
-- in: id int, at time, account int
update handover set withdrawn_at = $at, withdrawn_by = $account
where id = $id and withdrawn_at is null;

-- query team_handovers: the last ones since a day, newest first
-- in: since day
-- out: id int, giver_name text, taker_name text, day day, young int, author_name text, withdrawn_at time
select h.id, f.name as giver_name, t.name as taker_name, h.day, h.young, a.name as author_name,
    h.withdrawn_at
from handover h
join account f on f.id = h.from_account
join account t on t.id = h.to_account
join account a on a.id = h.author
where h.day >= $since
order by h.day desc, h.id desc
limit 20;

-- ---------------------------------------------------------------- one person

-- query team_changes_of: whose young person somebody was
-- in: youth text
-- out: day day, at time, from_name text, to_name text, withdrawn_at time
select c.day, c.at, f.name as from_name, t.name as to_name, c.withdrawn_at
from counsellor_change c
left join account f on f.id = c.from_account
join account t on t.id = c.to_account
where c.youth = $youth
order by c.at;

-- query team_last_change: when somebody last got another counsellor, and when they were born
-- in: youth text
-- out: born day, last time
select y.born, (select max(at) from counsellor_change where youth = $youth) as last
from youth y where y.id = $youth;

-- query team_erase_changes: real deletion
-- in: youth text
delete from counsellor_change where youth = $youth;
