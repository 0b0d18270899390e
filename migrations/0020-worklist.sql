-- SPDX-License-Identifier: EUPL-1.2
-- A worklist goes from a counsellor's own young people, of the ages that a task is about, to what is open
-- about each: so each index has only what is open, and in it what decides whether a row is read at all.

drop index youth_counsellor;
create index youth_counsellor on youth(counsellor, moved_out, born, id, name, guarded, guarded_until);

drop index spell_completed;
create index spell_done on spell(youth)
    where withdrawn_at is null and outcome = 'completed'
    and kind in ('eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf');
create index spell_outside on spell(youth, from_day, kind, hours, known_at)
    where to_day is null and withdrawn_at is null
    and kind in ('none', 'leave', 'unknown', 'work', 'practice',
        'production_school', 'folk_high_school', 'abroad', 'military', 'other');

create index plan_step_mine on plan_step(youth, due)
    where owner = 'counsellor' and done_day is null and withdrawn_at is null;

drop index event_owner;
create index event_owner on event(owner, day, state, asked_day, id);

drop index placement_open;
create index placement_open on placement(youth, from_day, started_day, to_day)
    where ended_day is null and withdrawn_at is null;

create index duty_exemption_open on duty_exemption(youth, to_day)
    where withdrawn_at is null and ended_day is null;
create index outreach_effort_open on outreach_effort(youth, from_day)
    where withdrawn_at is null and to_day is null;
create index outreach_contact_open on outreach_contact(youth)
    where withdrawn_at is null and to_day is null;
