-- SPDX-License-Identifier: EUPL-1.2
-- Contacts and notes, follow-ups, drafts, collective sessions. Note texts are sealed blobs.

-- query guidance_contact_add: a contact or note
-- in: id int, youth text, session int, kind text, at time, day day, author int, body blob, restricted bool, attended bool
insert into contact (id, youth, session, kind, at, day, author, body, restricted, attended)
values ($id, $youth, $session, $kind, $at, $day, $author, $body, $restricted, $attended);

-- query guidance_contacts: everything said and done with one person, newest first
-- in: youth text
-- out: id int, session int, kind text, at time, day day, author int, author_name text, body blob, restricted bool, attended bool, withdrawn_at time, theme text, theme_da text, theme_en text
select k.id, k.session, k.kind, k.at, k.day, k.author, a.name as author_name, k.body, k.restricted,
    k.attended, k.withdrawn_at, s.theme, t.name_da as theme_da, t.name_en as theme_en
from contact k
join account a on a.id = k.author
left join collective_session s on s.id = k.session
left join collective_theme t on t.id = s.theme
where k.youth = $youth
order by k.at desc;

-- query guidance_contact_by_id: one contact, to undo it
-- in: id int, youth text
-- out: id int, author int, at time, withdrawn_at time
select id, author, at, withdrawn_at from contact where id = $id and youth = $youth;

-- query guidance_contact_withdraw: undo is an event, the row stays
-- in: id int, withdrawn_at time, withdrawn_by int
update contact set withdrawn_at = $withdrawn_at, withdrawn_by = $withdrawn_by
where id = $id and withdrawn_at is null;

-- query guidance_last_kind: the kind this author used last, to be preselected
-- in: author int
-- out: kind text
select kind from contact where author = $author and kind <> 'collective'
order by at desc limit 1;

-- query guidance_follow_up_add: to be done by somebody on a day
-- in: id int, youth text, contact int, owner int, due day, what text
insert into follow_up (id, youth, contact, owner, due, what)
values ($id, $youth, $contact, $owner, $due, $what);

-- query guidance_follow_up_withdraw: the follow-up of a note that was undone
-- in: contact int, withdrawn_at time
update follow_up set withdrawn_at = $withdrawn_at
where contact = $contact and done_at is null and withdrawn_at is null;

-- query guidance_follow_ups_mine: open follow-ups of one counsellor
-- in: owner int, until day, day day
-- out: id int, youth text, name text, born day, due day, what text, class_name text, school text, institution text
select f.id, f.youth, y.name, y.born, f.due, f.what, c.name as class_name, i.name as school,
    c.institution
from follow_up f
join youth y on y.id = f.youth
left join youth_class yc on yc.youth = y.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
left join class c on c.id = yc.class
left join institution i on i.number = c.institution
where f.owner = $owner and f.done_at is null and f.withdrawn_at is null and f.due <= $until;

-- query guidance_follow_ups_next: the nearest open follow-up of each of the counsellor's people
-- in: owner int
-- out: youth text, due day
select youth, min(due) as due from follow_up
where owner = $owner and done_at is null and withdrawn_at is null
group by youth;

-- query guidance_follow_ups_of: open follow-ups about one person
-- in: youth text
-- out: id int, due day, what text, owner int, owner_name text
select f.id, f.due, f.what, f.owner, a.name as owner_name
from follow_up f
join account a on a.id = f.owner
where f.youth = $youth and f.done_at is null and f.withdrawn_at is null
order by f.due;

-- query guidance_follow_up_done: done, by its owner
-- in: id int, owner int, done_at time
update follow_up set done_at = $done_at, done_by = $owner
where id = $id and owner = $owner and done_at is null and withdrawn_at is null;

-- query guidance_follow_up_move: put off to another day, by its owner
-- in: id int, owner int, due day
update follow_up set due = $due
where id = $id and owner = $owner and done_at is null and withdrawn_at is null;

-- query guidance_follow_up_day: when it is due
-- in: id int, owner int
-- out: due day
select due from follow_up where id = $id and owner = $owner and withdrawn_at is null;

-- query guidance_follow_up_reopen: "done" is taken back by whoever said it
-- in: id int, owner int
update follow_up set done_at = null, done_by = null
where id = $id and owner = $owner and done_by = $owner and done_at is not null
    and withdrawn_at is null;

