-- SPDX-License-Identifier: EUPL-1.2
-- Wishes, versions of the plan, and the dated facts that belong to them. Sealed texts are blobs.

-- ---------------------------------------------------------------- wish

-- query plan_wish_add: what the young person wants, as said on a day
-- in: id int, youth text, day day, priority int, kind text, programme text, institution text, said_by text, author int, at time
insert into wish (id, youth, day, priority, kind, programme, institution, said_by, author, at)
values ($id, $youth, $day, $priority, $kind, $programme, $institution, $said_by, $author, $at);

-- query plan_wishes: all wishes of one person, newest first
-- in: youth text
-- out: id int, day day, priority int, kind text, programme text, institution text, school text, said_by text, author int, author_name text, at time, withdrawn_at time
select w.id, w.day, w.priority, w.kind, w.programme, w.institution, i.name as school, w.said_by,
    w.author, a.name as author_name, w.at, w.withdrawn_at
from wish w
join account a on a.id = w.author
left join institution i on i.number = w.institution
where w.youth = $youth
order by w.day desc, w.priority, w.id desc;

-- query plan_wish_withdraw: undo by the author, as an event
-- in: id int, youth text, account int, since time, at time
update wish set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- ---------------------------------------------------------------- versions

-- query plan_versions: all versions of one person, newest first; dropped drafts too
-- in: youth text
-- out: id int, number int, version int, situation blob, aim blob, duty text, hours real, duty_text blob, author int, author_name text, created_at time, edited_by int, edited_name text, edited_at time, agreed_day day, agreed_at time, withdrawn_at time
select p.id, p.number, p.version, p.situation, p.aim, p.duty, p.hours, p.duty_text, p.author,
    a.name as author_name, p.created_at, p.edited_by, e.name as edited_name, p.edited_at,
    p.agreed_day, p.agreed_at, p.withdrawn_at
from plan p
join account a on a.id = p.author
join account e on e.id = p.edited_by
where p.youth = $youth
order by p.number desc, p.id desc;

-- query plan_add: a draft begins
-- in: id int, youth text, number int, situation blob, aim blob, duty text, hours real, duty_text blob, author int, created_at time
insert into plan (id, youth, number, situation, aim, duty, hours, duty_text, author, created_at,
    edited_by, edited_at)
values ($id, $youth, $number, $situation, $aim, $duty, $hours, $duty_text, $author, $created_at,
    $author, $created_at);

-- query plan_write: the text of a draft; only when nobody else wrote meanwhile
-- in: id int, version int, situation blob, aim blob, duty text, hours real, duty_text blob, edited_by int, edited_at time
update plan set situation = $situation, aim = $aim, duty = $duty, hours = $hours,
    duty_text = $duty_text, edited_by = $edited_by, edited_at = $edited_at, version = version + 1
where id = $id and version = $version and agreed_day is null and withdrawn_at is null;

-- query plan_agree: all who must have agreed to the draft
-- in: id int, agreed_day day, agreed_at time
update plan set agreed_day = $agreed_day, agreed_at = $agreed_at
where id = $id and agreed_day is null and withdrawn_at is null;

-- query plan_reopen: an agreement was taken back, so the version is a draft again
-- in: id int
update plan set agreed_day = null, agreed_at = null where id = $id and withdrawn_at is null;

-- query plan_drop: a draft is given up; the row stays
-- in: id int, youth text, account int, at time
update plan set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and agreed_day is null and withdrawn_at is null;

-- query plan_current_on: the agreed version that held on a day
-- in: youth text, day day
-- out: id int, number int, agreed_day day, duty text, hours real
select id, number, agreed_day, duty, hours from plan
where youth = $youth and withdrawn_at is null and agreed_day <= $day
order by number desc
limit 1;

-- query plan_draft: the draft being written, if any
-- in: youth text
-- out: id int, number int, version int
select id, number, version from plan
where youth = $youth and withdrawn_at is null and agreed_day is null;

-- ---------------------------------------------------------------- steps

-- query plan_step_add: a step, in a draft or between two versions (plan null)
-- in: id int, youth text, plan int, from_number int, what blob, owner text, owner_name text, due day, author int, at time
insert into plan_step (id, youth, plan, from_number, what, owner, owner_name, due, author, at)
values ($id, $youth, $plan, $from_number, $what, $owner, $owner_name, $due, $author, $at);

