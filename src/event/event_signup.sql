-- SPDX-License-Identifier: EUPL-1.2
-- Who signs up, waits, comes and answers.

-- query event_signups: those who signed up, in order; names are sealed, forgotten ones have none
-- in: event text
-- out: id int, name blob, email blob, people int, school text, grade text, state text, day day, moved_day day, told_day day, forgotten_day day
select u.id, u.name, u.email, u.people, i.name as school, u.grade, u.state, u.day, u.moved_day,
    u.told_day, u.forgotten_day
from event_signup u
left join institution i on i.number = u.institution
where u.event = $event
order by u.id;

-- query event_waiting: those on the waiting list, in order
-- in: event text
-- out: id int, people int
select id, people from event_signup where event = $event and state = 'waiting' order by id;

-- query event_signup_add: somebody signs up; a second click is the same sign-up
-- in: id int, event text, secret text, name blob, email blob, people int, institution text, grade text, state text, day day
insert into event_signup (id, event, secret, name, email, people, institution, grade, state, day)
values ($id, $event, $secret, $name, $email, $people, $institution, $grade, $state, $day)
on conflict (secret) do nothing;

-- query event_signup_by_secret: by its link
-- in: secret text
-- out: id int, event text, name blob, people int, school text, grade text, state text, moved_day day, told_day day, before int
select u.id, u.event, u.name, u.people, i.name as school, u.grade, u.state, u.moved_day, u.told_day,
    (select count(*) from event_signup v
        where v.event = u.event and v.state = 'waiting' and v.id < u.id) as before
from event_signup u
left join institution i on i.number = u.institution
where u.secret = $secret;

-- query event_signup_cancel: somebody will not come
-- in: id int, event text
update event_signup set state = 'cancelled'
where id = $id and event = $event and state <> 'cancelled';

-- query event_signup_restore: taken back by staff: on the list again, last of those who wait
-- in: id int, event text
update event_signup set state = 'waiting'
where id = $id and event = $event and state = 'cancelled' and forgotten_day is null;

-- query event_signup_move: from the waiting list to a place
-- in: id int, day day
update event_signup set state = 'in', moved_day = $day, told_day = null
where id = $id and state = 'waiting';

-- query event_signup_told: who moved up knows it
-- in: id int, event text, day day
update event_signup set told_day = $day
where id = $id and event = $event and moved_day is not null and told_day is null;

-- query event_signup_seen: who moved up has seen it on their own page
-- in: secret text, day day
update event_signup set told_day = $day
where secret = $secret and moved_day is not null and told_day is null;

-- query event_forget_due: whether anything is to be deleted
-- in: before day, comments_before day
-- out: n int
select (select count(*) from (select 1 from event e join event_signup u on u.event = e.id
        where e.day < $before and u.forgotten_day is null limit 1) x)
    + (select count(*) from (select 1 from event e join event_answer r on r.event = e.id
        where e.day < $comments_before and r.comment is not null limit 1) y) as n;

-- query event_forget_cancelled: who did not come leaves nothing behind
-- in: before day
delete from event_signup
where state <> 'in' and event in (select id from event where day < $before);

-- query event_forget: names, addresses and links are deleted; how many came from where stays
-- in: before day, day day
update event_signup set name = null, email = null, secret = null, forgotten_day = $day
where forgotten_day is null and event in (select id from event where day < $before);

-- query event_forget_comments: what was written freely is deleted
-- in: before day
update event_answer set comment = null
where comment is not null and event in (select id from event where day < $before);

-- query event_counts: who came
-- in: event text
-- out: institution text, school text, grade text, n int, at time, author_name text
select c.institution, i.name as school, c.grade, c.n, c.at, a.name as author_name
from event_count c
left join institution i on i.number = c.institution
join account a on a.id = c.author
where c.event = $event and c.withdrawn_at is null
order by c.id;

