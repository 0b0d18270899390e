/* SPDX-License-Identifier: EUPL-1.2
 *
 * The kinds of official figures that can be read. One row is one table of one publisher.
 *
 * Column names of StatBank and uddannelsesstatistik.dk are those of their API asked for codes
 * (valuePresentation=Code); names of dimensions at jobindsats.dk are its labels. Where the publisher's
 * own description could not be read (the ages of PTV_A02, the categories' column of Y38A02), the column is
 * found by its name and a file that lacks it is refused, not understood in another way.
 *
 * Not read, and why:
 *   STATUSU6 as "25 years old": it has no ages. It is kept as what it is, all of 18 to 25.
 *   PROFMOD at uddannelsesstatistik.dk: its answer does not say how many years after school it is for.
 *   Running years (2025QMAT09): they overlap, so that a curve of them says the same twelve times.
 */
#include "exchange/figures.h"

#include "base/text.h"
#include "gen/msg.h"

#include <string.h>

#define LINES(list_) .lines = list_, .lines_n = sizeof list_ / sizeof *list_
#define BIT(slot_)   (1U << (slot_))
#define TOTAL        "TOT|IALT|I alt|Total|Begge k\xc3\xb8n|Alle"

/* ---- applications (rules.md 6.1: broken by how "direct from school" is meant, from 2023) ---- */

#define APPLICATIONS(words_, indicator_)                                                           \
    {{words_}, 0, 202200, indicator_, "application-before-2023"}, {                                \
        {words_}, 202300, 0, indicator_, "application-from-2023"                                   \
    }
static const struct figure_line soegetal_lines[] = {
    APPLICATIONS("Erhvervsuddannelser|Erhvervsuddannelse|EUD", "eud_application_share"),
    APPLICATIONS("Gymnasiale uddannelser|Gymnasiale|Gymnasial uddannelse", "gym_application_share"),
    APPLICATIONS("\xc3\x98vrige|\xc3\x98vrige uddannelser|Andet", "other_application_share"),
    APPLICATIONS("FGU", "fgu_application_share"),
};

/* ---- status of 18 to 25-year-olds ---- */

#define OF_ALL    "TOT|IALT|I alt"
#define COMPLETED "FULDFOERT"
#define ONGOING   "IGANG|I gang"
#define BROKEN    "AFBRUDT"
#define NO_START  "INGENREG|Ingen registreret"
static const struct figure_line statusu6_lines[] = {
    {{COMPLETED, OF_ALL}, 0, 0, "youth_education_completed_18_25", "status-18-25"},
    {{ONGOING, OF_ALL}, 0, 0, "youth_education_ongoing_18_25", "status-18-25"},
    {{BROKEN, OF_ALL}, 0, 0, "youth_education_interrupted_18_25", "status-18-25"},
    {{NO_START, OF_ALL}, 0, 0, "youth_education_none_18_25", "status-18-25"},
};
static const struct figure_line statusu1_lines[] = {
    {{COMPLETED, "25"}, 0, 0, "youth_education_completed_at_25_counted", "status-at-25-counted"},
    {{ONGOING, "25"}, 0, 0, "youth_education_ongoing_at_25_counted", "status-at-25-counted"},
    {{BROKEN, "25"}, 0, 0, "youth_education_interrupted_at_25_counted", "status-at-25-counted"},
};
static const struct figure_line neet1_lines[] = {
    {{"10"}, 0, 0, "neet_16_24", "neet-register"},
};

/* ---- public support ---- */

static const struct figure_line y38a02_lines[] = {
    {{NULL}, 0, 202506, "education_help", "support-before-2025-07"},
    {{"Alle uddannelsesparate"}, 0, 202506, "education_help_ready", "support-before-2025-07"},
    {{"Aktivitetsparat"}, 0, 202506, "education_help_not_ready", "support-before-2025-07"},
};
static const struct figure_line y36a02_lines[] = {
    {{NULL}, 0, 202506, "cash_benefit", "support-before-2025-07"},
};
static const struct figure_line y60a02_lines[] = {
    {{NULL}, 202507, 0, "cash_benefit", "support-from-2025-07"},
    {{"Uddannelsesparat"}, 202507, 0, "cash_benefit_education_ready", "support-from-2025-07"},
    {{"\xc3\x85"
      "benlys uddannelsesparat"},
     202507,
     0,
     "cash_benefit_education_obvious",
     "support-from-2025-07"},
    {{"Aktivitetsparat"}, 202507, 0, "cash_benefit_activity_ready", "support-from-2025-07"},
};
static const struct figure_line ptva02_lines[] = {
    {{"18-29"}, 0, 202506, "public_support_18_29", "support-before-2025-07"},
    {{"18-29"}, 202507, 0, "public_support_18_29", "support-from-2025-07"},
};

