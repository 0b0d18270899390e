-- SPDX-License-Identifier: EUPL-1.2
-- Whose data is looked at for erasure, and the look-ups that a person may know of.

-- query privacy_candidates: the next persons who are old enough for anything to be deleted, by id
-- in: after text, born_until day, most int
-- out: id text, born day
select id, born from youth where id > $after and born <= $born_until order by id limit $most;

-- query privacy_look_ups: when data about a person was seen or changed, and for what; nobody got to see
-- anything when it was refused or a reason was asked for
-- in: youth text
-- out: at time, act text, purpose text
select at, act, purpose from audit
where youth = $youth and act not in ('refused', 'asked') order by seq;

-- query privacy_done: on which day erasure was last done
-- out: value text
select value from setting where name = 'privacy.erased';

-- query privacy_done_put: it has been done
-- in: value text
insert into setting (name, value) values ('privacy.erased', $value)
on conflict (name) do update set value = excluded.value;

-- query privacy_reasons_erase: the reasons that colleagues outside the relation once gave
-- in: youth text
delete from access_reason where youth = $youth;
