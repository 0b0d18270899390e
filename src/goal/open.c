/* SPDX-License-Identifier: EUPL-1.2
 *
 * /data/maal.csv and .json: the goals that are in force and what is done about them, for other programs: who
 * answers for each (a role or a body, never a user), and what it rests on.
 */
#include "goal/edit.h"
#include "goal/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <jansson.h>

enum { COLUMNS = 11 };

static bool read_or_reply(struct request *rq, struct goals *goals) {
    struct err err = {0};
    bool ok = goals_read(rq->db, rq->arena, rq->lang, goals, &err);
    if (!ok) reply_error(rq, &err);
    return ok;
}

static const char *iso(struct arena *a, int32_t day) {
    char text[11];
    return day == DAY_NONE ? "" : arena_dup(a, day_iso(text, day));
}

/* ---- CSV ---- */

static void row_put(struct table_cell *cells, const char *const texts[COLUMNS]) {
    for (size_t i = 0; i < COLUMNS; i++) cells[i].text = texts[i];
}

void goal_open_csv_get(struct request *rq) {
    static const char *const keys[COLUMNS] = {"goal",    "kind",  "key",   "name",
                                              "text",    "owner", "basis", "horizon",
                                              "measure", "since", "source"};
    struct goals goals;
    if (!read_or_reply(rq, &goals)) return;
    struct arena *a = rq->arena;
    struct table_column *columns = arena_array(a, COLUMNS, sizeof *columns);
    struct table_cell *cells =
        arena_array(a, COLUMNS * (goals.n + goals.initiatives_n + 1), sizeof *cells);
    struct table_model table = {.columns = columns, .columns_n = COLUMNS, .cells = cells};
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i].label = msg_by_key(rq->lang, arena_fmt(a, "goal.open.%s", keys[i]));
    for (size_t i = 0; i < goals.n; i++) {
        const struct goal *g = &goals.v[i];
        const char *number = arena_fmt(a, "%d", g->number);
        row_put(&cells[COLUMNS * table.rows_n++],
                (const char *const[COLUMNS]){number, msg_goal_open_a_goal(rq->lang), "", g->name,
                                             g->text, g->owner, g->basis, g->horizon, g->measure,
                                             iso(a, g->from), g->source});
        for (size_t k = 0; k < goals.initiatives_n; k++) {
            const struct initiative *x = &goals.initiatives[k];
            if (x->goal == g->number)
                row_put(&cells[COLUMNS * table.rows_n++],
                        (const char *const[COLUMNS]){number, msg_goal_open_an_initiative(rq->lang),
                                                     x->id, x->name, x->text, x->owner, "", "",
                                                     x->reach, "", x->source});
        }
    }
    reply_download(rq, "text/csv; charset=utf-8", "vejviser-maal.csv");
    table_csv(&rq->reply.body, rq->lang, &table);
}

/* ---- JSON ---- */

static json_t *targets_json(const struct goals *goals, int number) {
    json_t *list = json_array();
    for (size_t i = 0; i < goals->targets_n; i++) {
        const struct target *t = &goals->targets[i];
        if (t->goal == number)
            json_array_append_new(list, json_pack("{s:s, s:f, s:s}", "period", t->period, "value",
                                                  t->value, "source", t->source));
    }
    return list;
}

static json_t *initiatives_json(const struct goals *goals, int number) {
    json_t *list = json_array();
    for (size_t i = 0; i < goals->initiatives_n; i++) {
        const struct initiative *x = &goals->initiatives[i];
        if (x->goal == number)
            json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s}", "key", x->id, "name",
                                                  x->name, "text", x->text, "owner", x->owner,
                                                  "source", x->source));
    }
    return list;
}

static int json_add(const char *text, size_t n, void *out) {
    text_add_n(out, text, n);
    return 0;
}

void goal_open_json_get(struct request *rq) {
    struct goals goals;
    if (!read_or_reply(rq, &goals)) return;
    json_t *list = json_array();
    for (size_t i = 0; i < goals.n; i++) {
        const struct goal *g = &goals.v[i];
        json_array_append_new(list, json_pack("{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o}",
                                              "goal", g->number, "name", g->name, "text", g->text,
                                              "owner", g->owner, "legal_basis", g->basis, "horizon",
                                              g->horizon, "measure", g->measure, "source",
                                              g->source, "targets", targets_json(&goals, g->number),
                                              "initiatives", initiatives_json(&goals, g->number)));
    }
    json_t *all = json_pack("{s:s, s:s, s:s, s:o}", "publisher", house_get()->name, "license",
                            "https://creativecommons.org/licenses/by/4.0/", "as_of",
                            iso(rq->arena, goals.day), "goals", list);
    reply_json(rq);
    bool ok = all && json_dump_callback(all, json_add, &rq->reply.body,
                                        JSON_INDENT(1) | JSON_REAL_PRECISION(12)) == 0;
    json_decref(all);
    if (!ok) reply_status(rq, 500);
}
