-- SPDX-License-Identifier: EUPL-1.2
-- What people write in the quality report of a school year. A row is a version; nothing is overwritten.

create table annual_text (
    id bigint not null primary key,
    school_year bigint not null check (school_year between 2000 and 2100),
    part text not null,      -- "intro", "goal-2-why": src/annual/texts.c
    version bigint not null check (version > 0),
    body text not null,      -- '': taken away; about no person
    author bigint not null references account(id),
    at bigint not null,
    unique (part, school_year, version)
);
create index annual_text_author on annual_text(author);
