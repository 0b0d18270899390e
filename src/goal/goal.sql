-- SPDX-License-Identifier: EUPL-1.2

-- ---------------------------------------------------------------- what comes with the program

-- query goal_save: a goal as rules/goals.csv has it; run again it changes only what the file changed
-- in: number int, name_da text, name_en text, text_da text, text_en text, owner text, horizon_da text,
--     horizon_en text, basis_da text, basis_en text, direction int, measure text, series text, definition text,
--     unit text, indicators text, source text
insert into goal (id, number, name_da, name_en, text_da, text_en, owner, horizon_da, horizon_en, basis_da,
    basis_en, direction, measure, series, definition, unit, indicators, source, retired, why, at)
values ($number, $number, $name_da, $name_en, $text_da, $text_en, $owner, $horizon_da, $horizon_en, $basis_da,
    $basis_en, $direction, $measure, $series, $definition, $unit, $indicators, $source, 0, '', 0)
on conflict (id) do update set name_da = excluded.name_da, name_en = excluded.name_en,
    text_da = excluded.text_da, text_en = excluded.text_en, owner = excluded.owner,
    horizon_da = excluded.horizon_da, horizon_en = excluded.horizon_en, basis_da = excluded.basis_da,
    basis_en = excluded.basis_en, direction = excluded.direction, measure = excluded.measure,
    series = excluded.series, definition = excluded.definition, unit = excluded.unit,
    indicators = excluded.indicators, source = excluded.source;

-- query goal_initiative_save: an initiative as rules/initiatives.csv has it; later versions are not touched
-- in: id int, initiative text, goal int, place int, name_da text, name_en text, text_da text, text_en text,
--     owner text, reach text, source text
insert into initiative (id, initiative, goal, place, name_da, name_en, text_da, text_en, owner, reach, retired,
    source, why, at)
values ($id, $initiative, $goal, $place, $name_da, $name_en, $text_da, $text_en, $owner, $reach, 0, $source,
    '', 0)
on conflict (id) do update set initiative = excluded.initiative, goal = excluded.goal, place = excluded.place,
    name_da = excluded.name_da, name_en = excluded.name_en, text_da = excluded.text_da,
    text_en = excluded.text_en, owner = excluded.owner, reach = excluded.reach, source = excluded.source;

-- query goal_target_save: a target as rules/published-figures.csv has it, unless one was set here
-- in: id int, goal int, period text, value real, source text
insert into goal_target (id, goal, period, value, source, why, at)
select $id, $goal, $period, $value, $source, '', 0
where not exists (select 1 from goal_target t where t.goal = $goal and t.period = $period and t.id <> $id)
on conflict (id) do update set value = excluded.value, source = excluded.source;

-- ---------------------------------------------------------------- figures

-- query goal_figure_now: the figure that stands there now
-- in: indicator text, area text, period text, definition text
-- out: id int, value real, n int, imported int
select id, value, n, imported from figure
where indicator = $indicator and area = $area and period = $period and definition = $definition
    and replaced_at is null;

-- query goal_figure_replace: another one takes its place
-- in: id int, at int
update figure set replaced_at = $at where id = $id and replaced_at is null;

-- query goal_figure_add: a published figure
-- in: goal int, indicator text, area text, period text, value real, unit text, definition text,
--     source text, n int, lower real, upper real, published day, retrieved day, imported int
insert into figure (id, goal, indicator, area, period, value, unit, definition, source, n, lower, upper,
    published, retrieved, imported)
values ((select coalesce(max(id), 0) + 1 from figure), $goal, $indicator, $area, $period, $value,
    $unit, $definition, $source, $n, $lower, $upper, $published, $retrieved, $imported);

-- query goal_figure_again: a figure that comes with the program, as its file has it now
-- in: id int, goal int, value real, unit text, source text, published day
update figure set goal = $goal, value = $value, unit = $unit, source = $source, published = $published
where id = $id;

-- query goal_figure_goal: the goal that figures of an indicator belong to: that of the program's own
-- in: indicator text
-- out: goal int
select goal from figure
where indicator = $indicator and imported is null and goal is not null
limit 1;

-- query goal_figure_from: of which table the figure that stands there is, and who brought it in
-- in: indicator text, area text, period text, definition text, kind text, by int
update figure set kind = $kind, imported_by = $by
where indicator = $indicator and area = $area and period = $period and definition = $definition
    and replaced_at is null;

