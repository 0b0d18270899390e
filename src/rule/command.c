/* SPDX-License-Identifier: EUPL-1.2
 *
 * `vejviser rules`: the rules of a day in a terminal, and as JSON for other programs. In JSON the keys
 * and values are as in rules/law.csv and stable; names are in the asked language.
 */
#include "base/date.h"
#include "base/utf8.h"
#include "gen/msg.h"
#include "rule/internal.h"

#include <jansson.h>
#include <string.h>

#define COLUMNS 3

static json_t *day_json(int32_t day) {
    char iso[11];
    return day == DAY_NONE ? json_null() : json_string(day_iso(iso, day));
}

static json_t *row_json(enum lang lang, const struct rule_row *row) {
    const char sure[2] = {row->sure, '\0'};
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:s, s:s, s:b, s:s?}", "rule",
                     row->rule, "name", rule_name_words(lang, row->rule), "grade", row->grade,
                     "category", row->category, "value", row->value, "unit", row->unit->name,
                     "from", day_json(row->from), "to", day_json(row->to), "source", row->source,
                     "confidence", sure, "scope", row->is_local ? "municipality" : "law",
                     "made_later", row->made_later, "why", row->why);
}

static bool json_print(enum lang lang, const struct rule_row *const *rows, size_t n, FILE *out) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, row_json(lang, rows[i]));
    bool ok = json_dumpf(list, out, JSON_INDENT(2)) == 0;
    json_decref(list);
    return ok && fputc('\n', out) != EOF;
}

static void table_print(struct arena *a, enum lang lang, const struct rule_row *const *rows,
                        size_t n, FILE *out) {
    const char *(*cells)[COLUMNS] = arena_array(a, n, sizeof *cells);
    size_t widths[COLUMNS] = {0};
    for (size_t i = 0; i < n; i++) {
        const struct rule_row *row = rows[i];
        const char *who = rule_who_words(a, lang, row->grade, row->category);
        const char *name = rule_name_words(lang, row->rule);
        cells[i][0] = *who ? arena_fmt(a, "%s (%s)", name, who) : name;
        cells[i][1] = rule_value_words(a, lang, row);
        cells[i][2] = arena_fmt(a, "%s [%s]", *row->source ? row->source : row->why,
                                rule_sure_words(a, lang, row->sure));
        for (int c = 0; c < COLUMNS; c++)
            if (utf8_count(cells[i][c]) > widths[c]) widths[c] = utf8_count(cells[i][c]);
    }
    for (size_t i = 0; i < n; i++)
        for (int c = 0; c < COLUMNS; c++) {
            bool last = c + 1 == COLUMNS;
            int pad = last ? 0 : (int)(widths[c] - utf8_count(cells[i][c]) + 2);
            fprintf(out, "%s%*s%s", cells[i][c], pad, "", last ? "\n" : "");
        }
}

bool rules_command(struct db *db, enum lang lang, int32_t day, bool json, FILE *out,
                   struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    const struct rules *rules;
    const struct rule_key *keys;
    if (!rules_now(db, &rules, err)) return false;
    size_t all = rules_keys(rules, &keys), n = 0;
    const struct rule_row **rows = arena_array(a, all, sizeof *rows);
    for (size_t i = 0; i < all; i++) {
        const struct rule_row *row =
            rules_row(rules, keys[i].rule, keys[i].grade, keys[i].category, day);
        bool own =
            row && !strcmp(row->grade, keys[i].grade) && !strcmp(row->category, keys[i].category);
        if (own) rows[n++] = row;
    }
    if (!json)
        table_print(a, lang, rows, n, out);
    else if (!json_print(lang, rows, n, out))
        return err_set(err, ERR_IO, "the rules could not be written");
    return true;
}
