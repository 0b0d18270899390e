-- SPDX-License-Identifier: EUPL-1.2
-- Mentors, contacts, notes to the education, notices of risk. Sealed texts are blobs.

-- ---------------------------------------------------------------- mentor

-- query retention_mentors: all mentors of one person, newest first, with when their time began: the first
-- youth education from `since` on
-- in: youth text, day day
-- out: id int, mentor int, mentor_name text, since day, reason blob, author int, author_name text, at time, outcome text, outcome_day day, cause text, outcome_note blob, outcome_by int, outcome_at time, withdrawn_at time, start day
select m.id, m.mentor, a.name as mentor_name, m.since, m.reason, m.author, b.name as author_name,
    m.at, m.outcome, m.outcome_day, m.cause, m.outcome_note, m.outcome_by, m.outcome_at,
    m.withdrawn_at,
    (select min(s.from_day) from spell s where s.youth = m.youth and s.withdrawn_at is null
        and s.from_day >= m.since and s.from_day <= $day
        and s.kind in ('eud_gf1', 'eud_gf2', 'eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf'))
        as start
from retention_mentor m
join account a on a.id = m.mentor
join account b on b.id = m.author
where m.youth = $youth
order by m.since desc, m.id desc;

-- query retention_mentor_add: somebody becomes the mentor
-- in: id int, youth text, mentor int, since day, reason blob, author int, at time
insert into retention_mentor (id, youth, mentor, since, reason, author, at)
values ($id, $youth, $mentor, $since, $reason, $author, $at);

-- query retention_mentor_open: whether somebody is the mentor
-- in: youth text
-- out: id int
select id from retention_mentor
where youth = $youth and outcome is null and withdrawn_at is null;

-- query retention_outcome: how the mentor's time ended
-- in: id int, youth text, outcome text, day day, cause text, note blob, account int, at time
update retention_mentor set outcome = $outcome, outcome_day = $day, cause = $cause,
    outcome_note = $note, outcome_by = $account, outcome_at = $at
where id = $id and youth = $youth and outcome is null and withdrawn_at is null;

-- query retention_mentor_withdraw: undo by the author, as an event
-- in: id int, youth text, account int, since time, at time
update retention_mentor set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and outcome is null
    and withdrawn_at is null;

-- query retention_accounts: who can be a mentor
-- out: id int, name text
select id, name from account
where role in ('counsellor', 'team-leader') and disabled_at is null order by name, id;

-- query retention_started: the youth education that one person is in, or began last
-- in: youth text, day day
-- out: from_day day
select from_day from spell
where youth = $youth and withdrawn_at is null and from_day <= $day and to_day is null
    and kind in ('eud_gf1', 'eud_gf2', 'eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf')
order by from_day desc
limit 1;

-- ---------------------------------------------------------------- contacts

-- query retention_touches: the contacts of one person's mentors, oldest first
-- in: youth text
-- out: id int, mentor_row int, number int, how text, day day, body blob, author int, author_name text, at time, withdrawn_at time
select t.id, t.mentor_row, t.number, t.how, t.day, t.body, t.author, a.name as author_name, t.at,
    t.withdrawn_at
from retention_touch t
join account a on a.id = t.author
where t.youth = $youth
order by t.day, t.id;

-- query retention_touch_add: a contact of the rhythm
-- in: id int, mentor_row int, youth text, number int, how text, day day, body blob, author int, at time
insert into retention_touch (id, mentor_row, youth, number, how, day, body, author, at)
values ($id, $mentor_row, $youth, $number, $how, $day, $body, $author, $at);

-- query retention_touch_withdraw: undo by the author, as an event
-- in: id int, youth text, account int, since time, at time
update retention_touch set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- ---------------------------------------------------------------- the note to the education