-- query plan_steps_of: all steps of one person that are not withdrawn
-- in: youth text
-- out: id int, plan int, from_number int, to_number int, what blob, owner text, owner_name text, due day, author int, at time, done_day day, done_at time, done_by int
select id, plan, from_number, to_number, what, owner, owner_name, due, author, at, done_day, done_at,
    done_by
from plan_step
where youth = $youth and withdrawn_at is null
order by case when due is null then 1 else 0 end, due, id;

-- query plan_step_done: a step is done
-- in: id int, youth text, day day, account int, at time
update plan_step set done_day = $day, done_at = $at, done_by = $account
where id = $id and youth = $youth and done_day is null and withdrawn_at is null;

-- query plan_step_undone: "done" is taken back; what was said stays
-- in: id int, youth text, account int, since time, at time
update plan_step set undone_day = done_day, undone_at = $at, undone_by = $account, done_day = null,
    done_at = null, done_by = null
where id = $id and youth = $youth and done_by = $account and done_at >= $since
    and withdrawn_at is null;

-- query plan_step_withdraw: undo by the author, as an event
-- in: id int, youth text, account int, since time, at time
update plan_step set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and done_day is null
    and withdrawn_at is null;

-- query plan_step_leave: a step is no part of the draft: an older one ends with the version before
-- in: id int, youth text, number int
update plan_step set to_number = $number - 1
where id = $id and youth = $youth and withdrawn_at is null and to_number is null
    and from_number < $number;

-- query plan_step_leave_new: one of the draft itself, or added since, is withdrawn
-- in: id int, youth text, number int, account int, at time
update plan_step set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and withdrawn_at is null and from_number = $number;

-- query plan_steps_drop: the steps of a dropped draft go with it
-- in: plan int, youth text, account int, at time
update plan_step set withdrawn_at = $at, withdrawn_by = $account
where youth = $youth and plan = $plan and withdrawn_at is null;

-- query plan_steps_keep: what a dropped draft had left out stays in
-- in: youth text, number int
update plan_step set to_number = null
where youth = $youth and to_number = $number - 1 and withdrawn_at is null;

-- query plan_steps_due: open steps of a counsellor's young people that the counsellor has.
-- cross join: SQLite goes from the counsellor's few to their steps, not from all that are due.
-- in: account int, until day, day day
-- out: id int, youth text, name text, born day, due day, what blob, class_name text, school text, institution text
select s.id, s.youth, y.name, y.born, s.due, s.what, c.name as class_name, i.name as school,
    c.institution
from youth y
cross join plan_step s
left join plan p on p.id = s.plan
left join youth_class yc on yc.youth = y.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
left join class c on c.id = yc.class
left join institution i on i.number = c.institution
where y.counsellor = $account and y.moved_out is null
    and s.youth = y.id and s.due <= $until and s.owner = 'counsellor' and s.done_day is null and s.withdrawn_at is null
    and (s.plan is null or p.agreed_day is not null)
    and (s.to_number is null or not exists (select 1 from plan n where n.youth = s.youth
        and n.number > s.to_number and n.agreed_day is not null and n.withdrawn_at is null));

-- query plan_steps_load: open steps of the counsellors themselves that are due by a day, by counsellor.
-- cross join: the open steps are few, the young people many.
-- in: until day, day day
-- out: account int, due_n int, late_n int
select y.counsellor as account, count(*) as due_n,
    sum(case when s.due < $day then 1 else 0 end) as late_n
from plan_step s
cross join youth y
left join plan p on p.id = s.plan
where y.id = s.youth and y.counsellor is not null and y.moved_out is null and s.due <= $until
    and s.owner = 'counsellor' and s.done_day is null and s.withdrawn_at is null
    and (s.plan is null or p.agreed_day is not null)
    and (s.to_number is null or not exists (select 1 from plan n where n.youth = s.youth
        and n.number > s.to_number and n.agreed_day is not null and n.withdrawn_at is null))
group by y.counsellor;

