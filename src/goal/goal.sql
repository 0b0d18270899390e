-- SPDX-License-Identifier: EUPL-1.2

-- query goal_save: a goal as rules/goals.csv has it; run again it changes only what the file changed
-- in: number int, name_da text, name_en text, text_da text, text_en text, source text
insert into goal (number, name_da, name_en, text_da, text_en, source)
values ($number, $name_da, $name_en, $text_da, $text_en, $source)
on conflict (number) do update set name_da = excluded.name_da, name_en = excluded.name_en,
    text_da = excluded.text_da, text_en = excluded.text_en, source = excluded.source;

-- query goal_figure_save: a published figure as rules/published-figures.csv has it
-- in: goal int, indicator text, area text, period text, value real, unit text, definition text,
--     source text
insert into figure (id, goal, indicator, area, period, value, unit, definition, source)
values ((select coalesce(max(id), 0) + 1 from figure), $goal, $indicator, $area, $period, $value,
    $unit, $definition, $source)
on conflict (indicator, area, period) do update set goal = excluded.goal, value = excluded.value,
    unit = excluded.unit, definition = excluded.definition, source = excluded.source;

-- query goal_list: the goals in their own order
-- out: number int, name_da text, name_en text, text_da text, text_en text, source text
select number, name_da, name_en, text_da, text_en, source from goal order by number;

-- query goal_figures: every published figure; some tens of rows, so pages pick their own from all
-- out: goal int, indicator text, area text, period text, value real, unit text, definition text,
--      source text
select goal, indicator, area, period, value, unit, definition, source from figure
order by goal, id;