-- query goal_figures_of: every figure of an indicator that stands, also of places that no goal is told with
-- in: indicator text
-- out: goal int, indicator text, area text, period text, value real, unit text, definition text,
--      source text, n int, lower real, upper real, published day, retrieved day, imported time, was real
select f.goal, f.indicator, f.area, f.period, f.value, f.unit, f.definition, f.source, f.n, f.lower, f.upper,
    f.published, f.retrieved, f.imported,
    (select max(o.value) from figure o where o.indicator = f.indicator and o.area = f.area
        and o.period = f.period and o.definition = f.definition and o.replaced_at = f.imported) as was
from figure f
where f.indicator = $indicator and f.replaced_at is null
order by f.area, f.period, f.definition;

-- query goal_figures: every published figure that was known, of the places that the program's own figures
-- are about; pages pick theirs from all. What came in a file and belongs to no goal is read by indicator only
-- (goal_figures_of). full scan: some thousand rows, most of which stay
-- in: at int, day day
-- out: goal int, indicator text, area text, period text, value real, unit text, definition text,
--      source text, n int, lower real, upper real, published day, retrieved day, imported time, was real
select f.goal, f.indicator, f.area, f.period, f.value, f.unit, f.definition, f.source, f.n, f.lower, f.upper,
    f.published, f.retrieved, f.imported,
    (select max(o.value) from figure o where o.indicator = f.indicator and o.area = f.area
        and o.period = f.period and o.definition = f.definition and o.replaced_at = f.imported) as was
from figure f
where coalesce(f.imported, 0) <= $at and coalesce(f.replaced_at, $at + 1) > $at
    and (f.published is null or f.published <= $day)
    and (f.imported is null
        or f.goal is not null and f.area in (select area from figure where imported is null))
order by f.goal, f.id;

-- ---------------------------------------------------------------- goals and targets

-- query goal_versions: every version of every goal that was known, the oldest first. full scan: few rows
-- in: at int
-- out: id int, number int, name_da text, name_en text, text_da text, text_en text, owner text, account int,
--      account_name text, horizon_da text, horizon_en text, basis_da text, basis_en text, direction int,
--      measure text, series text, definition text, unit text, indicators text, source text, from_day day,
--      retired bool, why text, author_name text, at int
select g.id, g.number, g.name_da, g.name_en, g.text_da, g.text_en, g.owner, g.account,
    o.name as account_name, g.horizon_da, g.horizon_en, g.basis_da, g.basis_en, g.direction, g.measure, g.series,
    g.definition, g.unit, g.indicators, g.source, g.from_day, g.retired, g.why, a.name as author_name, g.at
from goal g
left join account o on o.id = g.account
left join account a on a.id = g.author
where g.at <= $at
order by g.number, g.at, g.id;

-- query goal_targets: the targets that were known. full scan: few rows
-- in: at int
-- out: id int, goal int, period text, value real, source text, why text, author_name text, at int,
--      replaced_at int
select t.id, t.goal, t.period, t.value, t.source, t.why, a.name as author_name, t.at, t.replaced_at
from goal_target t
left join account a on a.id = t.author
where t.at <= $at
order by t.goal, t.period, t.at, t.id;

-- ---------------------------------------------------------------- initiatives

-- query goal_initiatives: the last version of each initiative that was known. full scan: some tens of rows
-- in: at int
-- out: id int, initiative text, goal int, name_da text, name_en text, text_da text, text_en text, owner text,
--      account int, account_name text, reach text, next_day day, retired bool, source text, why text,
--      author_name text, at int
select i.id, i.initiative, i.goal, i.name_da, i.name_en, i.text_da, i.text_en, i.owner, i.account,
    o.name as account_name, i.reach, i.next_day, i.retired, i.source, i.why, a.name as author_name, i.at
from initiative i
left join account o on o.id = i.account
left join account a on a.id = i.author
where i.at <= $at and not exists (select 1 from initiative l where l.initiative = i.initiative and l.at <= $at
    and (l.at > i.at or l.at = i.at and l.id > i.id))
order by i.goal, i.place, i.id;

-- query goal_results: what came of them, the newest first. full scan: some rows a year and initiative
-- in: at int
-- out: id int, initiative text, day day, reached int, result text, author_name text, at int
select r.id, r.initiative, r.day, r.reached, r.result, a.name as author_name, r.at
from initiative_result r
join account a on a.id = r.author
where r.at <= $at and coalesce(r.withdrawn_at, $at + 1) > $at
order by r.initiative, r.day desc, r.id desc;

-- ---------------------------------------------------------------- changing (/team/kvalitet/maal, /indsatser)

-- query goal_account_of: the user who is to answer for something
-- in: login text
-- out: id int
select id from account where login = $login and disabled_at is null and role in ('counsellor', 'team-leader');

-- query goal_login_of: the login of the one who answers for it
-- in: id int
-- out: login text
select login from account where id = $id;

