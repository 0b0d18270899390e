-- SPDX-License-Identifier: EUPL-1.2
-- Accounts, sessions, failed logins, need-to-know and stated reasons. The use log is in audit.sql.

-- ------------------------------------------------------------------------------------ sessions

-- query access_session: who the token of a cookie stands for; once per request, two look-ups by key
-- in: token text
-- out: account int, seen_at time, expires_at time, notice text, undo text, name text, role text,
--      institution text, lang text, shortcuts bool, valid_to day, disabled_at time
select s.account, s.seen_at, s.expires_at, s.notice, s.undo, a.name, a.role, a.institution, a.lang,
       a.shortcuts, a.valid_to, a.disabled_at
from session s join account a on a.id = s.account
where s.token = $token;

-- query access_session_add: a new session
-- in: token text, account int, at time, expires_at time
insert into session (token, account, created_at, seen_at, expires_at)
values ($token, $account, $at, $at, $expires_at);

-- query access_session_seen: the session was used now
-- in: token text, at time
update session set seen_at = $at where token = $token and seen_at < $at;

-- query access_session_end: logout
-- in: token text
delete from session where token = $token;

-- query access_session_end_all: every session of an account but the one to keep
-- in: account int, keep text
delete from session where account = $account and token <> $keep;

-- query access_session_end_old: what an account left behind
-- in: account int, now time, idle time
delete from session where account = $account and (expires_at < $now or seen_at < $idle);

-- query access_session_notice: what the next page of this session shows once
-- in: token text, notice text, undo text
update session set notice = $notice, undo = $undo where token = $token;

-- query access_session_notice_clear: it has been shown; a newer one stays
-- in: token text, notice text
update session set notice = null, undo = null where token = $token and notice = $notice;

-- ------------------------------------------------------------------------------------ accounts

-- query access_account_by_login: what a login needs
-- in: login text
-- out: id int, name text, role text, password text, one_time bool, valid_to day, disabled_at time
select id, name, role, password, one_time, valid_to, disabled_at
from account where login = $login;

-- query access_account_by_id: one account, for its own page and for the administrator
-- in: id int
-- out: id int, login text, name text, role text, institution text, password text, lang text,
--      shortcuts bool, valid_to day, disabled_at time
select id, login, name, role, institution, password, lang, shortcuts, valid_to, disabled_at
from account where id = $id;

-- query access_account_add: a new account
-- in: id int, login text, name text, role text, institution text, password text, one_time bool,
--     at time
insert into account (id, login, name, role, institution, password, one_time, created_at)
values ($id, $login, $name, $role, $institution, $password, $one_time, $at);

-- query access_account_disable: no access from now on
-- in: id int, at time
update account set disabled_at = $at where id = $id and disabled_at is null;

-- query access_account_until: the last day of access; null = no end
-- in: id int, valid_to day
update account set valid_to = $valid_to where id = $id;

-- query access_account_password: a new password chosen by its owner
-- in: id int, password text
update account set password = $password, one_time = 0 where id = $id;

-- query access_account_choices: language and shortcuts
-- in: id int, lang text, shortcuts bool
update account set lang = $lang, shortcuts = $shortcuts where id = $id;

-- query access_accounts: everybody with an account, those with access first
-- out: id int, login text, name text, role text, institution_name text, valid_to day,
--      disabled_at time, one_time bool
select a.id, a.login, a.name, a.role, i.name as institution_name, a.valid_to, a.disabled_at,
       a.one_time
from account a left join institution i on i.number = a.institution
order by case when a.disabled_at is null then 0 else 1 end, a.role, a.login;

-- query access_institution: does this school exist
-- in: number text
-- out: name text
select name from institution where number = $number;

-- ------------------------------------------------------------------------------------ throttle

-- query access_failures: how often, and when the one that must grow old happened
-- The nth youngest failure since a moment; no row = fewer than n.
-- in: subject text, since time, skip int
-- out: at time
select at from login_failure where subject = $subject and at > $since
order by at desc limit 1 offset $skip;