-- query event_expected: how many signed up, by school and grade
-- in: event text
-- out: institution text, school text, grade text, people int
select u.institution, i.name as school, u.grade, cast(sum(u.people) as bigint) as people
from event_signup u
left join institution i on i.number = u.institution
where u.event = $event and u.state = 'in'
group by u.institution, i.name, u.grade
order by i.name, u.institution, u.grade;

-- query event_count_add: one number of a count
-- in: id int, event text, institution text, grade text, n int, author int, at time
insert into event_count (id, event, institution, grade, n, author, at)
values ($id, $event, $institution, $grade, $n, $author, $at);

-- query event_count_withdraw: a new count takes the place of the old
-- in: event text, account int, at time
update event_count set withdrawn_at = $at, withdrawn_by = $account
where event = $event and withdrawn_at is null;

-- query event_count_stamp: which count stands: the newest row
-- in: event text
-- out: id int, author_name text
select c.id, a.name as author_name from event_count c
join account a on a.id = c.author
where c.event = $event and c.withdrawn_at is null
order by c.id desc limit 1;

-- query event_answer_add: somebody's evaluation
-- in: id text, event text, who text, useful int, wiser int, comment blob, day day
insert into event_answer (id, event, who, useful, wiser, comment, day)
values ($id, $event, $who, $useful, $wiser, $comment, $day);

-- query event_answers: the evaluations of one event, in no order that tells anything
-- in: event text
-- out: id text, who text, useful int, wiser int, comment blob
select id, who, useful, wiser, comment from event_answer where event = $event order by id;

-- query event_reach: how many came to events of a period, by school and grade
-- in: from_day day, to_day day
-- out: institution text, school text, grade text, n int
select c.institution, i.name as school, c.grade, cast(sum(c.n) as bigint) as n
from event e
join event_count c on c.event = e.id
left join institution i on i.number = c.institution
where e.day between $from_day and $to_day and e.state = 'published' and c.withdrawn_at is null
group by c.institution, i.name, c.grade
order by i.name, c.institution, c.grade;

-- query event_reach_sums: how many events were held and counted in a period, and what guests said
-- in: from_day day, to_day day
-- out: events int, counted int, people int, answers int
select count(*) as events, count(*) filter (where counted > 0) as counted,
    cast(coalesce(sum(came), 0) as bigint) as people,
    cast(coalesce(sum(answers), 0) as bigint) as answers
from event_line
where day between $from_day and $to_day and state = 'published';

-- query event_mine: what one counsellor answers for: what is coming, and what has been and is not counted or not evaluated
-- in: account int, day day, until day
-- out: id text, title text, school text, institution text, day day, state text, items int, counted int, asked_day day, untold int
select e.id, e.title, i.name as school, e.institution, e.day, e.state,
    (select count(*) from event_item t where t.event = e.id and t.withdrawn_at is null) as items,
    (select count(*) from event_count c where c.event = e.id and c.withdrawn_at is null) as counted,
    e.asked_day,
    (select count(*) from event_signup u where u.event = e.id and u.state = 'in'
        and u.moved_day is not null and u.told_day is null) as untold
from event e
left join institution i on i.number = e.institution
where e.owner = $account and e.day <= $until and e.state <> 'cancelled'
    and (e.day >= $day or e.asked_day is null or not exists (select 1 from event_count c
        where c.event = e.id and c.withdrawn_at is null))
order by e.day;

-- query event_tries: the attempts of a sender in the last minutes: the oldest of the last `most`
-- in: subject text, since time, most int
-- out: at time
select at from event_try where subject = $subject and at >= $since
order by at desc limit 1 offset $most;

-- query event_try_add: an attempt
-- in: subject text, at time
insert into event_try (subject, at) values ($subject, $at);

-- query event_try_purge: what is older tells nothing
-- in: before time
delete from event_try where at < $before;

-- query event_untold: how many moved up from the waiting list and do not know it yet
-- in: event text
-- out: n int
select count(*) as n from event_signup
where event = $event and state = 'in' and moved_day is not null and told_day is null;
