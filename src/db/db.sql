-- SPDX-License-Identifier: EUPL-1.2
-- The database's memory of its own schema.

-- query db_migrations_applied: the migrations this database has been through, oldest first
-- out: number int, name text, sha256 text
select number, name, sha256 from schema_migration order by number;

-- query db_migration_add: remembers a migration that has just run
-- in: number int, name text, sha256 text, applied_at time
insert into schema_migration (number, name, sha256, applied_at)
values ($number, $name, $sha256, $applied_at);
