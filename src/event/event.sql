-- SPDX-License-Identifier: EUPL-1.2

-- query event_by_id: one event, with how many have signed up
-- in: id text
-- out: id text, season int, season_name text, kind text, title text, institution text, school text, place text, day day, from_minute int, to_minute int, about text, sign_up bool, capacity int, sign_up_until day, state text, published_at time, published_by int, cancelled_text text, version int, owner int, owner_name text, edited_by int, edited_name text, edited_at time, asked_day day, people int, waiting int, items int, counted int, came int, answers int
select id, season, season_name, kind, title, institution, school, place, day, from_minute, to_minute,
    about, sign_up, capacity, sign_up_until, state, published_at, published_by, cancelled_text,
    version, owner, owner_name, edited_by, edited_name, edited_at, asked_day, people, waiting,
    items, counted, came, answers
from event_line where id = $id;

-- query event_between: the events of a period, for the lists
-- in: from_day day, to_day day
-- out: id text, season int, season_name text, kind text, title text, institution text, school text, place text, day day, from_minute int, to_minute int, about text, sign_up bool, capacity int, sign_up_until day, state text, published_at time, published_by int, cancelled_text text, version int, owner int, owner_name text, edited_by int, edited_name text, edited_at time, asked_day day, people int, waiting int, items int, counted int, came int, answers int
select id, season, season_name, kind, title, institution, school, place, day, from_minute, to_minute,
    about, sign_up, capacity, sign_up_until, state, published_at, published_by, cancelled_text,
    version, owner, owner_name, edited_by, edited_name, edited_at, asked_day, people, waiting,
    items, counted, came, answers
from event_line where day between $from_day and $to_day
order by day, from_minute, title;

-- query event_of_season: the events of one season
-- in: season int
-- out: id text, season int, season_name text, kind text, title text, institution text, school text, place text, day day, from_minute int, to_minute int, about text, sign_up bool, capacity int, sign_up_until day, state text, published_at time, published_by int, cancelled_text text, version int, owner int, owner_name text, edited_by int, edited_name text, edited_at time, asked_day day, people int, waiting int, items int, counted int, came int, answers int
select id, season, season_name, kind, title, institution, school, place, day, from_minute, to_minute,
    about, sign_up, capacity, sign_up_until, state, published_at, published_by, cancelled_text,
    version, owner, owner_name, edited_by, edited_name, edited_at, asked_day, people, waiting,
    items, counted, came, answers
from event_line where season = $season
order by day, from_minute, title;

-- query event_add: a new event, as a draft
-- in: id text, season int, kind text, title text, institution text, place text, day day, from_minute int, to_minute int, about text, sign_up bool, capacity int, sign_up_until day, author int, at time
insert into event (id, season, kind, title, institution, place, day, from_minute, to_minute, about,
    sign_up, capacity, sign_up_until, state, owner, author, at, edited_by, edited_at)
values ($id, $season, $kind, $title, $institution, $place, $day, $from_minute, $to_minute, $about,
    $sign_up, $capacity, $sign_up_until, 'draft', $author, $author, $at, $author, $at);

-- query event_write: its text anew, when nobody wrote meanwhile
-- in: id text, version int, season int, kind text, title text, institution text, place text, day day, from_minute int, to_minute int, about text, sign_up bool, capacity int, sign_up_until day, author int, at time
update event set season = $season, kind = $kind, title = $title, institution = $institution,
    place = $place, day = $day, from_minute = $from_minute, to_minute = $to_minute, about = $about,
    sign_up = $sign_up, capacity = $capacity, sign_up_until = $sign_up_until,
    version = version + 1, edited_by = $author, edited_at = $at
where id = $id and version = $version and state <> 'cancelled';

-- query event_publish: everybody can see it
-- in: id text, account int, at time
update event set state = 'published', published_at = $at, published_by = $account
where id = $id and state = 'draft';

-- query event_unpublish: a draft again, by whom it was published, shortly after and before anybody signed up
-- in: id text, account int, since time
update event set state = 'draft', published_at = null, published_by = null
where id = $id and state = 'published' and published_by = $account and published_at >= $since
    and not exists (select 1 from event_signup u where u.event = $id);

