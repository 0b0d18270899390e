-- SPDX-License-Identifier: EUPL-1.2

-- ---------------------------------------------------------------- what the public reads: published, and by now

-- query publication_published: every version of every year that was published by a moment
-- in: now time
-- out: id int, school_year int, version int, as_of day, least int, least_wellbeing int, least_extreme int, reason text, made_by text, approved_by text, made_at time, sent_at time, approved_at time
select p.id, p.school_year, p.version, p.as_of, p.least, p.least_wellbeing, p.least_extreme,
    p.reason, m.name as made_by, a.name as approved_by, p.made_at, p.sent_at, p.approved_at
from publication p
join account m on m.id = p.made_by
join account a on a.id = p.approved_by
where p.state = 'published' and p.approved_at <= $now
order by p.school_year desc, p.version desc;

-- query publication_figures: the figures of one publication; indicator and breakdown null: all
-- in: publication int, indicator text, breakdown text
-- out: indicator text, goal int, unit text, breakdown text, value text, name text, yes int, no int, unknown int, base int, why text, carried int
select indicator, goal, unit, breakdown, value, name, yes, no, unknown, base, why, carried
from publication_figure
where publication = $publication
    and (cast($indicator as text) is null or indicator = $indicator)
    and (cast($breakdown as text) is null or breakdown = $breakdown)
order by seq;

-- query publication_totals: the figures of the whole municipality in the newest version of each year that was
-- published by a moment
-- in: now time
-- out: id int, school_year int, version int, as_of day, made_by text, approved_by text, sent_at time, approved_at time, indicator text, goal int, unit text, yes int, no int, unknown int, base int, why text, carried int
select p.id, p.school_year, p.version, p.as_of, m.name as made_by, a.name as approved_by, p.sent_at, p.approved_at,
    f.indicator, f.goal, f.unit, f.yes, f.no, f.unknown, f.base, f.why, f.carried
from publication p
join account m on m.id = p.made_by
join account a on a.id = p.approved_by
join publication_figure f on f.publication = p.id and f.breakdown = 'all'
where p.state = 'published' and p.approved_at <= $now
    and not exists (select 1 from publication n where n.state = 'published'
        and n.school_year = p.school_year and n.version > p.version and n.approved_at <= $now)
order by p.school_year, f.seq;

-- query publication_document_of: a document in the newest version of a year that has it; year 0: any year
-- in: name text, school_year int, now time
-- out: id int, school_year int, version int, as_of day, approved_at time, body text
select p.id, p.school_year, p.version, p.as_of, p.approved_at, d.body
from publication p
join publication_document d on d.publication = p.id and d.name = $name
where p.state = 'published' and p.approved_at <= $now
    and ($school_year = 0 or p.school_year = $school_year)
order by p.school_year desc, p.version desc limit 1;

-- ---------------------------------------------------------------- drafts: for those who prepare and approve

-- query publication_open: what is being prepared, and what was discarded or returned
-- out: id int, school_year int, version int, as_of day, least int, least_wellbeing int, least_extreme int, state text, reason text, made_by text, made_by_id int, sent_by_id int, made_at time, sent_at time
select p.id, p.school_year, p.version, p.as_of, p.least, p.least_wellbeing, p.least_extreme,
    p.state, p.reason, m.name as made_by, p.made_by as made_by_id, p.sent_by as sent_by_id,
    p.made_at, p.sent_at
from publication p
join account m on m.id = p.made_by
where p.state in ('draft', 'sent', 'returned')
order by p.school_year desc, p.id desc;

-- query publication_by_id: one, in whatever state
-- in: id int
-- out: id int, school_year int, version int, as_of day, least int, least_wellbeing int, least_extreme int, state text, reason text, made_by text, made_by_id int, sent_by_id int, approved_by text, made_at time, sent_at time, approved_at time
select p.id, p.school_year, p.version, p.as_of, p.least, p.least_wellbeing, p.least_extreme,
    p.state, p.reason, m.name as made_by, p.made_by as made_by_id, p.sent_by as sent_by_id,
    a.name as approved_by, p.made_at, p.sent_at, p.approved_at
from publication p
join account m on m.id = p.made_by
left join account a on a.id = p.approved_by
where p.id = $id;

-- query publication_jobs: drafts that are being made
-- out: id int, params text, created_at time
select id, params, created_at from job
where state in ('queued', 'running') and kind = 'publication-draft'
order by id;

