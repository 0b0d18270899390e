-- SPDX-License-Identifier: EUPL-1.2
-- Institutions of the national register, classes by school year, and fixed counsellors.

-- ---------------------------------------------------------------- the register

-- query school_known: what is known of an institution, to tell new from changed
-- in: number text
-- out: fingerprint text, edited_at time
select fingerprint, edited_at from institution where number = $number;

-- query school_put: one row of the register, new or over what was there
-- in: number text, name text, sort_key blob, unit_kind text, parent text, address text,
--     post_code text, town text, phone text, email text, web text, type_code int, type_name text,
--     type_group text, top_grade text, leader text, cvr text, admin_municipality text,
--     municipality text, municipality_name text, region text, region_name text, owner_code text,
--     owner_name text, p_number text, road_code text, latitude real, longitude real,
--     fingerprint text, imported_at time
insert into institution (number, name, sort_key, unit_kind, parent, address, post_code, town, phone,
    email, web, type_code, type_name, type_group, top_grade, leader, cvr, admin_municipality,
    municipality, municipality_name, region, region_name, owner_code, owner_name, p_number,
    road_code, latitude, longitude, fingerprint, imported_at)
values ($number, $name, $sort_key, $unit_kind, $parent, $address, $post_code, $town, $phone,
    $email, $web, $type_code, $type_name, $type_group, $top_grade, $leader, $cvr,
    $admin_municipality, $municipality, $municipality_name, $region, $region_name, $owner_code,
    $owner_name, $p_number, $road_code, $latitude, $longitude, $fingerprint, $imported_at)
on conflict (number) do update set name = excluded.name, sort_key = excluded.sort_key,
    unit_kind = excluded.unit_kind, parent = excluded.parent, address = excluded.address,
    post_code = excluded.post_code, town = excluded.town, phone = excluded.phone,
    email = excluded.email, web = excluded.web, type_code = excluded.type_code,
    type_name = excluded.type_name, type_group = excluded.type_group,
    top_grade = excluded.top_grade, leader = excluded.leader, cvr = excluded.cvr,
    admin_municipality = excluded.admin_municipality, municipality = excluded.municipality,
    municipality_name = excluded.municipality_name, region = excluded.region,
    region_name = excluded.region_name, owner_code = excluded.owner_code,
    owner_name = excluded.owner_name, p_number = excluded.p_number,
    road_code = excluded.road_code, latitude = excluded.latitude,
    longitude = excluded.longitude, fingerprint = excluded.fingerprint,
    imported_at = excluded.imported_at;

-- query school_exists: whether the register has the institution
-- in: number text
-- out: found int
select 1 as found from institution where number = $number;

-- query school_facts: one institution for its page
-- in: number text
-- out: number text, name text, unit_kind text, parent text, parent_name text, address text,
--      post_code text, town text, phone text, email text, web text, type_code int, type_name text,
--      top_grade text, leader text, municipality_name text, owner_name text
select i.number, i.name, i.unit_kind, i.parent, p.name as parent_name, i.address, i.post_code,
    i.town, i.phone, i.email, i.web, i.type_code, i.type_name, i.top_grade, i.leader,
    i.municipality_name, i.owner_name
from institution i
left join institution p on p.number = i.parent
where i.number = $number;

-- ---------------------------------------------------------------- classes

-- query school_class_find: a class by name
-- in: institution text, school_year int, name text
-- out: id int
select id from class
where institution = $institution and school_year = $school_year and name = $name;

-- query school_class_add: a class that was not there; another writer's stays
-- in: id int, institution text, school_year int, grade text, name text
insert into class (id, institution, school_year, grade, name)
values ($id, $institution, $school_year, $grade, $name)
on conflict (institution, school_year, name) do nothing;

-- query school_classes_of_school: the classes of one school in a school year, with pupils of a day
-- in: institution text, school_year int, day day
-- out: id int, institution text, school text, name text, grade text, school_year int, pupils int
select c.id, c.institution, i.name as school, c.name, c.grade, c.school_year,
    (select count(*) from youth_class yc where yc.class = c.id and yc.from_day <= $day
        and (yc.to_day is null or yc.to_day >= $day)) as pupils
from class c
join institution i on i.number = c.institution
where c.institution = $institution and c.school_year = $school_year
order by i.sort_key, c.name;

