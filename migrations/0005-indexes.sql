-- SPDX-License-Identifier: EUPL-1.2
-- Indexes that hold all that a list of persons asks first, so that it need not fetch the rows.

drop index youth_counsellor;
create index youth_counsellor on youth(counsellor, moved_out, born, id);
create index youth_line on youth(id, name, born);

drop index youth_class_youth;
create index youth_class_youth on youth_class(youth, from_day, to_day, class);
drop index youth_class_class;
create index youth_class_class on youth_class(class, from_day, to_day, youth);

-- What each is in now. Whoever asks starts from the persons; no query starts from a kind.
drop index spell_open;
create index spell_now on spell(youth, from_day, kind)
    where to_day is null and withdrawn_at is null;
create index spell_completed on spell(youth, kind)
    where outcome = 'completed' and withdrawn_at is null;
