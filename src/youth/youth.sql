-- SPDX-License-Identifier: EUPL-1.2
-- Who the young person is. The address of a protected person leaves none of these queries.

-- query youth_head: the identity on top of a young person's page, with counsellor and present class
-- in: id text, day day
-- out: id text, name text, first_name text, born day, sex text, phone text, email text, street text, post_code text, town text, guarded bool, guarded_until day, has_cpr bool, counsellor int, counsellor_name text, counsellor_phone text, class_id int, class_name text, school_name text, institution text, version int, moved_out day
select y.id, y.name, y.first_name, y.born, y.sex, y.phone, y.email,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then null else y.street end as street,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then null else y.post_code end as post_code,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then null else y.town end as town,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    y.guarded_until,
    case when y.cpr is null then 0 else 1 end as has_cpr,
    y.counsellor, a.name as counsellor_name, a.phone as counsellor_phone,
    c.id as class_id, c.name as class_name, i.name as school_name, i.number as institution,
    y.version, y.moved_out
from youth y
left join account a on a.id = y.counsellor
left join youth_class yc on yc.youth = y.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
left join class c on c.id = yc.class
left join institution i on i.number = c.institution
where y.id = $id
order by yc.from_day desc
limit 1;

-- query youth_cpr: the sealed CPR number, for the one logged act that shows it
-- in: id text
-- out: cpr blob
select cpr from youth where id = $id;

-- query youth_by_cpr_index: who has this number (blind index)
-- in: cpr_index text
-- out: id text
select id from youth where cpr_index = $cpr_index;

-- query youth_guardians: parents and others, custody holders first; no address of a protected one
-- in: youth text
-- out: id int, name text, relation text, custody bool, phone text, email text, guarded bool
select id, name, relation, custody, phone, email, guarded
from guardian
where youth = $youth
order by custody desc, relation, name;

-- query youth_mine: the caseload of a counsellor: own young people and those at the own schools that day
-- in: account int, day day, school_year int
-- out: id text, name text, born day, guarded bool, institution text, school text, class_name text
with mine as (
    select y.id from youth y where y.counsellor = $account and y.moved_out is null
    union
    select yc.youth
    from counsellor_school cs
    join class c on c.institution = cs.institution and c.school_year = $school_year
    join youth_class yc on yc.class = c.id
    where cs.account = $account and cs.from_day <= $day
        and (cs.to_day is null or cs.to_day >= $day)
        and yc.from_day <= $day and (yc.to_day is null or yc.to_day >= $day)
)
select y.id, y.name, y.born,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    c.institution, i.name as school, c.name as class_name
from mine
join youth y on y.id = mine.id
left join youth_class yc on yc.youth = y.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
left join class c on c.id = yc.class
left join institution i on i.number = c.institution
order by y.id;

-- query youth_search_mine: search within the caseload by words; w1..w3 are word ranges, unused ones have n lower.
-- The names are matched before anything else is read about the persons.
-- in: account int, day day, school_year int, words int, low1 blob, high1 blob, low2 blob, high2 blob, low3 blob, high3 blob, most int
-- out: id text, name text, born day, guarded bool, school text, class_name text
with mine as (
    select y.id from youth y where y.counsellor = $account and y.moved_out is null
    union all
    select yc.youth
    from counsellor_school cs
    join class c on c.institution = cs.institution and c.school_year = $school_year
    join youth_class yc on yc.class = c.id
    where cs.account = $account and cs.from_day <= $day
        and (cs.to_day is null or cs.to_day >= $day)
        and yc.from_day <= $day and (yc.to_day is null or yc.to_day >= $day)
), hit as (
    select distinct mine.id from mine
    where exists (select 1 from youth_word w
            where w.youth = mine.id and w.word >= $low1 and w.word < $high1)
        and ($words < 2 or exists (select 1 from youth_word w
            where w.youth = mine.id and w.word >= $low2 and w.word < $high2))
        and ($words < 3 or exists (select 1 from youth_word w
            where w.youth = mine.id and w.word >= $low3 and w.word < $high3))
)
select found.id, found.name, found.born,
    case when found.guarded = 1 and (found.guarded_until is null or found.guarded_until >= $day)
        then 1 else 0 end as guarded,
    i.name as school, c.name as class_name
