-- SPDX-License-Identifier: EUPL-1.2
-- A young person as a source tells it: found again, compared, made or updated. Nothing here is shown
-- to anybody, so the address of a protected person is among what is compared.

-- query youth_put_by_cpr: whom a CPR number belongs to, with all that a source may tell
-- in: cpr_index text
-- out: id text, first_name text, family_name text, born day, sex text, cpr_index text,
--      external_id text, phone text, email text, street text, post_code text, town text,
--      municipality text, guarded bool, guarded_until day, fingerprint text, edited_at time
select id, first_name, family_name, born, sex, cpr_index, external_id, phone, email, street,
    post_code, town, municipality, guarded, guarded_until, fingerprint, edited_at
from youth where cpr_index = $cpr_index;

-- query youth_put_by_external: whom a Uni-Login UserId belongs to; the same columns
-- in: external_id text
-- out: id text, first_name text, family_name text, born day, sex text, cpr_index text,
--      external_id text, phone text, email text, street text, post_code text, town text,
--      municipality text, guarded bool, guarded_until day, fingerprint text, edited_at time
select id, first_name, family_name, born, sex, cpr_index, external_id, phone, email, street,
    post_code, town, municipality, guarded, guarded_until, fingerprint, edited_at
from youth where id = (select min(id) from youth where external_id = $external_id);

-- query youth_put_guardians: the guardians as they were put, in that order
-- in: youth text
-- out: id int, name text, relation text, custody bool, phone text, email text, street text,
--      post_code text, town text, guarded bool, cpr blob
select id, name, relation, custody, phone, email, street, post_code, town, guarded, cpr
from guardian where youth = $youth
order by id;

-- query youth_put_membership: the class somebody is in on a day
-- in: youth text, day day
-- out: id int, from_day day, institution text, school_year int, class_name text
select yc.id, yc.from_day, c.institution, c.school_year, c.name as class_name
from youth_class yc
join class c on c.id = yc.class
where yc.youth = $youth and yc.from_day <= $day and (yc.to_day is null or yc.to_day >= $day)
order by yc.from_day desc
limit 1;

-- query youth_put_add: a young person that nobody here knew
-- in: id text, name text, first_name text, family_name text, sort_key blob, born day, sex text,
--     cpr blob, cpr_index text, phone text, email text, street text, post_code text, town text,
--     municipality text, guarded bool, guarded_until day, counsellor int, external_id text,
--     fingerprint text, imported_at time
insert into youth (id, name, first_name, family_name, sort_key, born, sex, cpr, cpr_index, phone,
    email, street, post_code, town, municipality, guarded, guarded_until, counsellor, external_id,
    fingerprint, imported_at)
values ($id, $name, $first_name, $family_name, $sort_key, $born, $sex, $cpr, $cpr_index, $phone,
    $email, $street, $post_code, $town, $municipality, $guarded, $guarded_until, $counsellor,
    $external_id, $fingerprint, $imported_at);

-- query youth_put_update: what a source tells about somebody we know; cpr null leaves the number
-- in: id text, name text, first_name text, family_name text, sort_key blob, born day, sex text,
--     cpr blob, cpr_index text, phone text, email text, street text, post_code text, town text,
--     municipality text, guarded bool, guarded_until day, external_id text, fingerprint text,
--     imported_at time
update youth set name = $name, first_name = $first_name, family_name = $family_name,
    sort_key = $sort_key, born = $born, sex = $sex, cpr = coalesce($cpr, cpr),
    cpr_index = coalesce($cpr_index, cpr_index), phone = $phone, email = $email, street = $street,
    post_code = $post_code, town = $town, municipality = $municipality, guarded = $guarded,
    guarded_until = $guarded_until, external_id = $external_id, fingerprint = $fingerprint,
    imported_at = $imported_at, version = version + 1
where id = $id;

-- query youth_put_guard: a protection goes on, whatever else stands
-- in: id text, guarded_until day
update youth set guarded = 1, guarded_until = $guarded_until, version = version + 1
where id = $id;

-- query youth_put_words: up to four folded words of the name, for the search; null is no word.
-- One statement, since an import of a whole municipality spends its time in statements.
-- in: youth text, word1 blob, word2 blob, word3 blob, word4 blob
insert into youth_word (word, youth)
select w.word, $youth
from (select $word1 as word union all select $word2 union all select $word3
    union all select $word4) w
where w.word is not null
on conflict do nothing;

-- query youth_put_words_clear: the words of a name that was changed
-- in: youth text
delete from youth_word where youth = $youth;

-- query youth_put_guardian: a guardian
-- in: id int, youth text, name text, relation text, custody bool, phone text, email text,
--     street text, post_code text, town text, guarded bool, cpr blob
insert into guardian (id, youth, name, relation, custody, phone, email, street, post_code, town,
    guarded, cpr)
values ($id, $youth, $name, $relation, $custody, $phone, $email, $street, $post_code, $town,
    $guarded, $cpr);

-- query youth_put_guardians_clear: the list that a newer one replaces
-- in: youth text
delete from guardian where youth = $youth;

-- query youth_put_join: goes to a class from a day on
-- in: id int, youth text, class int, from_day day
insert into youth_class (id, youth, class, from_day)
values ($id, $youth, $class, $from_day);

-- query youth_put_leave: has left a class; to_day is the last day there
-- in: id int, to_day day
update youth_class set to_day = $to_day where id = $id;

-- query youth_put_leave_at_once: was never really in the class: came and left on the same day
-- in: id int
delete from youth_class where id = $id;
