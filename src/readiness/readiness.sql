-- SPDX-License-Identifier: EUPL-1.2
-- Reports of classes, the municipality's judgements, targeted efforts. Sealed texts are blobs.

-- ---------------------------------------------------------------- which classes, and how far they are

-- query readiness_classes: classes of grades 8 to 10 in a school year: of one school, of a counsellor's
-- schools, or all (both null)
-- in: institution text, account int, school_year int, day day, counted day
-- out: id int, institution text, school text, name text, grade text, pupils int
select c.id, c.institution, i.name as school, c.name, c.grade,
    (select count(*) from youth_class yc where yc.class = c.id and yc.from_day <= $counted
        and (yc.to_day is null or yc.to_day >= $counted)) as pupils
from class c
join institution i on i.number = c.institution
where c.school_year = $school_year and c.grade in ('8', '9', '10')
    and (cast($institution as text) is null or c.institution = $institution)
    and (cast($account as bigint) is null or exists (select 1 from counsellor_school cs
        where cs.account = $account and cs.institution = c.institution and cs.from_day <= $day
            and (cs.to_day is null or cs.to_day >= $day)))
order by i.sort_key, length(c.grade), c.grade, c.name;

-- query readiness_states: the reports of those classes that count: drafts and the newest sent
-- in: institution text, account int, school_year int, day day
-- out: class int, round text, number int, sent_at time, day day, judged int, not_ready int, letters int
select r.class, r.round, r.number, r.sent_at, r.day,
    (select count(*) from readiness_row w where w.report = r.id
        and coalesce(w.eud, w.hf, w.gym) is not null) as judged,
    (select count(*) from readiness_row w where w.report = r.id
        and (w.eud = 0 or w.hf = 0 or w.gym = 0)) as not_ready,
    (select count(*) from readiness_row w where w.report = r.id and w.letter is not null
        and w.notice is null) as letters
from class c
join readiness_report r on r.class = c.id and r.withdrawn_at is null and r.replaced_at is null
where c.school_year = $school_year and c.grade in ('8', '9', '10')
    and (cast($institution as text) is null or c.institution = $institution)
    and (cast($account as bigint) is null or exists (select 1 from counsellor_school cs
        where cs.account = $account and cs.institution = c.institution and cs.from_day <= $day
            and (cs.to_day is null or cs.to_day >= $day)))
order by r.class, r.round, r.number;

-- ---------------------------------------------------------------- one report

-- query readiness_reports: the reports of one class and round, newest first; given-up drafts too
-- in: class int, round text
-- out: id int, number int, marks_edit int, traits_edit int, practical_edit int, without_marks bool, day day, rules text, author_name text, edited_name text, edited_at time, sent_name text, sent_at time, replaced_at time, withdrawn_at time
select r.id, r.number, r.marks_edit, r.traits_edit, r.practical_edit, r.without_marks, r.day, r.rules,
    a.name as author_name, e.name as edited_name, r.edited_at, s.name as sent_name, r.sent_at,
    r.replaced_at, r.withdrawn_at
from readiness_report r
join account a on a.id = r.author
join account e on e.id = r.edited_by
left join account s on s.id = r.sent_by
where r.class = $class and r.round = $round
order by r.number desc, r.id desc;

-- query readiness_rows: the pupils of one report
-- in: report int, day day
-- out: id int, youth text, name text, guarded bool, marks text, exempt text, academic int, personal int, social int, focus int, practical text, reason blob, effort bool, plan blob, academic_met int, eud int, hf int, gym int, letter text, notice int
select w.id, w.youth, y.name, case when y.guarded = 1 and (y.guarded_until is null
        or y.guarded_until >= $day) then 1 else 0 end as guarded,
    w.marks, w.exempt, w.academic, w.personal, w.social, w.focus, w.practical, w.reason, w.effort,
    w.plan, w.academic_met, w.eud, w.hf, w.gym, w.letter, w.notice
from readiness_row w
join youth y on y.id = w.youth
where w.report = $report
order by y.sort_key;

