-- SPDX-License-Identifier: EUPL-1.2
-- Figures as they were published: only what may be told is here. A hidden number is in no column.

create table publication (
    id bigint not null primary key,
    school_year bigint not null,
    version bigint not null,                -- 1; a correction is one more
    as_of text not null,                    -- as known at the end of that day
    least bigint not null,                  -- the rules it was protected by
    least_wellbeing bigint not null,
    least_extreme bigint not null,
    state text not null check (state in ('draft','sent','returned','published','discarded')),
    reason text,                            -- why a correction was made
    made_by bigint not null references account(id),
    made_at bigint not null,
    sent_by bigint references account(id),
    sent_at bigint,
    approved_by bigint references account(id),
    approved_at bigint,
    check (approved_by is null or (approved_by <> made_by and approved_by <> sent_by)),
    check ((state = 'published') = (approved_by is not null and approved_at is not null)),
    check (version = 1 or reason is not null)
);
create unique index publication_version on publication(school_year, version)
    where state = 'published';
create unique index publication_open on publication(school_year)
    where state in ('draft','sent','returned');
create index publication_approved_at on publication(approved_at) where state = 'published';
create index publication_made_by on publication(made_by);
create index publication_sent_by on publication(sent_by);
create index publication_approved_by on publication(approved_by);

-- What was done with it, by whom: made, sent, returned, approved, discarded.
create table publication_event (
    id bigint not null primary key,
    publication bigint not null references publication(id),
    kind text not null check (kind in ('made','sent','returned','approved','discarded')),
    account bigint not null references account(id),
    at bigint not null,
    comment text
);
create index publication_event_publication on publication_event(publication, at);
create index publication_event_account on publication_event(account);

create table publication_figure (
    publication bigint not null references publication(id),
    seq bigint not null,
    indicator text not null,
    goal bigint not null,                   -- 0: of none
    unit text not null check (unit in ('percent','per-100')),
    breakdown text not null check (breakdown in ('all','school','grade','sex','mentor')),
    value text not null,                    -- '' for all, and for those who are in none
    name text,                              -- of a school, as it was called
    yes bigint, no bigint, unknown bigint, base bigint, -- null: not told
    why text check (why in ('few','protects','silent','refused')), -- why something is not told
    carried bigint,                         -- version it was taken over from, unchanged
    primary key (publication, seq)
);
create index publication_figure_indicator on publication_figure(publication, indicator, breakdown);

-- What another room computes of one school year, kept as JSON.
create table publication_document (
    publication bigint not null references publication(id),
    name text not null,
    body text not null,
    primary key (publication, name)
);
