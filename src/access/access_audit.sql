-- SPDX-License-Identifier: EUPL-1.2
-- The use log: append, walk, and who has seen a person.

-- query access_audit_head: where the chain ends, sealed with a keyed hash
-- out: value text
select value from setting where name = 'audit.head';

-- query access_audit_head_add: the first head; fails when there is one
-- in: value text
insert into setting (name, value) values ('audit.head', $value);

-- query access_audit_head_move: the chain grew; changes nothing when somebody else was faster
-- in: old text, value text
update setting set value = $value where name = 'audit.head' and value = $old;

-- query access_audit_any: is there a log at all
-- out: seq int
select seq from audit where seq > 0 order by seq limit 1;

-- query access_audit_add: one row of the log
-- in: seq int, at time, account int, role text, act text, youth text, route text, purpose text,
--     detail text, prev text, hash text
insert into audit (seq, at, account, role, act, youth, route, purpose, detail, prev, hash)
values ($seq, $at, $account, $role, $act, $youth, $route, $purpose, $detail, $prev, $hash);

-- query access_audit_all: full scan: the whole chain, to be streamed
-- out: seq int, at time, account int, role text, act text, youth text, route text, purpose text,
--      detail text, prev text, hash text
select seq, at, account, role, act, youth, route, purpose, detail, prev, hash
from audit order by seq;

-- query access_audit_of_youth: who has seen or changed this person, newest first
-- in: youth text, before int, most int
-- out: seq int, at time, name text, role text, act text, purpose text, detail text
select l.seq, l.at, a.name, l.role, l.act, l.purpose, l.detail
from audit l left join account a on a.id = l.account
where l.youth = $youth and l.seq < $before
order by l.seq desc limit $most;
