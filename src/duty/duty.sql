-- SPDX-License-Identifier: EUPL-1.2
-- The duty of the 15-17-year-olds. A case comes with everything its clocks need, one row for each spell
-- that may have ended it (s.kind null: none yet); which one does is a rule in C.

-- query duty_since: every case of the municipality that guidance came to know of from a day on
-- in: since day, day day
-- out: id int, youth text, name text, born day, moved_out day, guarded bool, counsellor int, from_day day, aware_day day, source text, contact day, offer day, offer_start day, exempt day, agreed bool, kind text, hours real, began day
select c.id, c.youth, y.name, y.born, y.moved_out,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    y.counsellor, c.from_day, c.aware_day, c.source,
    (select min(k.day) from contact k
        where k.youth = c.youth and k.day >= c.aware_day and k.withdrawn_at is null
            and k.attended = 1 and k.kind in ('phone', 'talk', 'message', 'parents')) as contact,
    (select min(o.day) from duty_offer o
        where o.duty_case = c.id and o.withdrawn_at is null) as offer,
    (select max(o.start_day) from duty_offer o
        where o.duty_case = c.id and o.withdrawn_at is null) as offer_start,
    (select min(case when e.from_day > c.from_day then e.from_day else c.from_day end)
        from duty_exemption e
        where e.youth = c.youth and e.withdrawn_at is null
            and (e.to_day is null or e.to_day >= c.from_day)
            and (e.ended_day is null or e.ended_day >= c.from_day)) as exempt,
    case when exists (select 1 from plan p
        where p.youth = c.youth and p.withdrawn_at is null and p.duty is not null
            and p.agreed_day >= c.from_day) then 1 else 0 end as agreed,
    s.kind, s.hours, s.from_day as began
from duty_case c
join youth y on y.id = c.youth
left join spell s on s.youth = c.youth and s.withdrawn_at is null and s.from_day >= c.from_day
    and s.kind not in ('none', 'unknown', 'leave')
where c.aware_day >= $since and c.withdrawn_at is null
order by c.aware_day, c.id, s.from_day, s.id;

-- query duty_known: every case that guidance came to know of from a day on, as far as it was written at a
-- moment and not withdrawn then
-- in: since day, day day, known time
-- out: id int, youth text, name text, born day, moved_out day, guarded bool, counsellor int, from_day day, aware_day day, source text, contact day, offer day, offer_start day, exempt day, agreed bool, kind text, hours real, began day
select c.id, c.youth, y.name, y.born, y.moved_out,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    y.counsellor, c.from_day, c.aware_day, c.source,
    (select min(k.day) from contact k
        where k.youth = c.youth and k.day >= c.aware_day and k.at <= $known
            and (k.withdrawn_at is null or k.withdrawn_at > $known)
            and k.attended = 1 and k.kind in ('phone', 'talk', 'message', 'parents')) as contact,
    (select min(o.day) from duty_offer o
        where o.duty_case = c.id and o.at <= $known
            and (o.withdrawn_at is null or o.withdrawn_at > $known)) as offer,
    (select max(o.start_day) from duty_offer o
        where o.duty_case = c.id and o.at <= $known
            and (o.withdrawn_at is null or o.withdrawn_at > $known)) as offer_start,
    (select min(case when e.from_day > c.from_day then e.from_day else c.from_day end)
        from duty_exemption e
        where e.youth = c.youth and e.at <= $known
            and (e.withdrawn_at is null or e.withdrawn_at > $known)
            and (e.to_day is null or e.to_day >= c.from_day)
            and (e.ended_day is null or e.ended_at > $known or e.ended_day >= c.from_day))
        as exempt,
    case when exists (select 1 from plan p
        where p.youth = c.youth and p.duty is not null and p.agreed_at <= $known
            and (p.withdrawn_at is null or p.withdrawn_at > $known)
            and p.agreed_day >= c.from_day) then 1 else 0 end as agreed,
    s.kind, s.hours, s.from_day as began
from duty_case c
join youth y on y.id = c.youth
left join spell s on s.youth = c.youth and s.known_at <= $known
    and (s.withdrawn_at is null or s.withdrawn_at > $known) and s.from_day >= c.from_day
    and s.kind not in ('none', 'unknown', 'leave')
where c.aware_day >= $since and c.at <= $known
    and (c.withdrawn_at is null or c.withdrawn_at > $known)
