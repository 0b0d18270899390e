-- SPDX-License-Identifier: EUPL-1.2
-- For a list of kinds SQLite builds a table anew for every spell that is written, and an import writes one for
-- every pupil: so kind by kind. Who asks by this index says it in the same words.

drop index spell_settled;
create index spell_settled on spell(youth, from_day, to_day, kind, outcome, withdrawn_at)
    where withdrawn_at is null
    and (to_day is null and kind <> 'none' and kind <> 'leave' and kind <> 'unknown'
        and kind <> 'work' and kind <> 'practice'
        and kind <> 'production_school' and kind <> 'folk_high_school' and kind <> 'abroad'
        and kind <> 'military' and kind <> 'other'
        or outcome = 'completed'
            and kind in ('eud_main', 'eux', 'stx', 'hhx', 'htx', 'hf'));
