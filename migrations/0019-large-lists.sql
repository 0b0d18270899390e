-- SPDX-License-Identifier: EUPL-1.2
-- Lists of a whole municipality: walked through in the order of ids, so that what is asked of each next lies
-- side by side, and from indexes of only those they concern.

create index youth_here on youth(moved_out, id, born, counsellor);

-- Who is in education, or has completed a youth education: the others are sought out.
create index spell_settled on spell(youth, from_day, to_day, kind, outcome, withdrawn_at)
    where withdrawn_at is null
    and (to_day is null and kind not in ('none', 'leave', 'unknown', 'work', 'practice',
            'production_school', 'folk_high_school', 'abroad', 'military', 'other')
        or outcome = 'completed'
            and kind in ('eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf'));

-- Who was at a session.
create index contact_present on contact(session)
    where session is not null and attended = 1 and withdrawn_at is null;

-- Counted without fetching the rows.
drop index duty_review_youth;
create index duty_review_youth on duty_review(youth, period, withdrawn_at);
create index duty_review_period on duty_review(period, youth) where withdrawn_at is null;