order by c.aware_day, c.id, s.from_day, s.id;

-- query duty_mine: those of a counsellor's own young people. cross join: SQLite goes from the
-- counsellor's few to their cases.
-- in: account int, day day, of_18 day
-- out: id int, youth text, name text, born day, moved_out day, guarded bool, counsellor int, from_day day, aware_day day, source text, contact day, offer day, offer_start day, exempt day, agreed bool, kind text, hours real, began day
select c.id, c.youth, y.name, y.born, y.moved_out,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    y.counsellor, c.from_day, c.aware_day, c.source,
    (select min(k.day) from contact k
        where k.youth = c.youth and k.day >= c.aware_day and k.withdrawn_at is null
            and k.attended = 1 and k.kind in ('phone', 'talk', 'message', 'parents')) as contact,
    (select min(o.day) from duty_offer o
        where o.duty_case = c.id and o.withdrawn_at is null) as offer,
    (select max(o.start_day) from duty_offer o
        where o.duty_case = c.id and o.withdrawn_at is null) as offer_start,
    (select min(case when e.from_day > c.from_day then e.from_day else c.from_day end)
        from duty_exemption e
        where e.youth = c.youth and e.withdrawn_at is null
            and (e.to_day is null or e.to_day >= c.from_day)
            and (e.ended_day is null or e.ended_day >= c.from_day)) as exempt,
    case when exists (select 1 from plan p
        where p.youth = c.youth and p.withdrawn_at is null and p.duty is not null
            and p.agreed_day >= c.from_day) then 1 else 0 end as agreed,
    s.kind, s.hours, s.from_day as began
from youth y
cross join duty_case c
left join spell s on s.youth = c.youth and s.withdrawn_at is null and s.from_day >= c.from_day
    and s.kind not in ('none', 'unknown', 'leave')
where y.counsellor = $account and y.moved_out is null and y.born > $of_18
    and c.youth = y.id and c.withdrawn_at is null
order by c.aware_day, c.id, s.from_day, s.id;

-- query duty_of: those of one person
-- in: youth text, day day
-- out: id int, youth text, name text, born day, moved_out day, guarded bool, counsellor int, from_day day, aware_day day, source text, contact day, offer day, offer_start day, exempt day, agreed bool, kind text, hours real, began day
select c.id, c.youth, y.name, y.born, y.moved_out,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    y.counsellor, c.from_day, c.aware_day, c.source,
    (select min(k.day) from contact k
        where k.youth = c.youth and k.day >= c.aware_day and k.withdrawn_at is null
            and k.attended = 1 and k.kind in ('phone', 'talk', 'message', 'parents')) as contact,
    (select min(o.day) from duty_offer o
        where o.duty_case = c.id and o.withdrawn_at is null) as offer,
    (select max(o.start_day) from duty_offer o
        where o.duty_case = c.id and o.withdrawn_at is null) as offer_start,
    (select min(case when e.from_day > c.from_day then e.from_day else c.from_day end)
        from duty_exemption e
        where e.youth = c.youth and e.withdrawn_at is null
            and (e.to_day is null or e.to_day >= c.from_day)
            and (e.ended_day is null or e.ended_day >= c.from_day)) as exempt,
    case when exists (select 1 from plan p
        where p.youth = c.youth and p.withdrawn_at is null and p.duty is not null
            and p.agreed_day >= c.from_day) then 1 else 0 end as agreed,
    s.kind, s.hours, s.from_day as began
from duty_case c
join youth y on y.id = c.youth
left join spell s on s.youth = c.youth and s.withdrawn_at is null and s.from_day >= c.from_day
    and s.kind not in ('none', 'unknown', 'leave')
where c.youth = $youth and c.withdrawn_at is null
order by c.aware_day, c.id, s.from_day, s.id;

-- query duty_person: what duty_tell() asks about the person itself
-- in: youth text, day day
-- out: born day, moved_out day, exempt bool
select y.born, y.moved_out, case when exists (select 1 from duty_exemption e
        where e.youth = y.id and e.withdrawn_at is null and e.from_day <= $day
            and (e.to_day is null or e.to_day >= $day)
            and (e.ended_day is null or e.ended_day >= $day)) then 1 else 0 end as exempt
from youth y where y.id = $youth;