/* ---- grade school ---- */

static const struct figure_line overgang_lines[] = {
    {{NULL}, 0, 0, "transition_to_youth_education", "transition-september"},
};
static const struct figure_line karadm_lines[] = {
    {{NULL}, 0, 0, "two_in_danish_and_math_9th_register", "two-at-9th-exam-register"},
};

/* ---- the profile model: ages and years after 9th grade are two things (rules.md 7) ---- */

static const struct figure_line profil_lines[] = {
    {{"#18-45"}, 0, 0, "youth_education_projected_at_#", "profile-model"},
};
static const struct figure_line profil_years_lines[] = {
    {{"8"}, 0, 0, "youth_education_projected_before_25", "projected-before-25"},
    {{"25"}, 0, 0, "youth_education_projected_25_years_after", "projected-25-years-after"},
};

/* ---- loneliness (rules.md 5: worded anew from 2017) ---- */

#define LONELY(words_, indicator_, of_)                                                            \
    {{words_}, 0, 201600, indicator_, "loneliness-" of_ "-before-2017"}, {                         \
        {words_}, 201700, 0, indicator_, "loneliness-" of_                                         \
    }
static const struct figure_line loneliness_lines[] = {
    LONELY("16+|16 og derover|Alle", "severe_loneliness", "adults"),
    LONELY("16-24", "severe_loneliness_16_24", "young"),
    LONELY("16-24 m\xc3\xa6nd|m\xc3\xa6nd 16-24|16-24 men", "severe_loneliness_16_24_men", "young"),
    LONELY("16-24 kvinder|kvinder 16-24|16-24 women", "severe_loneliness_16_24_women", "young"),
};

#define JOBINDSATS(key_, dimension_, lines_, source_)                                              \
    {                                                                                              \
        .key = key_, .shapes = SHAPE_CSV | SHAPE_JOBINDSATS,                                       \
        .column = {[SLOT_AREA] = "Omr\xc3\xa5"                                                     \
                                 "de",                                                             \
                   [SLOT_PERIOD] = "Periode",                                                      \
                   [SLOT_VALUE] = "Antal fuldtidspersoner",                                        \
                   [SLOT_DIM] = dimension_},                                                       \
        .optional = BIT(SLOT_DIM), .every = EVERY_MONTH, .steady = true, .unit = "persons",        \
        .source = source_, LINES(lines_)                                                           \
    }