-- query plan_handover_count: open steps that a counsellor has, which go with the young people
-- in: account int
-- out: n int
select count(*) as n
from youth y
join plan_step s on s.youth = y.id
left join plan p on p.id = s.plan
where y.counsellor = $account and y.moved_out is null
    and s.owner = 'counsellor' and s.done_day is null and s.withdrawn_at is null
    and (s.plan is null or p.agreed_day is not null)
    and (s.to_number is null or not exists (select 1 from plan n where n.youth = s.youth
        and n.number > s.to_number and n.agreed_day is not null and n.withdrawn_at is null));

-- query plan_step_owner: whose worklist a step is on, and when it is due
-- in: id int
-- out: youth text, counsellor int, due day
select s.youth, y.counsellor, s.due from plan_step s join youth y on y.id = s.youth
where s.id = $id;

-- query plan_step_move: put off to another day, from the worklist
-- in: id int, due day
update plan_step set due = $due where id = $id and done_day is null and withdrawn_at is null;

-- ---------------------------------------------------------------- courses

-- query plan_course_add: an introduction course or bridge building
-- in: id int, youth text, kind text, institution text, place text, purpose blob, hours real, from_day day, to_day day, author int, at time
insert into plan_course (id, youth, kind, institution, place, purpose, hours, from_day, to_day,
    author, at)
values ($id, $youth, $kind, $institution, $place, $purpose, $hours, $from_day, $to_day, $author,
    $at);

-- query plan_courses: all courses of one person, oldest first
-- in: youth text
-- out: id int, kind text, institution text, school text, place text, purpose blob, hours real, from_day day, to_day day, author int, author_name text, at time, withdrawn_at time
select k.id, k.kind, k.institution, i.name as school, k.place, k.purpose, k.hours, k.from_day,
    k.to_day, k.author, a.name as author_name, k.at, k.withdrawn_at
from plan_course k
join account a on a.id = k.author
left join institution i on i.number = k.institution
where k.youth = $youth
order by k.from_day, k.id;

-- query plan_course_withdraw: undo by the author, as an event
-- in: id int, youth text, account int, since time, at time
update plan_course set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- ---------------------------------------------------------------- agreements, notices, answers

-- query plan_agreement_add: somebody agrees to a draft
-- in: id int, plan int, youth text, party text, name text, how text, day day, author int, at time
insert into plan_agreement (id, plan, youth, party, name, how, day, author, at)
values ($id, $plan, $youth, $party, $name, $how, $day, $author, $at);

-- query plan_agreements: all agreements of one person
-- in: youth text
-- out: id int, plan int, number int, party text, name text, how text, day day, author int, author_name text, at time, withdrawn_at time
select g.id, g.plan, p.number, g.party, g.name, g.how, g.day, g.author, a.name as author_name, g.at,
    g.withdrawn_at
from plan_agreement g
join plan p on p.id = g.plan
join account a on a.id = g.author
where g.youth = $youth
order by g.day, g.id;

-- query plan_agreement_withdraw: taken back, as an event
-- in: id int, youth text, account int, at time
update plan_agreement set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and withdrawn_at is null;

-- query plan_notice_add: told what a broken plan means for the child benefit
-- in: id int, youth text, party text, name text, how text, day day, author int, at time
insert into plan_notice (id, youth, party, name, how, day, author, at)
values ($id, $youth, $party, $name, $how, $day, $author, $at);

-- query plan_notices: all notices to one person and the parents, oldest first
-- in: youth text
-- out: id int, party text, name text, how text, day day, author int, author_name text, at time, withdrawn_at time
select n.id, n.party, n.name, n.how, n.day, n.author, a.name as author_name, n.at, n.withdrawn_at
from plan_notice n
join account a on a.id = n.author
where n.youth = $youth
order by n.day, n.id;

-- query plan_notice_withdraw: undo by the author, as an event
-- in: id int, youth text, account int, since time, at time
update plan_notice set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- query plan_answer_add: the young person's own answers about a version
-- in: id int, youth text, plan int, day day, motivating int, realistic int, said_by text, author int, at time
insert into plan_answer (id, youth, plan, day, motivating, realistic, said_by, author, at)
values ($id, $youth, $plan, $day, $motivating, $realistic, $said_by, $author, $at);

-- query plan_answers_of: all answers of one person, newest first
-- in: youth text
-- out: id int, plan int, number int, day day, motivating int, realistic int, said_by text, author int, author_name text, at time, withdrawn_at time
select s.id, s.plan, p.number, s.day, s.motivating, s.realistic, s.said_by, s.author,
    a.name as author_name, s.at, s.withdrawn_at
