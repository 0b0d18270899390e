-- SPDX-License-Identifier: EUPL-1.2
-- The year's wheel. Everybody's figures are asked for by room indicator.

-- ---------------------------------------------------------------- meetings

-- query quality_meetings: meetings held between two days, newest first, without their notes
-- in: from_day day, to_day day
-- out: id int, kind text, day day, title text, goal int, author_name text, decisions int
select m.id, m.kind, v.day, v.title, v.goal, a.name as author_name,
    (select count(*) from quality_decision d where d.meeting = m.id and d.withdrawn_at is null) as decisions
from quality_meeting_version v
join quality_meeting m on m.id = v.meeting and m.version = v.number
join account a on a.id = v.author
where v.day >= $from_day and v.day <= $to_day and m.withdrawn_at is null
order by v.day desc, m.id desc;

-- query quality_versions: every version of a meeting, newest first
-- in: meeting int
-- out: id int, kind text, current int, number int, day day, title text, goal int, note blob, author_name text, at time, withdrawn_at time
select v.id, m.kind, m.version as current, v.number, v.day, v.title, v.goal, v.note,
    a.name as author_name, v.at, m.withdrawn_at
from quality_meeting m
join quality_meeting_version v on v.meeting = m.id
join account a on a.id = v.author
where m.id = $meeting
order by v.number desc;

-- query quality_meeting_add: a meeting was held
-- in: id int, kind text, author int, at time
insert into quality_meeting (id, kind, version, author, at) values ($id, $kind, 1, $author, $at);

-- query quality_meeting_next: its next version, only when nobody else wrote meanwhile
-- in: id int, version int
update quality_meeting set version = version + 1
where id = $id and version = $version and withdrawn_at is null;

-- query quality_version_add: what stands in a version of a meeting
-- in: id int, meeting int, number int, day day, title text, goal int, note blob, author int, at time
insert into quality_meeting_version (id, meeting, number, day, title, goal, note, author, at)
values ($id, $meeting, $number, $day, $title, $goal, $note, $author, $at);

-- query quality_meeting_withdraw: undo by its author, within the time, when nothing was decided there
-- in: id int, account int, since time, now time
update quality_meeting set withdrawn_at = $now, withdrawn_by = $account
where id = $id and author = $account and at >= $since and withdrawn_at is null
    and not exists (select 1 from quality_decision d where d.meeting = $id and d.withdrawn_at is null);

-- ---------------------------------------------------------------- decisions

-- query quality_decisions: what was decided at meetings between two days, and what is still open from before
-- them; by their day. full scan: a municipality decides a few things a year
-- in: from_day day, to_day day
-- out: id int, meeting int, what text, goal int, initiative text, owner int, owner_name text, due day, done_day day, result text
select d.id, d.meeting, v.what, v.goal, v.initiative, v.owner, o.name as owner_name, v.due,
    x.day as done_day, x.result
from quality_decision d
join quality_decision_version v on v.decision = d.id and v.number = d.version
join quality_meeting m on m.id = d.meeting
join quality_meeting_version mv on mv.meeting = m.id and mv.number = m.version
join account o on o.id = v.owner
left join quality_decision_done x on x.decision = d.id and x.withdrawn_at is null
where d.withdrawn_at is null and mv.day <= $to_day and (mv.day >= $from_day or x.id is null)
order by v.due, d.id;

-- query quality_decisions_of: what was decided at one meeting
-- in: meeting int
-- out: id int, meeting int, what text, goal int, initiative text, owner int, owner_name text, due day, done_day day, result text
select d.id, d.meeting, v.what, v.goal, v.initiative, v.owner, o.name as owner_name, v.due,
    x.day as done_day, x.result
from quality_decision d
join quality_decision_version v on v.decision = d.id and v.number = d.version
join account o on o.id = v.owner
left join quality_decision_done x on x.decision = d.id and x.withdrawn_at is null
where d.meeting = $meeting and d.withdrawn_at is null
order by v.due, d.id;

-- query quality_decision_versions: every version of a decision, newest first
-- in: decision int
-- out: id int, meeting int, current int, number int, what text, goal int, initiative text, owner int, owner_name text, due day, author_name text, at time, done_day day, result text, done_name text, withdrawn_at time
select v.id, d.meeting, d.version as current, v.number, v.what, v.goal, v.initiative, v.owner,
    o.name as owner_name, v.due, a.name as author_name, v.at, x.day as done_day, x.result,
    w.name as done_name, d.withdrawn_at
from quality_decision d
join quality_decision_version v on v.decision = d.id
join account o on o.id = v.owner
join account a on a.id = v.author
left join quality_decision_done x on x.decision = d.id and x.withdrawn_at is null
left join account w on w.id = x.author
where d.id = $decision
order by v.number desc;

-- query quality_decision_add: something was decided
-- in: id int, meeting int, author int, at time
insert into quality_decision (id, meeting, version, author, at)
values ($id, $meeting, 1, $author, $at);

-- query quality_decision_next: its next version, only when nobody else wrote meanwhile
-- in: id int, version int
update quality_decision set version = version + 1
where id = $id and version = $version and withdrawn_at is null;

