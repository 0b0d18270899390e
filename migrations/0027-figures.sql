-- SPDX-License-Identifier: EUPL-1.2
-- Official figures from files: of which table each is, who brought it in, and what was worth a look.

alter table figure add column kind text;                 -- of which table of which publisher; null: with the program
alter table figure add column imported_by bigint references account(id); -- null: the command line, or the program
create index figure_imported_by on figure(imported_by);
create index figure_of on figure(indicator, area, period, definition, replaced_at);

-- Files of figures are imported as the others are; `kind` says of which table.
create table import_run_new (
    job bigint not null primary key references job(id),
    what text not null check (what in ('institutions','pupils','figures')),
    kind text,                              -- of figures
    filename text not null,                 -- as the sender called it; shown, never opened
    spool text,                             -- where the upload waits; null when it is deleted
    drawn_at bigint not null,               -- when the file was written, unless it says so itself
    dry_run smallint not null check (dry_run in (0,1)),
    carried_out bigint,                     -- the job that wrote what this dry run showed
    rows_read bigint not null default 0, rows_new bigint not null default 0,
    rows_changed bigint not null default 0, rows_unchanged bigint not null default 0,
    rows_rejected bigint not null default 0, rows_kept bigint not null default 0,
    rows_skipped bigint not null default 0,
    fatal text,                             -- why the file as a whole cannot be used
    created_at bigint not null
);
insert into import_run_new (job, what, filename, spool, drawn_at, dry_run, carried_out, rows_read, rows_new,
    rows_changed, rows_unchanged, rows_rejected, rows_kept, rows_skipped, fatal, created_at)
select job, what, filename, spool, drawn_at, dry_run, carried_out, rows_read, rows_new,
    rows_changed, rows_unchanged, rows_rejected, rows_kept, rows_skipped, fatal, created_at
from import_run;
drop table import_run;
alter table import_run_new rename to import_run;
create index import_run_created on import_run(created_at);

-- What is not wrong in a file and should be looked at: a series that stops.
create table import_remark (
    job bigint not null references job(id),
    line bigint not null,
    field text not null,
    remark text not null,
    primary key (job, line, field)
);