-- query readiness_report_add: a draft begins
-- in: id int, class int, round text, number int, without_marks bool, day day, account int, at time
insert into readiness_report (id, class, round, number, without_marks, day, author, created_at,
    edited_by, edited_at)
values ($id, $class, $round, $number, $without_marks, $day, $account, $at, $account, $at);

-- query readiness_report_touch: a part of a draft is written; only when nobody wrote it meanwhile
-- in: id int, part int, edit int, without_marks bool, account int, at time
update readiness_report set without_marks = $without_marks, edited_by = $account, edited_at = $at,
    marks_edit = marks_edit + case when $part = 0 then 1 else 0 end,
    traits_edit = traits_edit + case when $part = 1 then 1 else 0 end,
    practical_edit = practical_edit + case when $part = 2 then 1 else 0 end
where id = $id and sent_at is null and withdrawn_at is null
    and case when $part = 0 then marks_edit when $part = 1 then traits_edit else practical_edit end
        = $edit;

-- query readiness_row_put: one pupil of a draft, new or over what stood there
-- in: id int, report int, youth text, marks text, exempt text, academic int, personal int, social int, focus int, practical text, reason blob, effort bool, plan blob
insert into readiness_row (id, report, youth, marks, exempt, academic, personal, social, focus,
    practical, reason, effort, plan)
values ($id, $report, $youth, $marks, $exempt, $academic, $personal, $social, $focus, $practical,
    $reason, $effort, $plan)
on conflict (report, youth) do update set marks = excluded.marks, exempt = excluded.exempt,
    academic = excluded.academic, personal = excluded.personal, social = excluded.social,
    focus = excluded.focus, practical = excluded.practical, reason = excluded.reason,
    effort = excluded.effort, plan = excluded.plan;

-- query readiness_report_drop: a draft is given up; the rows stay
-- in: id int, account int, at time
update readiness_report set withdrawn_at = $at, withdrawn_by = $account
where id = $id and sent_at is null and withdrawn_at is null;

-- query readiness_report_send: a draft is sent, as it was seen
-- in: id int, edits int, day day, rules text, account int, at time
update readiness_report set day = $day, rules = $rules, sent_by = $account, sent_at = $at
where id = $id and sent_at is null and withdrawn_at is null
    and marks_edit + traits_edit + practical_edit = $edits;

-- query readiness_row_result: what a row amounts to, when it is sent
-- in: id int, academic_met int, eud int, hf int, gym int, letter text
update readiness_row set academic_met = $academic_met, eud = $eud, hf = $hf, gym = $gym,
    letter = $letter
where id = $id;

-- query readiness_row_leave: a pupil who is no longer in the class is no part of what is sent
-- in: id int
delete from readiness_row where id = $id;

-- query readiness_report_replace: the newer one counts
-- in: class int, round text, number int, at time
update readiness_report set replaced_at = $at
where class = $class and round = $round and number < $number and sent_at is not null
    and replaced_at is null;

-- query readiness_row_told: the letters of a row are made
-- in: id int, notice int
update readiness_row set notice = $notice where id = $id and notice is null;

-- query readiness_told_before: the notice that a pupil's row in the version before had
-- in: class int, round text, youth text, number int
-- out: notice int, eud int, hf int, gym int
select w.notice, w.eud, w.hf, w.gym
from readiness_report r
join readiness_row w on w.report = r.id and w.youth = $youth
where r.class = $class and r.round = $round and r.number < $number and r.sent_at is not null
order by r.number desc
limit 1;

-- ---------------------------------------------------------------- one person

-- query readiness_of: every sent assessment of one person, newest first
-- in: youth text
-- out: id int, report int, class int, round text, number int, grade text, class_name text, school text, day day, rules text, sent_at time, sent_name text, replaced_at time, without_marks bool, marks text, exempt text, academic int, personal int, social int, focus int, practical text, reason blob, effort bool, plan blob, academic_met int, eud int, hf int, gym int, letter text, notice int
select w.id, w.report, r.class, r.round, r.number, c.grade, c.name as class_name, i.name as school,
    r.day, r.rules, r.sent_at, s.name as sent_name, r.replaced_at, r.without_marks, w.marks, w.exempt,
    w.academic, w.personal, w.social, w.focus, w.practical, w.reason, w.effort, w.plan,
    w.academic_met, w.eud, w.hf, w.gym, w.letter, w.notice
