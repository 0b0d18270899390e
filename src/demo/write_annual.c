/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the team leader has written in the quality reports. The words tell what was done and never how a figure
 * turned out: that is computed.
 */
#include "base/calendar.h"
#include "base/date.h"
#include "demo/write.h"
#include "gen/demo.sql.h"

#include <string.h>

static const struct {
    int year, month,
        day; /* of the school year's first calendar year when month >= 8, else of its second */
    const char *part, *body;
} texts[] = {
    {2019, 10, 21, "foreword",
     "Rapporten samler for første gang vores fire mål ét sted, så politikere, skoler og borgere kan følge dem.\n"
     "Tak til skolerne og ungdomsuddannelserne, der har svaret på vores spørgsmål."},
    {2021, 9, 14, "foreword",
     "Skoleåret begynder med fire mål, som byrådet har vedtaget. Her står, hvad vi vil gøre, og hvad tallene siger.\n"
     "Vi arbejder særligt med de fire mål i dette skoleår."},
    {2021, 9, 14, "goal-3-horizon",
     "Vi vil gerne nå målet så hurtigt som muligt, med særligt fokus på 2021-2022.\n"
     "- Sammenhængsbarometret "
     "https://viborg.dk/demokrati-og-indflydelse/saadan-styres-viborg-kommune/sammenhaengsbarometret"},
    {2021, 9, 14, "goal-4-horizon",
     "I løbet af 2021-2022 arbejdes med en fastholdelse af det høje niveau af uddannelsesparate i forhold til deres "
     "ønske.\n"
     "- Sammenhængsbarometret "
     "https://viborg.dk/demokrati-og-indflydelse/saadan-styres-viborg-kommune/sammenhaengsbarometret\n"
     "- UPV: mål, resultater og statistikker "
     "https://viborg.dk/service-og-selvbetjening/skole-og-uddannelse/raadgivning-og-vejledning-i-skoler/"
     "ungeindsats-og-uddannelsesvejledning/maal-resultater-og-statistikker"},
    {2021, 1, 18, "goal-2-comment",
     "Vi har holdt karriereuger på alle skoler og fået flere lokale virksomheder med på messen.\n"
     "- Nyt: 8. klasserne besøger en lærling på arbejdspladsen.\n"
     "- Vi følger delmålet hvert år, når søgetallene er gjort op i marts."},
    {2022, 9, 20, "goal-1-comment",
     "Overgangsmentorerne ringer nu til alle, de følger, inden for den første uge på den nye uddannelse."},
    {2023, 9, 12, "goal-2-comment",
     "Måden, søgetallene gøres op på, er ændret fra 2023. Derfor sammenligner vi kun med landet og ikke med delmålet "
     "fra før."},
    {2024, 9, 24, "goal-4-comment",
     "UPV er afskaffet. Vi spørger i stedet de unge selv, om deres plan er motiverende og realistisk."},
    {2025, 9, 16, "foreword",
     "I år har vi samlet indsatserne ét sted, så hver indsats har en, der holder i den, og en næste dato."},
    {2025, 1, 20, "goal-3-comment",
     "Vi viser rundt i foreninger sammen med de unge i stedet for at dele en liste ud."},
};
#define TEXTS (sizeof texts / sizeof *texts)

static int64_t team_leader(const struct world *world) {
    size_t i = 0;
    while (i + 1 < world->accounts_n && strcmp(world->accounts[i].role, "team-leader") != 0) i++;
    return row_of((int)i);
}

static bool text_row(struct part *job, size_t i, struct err *err) {
    const struct world *world = job->world;
    int32_t day = day_from_ymd(texts[i].month >= 8 ? texts[i].year : texts[i].year + 1,
                               texts[i].month, texts[i].day);
    if (day > world->date) return true; /* not written yet */
    struct q_demo_annual_text_in in = {.id = (int64_t)i + 1,
                                       .school_year = texts[i].year,
                                       .part = texts[i].part,
                                       .body = texts[i].body,
                                       .author = team_leader(world),
                                       .at = moment(day, 10 * 60 + 7 * (int)i)};
    return q_demo_annual_text(job->w, in, NULL, err);
}

bool annuals_write(struct store *store, struct world *world, struct err *err) {
    return write_table(store, world, text_row, TEXTS, NULL, err);
}