from (
    select f.id, f.name, f.born, f.guarded, f.guarded_until, f.sort_key
    from hit join youth f on f.id = hit.id
    order by f.sort_key
    limit $most
) found
left join youth_class yc on yc.youth = found.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
left join class c on c.id = yc.class
left join institution i on i.number = c.institution
order by found.sort_key;

-- query youth_search_mine_born: search within the caseload by birth date
-- in: account int, day day, school_year int, born day, most int
-- out: id text, name text, born day, guarded bool, school text, class_name text
select y.id, y.name, y.born,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    i.name as school, c.name as class_name
from youth y
left join youth_class yc on yc.youth = y.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
left join class c on c.id = yc.class
left join institution i on i.number = c.institution
where y.born = $born
    and ((y.counsellor = $account and y.moved_out is null)
        or exists (select 1 from counsellor_school cs
            where cs.account = $account and cs.institution = c.institution
                and c.school_year = $school_year and cs.from_day <= $day
                and (cs.to_day is null or cs.to_day >= $day)))
order by y.sort_key
limit $most;

-- query youth_search_all: search in the whole municipality by words, in the order of the longest word
-- in: day day, words int, low1 blob, high1 blob, low2 blob, high2 blob, low3 blob, high3 blob, most int
-- out: id text, name text, born day, guarded bool, school text, class_name text
select y.id, y.name, y.born,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    i.name as school, c.name as class_name
from (
    select w1.youth, w1.word
    from youth_word w1
    where w1.word >= $low1 and w1.word < $high1
        and ($words < 2 or exists (select 1 from youth_word w
            where w.youth = w1.youth and w.word >= $low2 and w.word < $high2))
        and ($words < 3 or exists (select 1 from youth_word w
            where w.youth = w1.youth and w.word >= $low3 and w.word < $high3))
    order by w1.word, w1.youth
    limit $most
) hit
join youth y on y.id = hit.youth
left join youth_class yc on yc.youth = y.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
left join class c on c.id = yc.class
left join institution i on i.number = c.institution
order by hit.word, y.sort_key;

-- query youth_search_born: search in the whole municipality by birth date
-- in: day day, born day, most int
-- out: id text, name text, born day, guarded bool, school text, class_name text
select y.id, y.name, y.born,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    i.name as school, c.name as class_name
from youth y
left join youth_class yc on yc.youth = y.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
left join class c on c.id = yc.class
left join institution i on i.number = c.institution
where y.born = $born
order by y.sort_key
limit $most;

-- query youth_search_school: search among one school's pupils, for its own staff
-- in: institution text, day day, school_year int, words int, low1 blob, high1 blob, low2 blob, high2 blob, low3 blob, high3 blob, born day, most int
-- out: id text, name text, born day, guarded bool, school text, class_name text
select y.id, y.name, y.born,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    i.name as school, c.name as class_name
from class c
join institution i on i.number = c.institution
join youth_class yc on yc.class = c.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
join youth y on y.id = yc.youth
where c.institution = $institution and c.school_year = $school_year
    and ($words < 1 or exists (select 1 from youth_word w
        where w.youth = y.id and w.word >= $low1 and w.word < $high1))
    and ($words < 2 or exists (select 1 from youth_word w
        where w.youth = y.id and w.word >= $low2 and w.word < $high2))
    and ($words < 3 or exists (select 1 from youth_word w
        where w.youth = y.id and w.word >= $low3 and w.word < $high3))
    and (cast($born as text) is null or y.born = $born)
