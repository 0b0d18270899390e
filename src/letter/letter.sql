-- SPDX-License-Identifier: EUPL-1.2
-- Letters as sent, and how they travel. No query here reads an address.

-- query letter_person: who the letter is about, and who guides them
-- in: youth text
-- out: name text, first_name text, has_cpr bool, counsellor_name text, counsellor_phone text
select y.name, y.first_name, case when y.cpr is null then 0 else 1 end as has_cpr,
    a.name as counsellor_name, a.phone as counsellor_phone
from youth y
left join account a on a.id = y.counsellor
where y.id = $youth;

-- query letter_custody: who has custody
-- in: youth text
-- out: name text, relation text, has_cpr bool
select name, relation, case when cpr is null then 0 else 1 end as has_cpr
from guardian
where youth = $youth and custody = 1
order by id;

-- query letter_signer: who signs
-- in: account int
-- out: name text
select name from account where id = $account;

-- query letter_add: a finished letter
-- in: id int, notice int, youth text, recipient text, template text, body blob, about text, account int, day day, at time
insert into letter (id, notice, youth, recipient, template, body, about, account, day, at)
values ($id, $notice, $youth, $recipient, $template, $body, $about, $account, $day, $at);

-- query letter_outbox_add: it is to leave
-- in: letter int, uuid text, state text, at time
insert into outbox (letter, uuid, state, next_at, changed_at)
values ($letter, $uuid, $state, $at, $at);

-- query letter_withdraw: what has not left of a notice stays here
-- in: notice int, at time
update outbox set state = 'withdrawn', changed_at = $at
where state in ('waiting', 'hand', 'failed')
    and letter in (select id from letter where notice = $notice);

-- query letter_last: the newest letter of a template about something
-- in: about text, template text
-- out: day day
select l.day
from letter l
join outbox o on o.letter = l.id
where l.about = $about and l.template = $template and o.state <> 'withdrawn'
order by l.day desc
limit 1;

-- query letter_of: the letters of one person, newest first
-- in: youth text
-- out: id int, notice int, recipient text, template text, body blob, about text, day day, at time, account_name text, state text, sent_at time
select l.id, l.notice, l.recipient, l.template, l.body, l.about, l.day, l.at,
    a.name as account_name, o.state, o.sent_at
from letter l
join outbox o on o.letter = l.id
join account a on a.id = l.account
where l.youth = $youth
order by l.day desc, l.id desc;

-- query letter_by_id: one letter of one person
-- in: id int, youth text
-- out: id int, notice int, recipient text, template text, body blob, about text, day day, at time, account_name text, state text, sent_at time, attempts int, handed bool
select l.id, l.notice, l.recipient, l.template, l.body, l.about, l.day, l.at,
    a.name as account_name, o.state, o.sent_at, o.attempts,
    case when o.sent_by is null then 0 else 1 end as handed
from letter l
join outbox o on o.letter = l.id
join account a on a.id = l.account
where l.id = $id and l.youth = $youth;

-- query letter_todo: letters that somebody must do something about, of one counsellor's people;
-- of people without a counsellor it is for whoever wrote the letter
-- in: account int
-- out: id int, youth text, name text, recipient text, body blob, state text, changed_at time
select l.id, l.youth, y.name, l.recipient, l.body, o.state, o.changed_at
from outbox o
join letter l on l.id = o.letter
join youth y on y.id = l.youth
where o.state in ('failed', 'hand') and coalesce(y.counsellor, l.account) = $account
order by l.id;

-- query letter_hand_over: somebody has handed it over
-- in: letter int, at time, account int
update outbox set state = 'sent', sent_at = $at, sent_by = $account, changed_at = $at
where letter = $letter and state in ('hand', 'failed');

-- query letter_again: tries from the beginning
-- in: letter int, at time
update outbox set state = 'waiting', attempts = 0, next_at = $at, changed_at = $at
where letter = $letter and state = 'failed';

-- query letter_take_back: one letter stays here
-- in: letter int, at time
update outbox set state = 'withdrawn', changed_at = $at
where letter = $letter and state in ('waiting', 'hand', 'failed');

-- query letter_count: how many letters a person has
-- in: youth text
-- out: n int
select count(*) as n from letter l join outbox o on o.letter = l.id
where l.youth = $youth and o.state <> 'withdrawn';

-- query letter_last_act: when the last letter about a person was made
-- in: youth text
-- out: born day, last time
select y.born, (select max(l.at) from letter l where l.youth = y.id) as last
from youth y where y.id = $youth;

-- query letter_erase_outbox: erasure
-- in: youth text
delete from outbox where letter in (select id from letter where youth = $youth);

-- query letter_erase: erasure
-- in: youth text
delete from letter where youth = $youth;