-- query publication_events: what was done with it, oldest first
-- in: publication int
-- out: kind text, name text, at time, comment text
select e.kind, a.name, e.at, e.comment
from publication_event e
join account a on a.id = e.account
where e.publication = $publication
order by e.at, e.id;

-- query publication_waiting: what waits for somebody else's approval than its makers'
-- in: account int
-- out: id int, school_year int, version int, sent_at time
select id, school_year, version, sent_at
from publication
where state = 'sent' and made_by <> $account and sent_by <> $account
order by school_year;

-- query publication_returned: what was sent back to whoever made it
-- in: account int
-- out: id int, school_year int, version int, sent_at time
select id, school_year, version, sent_at
from publication
where state = 'returned' and made_by = $account
order by school_year;

-- query publication_last_version: the newest version of a year, and whether one is open
-- in: school_year int
-- out: id int, version int, open_n int
select coalesce(max(case when state = 'published' then id else 0 end), 0) as id,
    coalesce(max(case when state = 'published' then version else 0 end), 0) as version,
    coalesce(sum(case when state in ('draft', 'sent', 'returned') then 1 else 0 end), 0) as open_n
from publication where school_year = $school_year;

-- query publication_versions: every published version of a year, the newest first
-- in: school_year int
-- out: id int
select id from publication where school_year = $school_year and state = 'published'
order by version desc;

-- query publication_add: a draft
-- in: id int, school_year int, version int, as_of day, least int, least_wellbeing int, least_extreme int, reason text, account int, at time
insert into publication (id, school_year, version, as_of, least, least_wellbeing, least_extreme,
    state, reason, made_by, made_at)
values ($id, $school_year, $version, $as_of, $least, $least_wellbeing, $least_extreme, 'draft',
    $reason, $account, $at);

-- query publication_add_figure: one figure of a draft, without what is not told
-- in: publication int, seq int, indicator text, goal int, unit text, breakdown text, value text, name text, yes int, no int, unknown int, base int, why text, carried int
insert into publication_figure (publication, seq, indicator, goal, unit, breakdown, value, name, yes,
    no, unknown, base, why, carried)
values ($publication, $seq, $indicator, $goal, $unit, $breakdown, $value, $name, $yes, $no, $unknown,
    $base, $why, $carried);

-- query publication_add_document: what another room computed
-- in: publication int, name text, body text
insert into publication_document (publication, name, body) values ($publication, $name, $body);

-- query publication_add_event: what was done
-- in: id int, publication int, kind text, account int, at time, comment text
insert into publication_event (id, publication, kind, account, at, comment)
values ($id, $publication, $kind, $account, $at, $comment);

-- query publication_send: looked through; from whoever sends it
-- in: id int, account int, at time
update publication set state = 'sent', sent_by = $account, sent_at = $at
where id = $id and state in ('draft', 'returned');

-- query publication_return: back, with a comment that is kept beside
-- in: id int
update publication set state = 'returned' where id = $id and state = 'sent';

-- query publication_approve: by another than those who made and sent it; it does not change any more
-- in: id int, account int, at time
update publication set state = 'published', approved_by = $account, approved_at = $at
where id = $id and state = 'sent' and made_by <> $account and sent_by <> $account;

-- query publication_discard: a draft that is given up; its figures stay unread
-- in: id int
update publication set state = 'discarded' where id = $id and state in ('draft', 'sent', 'returned');

-- query publication_schools: one indicator of each school in the newest version of each year, where it is told
-- in: indicator text, least int, now time
-- out: school_year int, value text, yes int, base int
select p.school_year, f.value, f.yes, f.base
from publication p
join publication_figure f on f.publication = p.id and f.indicator = $indicator
    and f.breakdown = 'school'
where p.state = 'published' and p.approved_at <= $now and f.yes is not null and f.base >= $least
    and f.value <> ''
    and not exists (select 1 from publication n where n.state = 'published'
        and n.school_year = p.school_year and n.version > p.version and n.approved_at <= $now)
order by p.school_year;

-- query publication_every: every published figure of every version; only 0: of all
-- in: now time, only_one int
-- out: publication int, indicator text, goal int, unit text, breakdown text, value text, name text, yes int, no int, unknown int, base int, why text, carried int
select f.publication, f.indicator, f.goal, f.unit, f.breakdown, f.value, f.name, f.yes, f.no,
    f.unknown, f.base, f.why, f.carried
from publication p
join publication_figure f on f.publication = p.id
where p.state = 'published' and p.approved_at <= $now and ($only_one = 0 or p.id = $only_one)
order by p.school_year desc, p.version desc, f.seq;