-- query school_classes_of_counsellor: the classes of the schools a counsellor has that day
-- in: account int, school_year int, day day
-- out: id int, institution text, school text, name text, grade text, school_year int, pupils int
select c.id, c.institution, i.name as school, c.name, c.grade, c.school_year,
    (select count(*) from youth_class yc where yc.class = c.id and yc.from_day <= $day
        and (yc.to_day is null or yc.to_day >= $day)) as pupils
from class c
join institution i on i.number = c.institution
where c.school_year = $school_year and exists (
    select 1 from counsellor_school cs
    where cs.account = $account and cs.institution = c.institution and cs.from_day <= $day
        and (cs.to_day is null or cs.to_day >= $day))
order by i.sort_key, c.name;

-- query school_classes_all: every class of a school year
-- in: school_year int, day day
-- out: id int, institution text, school text, name text, grade text, school_year int, pupils int
select c.id, c.institution, i.name as school, c.name, c.grade, c.school_year,
    (select count(*) from youth_class yc where yc.class = c.id and yc.from_day <= $day
        and (yc.to_day is null or yc.to_day >= $day)) as pupils
from class c
join institution i on i.number = c.institution
where c.school_year = $school_year
order by i.sort_key, c.name;

-- query school_class_by_id: one class
-- in: id int, day day
-- out: id int, institution text, school text, name text, grade text, school_year int, pupils int
select c.id, c.institution, i.name as school, c.name, c.grade, c.school_year,
    (select count(*) from youth_class yc where yc.class = c.id and yc.from_day <= $day
        and (yc.to_day is null or yc.to_day >= $day)) as pupils
from class c
join institution i on i.number = c.institution
where c.id = $id;

-- query school_class_pupils: who is in a class that day
-- in: class int, day day
-- out: youth_id text, name text, born day, guarded bool
select y.id as youth_id, y.name, y.born,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded
from youth_class yc
join youth y on y.id = yc.youth
where yc.class = $class and yc.from_day <= $day and (yc.to_day is null or yc.to_day >= $day)
order by y.sort_key;

-- ---------------------------------------------------------------- counsellors

-- query school_counsellor: who is fixed at a school on a day, or null; a cover counts before the covered.
-- Two questions that an index answers in order, since an import asks for every pupil
-- in: institution text, day day
-- out: account int
select coalesce(
    (select cs.account from counsellor_school cs
        join account a on a.id = cs.account
        where cs.institution = $institution and cs.from_day <= $day
            and (cs.to_day is null or cs.to_day >= $day) and a.disabled_at is null
            and cs.cover_for is not null
        order by cs.from_day desc, cs.id desc limit 1),
    (select cs.account from counsellor_school cs
        join account a on a.id = cs.account
        where cs.institution = $institution and cs.from_day <= $day
            and (cs.to_day is null or cs.to_day >= $day) and a.disabled_at is null
            and cs.cover_for is null
        order by cs.from_day desc, cs.id desc limit 1)) as account;

-- query school_counsellor_has: whether a counsellor has a school that day
-- in: account int, institution text, day day
-- out: found int
select 1 as found from counsellor_school
where account = $account and institution = $institution and from_day <= $day
    and (to_day is null or to_day >= $day)
limit 1;

-- query school_counsellors: who is or was fixed at a school, the present ones first
-- in: institution text, day day
-- out: id int, account int, name text, phone text, email text, from_day day, to_day day,
--      cover_name text, present bool, past bool
select cs.id, cs.account, a.name, a.phone, a.email, cs.from_day, cs.to_day, c.name as cover_name,
    case when cs.from_day <= $day and (cs.to_day is null or cs.to_day >= $day)
        then 1 else 0 end as present,
    case when cs.to_day < $day then 1 else 0 end as past
from counsellor_school cs
join account a on a.id = cs.account
left join account c on c.id = cs.cover_for
where cs.institution = $institution and (cs.to_day is null or cs.to_day >= cs.from_day)
order by past, cs.from_day desc, cs.id desc;

-- query school_counsellor_accounts: who can be fixed at a school
-- out: id int, name text
select id, name from account where role = 'counsellor' and disabled_at is null order by name, id;

-- query school_counsellor_account: whether an account may be fixed at a school
-- in: id int
-- out: name text
select name from account where id = $id and role = 'counsellor' and disabled_at is null;

