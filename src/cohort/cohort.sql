-- SPDX-License-Identifier: EUPL-1.2
-- Everybody's lives, to be held as columns in memory.

-- query cohort_lives: all persons and their spells, person by person in the order of time; full scan:
-- the statistics are about everybody, and are kept in memory afterwards
-- out: youth text, born day, sex text, municipality text, moved_out day, kind text, from_day day, to_day day, outcome text, institution text, known_at time
select y.id as youth, y.born, y.sex, y.municipality, y.moved_out, s.kind, s.from_day, s.to_day, s.outcome,
    s.institution, s.known_at
from youth y
left join spell s on s.youth = y.id and s.withdrawn_at is null
order by y.id, s.from_day, s.id;

-- query cohort_changed: which change the columns would be made from
-- out: number int
select number from cohort_change where one = 1;

-- query cohort_change: something has changed
-- in: number int
insert into cohort_change (one, number) values (1, $number)
on conflict (one) do update set number = excluded.number;