-- query duty_case_add: guidance came to know that a plan is not followed
-- in: id int, youth text, spell int, from_day day, aware_day day, source text, note blob, author int, at time
insert into duty_case (id, youth, spell, from_day, aware_day, source, note, author, at)
values ($id, $youth, $spell, $from_day, $aware_day, $source, $note, $author, $at);

-- query duty_case_withdraw: its author takes it back, within the time, when nothing stands on it
-- in: id int, youth text, account int, since time, now time
update duty_case set withdrawn_at = $now, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null
    and not exists (select 1 from duty_offer o where o.duty_case = $id and o.withdrawn_at is null)
    and not exists (select 1 from duty_benefit b where b.duty_case = $id
        and b.withdrawn_at is null);

-- query duty_case_untell: the spell that told it was undone
-- in: spell int, account int, now time
update duty_case set withdrawn_at = $now, withdrawn_by = $account
where spell = $spell and withdrawn_at is null;

-- query duty_offer_add: a new activity was offered
-- in: id int, duty_case int, youth text, kind text, what blob, day day, start_day day, author int, at time
insert into duty_offer (id, duty_case, youth, kind, what, day, start_day, author, at)
values ($id, $duty_case, $youth, $kind, $what, $day, $start_day, $author, $at);

-- query duty_offer_withdraw: its author takes it back, within the time
-- in: id int, youth text, account int, since time, now time
update duty_offer set withdrawn_at = $now, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- query duty_exemption_add: exempt, for a time or for good
-- in: id int, youth text, ground text, from_day day, to_day day, heard blob, heard_day day, reasons blob, notice int, author int, at time
insert into duty_exemption (id, youth, ground, from_day, to_day, heard, heard_day, reasons, notice,
    author, at)
values ($id, $youth, $ground, $from_day, $to_day, $heard, $heard_day, $reasons, $notice, $author,
    $at);

-- query duty_exemption_end: it ends before its time
-- in: id int, youth text, ended_day day, account int, now time
update duty_exemption set ended_day = $ended_day, ended_by = $account, ended_at = $now
where id = $id and youth = $youth and ended_day is null and withdrawn_at is null
    and from_day <= $ended_day and (to_day is null or to_day > $ended_day);

-- query duty_exemption_withdraw: its author takes it back, within the time
-- in: id int, youth text, account int, since time, now time
update duty_exemption set withdrawn_at = $now, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null;

-- query duty_benefit_add: a step of the case about the child benefit
-- in: id int, duty_case int, youth text, kind text, day day, due day, from_day day, party text, body blob, rules blob, complain_to text, notice int, author int, at time
insert into duty_benefit (id, duty_case, youth, kind, day, due, from_day, party, body, rules,
    complain_to, notice, author, at)
values ($id, $duty_case, $youth, $kind, $day, $due, $from_day, $party, $body, $rules, $complain_to,
    $notice, $author, $at);

-- query duty_benefit_withdraw: its author takes a step back, within the time, when no later one stands on it
-- in: id int, youth text, account int, since time, now time
update duty_benefit set withdrawn_at = $now, withdrawn_by = $account
where id = $id and youth = $youth and author = $account and at >= $since and withdrawn_at is null
    and not exists (select 1 from duty_benefit l where l.duty_case = duty_benefit.duty_case
        and l.id > $id and l.withdrawn_at is null);

-- query duty_notice_of: the letters of a step or an exemption that is taken back
-- in: id int, youth text
-- out: notice int
select notice from duty_benefit where id = $id and youth = $youth
union all
select notice from duty_exemption where id = $id and youth = $youth;

-- query duty_complain_last: to whom the last decision said one may complain
-- out: complain_to text
select complain_to from duty_benefit where id = (select max(id) from duty_benefit
    where complain_to is not null);

-- query duty_benefits: every step about one person, in order
-- in: youth text
-- out: id int, duty_case int, kind text, day day, due day, from_day day, party text, body blob, rules blob, complain_to text, notice int, author int, author_name text, at time, withdrawn_at time
select b.id, b.duty_case, b.kind, b.day, b.due, b.from_day, b.party, b.body, b.rules, b.complain_to,
    b.notice, b.author, a.name as author_name, b.at, b.withdrawn_at
from duty_benefit b
join account a on a.id = b.author
where b.youth = $youth
order by b.id;