-- query goal_edit: the last version of a goal, in both languages
-- in: number int
-- out: id int, number int, name_da text, name_en text, text_da text, text_en text, owner text, login text,
--      horizon_da text, horizon_en text, basis_da text, basis_en text, direction int, measure text, series text,
--      definition text, unit text, indicators text, source text, from_day day, retired bool, author_name text
select g.id, g.number, g.name_da, g.name_en, g.text_da, g.text_en, g.owner, o.login, g.horizon_da, g.horizon_en,
    g.basis_da, g.basis_en, g.direction, g.measure, g.series, g.definition, g.unit, g.indicators, g.source,
    g.from_day, g.retired, a.name as author_name
from goal g
left join account o on o.id = g.account
left join account a on a.id = g.author
where g.number = $number
order by g.at desc, g.id desc
limit 1;

-- query goal_next_number: the number of a new goal
-- out: number int
select coalesce(max(number), 0) + 1 as number from goal;

-- query goal_version_add: a goal as it is from a day on
-- in: id int, number int, name_da text, name_en text, text_da text, text_en text, owner text, account int,
--     horizon_da text, horizon_en text, basis_da text, basis_en text, direction int, measure text, series text,
--     definition text, unit text, indicators text, source text, from_day day, retired bool, why text, author int,
--     at int, changes int
insert into goal (id, number, name_da, name_en, text_da, text_en, owner, account, horizon_da, horizon_en,
    basis_da, basis_en, direction, measure, series, definition, unit, indicators, source, from_day, retired, why,
    author, at, changes)
values ($id, $number, $name_da, $name_en, $text_da, $text_en, $owner, $account, $horizon_da, $horizon_en,
    $basis_da, $basis_en, $direction, $measure, $series, $definition, $unit, $indicators, $source, $from_day,
    $retired, $why, $author, $at, $changes);

-- query goal_target_replace: the target of a period is no longer what it was
-- in: goal int, period text, at int
update goal_target set replaced_at = $at where goal = $goal and period = $period and replaced_at is null;

-- query goal_target_add: a target of a period
-- in: id int, goal int, period text, value real, source text, why text, author int, at int
insert into goal_target (id, goal, period, value, source, why, author, at)
values ($id, $goal, $period, $value, $source, $why, $author, $at);

-- query goal_initiative_edit: the last version of an initiative, in both languages
-- in: initiative text
-- out: id int, goal int, place int, name_da text, name_en text, text_da text, text_en text, owner text, account int,
--      login text, reach text, next_day day, retired bool, source text, author_name text
select i.id, i.goal, i.place, i.name_da, i.name_en, i.text_da, i.text_en, i.owner, i.account, o.login, i.reach,
    i.next_day, i.retired, i.source, a.name as author_name
from initiative i
left join account o on o.id = i.account
left join account a on a.id = i.author
where i.initiative = $initiative
order by i.at desc, i.id desc
limit 1;

-- query goal_initiative_add: an initiative as it is from now on
-- in: id int, initiative text, goal int, place int, name_da text, name_en text, text_da text, text_en text,
--     owner text, account int, reach text, next_day day, retired bool, source text, why text, author int, at int
insert into initiative (id, initiative, goal, place, name_da, name_en, text_da, text_en, owner, account, reach,
    next_day, retired, source, why, author, at)
values ($id, $initiative, $goal, $place, $name_da, $name_en, $text_da, $text_en, $owner, $account, $reach,
    $next_day, $retired, $source, $why, $author, $at);

-- query goal_result_add: what came of an initiative
-- in: id int, initiative text, day day, reached int, result text, author int, at int
insert into initiative_result (id, initiative, day, reached, result, author, at)
values ($id, $initiative, $day, $reached, $result, $author, $at);

-- query goal_result_withdraw: it was written in error; within the time for undoing, by who wrote it
-- in: id int, author int, since int, at int
update initiative_result set withdrawn_at = $at, withdrawn_by = $author
where id = $id and author = $author and at >= $since and withdrawn_at is null;

-- ---------------------------------------------------------------- the worklist

-- query goal_due: initiatives without a next date, or with one that comes, of somebody; those of nobody, and
-- those that need a date, are the team leaders'. full scan: some tens of rows
-- in: account int, until day
-- out: initiative text, name_da text, name_en text, next_day day
select i.initiative, i.name_da, i.name_en, i.next_day
from initiative i
where i.retired = 0 and (i.next_day is null or i.next_day <= $until)
    and (i.account = $account and i.next_day is not null
        or (i.account is null or i.next_day is null)
            and exists (select 1 from account a where a.id = $account and a.role = 'team-leader'))
    and not exists (select 1 from initiative l where l.initiative = i.initiative
        and (l.at > i.at or l.at = i.at and l.id > i.id))
order by i.next_day, i.goal, i.place;