-- query guidance_follow_ups_met: a new contact meets what was to be followed up by now, also for a
-- colleague whom one covers today
-- in: youth text, owner int, due day, done_at time
update follow_up set done_at = $done_at, done_by = $owner
where youth = $youth and due <= $due and done_at is null and withdrawn_at is null
    and (owner = $owner or owner in (select b.account from absence b
        where b.cover = $owner and b.to_day >= $due and b.from_day <= $due
            and b.withdrawn_at is null));

-- query guidance_last_contacts: when each person of the caseload was last in contact
-- in: account int, day day, school_year int
-- out: youth text, day day
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
select mine.id as youth, (select max(k.day) from contact k
    where k.youth = mine.id and k.withdrawn_at is null and k.attended = 1) as day
from mine;

-- query guidance_draft: what was being written here
-- in: account int, place text, since time
-- out: body blob, saved_at time
select body, saved_at from draft
where account = $account and place = $place and saved_at >= $since;

-- query guidance_draft_put: kept while it is written
-- in: account int, place text, body blob, saved_at time
insert into draft (account, place, body, saved_at)
values ($account, $place, $body, $saved_at)
on conflict (account, place) do update set body = excluded.body, saved_at = excluded.saved_at;

-- query guidance_draft_drop: the note was saved, or the draft is empty
-- in: account int, place text
delete from draft where account = $account and place = $place;

-- query guidance_drafts_expire: drafts live seven days
-- in: before time
delete from draft where saved_at < $before;

-- query guidance_attendance_withdraw: those of a session that was undone
-- in: session int, withdrawn_at time, withdrawn_by int
update contact set withdrawn_at = $withdrawn_at, withdrawn_by = $withdrawn_by
where session = $session and withdrawn_at is null;

-- ---------------------------------------------------------------- handing over

-- query guidance_handover_count: what one counsellor has that another would take over
-- in: account int, since time
-- out: follow_ups int, drafts int, restricted int
select (select count(*) from follow_up where owner = $account and done_at is null
        and withdrawn_at is null) as follow_ups,
    (select count(*) from draft where account = $account and saved_at >= $since) as drafts,
    (select count(*) from contact where author = $account and restricted = 1
        and withdrawn_at is null) as restricted;

-- query guidance_handover_note: which follow-ups go to another
-- in: handover int, giver int
insert into handover_item (handover, what, row_key)
select $handover, 'guidance.follow_up', cast(id as text) from follow_up
where owner = $giver and done_at is null and withdrawn_at is null;

-- query guidance_handover_give: and they do
-- in: giver int, taker int
update follow_up set owner = $taker
where owner = $giver and done_at is null and withdrawn_at is null;

-- query guidance_handover_take: those that are still open go back
-- in: handover int, giver int, taker int
update follow_up set owner = $giver
where owner = $taker and done_at is null and withdrawn_at is null
    and id in (select cast(row_key as bigint) from handover_item
        where handover = $handover and what = 'guidance.follow_up');

-- query guidance_drafts_of: what one counsellor was writing
-- in: account int, since time
-- out: place text, body blob
select place, body from draft where account = $account and saved_at >= $since;

-- query guidance_draft_note: what stood in the taker's draft before, sealed as it was; or nothing
-- in: handover int, place text, body blob
insert into handover_item (handover, what, row_key, before_body)
values ($handover, 'guidance.draft', $place, $body);

-- query guidance_draft_notes: the drafts of a handover that the taker has not written on since
-- in: handover int, taker int, at time
-- out: place text, body blob
select h.row_key as place, h.before_body as body from handover_item h
join draft d on d.account = $taker and d.place = h.row_key and d.saved_at = $at
where h.handover = $handover and h.what = 'guidance.draft';

-- ---------------------------------------------------------------- insight and erasure

-- query guidance_follow_ups_all: every follow-up about one person, done and withdrawn ones too
-- in: youth text
-- out: due day, what text, owner_name text, done_at time, withdrawn_at time
select f.due, f.what, a.name as owner_name, f.done_at, f.withdrawn_at
from follow_up f join account a on a.id = f.owner
where f.youth = $youth order by f.due, f.id;

-- query guidance_last_act: when somebody last wrote here about a person
-- in: youth text
-- out: born day, last time
select y.born, (select max(k.at) from contact k where k.youth = y.id) as last
from youth y where y.id = $youth;

-- query guidance_erase_follow_ups: erasure
-- in: youth text
delete from follow_up where youth = $youth;

-- query guidance_erase_contacts: erasure
-- in: youth text
delete from contact where youth = $youth;