-- query duty_told_of: every awareness about one person, newest first
-- in: youth text
-- out: id int, from_day day, aware_day day, source text, note blob, author int, author_name text, at time, withdrawn_at time
select c.id, c.from_day, c.aware_day, c.source, c.note, c.author, a.name as author_name, c.at,
    c.withdrawn_at
from duty_case c
left join account a on a.id = c.author
where c.youth = $youth
order by c.aware_day desc, c.id desc;

-- query duty_offers: every offer to one person, newest first
-- in: youth text
-- out: id int, duty_case int, kind text, what blob, day day, start_day day, author int, author_name text, at time, withdrawn_at time
select o.id, o.duty_case, o.kind, o.what, o.day, o.start_day, o.author, a.name as author_name, o.at,
    o.withdrawn_at
from duty_offer o
join account a on a.id = o.author
where o.youth = $youth
order by o.day desc, o.id desc;

-- query duty_exemptions: every exemption of one person, newest first
-- in: youth text
-- out: id int, ground text, from_day day, to_day day, heard blob, heard_day day, reasons blob, author int, author_name text, at time, ended_day day, withdrawn_at time
select e.id, e.ground, e.from_day, e.to_day, e.heard, e.heard_day, e.reasons, e.author,
    a.name as author_name, e.at, e.ended_day, e.withdrawn_at
from duty_exemption e
join account a on a.id = e.author
where e.youth = $youth
order by e.from_day desc, e.id desc;

-- query duty_reviews: every look at one person, newest first
-- in: youth text
-- out: id int, period day, day day, account int, account_name text, at time, withdrawn_at time
select r.id, r.period, r.day, r.account, a.name as account_name, r.at, r.withdrawn_at
from duty_review r
join account a on a.id = r.account
where r.youth = $youth
order by r.period desc, r.id desc;

-- query duty_now: what somebody does on a day, and whether an agreed plan says how the duty is met
-- in: youth text, day day
-- out: kind text, programme text, school text, place text, hours real, from_day day, agreed bool
select s.kind, s.programme, i.name as school, s.place, s.hours, s.from_day,
    case when exists (select 1 from plan p
        where p.youth = y.id and p.withdrawn_at is null and p.duty is not null
            and p.agreed_day <= $day) then 1 else 0 end as agreed
from youth y
left join spell s on s.youth = y.id and s.withdrawn_at is null and s.from_day <= $day
    and (s.to_day is null or s.to_day >= $day)
left join institution i on i.number = s.institution
where y.id = $youth
order by s.from_day desc, s.id desc
limit 1;

-- query duty_glance: what the page of one person says in a line
-- in: youth text
-- out: born day, cases int, reviewed day
select y.born,
    (select count(*) from duty_case c where c.youth = y.id and c.withdrawn_at is null) as cases,
    (select max(r.day) from duty_review r
        where r.youth = y.id and r.withdrawn_at is null) as reviewed
from youth y where y.id = $youth;

-- query duty_events: what the timeline of one person shows
-- in: youth text
-- out: what text, id int, day day, at time, author int, actor text, detail text, until day
select 'aware' as what, c.id, c.aware_day as day, c.at, c.author, a.name as actor,
    c.source as detail, c.from_day as until
from duty_case c left join account a on a.id = c.author
where c.youth = $youth and c.withdrawn_at is null
union all
select 'offer', o.id, o.day, o.at, o.author, a.name, o.kind, o.start_day
from duty_offer o join account a on a.id = o.author
where o.youth = $youth and o.withdrawn_at is null
union all
select 'exempt', e.id, e.from_day, e.at, e.author, a.name, e.ground, e.to_day
from duty_exemption e join account a on a.id = e.author
where e.youth = $youth and e.withdrawn_at is null
union all
select 'benefit', b.id, b.day, b.at, b.author, a.name, b.kind, b.due
from duty_benefit b join account a on a.id = b.author
where b.youth = $youth and b.withdrawn_at is null;

-- query duty_todo: what else waits about a counsellor's own young people: a hearing that is over and not
-- decided, Udbetaling Danmark to be told, an exemption that ends
-- in: account int, day day, until day, of_18 day
-- out: what text, youth text, name text, born day, due day
select 'hearing' as what, b.youth, y.name, y.born, b.due
from youth y
cross join duty_benefit b
where y.counsellor = $account and y.moved_out is null
    and y.born > $of_18 and b.youth = y.id and b.kind = 'hearing'
    and b.withdrawn_at is null and b.due <= $until
    and not exists (select 1 from duty_benefit d where d.duty_case = b.duty_case
        and d.kind in ('stop', 'no-stop') and d.withdrawn_at is null)
