-- SPDX-License-Identifier: EUPL-1.2
-- Outreach: who is out of education, what is known of them and since when, and what helps them on.

-- query outreach_mine: a counsellor's own young people out of education without one completed, of all ages
-- in: account int, day day
-- out: id text, name text, born day, guarded bool, counsellor int, counsellor_name text, spell int, kind text, programme text, place text, hours real, from_day day, known_at time, checked day, contact day
select y.id, y.name, y.born,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    y.counsellor, a.name as counsellor_name, s.id as spell, s.kind, s.programme,
    coalesce(i.name, s.place) as place, s.hours, s.from_day, s.known_at,
    (select max(k.day) from outreach_check k
        where k.spell = s.id and k.withdrawn_at is null) as checked,
    (select max(c.day) from contact c
        where c.youth = y.id and c.withdrawn_at is null and c.attended = 1) as contact
from youth y
left join spell s on s.youth = y.id and s.withdrawn_at is null and s.to_day is null
    and s.from_day <= $day
left join institution i on i.number = s.institution
left join account a on a.id = y.counsellor
where y.counsellor = $account and y.moved_out is null
    and (s.kind is null or s.kind in ('none', 'leave', 'unknown', 'work', 'practice',
        'production_school', 'folk_high_school', 'abroad', 'military', 'other'))
    and not exists (select 1 from spell d where d.youth = y.id and d.withdrawn_at is null
        and d.outcome = 'completed' and d.kind in ('eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf'))
order by y.sort_key, y.id;

