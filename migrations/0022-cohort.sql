-- SPDX-License-Identifier: EUPL-1.2
-- The number of the last change of what the statistics in memory are made of: spells, and where persons
-- live. It is new after each change, and never one that was before.

create table cohort_change (
    one smallint not null primary key check (one = 1),
    number bigint not null
);