-- query access_failure_add: one attempt
-- in: subject text, at time
insert into login_failure (subject, at) values ($subject, $at);

-- query access_failure_forget: the right password came: all that its account did before
-- in: subject text
delete from login_failure where subject = $subject;

-- query access_ticket_return: one attempt that turned out to be good
-- in: subject text, at time
delete from login_failure where subject = $subject and at = $at;

-- query access_failure_purge: the table holds the last quarter of an hour and no more
-- in: before time
delete from login_failure where at < $before;

-- ------------------------------------------------------------------------------------ need-to-know

-- query access_youth_exists: is there such a young person
-- in: youth text
-- out: id text
select id from youth where id = $youth;

-- query access_related_counsellor: own young person, at a school the counsellor has that day, one whose
-- transition mentor they are until the outcome is written, or either of a colleague whom they cover that day
-- in: youth text, account int, day day
-- out: related bool
select case when exists (
    select 1 from youth y where y.id = $youth and y.counsellor = $account
) or exists (
    select 1 from youth_class yc
    join class c on c.id = yc.class
    join counsellor_school cs on cs.institution = c.institution
    where yc.youth = $youth and yc.from_day <= $day and (yc.to_day is null or yc.to_day >= $day)
      and cs.account = $account and cs.from_day <= $day
      and (cs.to_day is null or cs.to_day >= $day)
) or exists (
    select 1 from absence b
    join youth y on y.id = $youth and y.counsellor = b.account
    where b.cover = $account and b.to_day >= $day and b.from_day <= $day
      and b.withdrawn_at is null
) or exists (
    select 1 from retention_mentor m
    where m.youth = $youth and m.outcome is null and m.withdrawn_at is null
      and (m.mentor = $account or exists (select 1 from absence b where b.cover = $account
          and b.account = m.mentor and b.to_day >= $day and b.from_day <= $day
          and b.withdrawn_at is null))
) then 1 else 0 end as related;

-- query access_related_school: in a class of this school that day
-- in: youth text, institution text, day day
-- out: related bool
select case when exists (
    select 1 from youth_class yc
    join class c on c.id = yc.class
    where yc.youth = $youth and yc.from_day <= $day and (yc.to_day is null or yc.to_day >= $day)
      and c.institution = $institution
) then 1 else 0 end as related;

-- query access_reason_today: the reason this counsellor gave for this person on this day
-- in: account int, youth text, day day
-- out: id int
select id from access_reason
where account = $account and youth = $youth and day = $day
order by id desc limit 1;

-- query access_reason_add: a stated reason
-- in: id int, account int, youth text, day day, reason text, at time
insert into access_reason (id, account, youth, day, reason, at)
values ($id, $account, $youth, $day, $reason, $at);

-- query access_reasons_open: the reasons a team leader has not looked at, oldest first
-- in: skip int, most int
-- out: id int, youth text, youth_name text, day day, at time, reason text, who text
select r.id, r.youth, y.name as youth_name, r.day, r.at, r.reason, a.name as who
from access_reason r
join account a on a.id = r.account
left join youth y on y.id = r.youth
where r.reviewed_at is null
order by r.at, r.id limit $most offset $skip;

-- query access_reasons_open_count: how many wait
-- out: n int
select count(*) as n from access_reason where reviewed_at is null;

-- query access_reasons_reviewed: the last ones that were looked at
-- in: most int
-- out: id int, youth text, youth_name text, day day, at time, reason text, who text,
--      reviewer text, reviewed_at time
select r.id, r.youth, y.name as youth_name, r.day, r.at, r.reason, a.name as who,
       t.name as reviewer, r.reviewed_at
from access_reason r
join account a on a.id = r.account
left join account t on t.id = r.reviewed_by
left join youth y on y.id = r.youth
where r.reviewed_at is not null
order by r.reviewed_at desc limit $most;

-- query access_reason_review: looked at by the team leader
-- in: id int, by int, at time
update access_reason set reviewed_by = $by, reviewed_at = $at
where id = $id and reviewed_at is null and account <> $by;
