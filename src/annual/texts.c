/* SPDX-License-Identifier: EUPL-1.2
 *
 * What people write in a report, and the words that stand there until they do. Those are the policy
 * document's, with [kommune] for the municipality's name.
 */
#include "annual/internal.h"

#include "base/clock.h"
#include "base/id.h"
#include "gen/annual.sql.h"
#include "gen/msg.h"

#include <string.h>

#define PARAGRAPHS 30

static const struct annual_part of_report[] = {
    {"logo", "logo", 0, true, true},
    {"foreword", "foreword", 0, false, false},
    {"intro", "intro", 0, true, false},
    {"tasks", "tasks", 0, true, false},
};
static const struct annual_part of_goal[] = {
    {"why", "why", 0, true, false},
    {"how", "how", 0, true, false},
    {"horizon", "horizon", 0, false, false},
    {"comment", "comment", 0, false, false},
};
#define OF_REPORT (sizeof of_report / sizeof *of_report)
#define OF_GOAL   (sizeof of_goal / sizeof *of_goal)

const char *annual_part_name(struct arena *a, enum lang lang, const struct annual_part *part) {
    const char *name = msg_by_key(lang, arena_fmt(a, "annual.part.%s", part->word));
    return part->goal ? msg_annual_part_of_goal(a, lang, part->goal, name) : name;
}

/* "[kommune]" gives way to the municipality's name. */
static void add_words(struct text *out, const char *words) {
    static const char slot[] = "[kommune]";
    for (const char *at; (at = strstr(words, slot)); words = at + sizeof slot - 1) {
        text_add_n(out, words, (size_t)(at - words));
        text_add(out, house_get()->name);
    }
    text_add(out, words);
}

/* The paragraphs annual.default.WORD.1, .2 ...; of a goal annual.default.WORD-2.1 and, for how it is reached,
 * what its page says. */
static const char *default_text(struct arena *a, enum lang lang, const struct annual_part *part) {
    struct text out;
    text_init(&out, a);
    const char *word =
        part->goal ? arena_fmt(a, "%s-%d", part->word, part->goal) : arena_fmt(a, "%s", part->word);
    for (int i = 1; i <= PARAGRAPHS; i++) {
        const char *words = msg_by_key(lang, arena_fmt(a, "annual.default.%s.%d", word, i));
        if (!words) break;
        if (i > 1) text_addc(&out, '\n');
        add_words(&out, words);
    }
    return text_str(&out);
}

/* What holds of a part: its newest version for this year, else the last one of an earlier year, else ours. */
static struct annual_text text_of(struct arena *a, const struct annual_ask *ask,
                                  const struct q_annual_texts_rows *rows,
                                  const struct annual_part *part) {
    struct annual_text text = {.part = *part, .author = NULL, .at = INT_NONE};
    for (size_t i = 0; i < rows->n; i++) {
        const struct q_annual_texts_row *row = &rows->v[i];
        bool own = row->school_year == ask->school_year;
        if (strcmp(row->part, part->key) != 0 || (!own && !part->carried)) continue;
        text.body = row->body;
        text.school_year = (int)row->school_year;
        text.version = own ? row->version : 0;
        text.author = row->author_name;
        text.at = row->at;
    }
    if (!text.body) text.body = default_text(a, ask->lang, part);
    return text;
}

static struct annual_part part_of_goal(struct arena *a, size_t i, int goal) {
    struct annual_part part = of_goal[i];
    part.key = arena_fmt(a, "goal-%d-%s", goal, part.word);
    part.goal = goal;
    return part;
}

bool annual_texts_read(struct db *db, struct arena *a, const struct annual_ask *ask, int64_t known,
                       const struct goals *goals, struct annual_texts *ret, struct err *err) {
    struct q_annual_texts_rows rows;
    if (!q_annual_texts(db, a, (struct q_annual_texts_in){ask->school_year, known}, &rows, err))
        return false;
    struct annual_text *v = arena_array(a, OF_REPORT + goals->n * OF_GOAL, sizeof *v);
    size_t n = 0;
    for (size_t i = 0; i < OF_REPORT; i++) v[n++] = text_of(a, ask, &rows, &of_report[i]);
    for (size_t g = 0; g < goals->n; g++)
        for (size_t i = 0; i < OF_GOAL; i++) {
            struct annual_part part = part_of_goal(a, i, goals->v[g].number);
            v[n++] = text_of(a, ask, &rows, &part);
        }
    *ret = (struct annual_texts){v, n};
    return true;
}

const struct annual_text *annual_text_find(const struct annual_texts *texts, const char *key) {
    for (size_t i = 0; i < texts->n; i++)
        if (strcmp(texts->v[i].part.key, key) == 0) return &texts->v[i];
    return NULL;
}

const char *annual_text_of(const struct annual_texts *texts, const char *key) {
    const struct annual_text *text = annual_text_find(texts, key);
    return text ? text->body : "";
}

bool annual_text_put(struct db *w, struct arena *a, const struct annual_write *write,
                     struct err *err) {
    struct q_annual_newest_rows newest;
    struct q_annual_newest_in in = {write->school_year, write->part};
    if (!q_annual_newest(w, a, in, &newest, err)) return false;
    if (newest.v[0].version != write->base)
        return err_set(err, ERR_CONFLICT, "another version of the text has been written");
    struct q_annual_text_add_in add = {.id = id_next(),
                                       .school_year = write->school_year,
                                       .part = write->part,
                                       .version = write->base + 1,
                                       .body = write->body,
                                       .author = write->account,
                                       .at = clock_now()};
    return q_annual_text_add(w, add, NULL, err);
}