union all
select 'tell', b.youth, y.name, y.born, b.day
from youth y
cross join duty_benefit b
where y.counsellor = $account and y.moved_out is null
    and y.born > $of_18 and b.youth = y.id
    and b.kind in ('stop', 'resume') and b.withdrawn_at is null
    and not exists (select 1 from duty_benefit d where d.duty_case = b.duty_case
        and d.kind = 'told' and d.id > b.id and d.withdrawn_at is null)
    and not exists (select 1 from duty_benefit d where d.duty_case = b.duty_case
        and d.kind = 'resume' and d.id > b.id and d.withdrawn_at is null)
union all
select 'exempt', e.youth, y.name, y.born, e.to_day
from youth y
cross join duty_exemption e
where y.counsellor = $account and y.moved_out is null
    and y.born > $of_18 and e.youth = y.id
    and e.withdrawn_at is null and e.ended_day is null and e.to_day >= $day
    and e.to_day <= $until;

-- ---------------------------------------------------------------- review

-- query duty_review_total: how many there are of those ages, and how many of them were looked at
-- in: born_after day, born_until day, period day
-- out: n int, reviewed int
select (select count(*) from youth y where y.born > $born_after and y.born <= $born_until
        and y.moved_out is null) as n,
    (select count(*) from duty_review r cross join youth y
        where r.period = $period and r.withdrawn_at is null and y.id = r.youth
            and y.born > $born_after and y.born <= $born_until and y.moved_out is null) as reviewed;

-- query duty_review_counts: how many of each school there are (where they go, also without a class; null:
-- nowhere), and how many were looked at in the period
-- in: born_after day, born_until day, day day, period day
-- out: institution text, school text, n int, reviewed int
select g.institution, i.name as school, g.n, g.reviewed
from (select coalesce(c.institution, s.institution) as institution, count(*) as n,
        count(r.youth) as reviewed
    from youth y
    left join youth_class yc on yc.youth = y.id and yc.from_day <= $day
        and (yc.to_day is null or yc.to_day >= $day)
    left join class c on c.id = yc.class
    left join spell s on c.id is null and s.youth = y.id and s.to_day is null
        and s.withdrawn_at is null and s.from_day <= $day
    left join duty_review r on r.youth = y.id and r.period = $period and r.withdrawn_at is null
    where y.born > $born_after and y.born <= $born_until and y.moved_out is null
    group by coalesce(c.institution, s.institution)) g
left join institution i on i.number = g.institution
order by i.sort_key;

-- query duty_review_own: the same in the classes of the schools that a counsellor has
-- in: account int, born_after day, born_until day, day day, period day, school_year int
-- out: institution text, school text, n int, reviewed int
select c.institution, i.name as school, count(*) as n, count(r.youth) as reviewed
from counsellor_school cs
cross join class c
join institution i on i.number = c.institution
join youth_class yc on yc.class = c.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
join youth y on y.id = yc.youth
left join duty_review r on r.youth = y.id and r.period = $period and r.withdrawn_at is null
where cs.account = $account and cs.from_day <= $day and (cs.to_day is null or cs.to_day >= $day)
    and c.institution = cs.institution and c.school_year = $school_year
    and y.born > $born_after and y.born <= $born_until and y.moved_out is null
group by c.institution, i.name, i.sort_key
order by i.sort_key;

-- query duty_review_school: those of one school
-- in: institution text, born_after day, born_until day, day day, period day, school_year int
-- out: id text, name text, born day, guarded bool, class_name text, kind text, programme text, hours real, place text, reviewed day, reviewer text, agreed bool, exempt bool
select y.id, y.name, y.born,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    c.name as class_name, s.kind, s.programme, s.hours, s.place, r.day as reviewed,
    a.name as reviewer, 0 as agreed, 0 as exempt
from class c
join youth_class yc on yc.class = c.id and yc.from_day <= $day
    and (yc.to_day is null or yc.to_day >= $day)
join youth y on y.id = yc.youth
left join spell s on s.youth = y.id and s.to_day is null and s.withdrawn_at is null
    and s.from_day <= $day
