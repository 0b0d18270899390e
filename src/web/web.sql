-- SPDX-License-Identifier: EUPL-1.2
-- query web_ping: whether the database answers, for /sundhed
-- out: one int
select 1 as one;