-- query retention_notes: the notes about one person, newest first
-- in: youth text
-- out: id int, basis text, body blob, day day, author int, author_name text, at time, withdrawn_at time
select n.id, n.basis, n.body, n.day, n.author, a.name as author_name, n.at, n.withdrawn_at
from retention_note n
join account a on a.id = n.author
where n.youth = $youth
order by n.day desc, n.id desc;

-- query retention_note_add: what the education shall know
-- in: id int, youth text, basis text, body blob, day day, author int, at time
insert into retention_note (id, youth, basis, body, day, author, at)
values ($id, $youth, $basis, $body, $day, $author, $at);

-- query retention_note_withdraw: undo by the author, as an event; not once somebody has received it
-- in: id int, youth text, account int, since time, at time
update retention_note set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null
    and not exists (select 1 from retention_receiver r where r.note = $id
        and r.withdrawn_at is null);

-- query retention_note_find: a note that can be received
-- in: id int, youth text
-- out: day day
select day from retention_note where id = $id and youth = $youth and withdrawn_at is null;

-- query retention_receivers: who has received which note about one person
-- in: youth text
-- out: id int, note int, institution text, school text, name text, how text, day day, author int, author_name text, at time, withdrawn_at time
select r.id, r.note, r.institution, i.name as school, r.name, r.how, r.day, r.author,
    a.name as author_name, r.at, r.withdrawn_at
from retention_receiver r
join institution i on i.number = r.institution
join account a on a.id = r.author
where r.youth = $youth
order by r.day, r.id;

-- query retention_receiver_add: somebody has received it
-- in: id int, note int, youth text, institution text, name text, how text, day day, author int, at time
insert into retention_receiver (id, note, youth, institution, name, how, day, author, at)
values ($id, $note, $youth, $institution, $name, $how, $day, $author, $at);

-- query retention_receiver_withdraw: undo by the author, as an event
-- in: id int, youth text, account int, since time, at time
update retention_receiver set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- query retention_places: institutions with youth educations, of the municipality first
-- in: municipality text, most int
-- out: number text, name text
select number, name from institution
where type_code in (1053, 1061, 1062, 1063, 1071, 1072)
order by case when municipality = $municipality then 0 else 1 end, sort_key
limit $most;

-- query retention_place_exists: whether the register has it
-- in: number text
-- out: found int
select 1 as found from institution where number = $number;

-- ---------------------------------------------------------------- notices of risk

-- query retention_risks: the notices about one person, newest first
-- in: youth text
-- out: id int, institution text, school text, cause text, body blob, day day, lapses day, author int, author_name text, at time, handled_day day, handled_name text, withdrawn_at time
select r.id, r.institution, i.name as school, r.cause, r.body, r.day, r.lapses, r.author,
    a.name as author_name, r.at, r.handled_day, h.name as handled_name, r.withdrawn_at
from retention_risk r
join institution i on i.number = r.institution
join account a on a.id = r.author
left join account h on h.id = r.handled_by
where r.youth = $youth
order by r.day desc, r.id desc;

-- query retention_risk_add: an institution's notice
-- in: id int, youth text, institution text, cause text, body blob, day day, lapses day, author int, at time
insert into retention_risk (id, youth, institution, cause, body, day, lapses, author, at)
values ($id, $youth, $institution, $cause, $body, $day, $lapses, $author, $at);

-- query retention_risk_handle: it is taken care of
-- in: id int, youth text, day day, account int, at time
update retention_risk set handled_day = $day, handled_by = $account, handled_at = $at
where id = $id and youth = $youth and handled_day is null and withdrawn_at is null;

-- query retention_risk_withdraw: undo by the author, as an event
-- in: id int, youth text, account int, since time, at time
update retention_risk set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- ---------------------------------------------------------------- worklist, facts, timeline