from readiness_row w
join readiness_report r on r.id = w.report
join class c on c.id = r.class
join institution i on i.number = c.institution
left join account s on s.id = r.sent_by
where w.youth = $youth and r.sent_at is not null
order by r.day desc, r.sent_at desc;

-- query readiness_drafts_of: what stands about one person in drafts, for insight
-- in: youth text
-- out: id int, round text, marks text, personal int, social int, focus int, practical text, reason blob, effort bool, plan blob
select w.id, r.round, w.marks, w.personal, w.social, w.focus, w.practical, w.reason, w.effort, w.plan
from readiness_row w
join readiness_report r on r.id = w.report
where w.youth = $youth and r.sent_at is null
order by w.id;

-- query readiness_judgements: the municipality's own judgements of one person, newest first
-- in: youth text
-- out: id int, row int, type text, answer bool, reason blob, day day, author int, author_name text, at time, notice int, withdrawn_at time
select j.id, j.row, j.type, j.answer, j.reason, j.day, j.author, a.name as author_name, j.at, j.notice,
    j.withdrawn_at
from readiness_judgement j
join account a on a.id = j.author
where j.youth = $youth
order by j.day desc, j.id desc;

-- query readiness_judgement_add: the municipality judges one kind of education
-- in: id int, youth text, row int, type text, answer bool, reason blob, day day, author int, at time, notice int
insert into readiness_judgement (id, youth, row, type, answer, reason, day, author, at, notice)
values ($id, $youth, $row, $type, $answer, $reason, $day, $author, $at, $notice);

-- query readiness_judgement_find: one of them, for undo
-- in: id int, youth text, account int, since time
-- out: notice int
select notice from readiness_judgement
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- query readiness_judgement_withdraw: undo by the author, as an event
-- in: id int, youth text, account int, since time, at time
update readiness_judgement set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- query readiness_efforts: the targeted efforts of one person, newest first
-- in: youth text
-- out: id int, row int, day day, reason blob, plan blob, author int, author_name text, at time, ended_day day, ended_name text, withdrawn_at time
select f.id, f.row, f.day, f.reason, f.plan, f.author, a.name as author_name, f.at, f.ended_day,
    e.name as ended_name, f.withdrawn_at
from readiness_effort f
join account a on a.id = f.author
left join account e on e.id = f.ended_by
where f.youth = $youth
order by f.day desc, f.id desc;

-- query readiness_effort_add: somebody finds a targeted effort needed
-- in: id int, youth text, row int, day day, reason blob, plan blob, author int, at time
insert into readiness_effort (id, youth, row, day, reason, plan, author, at)
values ($id, $youth, $row, $day, $reason, $plan, $author, $at);

-- query readiness_effort_open: whether one is going on
-- in: youth text
-- out: id int
select id from readiness_effort
where youth = $youth and ended_day is null and withdrawn_at is null
limit 1;

-- query readiness_effort_end: the effort is over
-- in: id int, youth text, day day, account int, at time
update readiness_effort set ended_day = $day, ended_by = $account, ended_at = $at
where id = $id and youth = $youth and ended_day is null and withdrawn_at is null;

-- query readiness_effort_withdraw: undo by the author, as an event
-- in: id int, youth text, account int, since time, at time
update readiness_effort set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- query readiness_wish: the first priority that somebody has said last
-- in: youth text, day day
-- out: kind text, day day
select kind, day from wish
where youth = $youth and priority = 1 and day <= $day and withdrawn_at is null
order by day desc, id desc
limit 1;