from plan_answer s
join plan p on p.id = s.plan
join account a on a.id = s.author
where s.youth = $youth
order by s.day desc, s.id desc;

-- query plan_answer_withdraw: undo by the author, as an event
-- in: id int, youth text, account int, since time, at time
update plan_answer set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- query plan_answer_counts: how many gave which answer in a period, the last of each person
-- in: from_day day, to_day day
-- out: motivating int, realistic int, n int
select s.motivating, s.realistic, count(*) as n
from plan_answer s
where s.day >= $from_day and s.day <= $to_day and s.withdrawn_at is null
    and not exists (select 1 from plan_answer l where l.youth = s.youth and l.withdrawn_at is null
        and l.day <= $to_day and (l.day > s.day or (l.day = s.day and l.id > s.id)))
group by s.motivating, s.realistic;

-- query plan_agreed_count: persons with a version agreed in a period. full scan: once for a report, over the versions only
-- in: from_day day, to_day day
-- out: n int
select count(distinct youth) as n from plan
where agreed_day >= $from_day and agreed_day <= $to_day and withdrawn_at is null;

-- ---------------------------------------------------------------- worklist, caseload

-- query plan_missing: own young people out of education, 15 to an age, who have no agreed plan.
-- cross join and s.youth: what they do now is looked at first, since most have a plan or are done.
-- in: account int, born_after day, born_until day, day day
-- out: youth text, name text, born day, kind text, known_at time, drafted int
select y.id as youth, y.name, y.born, s.kind, s.known_at,
    (select count(*) from plan d where d.youth = y.id and d.withdrawn_at is null) as drafted
from youth y
cross join spell s
where y.counsellor = $account and y.moved_out is null and y.born > $born_after
    and y.born <= $born_until
    and s.youth = y.id and s.withdrawn_at is null and s.to_day is null and s.from_day <= $day
    and s.kind in ('none', 'work', 'practice', 'production_school', 'leave', 'other')
    and not exists (select 1 from plan p where p.youth = s.youth and p.withdrawn_at is null
        and p.agreed_day is not null)
    and not exists (select 1 from spell d where d.youth = s.youth and d.withdrawn_at is null
        and d.outcome = 'completed' and d.kind in ('eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf'));

-- query plan_wishes_old: own young people on their way to an education whose last wish is from before a day
-- in: account int, before day, born_after day, day day
-- out: youth text, name text, born day, wish day, class_name text, school text, institution text
select y.id as youth, y.name, y.born, w.day as wish, c.name as class_name, i.name as school,
    c.institution
from youth y
join wish w on w.youth = y.id and w.withdrawn_at is null and w.priority = 1 and w.day <= $before
join spell s on s.youth = w.youth and s.withdrawn_at is null and s.to_day is null
    and s.from_day <= $day
    and s.kind in ('grade_school', 'boarding_school', 'tenth_grade', 'full_time_teaching', 'none',
        'work', 'practice', 'production_school', 'fgu')
left join youth_class yc on yc.youth = y.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
left join class c on c.id = yc.class
left join institution i on i.number = c.institution
where y.counsellor = $account and y.moved_out is null and y.born > $born_after
    and not exists (select 1 from wish n where n.youth = w.youth and n.withdrawn_at is null
        and n.day > $before);

-- query plan_caseload: the agreed day of the plans of a counsellor's own people
-- in: account int, day day, school_year int
-- out: youth text, agreed_day day
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
select mine.id as youth, (select max(p.agreed_day) from plan p
    where p.youth = mine.id and p.withdrawn_at is null and p.agreed_day is not null) as agreed_day
from mine;

-- ---------------------------------------------------------------- on the page of one person

-- query plan_glance: the current version and the last wish, in one look
-- in: youth text
-- out: number int, agreed_day day, drafts int, kind text, programme text, said day
select c.number, c.agreed_day,
    (select count(*) from plan d where d.youth = y.id and d.withdrawn_at is null
        and d.agreed_day is null) as drafts,
    w.kind, w.programme, w.day as said
from youth y
left join plan c on c.id = (select id from plan where youth = $youth and withdrawn_at is null
    and agreed_day is not null order by number desc limit 1)
left join wish w on w.id = (select id from wish where youth = $youth and withdrawn_at is null
    and priority = 1 order by day desc, id desc limit 1)
