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
