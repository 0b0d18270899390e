-- SPDX-License-Identifier: EUPL-1.2
-- A counsellor's list begins with the own few hundred persons. Their names come with them, and what is
-- asked of each of them next is in an index that answers it alone, or in one of only those it concerns,
-- which is small enough to be at hand: a step into a large index costs as much as five into a small one.

drop index youth_counsellor;
create index youth_counsellor on youth(counsellor, moved_out, born, id, name);
drop index youth_line;
create index youth_line on youth(id, name, born, guarded, guarded_until);

create index spell_idle on spell(youth, from_day, kind, known_at)
    where to_day is null and withdrawn_at is null and kind in ('none', 'unknown');
create index spell_ends on spell(to_day, youth)
    where to_day is not null and withdrawn_at is null;

create index plan_step_left on plan_step(youth, due)
    where done_day is null and withdrawn_at is null;
create index wish_first on wish(youth, day)
    where priority = 1 and withdrawn_at is null;
create index plan_agreed on plan(youth, agreed_day)
    where agreed_day is not null and withdrawn_at is null;

create index institution_name on institution(number, name);
