-- SPDX-License-Identifier: EUPL-1.2

-- query calendar_feed: the address of one account that holds
-- in: account int
-- out: id int, secret blob, made_at time, read_day day
select id, secret, made_at, read_day from calendar_feed
where account = $account and ended_at is null;

-- query calendar_feed_add: a new address
-- in: id int, account int, secret_index text, secret blob, at time
insert into calendar_feed (id, account, secret_index, secret, made_at)
values ($id, $account, $secret_index, $secret, $at);

-- query calendar_feed_end: the address holds no longer; nothing can be found by it
-- in: account int, at time
update calendar_feed set ended_at = $at, secret_index = null, secret = null
where account = $account and ended_at is null;

-- query calendar_owner: whose calendar a secret opens; nobody's whose access has ended
-- in: secret_index text, day day
-- out: id int, account int, role text, lang text, read_day day
select f.id, f.account, a.role, a.lang, f.read_day
from calendar_feed f
join account a on a.id = f.account
where f.secret_index = $secret_index and f.ended_at is null and a.disabled_at is null
    and (a.valid_to is null or a.valid_to >= $day) and a.role in ('counsellor', 'team-leader');

-- query calendar_read: a calendar asked for it today
-- in: id int, day day
update calendar_feed set read_day = $day where id = $id;
