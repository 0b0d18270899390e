-- SPDX-License-Identifier: EUPL-1.2
-- What the outbox reads and notes. The CPR number is the recipient's of now: it can change, and
-- somebody who has lost custody since gets nothing.

-- query letter_outbox_due: is there a letter to send
-- in: now time
-- out: letter int
select letter from outbox where state = 'waiting' and next_at <= $now limit 1;

-- query letter_outbox_next: the letters to send, oldest first
-- in: now time, most int
-- out: letter int, uuid text, attempts int, youth text, recipient text, body blob, day day, at time, cpr blob
select o.letter, o.uuid, o.attempts, l.youth, l.recipient, l.body, l.day, l.at,
    case when l.recipient = 'youth' then y.cpr end as cpr
from outbox o
join letter l on l.id = o.letter
join youth y on y.id = l.youth
where o.state = 'waiting' and o.next_at <= $now
order by o.next_at, o.letter
limit $most;

-- query letter_outbox_custody: the custody holder of that name
-- in: youth text, relation text, name text
-- out: id int, cpr blob
select id, cpr from guardian
where youth = $youth and relation = $relation and name = $name and custody = 1
    and cpr is not null
order by id
limit 1;

-- query letter_outbox_sent: it has left, also when it was withdrawn in the same moment
-- in: letter int, at time, file text
update outbox set state = 'sent', sent_at = $at, file = $file, attempts = attempts + 1,
    changed_at = $at
where letter = $letter and state in ('waiting', 'withdrawn');

-- query letter_outbox_later: it did not leave: again later, or somebody must look at it
-- in: letter int, state text, attempts int, next_at time, at time
update outbox set state = $state, attempts = $attempts, next_at = $next_at, changed_at = $at
where letter = $letter and state = 'waiting';

-- query letter_outbox_setting: what the municipality is called in messages
-- in: name text
-- out: value text
select value from setting where name = $name;