where y.id = $youth;

-- query plan_events: what happened to the plan of one person, for the timeline
-- in: youth text
-- out: what text, id int, number int, day day, at time, author int, actor text, detail text, more text, motivating int, realistic int
select 'agreed' as what, p.id, p.number, p.agreed_day as day, p.agreed_at as at, p.edited_by as author,
    a.name as actor, cast(null as text) as detail, cast(null as text) as more,
    cast(null as bigint) as motivating, cast(null as bigint) as realistic
from plan p join account a on a.id = p.edited_by
where p.youth = $youth and p.withdrawn_at is null and p.agreed_day is not null
union all
select 'wish', w.id, w.priority, w.day, w.at, w.author, a.name, w.kind, w.programme, null, null
from wish w join account a on a.id = w.author
where w.youth = $youth and w.withdrawn_at is null
union all
select 'notice', n.id, 0, n.day, n.at, n.author, a.name, n.party, n.name, null, null
from plan_notice n join account a on a.id = n.author
where n.youth = $youth and n.withdrawn_at is null
union all
select 'course', k.id, 0, k.from_day, k.at, k.author, a.name, k.kind, coalesce(i.name, k.place), null,
    null
from plan_course k join account a on a.id = k.author
left join institution i on i.number = k.institution
where k.youth = $youth and k.withdrawn_at is null
union all
select 'answer', s.id, p.number, s.day, s.at, s.author, a.name, s.said_by, null, s.motivating,
    s.realistic
from plan_answer s join account a on a.id = s.author join plan p on p.id = s.plan
where s.youth = $youth and s.withdrawn_at is null;

-- ---------------------------------------------------------------- what a form offers

-- query plan_custody: who has custody, to choose who agreed or was told
-- in: youth text
-- out: name text
select name from guardian where youth = $youth and custody = 1 order by relation, name;

-- query plan_schools: places of education to choose from
-- in: municipality text, most int
-- out: number text, name text
select number, name from institution
where municipality = $municipality and type_code in (1011, 1012, 1013, 1014, 1015, 1021, 1022, 1023, 1026, 1027, 1028, 1053, 1061, 1062, 1063, 1071, 1072)
order by sort_key
limit $most;

-- query plan_draft_text: a text that was not saved yet
-- in: account int, place text, since time
-- out: body blob, saved_at time
select body, saved_at from draft
where account = $account and place = $place and saved_at >= $since;

-- query plan_draft_text_put: kept while it is written
-- in: account int, place text, body blob, saved_at time
insert into draft (account, place, body, saved_at) values ($account, $place, $body, $saved_at)
on conflict (account, place) do update set body = excluded.body, saved_at = excluded.saved_at;

-- query plan_draft_text_drop: saved, or emptied
-- in: account int, place text
delete from draft where account = $account and place = $place;

-- ---------------------------------------------------------------- erasure

-- query plan_last_act: when something was last done here about a person, and when they were born
-- in: youth text
-- out: born day, last time
select y.born, (select max(t) from (
    select max(at) as t from wish where youth = $youth
    union all select max(edited_at) from plan where youth = $youth
    union all select max(agreed_at) from plan where youth = $youth
    union all select max(at) from plan_step where youth = $youth
    union all select max(done_at) from plan_step where youth = $youth
    union all select max(at) from plan_course where youth = $youth
    union all select max(at) from plan_agreement where youth = $youth
    union all select max(at) from plan_notice where youth = $youth
    union all select max(at) from plan_answer where youth = $youth) acts) as last
from youth y where y.id = $youth;

-- query plan_erase_answers: real deletion
-- in: youth text
delete from plan_answer where youth = $youth;

-- query plan_erase_notices: real deletion
-- in: youth text
delete from plan_notice where youth = $youth;

-- query plan_erase_agreements: real deletion
-- in: youth text
delete from plan_agreement where youth = $youth;

-- query plan_erase_courses: real deletion
-- in: youth text
delete from plan_course where youth = $youth;

-- query plan_erase_steps: real deletion
-- in: youth text
delete from plan_step where youth = $youth;

-- query plan_erase_plans: real deletion
-- in: youth text
delete from plan where youth = $youth;

-- query plan_erase_wishes: real deletion
-- in: youth text
delete from wish where youth = $youth;
