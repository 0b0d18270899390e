-- SPDX-License-Identifier: EUPL-1.2
-- The queue. A job's id grows with time, so the order of ids is the order of the queue.

-- query job_add: a job waits
-- in: id int, kind text, params text, lang text, created_by int, at time
insert into job (id, kind, params, state, lang, created_by, created_at)
values ($id, $kind, $params, 'queued', $lang, $created_by, $at);

-- query job_by_id: one job
-- in: id int
-- out: id int, kind text, params text, state text, progress int, total int, message text,
--      result text, created_by int, created_at time, cancel bool
select id, kind, params, state, progress, total, message, result, created_by, created_at, cancel
from job where id = $id;

-- query job_next: the one that has waited longest
-- out: id int, kind text, params text, lang text, created_by int, created_at time
select id, kind, params, lang, created_by, created_at
from job where state = 'queued' order by id limit 1;

-- query job_waits: whether a kind waits already
-- in: kind text
-- out: id int
select id from job where state = 'queued' and kind = $kind limit 1;

-- query job_claim: it is mine; changes nothing when somebody else took it
-- in: id int, at time
update job set state = 'running', started_at = $at where id = $id and state = 'queued';

-- query job_progress: how far a running job has come, and whether somebody wants it to stop
-- in: id int, progress int, total int
-- out: cancel bool
update job set progress = $progress, total = $total where id = $id and state = 'running'
returning cancel;

-- query job_end: how it ended
-- in: id int, state text, progress int, total int, message text, result text, at time
update job set state = $state, progress = $progress, total = $total, message = $message,
       result = $result, ended_at = $at
where id = $id and state = 'running';

-- query job_cancel_queued: one that has not begun is gone at once
-- in: id int, at time
update job set state = 'cancelled', cancel = 1, ended_at = $at where id = $id and state = 'queued';

-- query job_cancel_running: one that runs is asked to stop
-- in: id int
update job set cancel = 1 where id = $id and state = 'running';

-- query job_orphans: what was running when the program died
-- out: id int, lang text
select id, lang from job where state = 'running' order by id;

-- query job_orphan_fail: its transaction never happened
-- in: id int, message text, at time
update job set state = 'failed', message = $message, ended_at = $at
where id = $id and state = 'running';