-- query outreach_others: the same of those between two birth dates: whom nobody has, or (everyone) all. Two
-- indexes in the order of ids are walked side by side (limit keeps the order, || '' the index); then, by
-- cross join, the rows of those who are left
-- in: everyone int, born_after day, born_until day, day day
-- out: id text, name text, born day, guarded bool, counsellor int, counsellor_name text, spell int, kind text, programme text, place text, hours real, from_day day, known_at time, checked day, contact day
with out_of as materialized (
    select y.id from youth y
    where y.moved_out is null and y.born || '' > $born_after and y.born || '' <= $born_until
        and ($everyone = 1 or y.counsellor is null)
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
    y.counsellor, a.name as counsellor_name, s.id as spell, s.kind, s.programme,
    coalesce(i.name, s.place) as place, s.hours, s.from_day, s.known_at,
    (select max(k.day) from outreach_check k
        where k.spell = s.id and k.withdrawn_at is null) as checked,
    (select max(c.day) from contact c
        where c.youth = y.id and c.withdrawn_at is null and c.attended = 1) as contact
from out_of o
cross join youth y
left join spell s on s.youth = y.id and s.withdrawn_at is null and s.to_day is null
    and s.from_day <= $day
left join institution i on i.number = s.institution
left join account a on a.id = y.counsellor
where y.id = o.id
order by y.sort_key, y.id;

-- query outreach_now: what somebody does on a day, whether it was confirmed, and what they have completed
-- in: youth text, day day
-- out: spell int, kind text, programme text, place text, hours real, from_day day, known_at time, checked day, completed bool, stu_done bool, grade text
select s.id as spell, s.kind, s.programme, coalesce(i.name, s.place) as place, s.hours, s.from_day,
    s.known_at,
    (select max(k.day) from outreach_check k
        where k.spell = s.id and k.withdrawn_at is null) as checked,
    case when exists (select 1 from spell d where d.youth = y.id and d.withdrawn_at is null
        and d.outcome = 'completed' and d.kind in ('eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf',
            'stu')) then 1 else 0 end as completed,
    case when exists (select 1 from spell d where d.youth = y.id and d.withdrawn_at is null
        and d.outcome = 'completed' and d.kind = 'stu')
        and not exists (select 1 from spell d where d.youth = y.id and d.withdrawn_at is null
        and d.outcome = 'completed' and d.kind in ('eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf'))
        then 1 else 0 end as stu_done,
    (select c.grade from youth_class yc join class c on c.id = yc.class
        where yc.youth = y.id and yc.from_day <= $day
            and (yc.to_day is null or yc.to_day >= $day)
        order by yc.from_day desc limit 1) as grade
from youth y
left join spell s on s.youth = y.id and s.withdrawn_at is null and s.from_day <= $day
    and (s.to_day is null or s.to_day >= $day)
left join institution i on i.number = s.institution
where y.id = $youth
order by s.from_day desc, s.id desc
limit 1;

-- query outreach_check_add: somebody looked, and it is still so
-- in: id int, youth text, spell int, day day, account int, at time
insert into outreach_check (id, youth, spell, day, account, at)
values ($id, $youth, $spell, $day, $account, $at);

-- query outreach_assessment_add: a target-group assessment
-- in: id int, youth text, before int, track text, day day, from_day day, to_day day, requested bool, academic blob, social blob, personal blob, options blob, reasons blob, approval blob, complain_to text, due day, notice int, author int, at time
insert into outreach_assessment (id, youth, before, track, day, from_day, to_day, requested, academic,
    social, personal, options, reasons, approval, complain_to, due, notice, author, at)
values ($id, $youth, $before, $track, $day, $from_day, $to_day, $requested, $academic, $social,
    $personal, $options, $reasons, $approval, $complain_to, $due, $notice, $author, $at);

-- query outreach_assessments: every assessment of one person, newest first
-- in: youth text
-- out: id int, before int, track text, day day, from_day day, to_day day, requested bool, academic blob, social blob, personal blob, options blob, reasons blob, approval blob, complain_to text, due day, notice int, author int, author_name text, at time, withdrawn_at time
select q.id, q.before, q.track, q.day, q.from_day, q.to_day, q.requested, q.academic, q.social,
    q.personal, q.options, q.reasons, q.approval, q.complain_to, q.due, q.notice, q.author,
    a.name as author_name, q.at, q.withdrawn_at
from outreach_assessment q
join account a on a.id = q.author
where q.youth = $youth
order by q.id desc;

-- query outreach_complain_last: to whom the last assessment said one may complain
-- out: complain_to text
select complain_to from outreach_assessment where id = (select max(id) from outreach_assessment
    where complain_to is not null);

-- query outreach_notice_of: the letters of an assessment that is taken back
-- in: id int, youth text
-- out: notice int
select notice from outreach_assessment where id = $id and youth = $youth;

-- query outreach_stu_add: a referral to STU, or how it went
-- in: id int, youth text, kind text, day day, places blob, body blob, author int, at time
insert into outreach_stu (id, youth, kind, day, places, body, author, at)
values ($id, $youth, $kind, $day, $places, $body, $author, $at);

-- query outreach_stus: every step towards STU of one person, newest first
-- in: youth text
-- out: id int, kind text, day day, places blob, body blob, author int, author_name text, at time, withdrawn_at time
select s.id, s.kind, s.day, s.places, s.body, s.author, a.name as author_name, s.at, s.withdrawn_at
from outreach_stu s
join account a on a.id = s.author
where s.youth = $youth
order by s.id desc;

-- query outreach_effort_add: another administration does something
-- in: id int, youth text, side text, what blob, who blob, from_day day, author int, at time
insert into outreach_effort (id, youth, side, what, who, from_day, author, at)
values ($id, $youth, $side, $what, $who, $from_day, $author, $at);

-- query outreach_efforts: every effort for one person, the newest first
-- in: youth text
-- out: id int, side text, what blob, who blob, from_day day, to_day day, author int, author_name text, at time, withdrawn_at time
select e.id, e.side, e.what, e.who, e.from_day, e.to_day, e.author, a.name as author_name, e.at,
    e.withdrawn_at
from outreach_effort e
join account a on a.id = e.author
where e.youth = $youth
order by e.from_day desc, e.id desc;

-- query outreach_effort_end: it is over
-- in: id int, youth text, to_day day
update outreach_effort set to_day = $to_day
where id = $id and youth = $youth and to_day is null and withdrawn_at is null;

-- query outreach_contact_add: somebody is the contact person
-- in: id int, youth text, name blob, from_day day, author int, at time
insert into outreach_contact (id, youth, name, from_day, author, at)
values ($id, $youth, $name, $from_day, $author, $at);

-- query outreach_contact_close: the one before is it no longer
-- in: youth text, to_day day
update outreach_contact set to_day = $to_day
where youth = $youth and to_day is null and withdrawn_at is null;

-- query outreach_contact_reopen: the one before is it again, since the next was taken back
-- in: youth text, to_day day
update outreach_contact set to_day = null
where youth = $youth and to_day = $to_day and withdrawn_at is null;

-- query outreach_contacts: every contact person of one, the newest first
-- in: youth text
-- out: id int, name blob, from_day day, to_day day, author int, author_name text, at time, withdrawn_at time
select c.id, c.name, c.from_day, c.to_day, c.author, a.name as author_name, c.at, c.withdrawn_at
from outreach_contact c
join account a on a.id = c.author
where c.youth = $youth
order by c.from_day desc, c.id desc;

-- query outreach_expiring: what is known of a counsellor's own of 18 and more out of education without one completed
-- in: account int, day day, of_18 day
-- out: born day, kind text, hours real, known_at time, checked day
select y.born, s.kind, s.hours, s.known_at,
    (select max(k.day) from outreach_check k
        where k.spell = s.id and k.withdrawn_at is null) as checked
from youth y
cross join spell s
where y.counsellor = $account and y.moved_out is null and y.born <= $of_18
    and s.youth = y.id and s.withdrawn_at is null and s.to_day is null and s.from_day <= $day
    and s.kind in ('none', 'leave', 'unknown', 'work', 'practice',
        'production_school', 'folk_high_school', 'abroad', 'military', 'other')
    and not exists (select 1 from spell d where d.youth = y.id and d.withdrawn_at is null
        and d.outcome = 'completed' and d.kind in ('eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf'));

-- query outreach_todo: whose assessment ends, and who has several efforts and no contact person
-- in: account int, day day, until day, of_18 day
-- out: what text, youth text, name text, born day, due day, n int
select 'assessment' as what, y.id as youth, y.name, y.born, q.to_day as due, 0 as n
from youth y
cross join outreach_assessment q
where y.counsellor = $account and y.moved_out is null and y.born <= $of_18 and q.youth = y.id and q.track <> 'none'
    and q.withdrawn_at is null and q.to_day >= $day and q.to_day <= $until
    and not exists (select 1 from outreach_assessment l where l.youth = q.youth and l.id > q.id
        and l.withdrawn_at is null)
union all
select 'contact', y.id, y.name, y.born, max(e.from_day), count(*)
from youth y
cross join outreach_effort e
where y.counsellor = $account and y.moved_out is null and y.born <= $of_18 and e.youth = y.id
    and e.withdrawn_at is null and e.to_day is null
    and not exists (select 1 from outreach_contact c where c.youth = y.id
        and c.withdrawn_at is null and c.to_day is null)
group by y.id, y.name, y.born;

-- query outreach_glance: what the page of one person says in a line
-- in: youth text
-- out: born day, track text, to_day day, efforts int, contact blob, contact_id int
select y.born, q.track, q.to_day,
    (select count(*) from outreach_effort e where e.youth = y.id and e.withdrawn_at is null
        and e.to_day is null) as efforts,
    c.name as contact, c.id as contact_id
from youth y
left join outreach_assessment q on q.id = (select max(l.id) from outreach_assessment l
    where l.youth = $youth and l.withdrawn_at is null)
left join outreach_contact c on c.id = (select max(l.id) from outreach_contact l
    where l.youth = $youth and l.withdrawn_at is null and l.to_day is null)
where y.id = $youth;

-- query outreach_events: what the timeline of one person shows
-- in: youth text
-- out: what text, id int, day day, at time, author int, actor text, detail text
select 'check' as what, k.id, k.day, k.at, k.account as author, a.name as actor,
    cast(null as text) as detail
from outreach_check k join account a on a.id = k.account
where k.youth = $youth and k.withdrawn_at is null
union all
select 'assessment', q.id, q.day, q.at, q.author, a.name, q.track
from outreach_assessment q join account a on a.id = q.author
where q.youth = $youth and q.withdrawn_at is null
union all
select 'stu', s.id, s.day, s.at, s.author, a.name, s.kind
from outreach_stu s join account a on a.id = s.author
where s.youth = $youth and s.withdrawn_at is null
union all
select 'effort', e.id, e.from_day, e.at, e.author, a.name, e.side
from outreach_effort e join account a on a.id = e.author
where e.youth = $youth and e.withdrawn_at is null;

-- ---------------------------------------------------------------- undo, as an event

-- query outreach_check_withdraw: taken back by who did it, within the time
-- in: id int, youth text, account int, since time, now time
update outreach_check set withdrawn_at = $now, withdrawn_by = $account
where id = $id and youth = $youth and account = $account and at >= $since and withdrawn_at is null;

-- query outreach_assessment_withdraw: taken back by who did it, within the time
-- in: id int, youth text, account int, since time, now time
update outreach_assessment set withdrawn_at = $now, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null
    and not exists (select 1 from outreach_assessment l where l.youth = $youth and l.id > $id
        and l.withdrawn_at is null);

-- query outreach_stu_withdraw: taken back by who did it, within the time
-- in: id int, youth text, account int, since time, now time
update outreach_stu set withdrawn_at = $now, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- query outreach_effort_withdraw: taken back by who did it, within the time
-- in: id int, youth text, account int, since time, now time
update outreach_effort set withdrawn_at = $now, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- query outreach_contact_withdraw: taken back by who did it, within the time
-- in: id int, youth text, account int, since time, now time
update outreach_contact set withdrawn_at = $now, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- query outreach_checks: every look at one person, newest first
-- in: youth text
-- out: day day, account_name text, withdrawn_at time
select k.day, a.name as account_name, k.withdrawn_at
from outreach_check k join account a on a.id = k.account
where k.youth = $youth
order by k.id desc;

-- ---------------------------------------------------------------- erasure

-- query outreach_last_act: when something last happened here about one person
-- in: youth text
-- out: born day, last time
select y.born, (select max(x.at) from (
    select at from outreach_check where youth = $youth
    union all select at from outreach_assessment where youth = $youth
    union all select at from outreach_stu where youth = $youth
    union all select at from outreach_effort where youth = $youth
    union all select at from outreach_contact where youth = $youth) x) as last
from youth y where y.id = $youth;

-- query outreach_erase_check: for good
-- in: youth text
delete from outreach_check where youth = $youth;

-- query outreach_erase_assessment: for good
-- in: youth text
delete from outreach_assessment where youth = $youth;

-- query outreach_erase_stu: for good
-- in: youth text
delete from outreach_stu where youth = $youth;

-- query outreach_erase_effort: for good
-- in: youth text
delete from outreach_effort where youth = $youth;

-- query outreach_erase_contact: for good
-- in: youth text
delete from outreach_contact where youth = $youth;