-- query quality_decision_version_add: what stands in a version of a decision
-- in: id int, decision int, number int, what text, goal int, initiative text, owner int, due day, author int, at time
insert into quality_decision_version (id, decision, number, what, goal, initiative, owner, due, author, at)
values ($id, $decision, $number, $what, $goal, $initiative, $owner, $due, $author, $at);

-- query quality_decision_withdraw: undo by its author, within the time
-- in: id int, account int, since time, now time
update quality_decision set withdrawn_at = $now, withdrawn_by = $account
where id = $id and author = $account and at >= $since and withdrawn_at is null;

-- query quality_done_add: it has been done
-- in: id int, decision int, day day, result text, author int, at time
insert into quality_decision_done (id, decision, day, result, author, at)
select $id, d.id, $day, $result, $author, $at
from quality_decision d
where d.id = $decision and d.withdrawn_at is null and not exists (
    select 1 from quality_decision_done x where x.decision = d.id and x.withdrawn_at is null);

-- query quality_done_withdraw: it is open again
-- in: decision int, account int, now time
update quality_decision_done set withdrawn_at = $now, withdrawn_by = $account
where decision = $decision and withdrawn_at is null;

-- query quality_owners: who can own a decision, by name
-- in: day day
-- out: id int, name text
select id, name from account
where role in ('counsellor', 'team-leader') and disabled_at is null
    and (valid_to is null or valid_to >= $day)
order by name, id;

-- query quality_mine: the open decisions of somebody
-- in: account int
-- out: id int, meeting int, what text, goal int, due day
select d.id, d.meeting, v.what, v.goal, v.due
from quality_decision_version v
join quality_decision d on d.id = v.decision and d.version = v.number
where v.owner = $account and d.withdrawn_at is null and not exists (
    select 1 from quality_decision_done x where x.decision = d.id and x.withdrawn_at is null);

-- ---------------------------------------------------------------- what the law asks for

-- query quality_law: the last evaluation up to a day, and the newest official share that applies for a
-- vocational education
-- in: day day, area text
-- out: evaluated day, eud real, eud_period text
select (select max(v.day) from quality_meeting_version v
        join quality_meeting m on m.id = v.meeting and m.version = v.number
        where m.kind = 'evaluation' and m.withdrawn_at is null and v.day <= $day) as evaluated,
    (select f.value from figure f where f.indicator = 'eud_application_share' and f.area = $area
        and f.value is not null and f.replaced_at is null
        and f.period <= substr(cast($day as text), 1, 4) order by f.period desc limit 1) as eud,
    (select f.period from figure f where f.indicator = 'eud_application_share' and f.area = $area
        and f.value is not null and f.replaced_at is null
        and f.period <= substr(cast($day as text), 1, 4) order by f.period desc limit 1) as eud_period;

-- query quality_marks: what somebody has said is done
-- in: school_year int
-- out: id int, duty text, day day, note text, author_name text, author int, at time
select k.id, k.duty, k.day, k.note, a.name as author_name, k.author, k.at
from quality_mark k
join account a on a.id = k.author
where k.school_year = $school_year and k.withdrawn_at is null;

-- query quality_published: the own figures of a school year that were published, the first first
-- in: school_year int
-- out: version int, as_of day, approved_at time, made_by text, approved_by text
select p.version, p.as_of, p.approved_at, m.name as made_by, a.name as approved_by
from publication p
join account m on m.id = p.made_by
join account a on a.id = p.approved_by
where p.school_year = $school_year and p.state = 'published'
order by p.version;

-- query quality_mark_add: it is done
-- in: id int, duty text, school_year int, day day, note text, author int, at time
insert into quality_mark (id, duty, school_year, day, note, author, at)
values ($id, $duty, $school_year, $day, $note, $author, $at)
on conflict do nothing;

-- query quality_mark_withdraw: it was not
-- in: duty text, school_year int, account int, now time
update quality_mark set withdrawn_at = $now, withdrawn_by = $account
where duty = $duty and school_year = $school_year and withdrawn_at is null;

-- ---------------------------------------------------------------- whose names

-- query quality_related: everybody whom a counsellor may see on a day (access.h)
-- in: account int, day day
-- out: id text
select y.id from youth y where y.counsellor = $account
union
select y.id from absence b join youth y on y.counsellor = b.account
where b.cover = $account and b.from_day <= $day and b.to_day >= $day and b.withdrawn_at is null
union
select yc.youth as id from counsellor_school cs
join class c on c.institution = cs.institution
join youth_class yc on yc.class = c.id
where cs.account = $account and cs.from_day <= $day and (cs.to_day is null or cs.to_day >= $day)
    and yc.from_day <= $day and (yc.to_day is null or yc.to_day >= $day)
union
select m.youth as id from retention_mentor m
where m.outcome is null and m.withdrawn_at is null and (m.mentor = $account or m.mentor in (
    select b.account from absence b where b.cover = $account and b.from_day <= $day
        and b.to_day >= $day and b.withdrawn_at is null));
