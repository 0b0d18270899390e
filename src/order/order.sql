-- SPDX-License-Identifier: EUPL-1.2

-- query order_all: the orders of one person, newest first, with whom we speak to; withdrawn ones too
-- in: youth text
-- out: id int, given_day day, known_day day, benefit text, ready text, note blob, author int, author_name text, at time, ended_day day, end_reason text, end_note blob, ended_at time, ended_by int, ended_name text, withdrawn_at time, contact text, phone text, email text
select o.id, o.given_day, o.known_day, o.benefit, o.ready, o.note, o.author, a.name as author_name,
    o.at, o.ended_day, o.end_reason, o.end_note, o.ended_at, o.ended_by, e.name as ended_name,
    o.withdrawn_at, c.name as contact, c.phone, c.email
from education_order o
join account a on a.id = o.author
left join account e on e.id = o.ended_by
left join education_order_contact c on c.id = (select max(d.id) from education_order_contact d
    where d.order_id = o.id)
where o.youth = $youth
order by o.given_day desc, o.id desc;

-- query order_steps: the steps of all orders of one person; withdrawn ones too
-- in: youth text
-- out: id int, order_id int, kind text, what blob, due day, waits_for text, why blob, author int, author_name text, at time, answer_day day, outcome text, answer blob, answered_at time, answered_by int, answered_name text, withdrawn_at time
select s.id, s.order_id, s.kind, s.what, s.due, s.waits_for, s.why, s.author, a.name as author_name,
    s.at, s.answer_day, s.outcome, s.answer, s.answered_at, s.answered_by, b.name as answered_name,
    s.withdrawn_at
from education_order_step s
join account a on a.id = s.author
left join account b on b.id = s.answered_by
where s.youth = $youth
order by s.id;

-- query order_add: the job centre told of an order
-- in: id int, youth text, given_day day, known_day day, benefit text, ready text, note blob, author int, at time
insert into education_order (id, youth, given_day, known_day, benefit, ready, note, author, at)
values ($id, $youth, $given_day, $known_day, $benefit, $ready, $note, $author, $at);

-- query order_open: the open order of one person
-- in: youth text
-- out: id int, given_day day
select id, given_day from education_order
where youth = $youth and ended_day is null and withdrawn_at is null;

-- query order_end: it is over
-- in: id int, youth text, day day, reason text, note blob, account int, at time
update education_order set ended_day = $day, end_reason = $reason, end_note = $note,
    ended_at = $at, ended_by = $account
where id = $id and youth = $youth and ended_day is null and withdrawn_at is null;

-- query order_unend: it is not, after all; by whom it was written, shortly after, when no other is open
-- in: id int, youth text, account int, since time
update education_order set ended_day = null, end_reason = null, end_note = null, ended_at = null,
    ended_by = null
where id = $id and youth = $youth and ended_by = $account and ended_at >= $since
    and not exists (select 1 from education_order p where p.youth = $youth
        and p.ended_day is null and p.withdrawn_at is null);

-- query order_withdraw: written down by mistake; shortly after, by its author
-- in: id int, youth text, account int, since time, at time
update education_order set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- query order_withdraw_steps: and what came with it
-- in: id int, account int, at time
update education_order_step set withdrawn_at = $at, withdrawn_by = $account
where order_id = $id and withdrawn_at is null;

-- query order_contact_add: whom we speak to at the job centre
-- in: id int, order_id int, name text, phone text, email text, author int, at time
insert into education_order_contact (id, order_id, name, phone, email, author, at)
values ($id, $order_id, $name, $phone, $email, $author, $at);

-- query order_contacts: all whom we spoke to about one person's orders
-- in: youth text
-- out: order_id int, name text, phone text, email text, at time
select c.order_id, c.name, c.phone, c.email, c.at
from education_order o
join education_order_contact c on c.order_id = o.id
where o.youth = $youth
order by c.id;

-- query order_contact_stamp: which contact stands
-- in: order_id int
-- out: id int, author_name text
select c.id, a.name as author_name from education_order_contact c
join account a on a.id = c.author
where c.order_id = $order_id
order by c.id desc limit 1;

-- query order_step_add: a step that the job centre asked for
-- in: id int, order_id int, youth text, kind text, what blob, due day, waits_for text, why blob, replaces int, author int, at time
insert into education_order_step (id, order_id, youth, kind, what, due, waits_for, why, replaces,
    author, at)
values ($id, $order_id, $youth, $kind, $what, $due, $waits_for, $why, $replaces, $author, $at);

-- query order_step_open: the open step of an order; one at a time
-- in: order_id int
-- out: id int, kind text, due day, author_name text
select s.id, s.kind, s.due, a.name as author_name from education_order_step s
join account a on a.id = s.author
where s.order_id = $order_id and s.answer_day is null and s.withdrawn_at is null;

