-- SPDX-License-Identifier: EUPL-1.2
-- Indexes that hold all that a list of persons asks first, so that it need not fetch the rows.

drop index youth_counsellor;
create index youth_counsellor on youth(counsellor, moved_out, born, id);
create index youth_line on youth(id, name, born);

drop index youth_class_youth;
create index youth_class_youth on youth_class(youth, from_day, to_day, class);
drop index youth_class_class;
create index youth_class_class on youth_class(class, from_day, to_day, youth);

-- Those in nothing or unknown are few; no query asks for all who are in something.
drop index spell_open;
create index spell_idle on spell(youth, from_day)
    where to_day is null and withdrawn_at is null and kind in ('none', 'unknown');