-- query school_fix: a counsellor is fixed at a school from a day, or covers for a colleague
-- in: id int, account int, institution text, from_day day, to_day day, cover_for int
insert into counsellor_school (id, account, institution, from_day, to_day, cover_for)
values ($id, $account, $institution, $from_day, $to_day, $cover_for);

-- query school_fix_overlap: the same counsellor at the same school in the same time
-- in: account int, institution text, from_day day, to_day day
-- out: id int
select id from counsellor_school
where account = $account and institution = $institution
    and (to_day is null or to_day >= $from_day)
    and (cast($to_day as text) is null or from_day <= $to_day)
limit 1;

-- query school_unfix: the last day of a counsellor at a school
-- in: id int, institution text, to_day day
update counsellor_school set to_day = $to_day
where id = $id and institution = $institution and from_day <= $to_day;

-- query school_posts: what a counsellor has now and later, and who covers for them
-- in: account int, day day
-- out: id int, account int, institution text, from_day day, to_day day, cover_for int
select id, account, institution, from_day, to_day, cover_for from counsellor_school
where (account = $account or cover_for = $account) and (to_day is null or to_day >= $day)
    and (to_day is null or to_day >= from_day)
order by id;

-- query school_post_end: the last day of a post, or that it never was: a last day before its first
-- in: id int, to_day day
update counsellor_school set to_day = $to_day where id = $id;

-- query school_post_give: a post that has not begun goes to another
-- in: id int, giver int, taker int
update counsellor_school set account = $taker where id = $id and account = $giver;

-- query school_cover_add: a colleague covers a school while somebody is absent
-- in: id int, account int, institution text, from_day day, to_day day, cover_for int, absence int
insert into counsellor_school (id, account, institution, from_day, to_day, cover_for, absence)
values ($id, $account, $institution, $from_day, $to_day, $cover_for, $absence);

-- query school_cover_end: an absence ends earlier, or was none: a last day before the first
-- in: absence int, to_day day
update counsellor_school set to_day = $to_day where absence = $absence and to_day > $to_day;

-- query school_item_add: what was done with a post in a handover
-- in: handover int, what text, row_key text, before_text text
insert into handover_item (handover, what, row_key, before_text)
values ($handover, $what, $row_key, $before_text);

-- query school_items: the posts of a handover
-- in: handover int
-- out: what text, row_key text, before_text text
select what, row_key, before_text from handover_item
where handover = $handover and what in ('school.new', 'school.ended', 'school.given')
order by what, row_key;

-- ---------------------------------------------------------------- lists

-- query school_options_all: schools that have classes in a school year
-- in: school_year int
-- out: number text, name text
select i.number, i.name from institution i
where exists (select 1 from class c where c.institution = i.number and c.school_year = $school_year)
order by i.sort_key;

-- query school_options_of: the schools of a counsellor on a day
-- in: account int, day day
-- out: number text, name text
select i.number, i.name from institution i
where i.number in (select cs.institution from counsellor_school cs
    where cs.account = $account and cs.from_day <= $day
        and (cs.to_day is null or cs.to_day >= $day))
order by i.sort_key;

-- query school_list: schools with classes this year or a counsellor today, with their counsellor
-- in: school_year int, day day
-- out: number text, name text, town text, type_name text, classes int, counsellor_name text,
--      covered bool
with present as (
    select cs.institution, a.name, cs.cover_for,
        row_number() over (partition by cs.institution
            order by case when cs.cover_for is null then 1 else 0 end, cs.from_day desc, cs.id desc)
            as place
    from counsellor_school cs
    join account a on a.id = cs.account
    where cs.from_day <= $day and (cs.to_day is null or cs.to_day >= $day)
        and a.disabled_at is null
), taught as (
    select institution, count(*) as classes from class
    where school_year = $school_year group by institution
)
select i.number, i.name, i.town, i.type_name, coalesce(t.classes, 0) as classes,
    p.name as counsellor_name,
    case when p.cover_for is null then 0 else 1 end as covered
from institution i
left join taught t on t.institution = i.number
left join present p on p.institution = i.number and p.place = 1
where t.institution is not null or p.institution is not null
order by i.sort_key;

-- query school_by_municipality: schools of a municipality that the register has, for choosing one
-- in: municipality text, most int
-- out: number text, name text, town text, type_name text
select number, name, town, type_name from institution
where municipality = $municipality and type_code in (1010, 1011, 1012, 1013, 1014, 1015, 1023)
order by sort_key
limit $most;
