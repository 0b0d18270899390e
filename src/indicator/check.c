/* SPDX-License-Identifier: EUPL-1.2
 *
 * What must be true of every declaration, looked at by a test.
 */
#include "indicator/internal.h"

#include "gen/msg.h"

#include <string.h>

static const char *words_missing(struct arena *a, const char *key) {
    static const char *const parts[] = {"name", "formula", "of"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *message = arena_fmt(a, "indicator.%s.%s", key, parts[i]);
        if (!msg_by_key(LANG_DA, message) || !msg_by_key(LANG_EN, message)) return message;
    }
    return NULL;
}

static const char *declaration_wrong(struct arena *a, const struct indicator *i) {
    const char *missing = words_missing(a, i->key);
    if (missing) return missing;
    if (indicator_find(i->key) != i) return arena_fmt(a, "%s is declared twice", i->key);
    if (i->by & ~(unsigned)(BY_SCHOOL | BY_GRADE | BY_SEX | BY_MENTOR))
        return arena_fmt(a, "%s has a breakdown that is none", i->key);
    if ((i->by & BY_MENTOR) && i->subject != OF_START)
        return arena_fmt(a, "%s is not about starts", i->key);
    if (i->goal < 0 || i->goal > 4 || !i->says) return arena_fmt(a, "%s is not whole", i->key);
    return NULL;
}

static bool tells_who(const char *column) {
    static const char *const words[] = {"counsellor", "account", "author",  "owner",
                                        "mentor",     "user",    "known_by"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(column, words[i])) return true;
    return false;
}

const char *indicator_check(struct arena *a, const struct db_statement *const *statements,
                            size_t n) {
    for (size_t i = 0; i < indicators_n; i++) {
        const char *wrong = declaration_wrong(a, &indicators[i]);
        if (wrong) return wrong;
    }
    for (size_t i = 0; i < n; i++) {
        if (strncmp(statements[i]->name, "indicator_", 10) != 0) continue;
        for (size_t c = 0; c < statements[i]->out_n; c++)
            if (tells_who(statements[i]->out[c].name))
                return arena_fmt(a, "%s tells %s", statements[i]->name, statements[i]->out[c].name);
    }
    return NULL;
}
