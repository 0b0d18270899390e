-- SPDX-License-Identifier: EUPL-1.2
-- Local versions of rules. There are a handful; the process keeps them all in memory.

-- query rule_newest: the number of the last version, which tells whether there are new ones
-- out: id int
select coalesce(max(id), 0) as id from rule_version;

-- query rule_versions: all versions, the last decided first
-- out: id int, rule text, grade text, category text, value text, from_day day, to_day day,
--      source text, why text, account int, name text, at time
select v.id, v.rule, v.grade, v.category, v.value, v.from_day, v.to_day, v.source, v.why, v.account,
    a.name, v.at
from rule_version v
join account a on a.id = v.account
order by v.id desc;

-- query rule_version_add: a version is decided
-- in: rule text, grade text, category text, value text, from_day day, to_day day, source text,
--     why text, account int, at time
insert into rule_version (id, rule, grade, category, value, from_day, to_day, source, why, account, at)
values ((select coalesce(max(id), 0) + 1 from rule_version), $rule, $grade, $category, $value,
    $from_day, $to_day, $source, $why, $account, $at);