-- query retention_mine: the open mentorships of one account that have begun, and which contacts are made
-- in: account int, day day
-- out: id int, youth text, name text, born day, start day, touched int
select m.id, m.youth, y.name, y.born,
    (select min(s.from_day) from spell s where s.youth = m.youth and s.withdrawn_at is null
        and s.from_day >= m.since and s.from_day <= $day
        and s.kind in ('eud_gf1', 'eud_gf2', 'eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf'))
        as start,
    (select sum(distinct case t.number when 1 then 1 when 2 then 2 when 3 then 4 else 8 end)
        from retention_touch t where t.mentor_row = m.id and t.withdrawn_at is null) as touched
from retention_mentor m
join youth y on y.id = m.youth
where m.mentor = $account and m.outcome is null and m.withdrawn_at is null;

-- query retention_risks_due: notices about a counsellor's own people that still count
-- in: account int, day day
-- out: id int, youth text, name text, born day, day day, school text
select r.id, r.youth, y.name, y.born, r.day, i.name as school
from youth y
cross join retention_risk r
join institution i on i.number = r.institution
where y.counsellor = $account and y.moved_out is null and r.youth = y.id and r.lapses > $day
    and r.handled_day is null and r.withdrawn_at is null;

-- query retention_glance: who is the mentor, and the notice of risk that counts
-- in: youth text, day day
-- out: mentor_name text, since day, start day, outcome text, risk day, lapses day, education int
select a.name as mentor_name, m.since,
    (select min(s.from_day) from spell s where s.youth = y.id and s.withdrawn_at is null
        and s.from_day >= m.since and s.from_day <= $day
        and s.kind in ('eud_gf1', 'eud_gf2', 'eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf'))
        as start,
    m.outcome, r.day as risk, r.lapses,
    (select count(*) from spell s where s.youth = y.id and s.withdrawn_at is null
        and s.to_day is null and s.from_day <= $day and s.kind in ('eud_gf1', 'eud_gf2', 'eud_main',
            'eux', 'stx', 'hhx', 'htx', 'hf')) as education
from youth y
left join retention_mentor m on m.id = (select x.id from retention_mentor x
    where x.youth = $youth and x.withdrawn_at is null order by x.since desc, x.id desc limit 1)
left join account a on a.id = m.mentor
left join retention_risk r on r.id = (select x.id from retention_risk x
    where x.youth = $youth and x.withdrawn_at is null and x.handled_day is null and x.lapses > $day
    order by x.day desc, x.id desc limit 1)
where y.id = $youth;

-- query retention_events: for the timeline
-- in: youth text
-- out: what text, id int, day day, at time, actor text, author int, detail text, number int
select 'mentor' as what, m.id, m.since as day, m.at, a.name as actor, m.author, b.name as detail,
    cast(null as bigint) as number
from retention_mentor m
join account a on a.id = m.author
join account b on b.id = m.mentor
where m.youth = $youth and m.withdrawn_at is null
union all
select 'outcome', m.id, m.outcome_day, m.outcome_at, a.name, m.outcome_by, m.outcome, null
from retention_mentor m
join account a on a.id = m.outcome_by
where m.youth = $youth and m.withdrawn_at is null and m.outcome is not null
union all
select 'touch', t.id, t.day, t.at, a.name, t.author, t.how, t.number
from retention_touch t
join account a on a.id = t.author
where t.youth = $youth and t.withdrawn_at is null
union all
select 'risk', r.id, r.day, r.at, i.name, r.author, r.cause, null
from retention_risk r
join institution i on i.number = r.institution
where r.youth = $youth and r.withdrawn_at is null
union all
select 'received', r.id, r.day, r.at, a.name, r.author, i.name, null
from retention_receiver r
join institution i on i.number = r.institution
join account a on a.id = r.author
where r.youth = $youth and r.withdrawn_at is null
order by 3 desc;

-- query retention_spells: the youth educations of one person, oldest first
-- in: youth text
-- out: kind text, programme text, from_day day, to_day day, outcome text, cause text
select kind, programme, from_day, to_day, outcome, cause from spell
where youth = $youth and withdrawn_at is null
    and kind in ('eud_gf1', 'eud_gf2', 'eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf')
