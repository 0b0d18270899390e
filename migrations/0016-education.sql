-- SPDX-License-Identifier: EUPL-1.2
-- The youth educations of everybody in order, in an index that answers alone: who followed whom into one,
-- and what became of each start.

create index spell_education on spell(youth, from_day, to_day, kind, programme, outcome, withdrawn_at)
    where withdrawn_at is null
    and kind in ('eud_gf1', 'eud_gf2', 'eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf');
