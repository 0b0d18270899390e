/* SPDX-License-Identifier: EUPL-1.2
 *
 * Pupils as a table, for schools and systems that cannot give the export of SkoleGrunddata. The
 * columns are documented in docs/import-pupils.md; only a few are needed, in any order.
 */
#include "exchange/reading.h"

#include <string.h>

#define GUARDIANS 2

static const struct column columns[] = {
    [PUPIL_CPR] = {"cpr", false},
    [PUPIL_UNI_ID] = {"uni_id", false},
    [PUPIL_FIRST_NAME] = {"fornavn", true},
    [PUPIL_FAMILY_NAME] = {"efternavn", true},
    [PUPIL_BORN] = {"foedselsdato", false},
    [PUPIL_SEX] = {"koen", false},
    [PUPIL_PHONE] = {"telefon", false},
    [PUPIL_EMAIL] = {"email", false},
    [PUPIL_STREET] = {"vej", false},
    [PUPIL_POST_CODE] = {"postnr", false},
    [PUPIL_TOWN] = {"by", false},
    [PUPIL_MUNICIPALITY] = {"kommune", false},
    [PUPIL_GUARDED] = {"beskyttet", false},
    [PUPIL_GUARDED_UNTIL] = {"beskyttet_til", false},
    [PUPIL_SCHOOL] = {"skole", true},
    [PUPIL_YEAR] = {"skoleaar", false},
    [PUPIL_GRADE] = {"klassetrin", false},
    [PUPIL_CLASS] = {"klasse", true},
#define GUARDIAN(n)                                                                                \
    {"foraelder" n "_navn", false}, {"foraelder" n "_relation", false},                            \
        {"foraelder" n "_myndighed", false}, {"foraelder" n "_telefon", false},                    \
        {"foraelder" n "_email", false}, {"foraelder" n "_vej", false},                            \
        {"foraelder" n "_postnr", false}, {"foraelder" n "_by", false},                            \
        {"foraelder" n "_beskyttet", false}, {                                                     \
        "foraelder" n "_cpr", false                                                                \
    }
    GUARDIAN("1"),
    GUARDIAN("2"),
#undef GUARDIAN
};
#define COLUMNS (sizeof columns / sizeof *columns)
_Static_assert(COLUMNS == PUPIL_FIELDS + GUARDIANS * GUARDIAN_FIELDS, "columns in order of fields");

static const char *const guardian_names[GUARDIAN_FIELDS] = {
    [GUARDIAN_NAME] = "foraelder_navn",         [GUARDIAN_RELATION] = "foraelder_relation",
    [GUARDIAN_CUSTODY] = "foraelder_myndighed", [GUARDIAN_PHONE] = "foraelder_telefon",
    [GUARDIAN_EMAIL] = "foraelder_email",       [GUARDIAN_STREET] = "foraelder_vej",
    [GUARDIAN_POST_CODE] = "foraelder_postnr",  [GUARDIAN_TOWN] = "foraelder_by",
    [GUARDIAN_GUARDED] = "foraelder_beskyttet", [GUARDIAN_CPR] = "foraelder_cpr",
};

struct table_of_pupils {
    struct reading *r;
    const char *names[PUPIL_FIELDS];
};

static bool take_pupil(void *ctx, const char *const *texts, struct err *err) {
    const struct table_of_pupils *table = ctx;
    struct pupil_texts pupil = {0};
    memcpy(pupil.text, texts, sizeof pupil.text);
    for (size_t i = 0; i < GUARDIANS; i++) {
        const char *const *guardian = texts + PUPIL_FIELDS + i * GUARDIAN_FIELDS;
        if (!*guardian[GUARDIAN_NAME]) continue;
        memcpy(pupil.guardian[pupil.guardians_n++], guardian, sizeof pupil.guardian[0]);
    }
    struct pupil_names names = {table->names, guardian_names};
    return pupil_take(table->r, &pupil, &names, err);
}

bool pupils_csv_read(struct reading *r, const char *path, struct err *err) {
    struct table_of_pupils table = {.r = r};
    for (size_t i = 0; i < PUPIL_FIELDS; i++) table.names[i] = columns[i].name;
    return table_read(r, path, columns, COLUMNS, take_pupil, &table, err);
}

bool pupils_read(struct reading *r, const char *path, struct err *err) {
    char first = '\0';
    struct err ignored; /* pupils_csv_read() meets the same failure and says it */
    if (source_first_char(path, &first, &ignored) && first == '<')
        return pupils_xml_read(r, path, err);
    return pupils_csv_read(r, path, err);
}
