-- SPDX-License-Identifier: EUPL-1.2
-- Who was reached in a school year, and how: answered by one stretch of an index alone.

create index contact_reached_day on contact(day, youth, kind, at, withdrawn_at) where attended = 1;
