-- SPDX-License-Identifier: EUPL-1.2
-- What somebody gave us to import, and what reading it showed.

-- query exchange_run_add: a file that a job is to read
-- in: job int, what text, kind text, filename text, spool text, drawn_at time, dry_run bool, rows_read int,
--     created_at time
insert into import_run (job, what, kind, filename, spool, drawn_at, dry_run, rows_read, created_at)
values ($job, $what, $kind, $filename, $spool, $drawn_at, $dry_run, $rows_read, $created_at);

-- query exchange_run: one run
-- in: job int
-- out: job int, what text, kind text, filename text, spool text, drawn_at time, dry_run bool,
--      carried_out int, rows_read int, rows_new int, rows_changed int, rows_unchanged int,
--      rows_rejected int, rows_kept int, rows_skipped int, fatal text, created_at time
select job, what, kind, filename, spool, drawn_at, dry_run, carried_out, rows_read, rows_new,
    rows_changed, rows_unchanged, rows_rejected, rows_kept, rows_skipped, fatal, created_at
from import_run where job = $job;

-- query exchange_runs: the latest runs, for the page where files are given
-- in: most int
-- out: job int, what text, filename text, dry_run bool, state text, rows_read int, rows_new int,
--      rows_changed int, rows_rejected int, fatal text, created_at time, by_name text
select r.job, r.what, r.filename, r.dry_run, j.state, r.rows_read, r.rows_new, r.rows_changed,
    r.rows_rejected, r.fatal, r.created_at, a.name as by_name
from import_run r
join job j on j.id = r.job
left join account a on a.id = j.created_by
order by r.created_at desc, r.job desc
limit $most;

-- query exchange_run_result: how it went
-- in: job int, rows_read int, rows_new int, rows_changed int, rows_unchanged int,
--     rows_rejected int, rows_kept int, rows_skipped int, fatal text
update import_run set rows_read = $rows_read, rows_new = $rows_new, rows_changed = $rows_changed,
    rows_unchanged = $rows_unchanged, rows_rejected = $rows_rejected, rows_kept = $rows_kept,
    rows_skipped = $rows_skipped, fatal = $fatal
where job = $job;

-- query exchange_run_spool_clear: the file is deleted
-- in: job int
update import_run set spool = null where job = $job;

-- query exchange_run_carry_out: the dry run was confirmed; only the first confirmation counts
-- in: job int, carried_out int
update import_run set carried_out = $carried_out, spool = null
where job = $job and carried_out is null and spool is not null;

-- query exchange_spools_old: files nobody confirmed, or whose job came to nothing
-- in: before time
-- out: job int, spool text
select r.job, r.spool from import_run r
join job j on j.id = r.job
where r.spool is not null
    and (r.created_at < $before or j.state in ('failed', 'cancelled'));

-- query exchange_change_add: a line of the preview
-- in: job int, line int, result text, about text, field text, moves bool
insert into import_change (job, line, result, about, field, moves)
values ($job, $line, $result, $about, $field, $moves);

-- query exchange_changes: the preview
-- in: job int
-- out: line int, result text, about text, field text, moves bool
select line, result, about, field, moves from import_change where job = $job order by line;

-- query exchange_remark_add: what should be looked at; the first of a row and field stays
-- in: job int, line int, field text, remark text
insert into import_remark (job, line, field, remark) values ($job, $line, $field, $remark)
on conflict do nothing;

-- query exchange_remarks: what should be looked at
-- in: job int
-- out: line int, field text, remark text
select line, field, remark from import_remark where job = $job order by line, field;

-- query exchange_reject_add: a row that cannot be used; the first reason of a column stays
-- in: job int, line int, field text, reason text
insert into import_reject (job, line, field, reason) values ($job, $line, $field, $reason)
on conflict do nothing;

-- query exchange_rejects: rows that could not be used
-- in: job int, most int
-- out: line int, field text, reason text
select line, field, reason from import_reject where job = $job order by line, field limit $most;

-- query exchange_role: in which role an account acts
-- in: account int
-- out: role text
select role from account where id = $account;