left join duty_review r on r.youth = y.id and r.period = $period and r.withdrawn_at is null
left join account a on a.id = r.account
where c.institution = $institution and c.school_year = $school_year
    and y.born > $born_after and y.born <= $born_until and y.moved_out is null
order by c.name, y.sort_key, y.id;

-- query duty_review_out: those in no class: all of one counsellor, or (everyone) of one institution, '' for
-- those who go nowhere. cross join: from the few to their rows
-- in: account int, everyone int, institution text, born_after day, born_until day, day day, period day
-- out: id text, name text, born day, guarded bool, class_name text, kind text, programme text, hours real, place text, reviewed day, reviewer text, agreed bool, exempt bool
with asked as materialized (
    select y.id from youth y
    where $everyone = 0 and y.counsellor = $account and y.moved_out is null
        and y.born > $born_after and y.born <= $born_until
    union
    select y.id from youth y
    left join spell s on s.youth = y.id and s.to_day is null and s.withdrawn_at is null
        and s.from_day <= $day
    where $everyone = 1 and y.born > $born_after and y.born <= $born_until
        and y.moved_out is null and coalesce(s.institution, '') = $institution
)
select y.id, y.name, y.born,
    case when y.guarded = 1 and (y.guarded_until is null or y.guarded_until >= $day)
        then 1 else 0 end as guarded,
    null as class_name, s.kind, s.programme, s.hours, coalesce(i.name, s.place) as place,
    r.day as reviewed, a.name as reviewer,
    case when exists (select 1 from plan p
        where p.youth = y.id and p.withdrawn_at is null and p.duty is not null
            and p.agreed_day <= $day) then 1 else 0 end as agreed,
    case when exists (select 1 from duty_exemption e
        where e.youth = y.id and e.withdrawn_at is null and e.from_day <= $day
            and (e.to_day is null or e.to_day >= $day)
            and (e.ended_day is null or e.ended_day >= $day)) then 1 else 0 end as exempt
from asked
cross join youth y
left join spell s on s.youth = y.id and s.to_day is null and s.withdrawn_at is null
    and s.from_day <= $day
left join institution i on i.number = s.institution
left join duty_review r on r.youth = y.id and r.period = $period and r.withdrawn_at is null
left join account a on a.id = r.account
where y.id = asked.id
    and not exists (select 1 from youth_class yc where yc.youth = y.id and yc.from_day <= $day
        and (yc.to_day is null or yc.to_day >= $day))
order by y.sort_key, y.id;

-- query duty_school_name: what a school is called
-- in: institution text
-- out: name text
select name from institution where number = $institution;

-- query duty_review_mine: how many of a counsellor's own young people nobody has looked at in the period
-- in: account int, born_after day, born_until day, period day
-- out: n int
select count(*) as n from youth y
where y.counsellor = $account and y.moved_out is null and y.born > $born_after
    and y.born <= $born_until
    and not exists (select 1 from duty_review r
        where r.youth = y.id and r.period = $period and r.withdrawn_at is null);

-- query duty_review_add: somebody has looked
-- in: id int, youth text, period day, day day, account int, at time
insert into duty_review (id, youth, period, day, account, at)
values ($id, $youth, $period, $day, $account, $at)
on conflict do nothing;

-- query duty_review_withdraw: taken back by who looked, within the time
-- in: id int, youth text, account int, since time, now time
update duty_review set withdrawn_at = $now, withdrawn_by = $account
where id = $id and youth = $youth and account = $account and at >= $since and withdrawn_at is null;

-- ---------------------------------------------------------------- erasure

-- query duty_last_act: when something last happened here about one person
-- in: youth text
-- out: born day, last time
select y.born, (select max(x.at) from (
    select at from duty_case where youth = $youth
    union all select at from duty_offer where youth = $youth
    union all select at from duty_exemption where youth = $youth
    union all select at from duty_benefit where youth = $youth
    union all select at from duty_review where youth = $youth) x) as last
from youth y where y.id = $youth;

-- query duty_erase_review: for good
-- in: youth text
delete from duty_review where youth = $youth;

-- query duty_erase_benefit: for good
-- in: youth text
delete from duty_benefit where youth = $youth;

-- query duty_erase_offer: for good
-- in: youth text
delete from duty_offer where youth = $youth;

-- query duty_erase_exemption: for good
-- in: youth text
delete from duty_exemption where youth = $youth;

-- query duty_erase_case: for good
-- in: youth text
delete from duty_case where youth = $youth;