-- query order_step_answer: what came of it
-- in: id int, youth text, day day, outcome text, answer blob, account int, at time
update education_order_step set answer_day = $day, outcome = $outcome, answer = $answer,
    answered_at = $at, answered_by = $account
where id = $id and youth = $youth and answer_day is null and withdrawn_at is null;

-- query order_step_unanswer: not that, after all; by whom it was written, shortly after
-- in: id int, youth text, account int, since time
update education_order_step set answer_day = null, outcome = null, answer = null,
    answered_at = null, answered_by = null
where id = $id and youth = $youth and answered_by = $account and answered_at >= $since
    and withdrawn_at is null
    and not exists (select 1 from education_order_step n where n.order_id =
        (select m.order_id from education_order_step m where m.id = $id)
        and n.id > $id and n.withdrawn_at is null);

-- query order_step_withdraw: replaced by one with another deadline
-- in: id int, youth text, account int, at time
update education_order_step set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and answer_day is null and withdrawn_at is null;

-- query order_step_undo: written down by mistake; shortly after, by its author, while it is open
-- in: id int, youth text, account int, since time, at time
update education_order_step set withdrawn_at = $at, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and answer_day is null
    and withdrawn_at is null;

-- query order_list: the orders of a counsellor's young people (account null: of all), open ones and, when asked, ended ones; the open step. full scan: the list is of all orders, a few in a hundred persons
-- in: account int, all bool
-- out: youth text, name text, born day, guarded bool, id int, given_day day, benefit text, ended_day day, end_reason text, kind text, due day, waits_for text, started bool, contact text, counsellor_name text
select y.id as youth, y.name, y.born, y.guarded, o.id, o.given_day, o.benefit, o.ended_day,
    o.end_reason, s.kind, s.due, s.waits_for,
    case when exists (select 1 from education_order_step b where b.order_id = o.id
        and b.kind = 'start' and b.outcome in ('met', 'excused') and b.withdrawn_at is null)
        then 1 else 0 end as started, c.name as contact, a.name as counsellor_name
from education_order o
join youth y on y.id = o.youth
left join account a on a.id = y.counsellor
left join education_order_step s on s.id = (select min(t.id) from education_order_step t
    where t.order_id = o.id and t.answer_day is null and t.withdrawn_at is null)
left join education_order_contact c on c.id = (select max(d.id) from education_order_contact d
    where d.order_id = o.id)
where o.withdrawn_at is null and (o.ended_day is null or cast($all as smallint) = 1) and y.moved_out is null
    and (cast($account as bigint) is null or y.counsellor = $account)
order by case when o.ended_day is null then 0 else 1 end, o.ended_day desc,
    coalesce(s.due, '9999-12-31'), y.sort_key;

-- query order_waits: steps that wait for the guidance service, of one counsellor's young people, and open orders of which no step is known although the education has not begun
-- in: account int, until day
-- out: youth text, name text, born day, id int, step int, kind text, due day, given_day day, known_day day
select y.id as youth, y.name, y.born, o.id, s.id as step, s.kind, s.due, o.given_day, o.known_day
from youth y
join education_order o on o.youth = y.id and o.ended_day is null and o.withdrawn_at is null
left join education_order_step s on s.order_id = o.id and s.answer_day is null
    and s.withdrawn_at is null
where y.counsellor = $account and y.moved_out is null
    and ((s.waits_for = 'guidance' and s.due <= $until)
        or (s.id is null and not exists (select 1 from education_order_step b
            where b.order_id = o.id and b.kind = 'start' and b.outcome in ('met', 'excused')
            and b.withdrawn_at is null)));

-- query order_last_act: when something was written here last
-- in: youth text
-- out: last time, born day
select (select max(x) from (
        select o.at as x from education_order o where o.youth = $youth
        union all select o.ended_at from education_order o where o.youth = $youth
        union all select s.at from education_order_step s where s.youth = $youth
        union all select s.answered_at from education_order_step s where s.youth = $youth
        union all select c.at from education_order_contact c
            join education_order o on o.id = c.order_id where o.youth = $youth) acts) as last,
    y.born
from youth y where y.id = $youth;

-- query order_erase_steps: all steps of one person, newest first: a row may replace an older one
-- in: youth text
delete from education_order_step where youth = $youth;

-- query order_erase_contacts: the people at the job centre
-- in: youth text
delete from education_order_contact
where order_id in (select id from education_order where youth = $youth);

-- query order_erase_orders: and the orders
-- in: youth text
delete from education_order where youth = $youth;
