-- SPDX-License-Identifier: EUPL-1.2
-- Who had which guidance, and what they chose: figures of many, without names.

-- query effect_pupils: the pupils of 9th and 10th grade in some school years, each as often as they told a wish of
-- first priority in that time, in order, with the first day on which they were to be at a session on the theme
-- in: theme text, first int, last int, from_day day, to_day day
-- out: id int, institution text, school_year int, grade text, from_day day, to_day day, sex text, moved_out day, had_day day, kind text, wish_day day
select m.id, c.institution, c.school_year, c.grade, m.from_day, m.to_day, y.sex, y.moved_out,
    t.had_day, w.kind, w.day as wish_day
from class c
join youth_class m on m.class = c.id
join youth y on y.id = m.youth
left join (select k.youth, min(s.day) as had_day
    from collective_session s
    join contact k on k.session = s.id and k.withdrawn_at is null
    where s.theme = $theme and s.withdrawn_at is null
    group by k.youth) t on t.youth = m.youth
left join wish w on w.youth = m.youth and w.priority = 1 and w.withdrawn_at is null
    and w.day >= $from_day and w.day <= $to_day
where c.school_year >= $first and c.school_year <= $last and c.grade in ('9', '10')
order by m.id, w.day, w.id;