order by from_day;

-- ---------------------------------------------------------------- figures

-- query retention_all: youth educations since a day, each person's in order, and whether there was a mentor
-- when it began. full scan: one page of figures, for few readers
-- in: since day, day day
-- out: youth text, kind text, programme text, from_day day, to_day day, outcome text, mentored bool
select s.youth, s.kind, s.programme, s.from_day, s.to_day, s.outcome,
    case when exists (select 1 from retention_mentor m where m.youth = s.youth
        and m.withdrawn_at is null and m.since <= s.from_day and coalesce(m.outcome_day, $day)
            >= s.from_day) then 1 else 0 end as mentored
from spell s
where s.withdrawn_at is null and s.from_day >= $since and s.from_day <= $day
    and s.kind in ('eud_gf1', 'eud_gf2', 'eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf')
order by s.youth, s.from_day;

-- query retention_begun: youth educations since a day, each person's in order, with who began them and which
-- mentors there were, the earliest assigned first. full scan: one page of figures, for few readers
-- in: since day, day day
-- out: youth text, born day, sex text, moved_out day, institution text, kind text, programme text, from_day day, to_day day, outcome text, mentor_at time
select s.youth, y.born, y.sex, y.moved_out, s.institution, s.kind, s.programme, s.from_day, s.to_day, s.outcome,
    (select min(m.at) from retention_mentor m where m.youth = s.youth and m.withdrawn_at is null
        and m.since <= s.from_day and coalesce(m.outcome_day, $day) >= s.from_day) as mentor_at
from spell s join youth y on y.id = s.youth
where s.withdrawn_at is null and s.from_day >= $since and s.from_day <= $day
    and s.kind in ('eud_gf1', 'eud_gf2', 'eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf')
order by s.youth, s.from_day, s.id;

-- ---------------------------------------------------------------- handing over

-- query retention_handover_count: what one mentor has that another would take over
-- in: account int
-- out: n int
select count(*) as n from retention_mentor
where mentor = $account and outcome is null and withdrawn_at is null;

-- query retention_handover_note: which go to another
-- in: handover int, giver int
insert into handover_item (handover, what, row_key)
select $handover, 'retention.mentor', cast(id as text) from retention_mentor
where mentor = $giver and outcome is null and withdrawn_at is null;

-- query retention_handover_give: and they do
-- in: giver int, taker int
update retention_mentor set mentor = $taker
where mentor = $giver and outcome is null and withdrawn_at is null;

-- query retention_handover_take: those that are still open go back
-- in: handover int, giver int, taker int
update retention_mentor set mentor = $giver
where mentor = $taker and outcome is null and withdrawn_at is null
    and id in (select cast(row_key as bigint) from handover_item
        where handover = $handover and what = 'retention.mentor');

-- ---------------------------------------------------------------- erasure

-- query retention_last_act: when something was last done here about one person
-- in: youth text
-- out: born day, last time
select y.born, (select max(t) from (
    select max(coalesce(outcome_at, at)) as t from retention_mentor where youth = $youth
    union all select max(at) from retention_touch where youth = $youth
    union all select max(at) from retention_note where youth = $youth
    union all select max(at) from retention_receiver where youth = $youth
    union all select max(coalesce(handled_at, at)) from retention_risk where youth = $youth) acts)
    as last
from youth y where y.id = $youth;

-- query retention_erase_touches: for good
-- in: youth text
delete from retention_touch where youth = $youth;

-- query retention_erase_mentors: for good
-- in: youth text
delete from retention_mentor where youth = $youth;

-- query retention_erase_receivers: for good
-- in: youth text
delete from retention_receiver where youth = $youth;

-- query retention_erase_notes: for good
-- in: youth text
delete from retention_note where youth = $youth;

-- query retention_erase_risks: for good
-- in: youth text
delete from retention_risk where youth = $youth;
