-- SPDX-License-Identifier: EUPL-1.2
-- Rules that a municipality has decided on top of rules/law.csv, which comes with the program. Rows are
-- only added: of those that hold on a day, the one decided last is the answer.

create table rule_version (
    id bigint not null primary key,
    rule text not null,
    grade text not null default '',         -- '' = all
    category text not null default '',      -- '' = all
    value text not null,                    -- as in law.csv: '18', '4,5', 'workday', '12-01'
    from_day text not null,
    to_day text,                            -- last day; null = until further notice
    source text,                            -- where it is decided, when that is more than `why`
    why text not null,
    account bigint not null references account(id),
    at bigint not null                      -- since when it is known, whatever days it is about
);