order by y.sort_key
limit $most;

-- query youth_counsellors: who can be chosen as somebody's counsellor
-- out: id int, name text
select id, name from account where role = 'counsellor' and disabled_at is null order by name;

-- query youth_edit: contact facts changed by a colleague; only when nobody else did meanwhile
-- in: id text, version int, phone text, email text, street text, post_code text, town text, guarded bool, guarded_until day, edited_at time
update youth set phone = $phone, email = $email,
    street = coalesce($street, street), post_code = coalesce($post_code, post_code),
    town = coalesce($town, town),
    guarded = $guarded, guarded_until = $guarded_until, edited_at = $edited_at,
    version = version + 1
where id = $id and version = $version;

-- query youth_change_note: that one young person gets another counsellor; nothing when it is the same
-- in: id text, counsellor int, day day, author int, at time
insert into counsellor_change (youth, at, day, from_account, to_account, author)
select id, $at, $day, counsellor, $counsellor, $author from youth
where id = $id and (counsellor is null or counsellor <> $counsellor);

-- query youth_give: hands one young person to a counsellor
-- in: id text, counsellor int, edited_at time
update youth set counsellor = $counsellor, edited_at = $edited_at, version = version + 1
where id = $id;

-- query youth_handover_count: how many young people a counsellor has
-- in: account int
-- out: n int
select count(*) as n from youth where counsellor = $account and moved_out is null;

-- query youth_handover_note: that all of one counsellor's young people go to another
-- in: handover int, giver int, taker int, day day, author int, at time
insert into counsellor_change (youth, at, day, from_account, to_account, author, handover)
select id, $at, $day, $giver, $taker, $author, $handover from youth
where counsellor = $giver and moved_out is null;

-- query youth_handover_give: and they do. A new version, so that a form with the old counsellor is not saved over it
-- in: giver int, taker int
update youth set counsellor = $taker, version = version + 1
where counsellor = $giver and moved_out is null;

-- query youth_handover_take_note: a handover is taken back for those who have had no other counsellor since
-- in: handover int, taker int, at time
update counsellor_change set withdrawn_at = $at
where handover = $handover and withdrawn_at is null
    and exists (select 1 from youth y where y.id = counsellor_change.youth
        and y.counsellor = $taker)
    and not exists (select 1 from counsellor_change l where l.youth = counsellor_change.youth
        and l.at > counsellor_change.at and l.withdrawn_at is null);

-- query youth_handover_take: and they go back
-- in: handover int, giver int, at time
update youth set counsellor = $giver, version = version + 1
where id in (select c.youth from counsellor_change c
    where c.handover = $handover and c.withdrawn_at = $at);

-- ---------------------------------------------------------------- insight and erasure

-- query youth_all_about: what is known of a person's identity
-- in: id text
-- out: name text, born day, sex text, phone text, email text, street text, post_code text, town text, municipality text, guarded bool, guarded_until day, cpr blob, external_id text, moved_out day, imported_at time, edited_at time
select name, born, sex, phone, email, street, post_code, town, municipality, guarded, guarded_until,
    cpr, external_id, moved_out, imported_at, edited_at
from youth where id = $id;

-- query youth_classes_of: the classes a person has been in
-- in: youth text
-- out: school text, class_name text, from_day day, to_day day
select i.name as school, c.name as class_name, yc.from_day, yc.to_day
from youth_class yc join class c on c.id = yc.class join institution i on i.number = c.institution
where yc.youth = $youth order by yc.from_day;

-- query youth_erase_words: erasure
-- in: youth text
delete from youth_word where youth = $youth;

-- query youth_erase_guardians: erasure
-- in: youth text
delete from guardian where youth = $youth;

-- query youth_erase_classes: erasure
-- in: youth text
delete from youth_class where youth = $youth;

-- query youth_erase: erasure; refused by the database while a room still keeps something
-- in: youth text
delete from youth where id = $youth;