-- query readiness_glance: the newest assessment of one person and an open effort, in one look, and whether
-- they are in a grade that reports
-- in: youth text, day day
-- out: round text, grade text, day day, rules text, eud int, hf int, gym int, judged_eud int, judged_hf int, judged_gym int, effort day, pupil int
select n.round, n.grade, n.day, n.rules, n.eud, n.hf, n.gym,
    (select max(j.answer) from readiness_judgement j where j.row = n.id and j.type = 'eud'
        and j.withdrawn_at is null) as judged_eud,
    (select max(j.answer) from readiness_judgement j where j.row = n.id and j.type = 'hf'
        and j.withdrawn_at is null) as judged_hf,
    (select max(j.answer) from readiness_judgement j where j.row = n.id and j.type = 'gym'
        and j.withdrawn_at is null) as judged_gym,
    (select max(f.day) from readiness_effort f where f.youth = y.id and f.ended_day is null
        and f.withdrawn_at is null) as effort,
    (select count(*) from youth_class yc join class k on k.id = yc.class where yc.youth = y.id
        and yc.from_day <= $day and (yc.to_day is null or yc.to_day >= $day)
        and k.grade in ('8', '9', '10')) as pupil
from youth y
left join (
    select w.id, w.youth, r.round, c.grade, r.day, r.rules, w.eud, w.hf, w.gym
    from readiness_row w
    join readiness_report r on r.id = w.report
    join class c on c.id = r.class
    where w.youth = $youth and r.sent_at is not null and r.replaced_at is null
    order by r.day desc, r.id desc
    limit 1
) n on n.youth = y.id
where y.id = $youth;

-- query readiness_events: for the timeline: reports sent, judgements, efforts
-- in: youth text
-- out: what text, id int, day day, at time, actor text, author int, detail text, more text, eud int, hf int, gym int, rules text
select 'report' as what, w.id, r.day, r.sent_at as at, s.name as actor, r.sent_by as author,
    r.round as detail, c.grade as more, w.eud, w.hf, w.gym, r.rules
from readiness_row w
join readiness_report r on r.id = w.report
join class c on c.id = r.class
left join account s on s.id = r.sent_by
where w.youth = $youth and r.sent_at is not null and r.replaced_at is null
union all
select 'judgement', j.id, j.day, j.at, a.name, j.author, j.type, null, j.answer, null, null, null
from readiness_judgement j
join account a on a.id = j.author
where j.youth = $youth and j.withdrawn_at is null
union all
select 'effort', f.id, f.day, f.at, a.name, f.author, null, null, null, null, null, null
from readiness_effort f
join account a on a.id = f.author
where f.youth = $youth and f.withdrawn_at is null
order by 4 desc;

-- ---------------------------------------------------------------- worklist

-- query readiness_open_classes: classes of a counsellor's schools, and which rounds they have sent
-- in: account int, school_year int, day day
-- out: id int, name text, grade text, institution text, school text, first int, second int
select c.id, c.name, c.grade, c.institution, i.name as school,
    (select count(*) from readiness_report r where r.class = c.id and r.round = 'first'
        and r.sent_at is not null) as first,
    (select count(*) from readiness_report r where r.class = c.id and r.round = 'second'
        and r.sent_at is not null) as second
from counsellor_school cs
join class c on c.institution = cs.institution and c.school_year = $school_year
join institution i on i.number = c.institution
where cs.account = $account and cs.from_day <= $day and (cs.to_day is null or cs.to_day >= $day)
    and c.grade in ('8', '9', '10')
    and exists (select 1 from youth_class yc where yc.class = c.id and yc.from_day <= $day
        and (yc.to_day is null or yc.to_day >= $day));

-- query readiness_open_last: the classes of the last school year, by who was in them on its last day, for
-- the rare year whose day lies in the next
-- in: account int, last_year int, day day, counted day
-- out: id int, name text, grade text, institution text, school text, first int, second int
select c.id, c.name, c.grade, c.institution, i.name as school, 1 as first,
    (select count(*) from readiness_report r where r.class = c.id and r.round = 'second'
        and r.sent_at is not null) as second
