-- SPDX-License-Identifier: EUPL-1.2

-- query annual_texts: the newest version of each part, of this school year and those before, as known at a moment
-- in: school_year int, known time
-- out: school_year int, part text, version int, body text, author_name text, at time
select t.school_year, t.part, t.version, t.body, a.name as author_name, t.at
from annual_text t
join account a on a.id = t.author
where t.school_year <= $school_year and t.at <= $known
    and not exists (
        select 1 from annual_text n
        where n.part = t.part and n.school_year <= $school_year and n.at <= $known
            and (n.school_year > t.school_year or (n.school_year = t.school_year and n.version > t.version)));

-- query annual_history: all versions of one part of a school year, newest first
-- in: school_year int, part text
-- out: version int, body text, author_name text, at time
select t.version, t.body, a.name as author_name, t.at
from annual_text t
join account a on a.id = t.author
where t.school_year = $school_year and t.part = $part
order by t.version desc;

-- query annual_newest: the number of the newest version, 0 when there is none
-- in: school_year int, part text
-- out: version int
select coalesce(max(version), 0) as version from annual_text
where school_year = $school_year and part = $part;

-- query annual_text_add: one more version
-- in: id int, school_year int, part text, version int, body text, author int, at time
insert into annual_text (id, school_year, part, version, body, author, at)
values ($id, $school_year, $part, $version, $body, $author, $at);

-- query annual_counts: how many parts of each school year's report people have written
-- out: school_year int, n int
select school_year, count(distinct part) as n from annual_text group by school_year order by school_year;