const struct figure_table figure_tables[] = {
    {.key = "soegetal",
     .shapes = SHAPE_CSV,
     .column = {[SLOT_AREA] = "kommune",
                [SLOT_PERIOD] = "aar|\xc3\xa5r",
                [SLOT_VALUE] = "andel_pct",
                [SLOT_SOURCE] = "kilde",
                [SLOT_DIM] = "kategori"},
     .steady = true,
     .unit = "percent",
     LINES(soegetal_lines),
     .finish = soegetal_finish},
    {.key = "statusu6",
     .shapes = SHAPE_CSV | SHAPE_JSONSTAT,
     .column = {[SLOT_AREA] = "GRUNDBEL",
                [SLOT_PERIOD] = "TID",
                [SLOT_VALUE] = "INDHOLD",
                [SLOT_DIM] = "UDDSTAT",
                [SLOT_DIM + 1] = "UDDANNELSE"},
     .steady = true,
     .unit = "percent",
     .source = "Danmarks Statistik, Statistikbanken, STATUSU6",
     .whole = "AA_TOTAL|I alt",
     LINES(statusu6_lines)},
    {.key = "statusu1",
     .shapes = SHAPE_CSV | SHAPE_JSONSTAT,
     .column = {[SLOT_PERIOD] = "TID",
                [SLOT_VALUE] = "INDHOLD",
                [SLOT_DIM] = "UDDSTAT",
                [SLOT_DIM + 1] = "ALDER",
                [SLOT_DIM + 2] = "K\xc3\x98N",
                [SLOT_DIM + 3] = "HERKOMST"},
     .optional = BIT(SLOT_DIM + 2) | BIT(SLOT_DIM + 3),
     .steady = true,
     .unit = "percent",
     .area = "Denmark",
     .source = "Danmarks Statistik, Statistikbanken, STATUSU1",
     .whole = "AA_TOTAL|I alt",
     LINES(statusu1_lines)},
    {.key = "neet1",
     .shapes = SHAPE_CSV | SHAPE_JSONSTAT,
     .column = {[SLOT_AREA] = "BOPOMR",
                [SLOT_PERIOD] = "TID",
                [SLOT_VALUE] = "INDHOLD",
                [SLOT_DIM] = "STATUSNEET",
                [SLOT_DIM + 1] = "K\xc3\x98N",
                [SLOT_DIM + 2] = "SOCIO"},
     .optional = BIT(SLOT_DIM + 1) | BIT(SLOT_DIM + 2),
     .steady = true,
     .unit = "percent",
     .source = "Danmarks Statistik, Statistikbanken, NEET1",
     .whole = "0|I alt",
     LINES(neet1_lines)},
    JOBINDSATS("y38a02", "Visitationskategori", y38a02_lines, "jobindsats.dk (STAR), Y38A02"),
    JOBINDSATS("y36a02", "Visitationskategori", y36a02_lines, "jobindsats.dk (STAR), Y36A02"),
    JOBINDSATS("y60a02", "Visitationskategori", y60a02_lines, "jobindsats.dk (STAR), Y60A02"),
    JOBINDSATS("ptv_a02", "Alder", ptva02_lines, "jobindsats.dk (STAR), PTV_A02"),
    {.key = "overgang",
     .shapes = SHAPE_UDDSTAT,
     .column = {[SLOT_AREA] = "[Institution].[Beliggenhedskommune].[Beliggenhedskommune]",
                [SLOT_PERIOD] = "[Skole\xc3\xa5r].[Skole\xc3\xa5r].[Skole\xc3\xa5r]",
                [SLOT_VALUE] = "Overgang til UU fra 9. og 10. kl. sept \xc3\xa5ret efter"},
     .every = EVERY_SCHOOL_YEAR,
     .steady = true,
     .unit = "percent",
     .source = "Uddannelsesstatistik.dk, GS/OVER/OVERSKO",
     LINES(overgang_lines)},
    {.key = "karadm",
     .shapes = SHAPE_UDDSTAT,
     .column = {[SLOT_AREA] = "[Institution].[Beliggenhedskommune].[Beliggenhedskommune]",
                [SLOT_PERIOD] = "[Skole\xc3\xa5r].[Skole\xc3\xa5r].[Skole\xc3\xa5r]",
                [SLOT_VALUE] = "Andel elever med mindst 2 i dansk og matematik"},
     .every = EVERY_SCHOOL_YEAR,
     .steady = true,
     .unit = "percent",
     .source = "Uddannelsesstatistik.dk, GS/KARA/KARADM",
     LINES(karadm_lines)},
    {.key = "profilmodel",
     .shapes = SHAPE_CSV,
     .column = {[SLOT_AREA] = "kommune",
                [SLOT_PERIOD] = "aargang|\xc3\xa5rgang",
                [SLOT_VALUE] = "andel_pct",
                [SLOT_SOURCE] = "kilde",
                [SLOT_DIM] = "alder"},
     .unit = "percent",
     LINES(profil_lines),
     .finish = profile_finish},
    {.key = "profilmodel-aar",
     .shapes = SHAPE_CSV,
     .column = {[SLOT_AREA] = "kommune",
                [SLOT_PERIOD] = "aargang|\xc3\xa5rgang",
                [SLOT_VALUE] = "andel_pct",
                [SLOT_SOURCE] = "kilde",
                [SLOT_DIM] = "aar_efter_9_klasse|\xc3\xa5r_efter_9_klasse"},
     .unit = "percent",
     LINES(profil_years_lines)},
    {.key = "ensomhed",
     .shapes = SHAPE_CSV,
     .column = {[SLOT_AREA] = "area|omraade|omr\xc3\xa5"
                              "de|kommune",
                [SLOT_PERIOD] = "year|aar|\xc3\xa5r",
                [SLOT_VALUE] = "percent|andel_pct",
                [SLOT_SOURCE] = "source|kilde",
                [SLOT_N] = "n|antal_svar",
                [SLOT_YES] = "yes|ja",
                [SLOT_N_LIKE] = "n_eff",
                [SLOT_DIM] = "group|gruppe"},
     .optional = BIT(SLOT_VALUE) | BIT(SLOT_YES) | BIT(SLOT_N_LIKE),
     .exact = true,
     .unit = "percent",
     LINES(loneliness_lines)},
};
const size_t figure_tables_n = sizeof figure_tables / sizeof *figure_tables;

const struct figure_table *figure_table_find(const char *key) {
    for (size_t i = 0; key && i < figure_tables_n; i++)
        if (!strcmp(figure_tables[i].key, key)) return &figure_tables[i];
    return NULL;
}

const char *figure_table_words(enum lang lang, const struct figure_table *kind) {
    struct arena *a ARENA_AUTO = arena_new();
    return msg_by_key(lang, arena_fmt(a, "exchange.figures.kind.%s", kind->key));
}

const char *figure_table_keys(struct arena *a) {
    struct text keys;
    text_init(&keys, a);
    for (size_t i = 0; i < figure_tables_n; i++)
        text_addf(&keys, "%s%s", i ? ", " : "", figure_tables[i].key);
    return text_str(&keys);
}