from counsellor_school cs
join class c on c.institution = cs.institution and c.school_year = $last_year
join institution i on i.number = c.institution
where cs.account = $account and cs.from_day <= $day and (cs.to_day is null or cs.to_day >= $day)
    and c.grade in ('8', '9', '10')
    and exists (select 1 from youth_class yc where yc.class = c.id and yc.from_day <= $counted
        and (yc.to_day is null or yc.to_day >= $counted));

-- query readiness_letters_due: sent reports of a counsellor's schools with notices that nobody has sent
-- in: account int, school_year int, day day
-- out: class int, name text, institution text, school text, round text, sent_at time, letters int
select c.id as class, c.name, c.institution, i.name as school, r.round, r.sent_at,
    count(*) as letters
from counsellor_school cs
join class c on c.institution = cs.institution and c.school_year = $school_year
join institution i on i.number = c.institution
join readiness_report r on r.class = c.id and r.sent_at is not null and r.replaced_at is null
join readiness_row w on w.report = r.id and w.letter is not null and w.notice is null
where cs.account = $account and cs.from_day <= $day and (cs.to_day is null or cs.to_day >= $day)
group by c.id, c.name, c.institution, i.name, r.round, r.sent_at;

-- query readiness_to_follow: a counsellor's own pupils whose newest assessment says no to something, and
-- whether somebody has spoken with them or judged anew since
-- in: account int, since day
-- out: youth text, name text, born day, class_name text, school text, institution text, grade text, day day, academic_met int, eud int, hf int, gym int, wish text, judged int, talked int
select y.id as youth, y.name, y.born, c.name as class_name, i.name as school, c.institution, c.grade,
    r.day, w.academic_met, w.eud, w.hf, w.gym,
    (select s.kind from wish s where s.youth = y.id and s.priority = 1 and s.withdrawn_at is null
        order by s.day desc, s.id desc limit 1) as wish,
    (select count(*) from readiness_judgement j where j.row = w.id and j.withdrawn_at is null)
        as judged,
    (select count(*) from contact k where k.youth = w.youth and k.day >= r.day
        and k.kind in ('phone', 'talk', 'message', 'parents') and k.attended = 1
        and k.withdrawn_at is null) as talked
from youth y
cross join readiness_row w
cross join readiness_report r
join class c on c.id = r.class
join institution i on i.number = c.institution
where y.counsellor = $account and y.moved_out is null and w.youth = y.id and r.id = w.report
    and (w.eud = 0 or w.hf = 0 or w.gym = 0)
    and r.sent_at is not null and r.replaced_at is null and r.day >= $since
    and not exists (select 1 from readiness_row n join readiness_report p on p.id = n.report
        where n.youth = w.youth and p.sent_at is not null and p.replaced_at is null
            and (p.day > r.day or (p.day = r.day and p.id > r.id)));

-- query readiness_efforts_to_follow: open targeted efforts of a counsellor's own people, with the last talk
-- in: account int
-- out: youth text, name text, born day, day day, talked day
select y.id as youth, y.name, y.born, f.day,
    (select max(k.day) from contact k where k.youth = f.youth and k.day >= f.day
        and k.kind in ('phone', 'talk', 'message', 'parents') and k.attended = 1
        and k.withdrawn_at is null) as talked
from youth y
cross join readiness_effort f
where y.counsellor = $account and y.moved_out is null and f.youth = y.id and f.ended_day is null
    and f.withdrawn_at is null;

-- ---------------------------------------------------------------- erasure

-- query readiness_last_act: when something was last done here about one person
-- in: youth text
-- out: born day, last time
select y.born, (select max(t.at) from (
    select max(r.edited_at) as at from readiness_row w join readiness_report r on r.id = w.report
        where w.youth = $youth
    union all select max(at) from readiness_judgement where youth = $youth
    union all select max(coalesce(ended_at, at)) from readiness_effort where youth = $youth) t) as last
from youth y
where y.id = $youth;

-- query readiness_erase_judgements: for good
-- in: youth text
delete from readiness_judgement where youth = $youth;

-- query readiness_erase_efforts: for good
-- in: youth text
delete from readiness_effort where youth = $youth;

-- query readiness_erase_rows: for good
-- in: youth text
delete from readiness_row where youth = $youth;