-- query event_cancel: it will not be held; the page stays and says so
-- in: id text, account int, at time, why text
update event set state = 'cancelled', cancelled_at = $at, cancelled_by = $account,
    cancelled_text = $why, version = version + 1
where id = $id and state <> 'cancelled';

-- query event_own: who answers for it
-- in: id text, account int
update event set owner = $account where id = $id and owner <> $account;

-- query event_ask: the guests have been asked to evaluate
-- in: id text, account int, day day
update event set asked_day = $day, asked_by = $account where id = $id and asked_day is null;

-- query event_unask: they have not, after all; the same day, by whom it was written
-- in: id text, account int, day day
update event set asked_day = null, asked_by = null
where id = $id and asked_by = $account and asked_day = $day;

-- query event_seasons: the seasons, newest first
-- out: id int, name text, from_day day, to_day day, about text, version int, edited_by int, edited_name text
select s.id, s.name, s.from_day, s.to_day, s.about, s.version, s.edited_by, a.name as edited_name
from event_season s
join account a on a.id = s.edited_by
order by s.from_day desc;

-- query event_season_add: weeks that belong together
-- in: id int, name text, from_day day, to_day day, about text, author int, at time
insert into event_season (id, name, from_day, to_day, about, author, at, edited_by, edited_at)
values ($id, $name, $from_day, $to_day, $about, $author, $at, $author, $at);

-- query event_season_write: anew, when nobody wrote meanwhile
-- in: id int, version int, name text, from_day day, to_day day, about text, author int, at time
update event_season set name = $name, from_day = $from_day, to_day = $to_day, about = $about,
    version = version + 1, edited_by = $author, edited_at = $at
where id = $id and version = $version;

-- query event_schools: schools with classes of this year, and those that hold an event or came to one
-- in: school_year int
-- out: number text, name text
select i.number, i.name from institution i
where i.number in (select c.institution from class c where c.school_year = $school_year
    and c.grade in ('7','8','9','10'))
order by i.sort_key;

-- query event_items: the programme
-- in: event text
-- out: id int, from_minute int, to_minute int, title text, room text, speaker text, author int, at time
select id, from_minute, to_minute, title, room, speaker, author, at from event_item
where event = $event and withdrawn_at is null
order by from_minute, id;

-- query event_items_of_season: the programmes of all events of a season that can be seen
-- in: season int
-- out: event text, from_minute int, to_minute int, title text, room text, speaker text
select t.event, t.from_minute, t.to_minute, t.title, t.room, t.speaker
from event e
join event_item t on t.event = e.id
where e.season = $season and e.state = 'published' and t.withdrawn_at is null
order by e.day, e.from_minute, e.title, t.from_minute, t.id;

-- query event_item_add: a point of the programme
-- in: id int, event text, from_minute int, to_minute int, title text, room text, speaker text, author int, at time
insert into event_item (id, event, from_minute, to_minute, title, room, speaker, author, at)
values ($id, $event, $from_minute, $to_minute, $title, $room, $speaker, $author, $at);

-- query event_item_withdraw: out of the programme; the row stays
-- in: id int, event text, account int, at time
update event_item set withdrawn_at = $at, withdrawn_by = $account
where id = $id and event = $event and withdrawn_at is null;

-- query event_item_back: it was taken out by mistake
-- in: id int, event text, account int, since time
update event_item set withdrawn_at = null, withdrawn_by = null
where id = $id and event = $event and withdrawn_by = $account and withdrawn_at >= $since;

-- query event_handover_count: how many events one counsellor answers for that are not over and done
-- in: account int, since day
-- out: n int
select count(*) as n from event where owner = $account and state <> 'cancelled' and day >= $since;

-- query event_handover_note: which go to another
-- in: handover int, giver int, since day
insert into handover_item (handover, what, row_key)
select $handover, 'event', id from event
where owner = $giver and state <> 'cancelled' and day >= $since;

-- query event_handover_give: and they do
-- in: giver int, taker int, since day
update event set owner = $taker where owner = $giver and state <> 'cancelled' and day >= $since;

-- query event_handover_take: those that the taker still answers for go back
-- in: handover int, giver int, taker int
update event set owner = $giver
where owner = $taker
    and id in (select row_key from handover_item where handover = $handover and what = 'event');
