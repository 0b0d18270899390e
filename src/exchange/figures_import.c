/* SPDX-License-Identifier: EUPL-1.2
 *
 * Official figures into the database: read whole, compared, and then written in one transaction with a row in
 * the use log; or not at all. What stands with another value is revised, and what it was is kept (room goal).
 */
#include "exchange/import.h"

#include "base/clock.h"
#include "gen/msg.h"
#include "goal/goal.h"

#include <math.h>
#include <string.h>

#define INDICATORS_MAX 64 /* of a kind; the ages of the profile model are the most */

struct run {
    struct arena *a, *row;
    const struct import_order *order;
    struct import_report *report;
    struct figure_file file;
    struct {
        const char *key;
        int goal;
    } indicators[INDICATORS_MAX];
    size_t indicators_n;
    int32_t retrieved;
    int64_t at;
};

static void note_reject(void *ctx, int64_t row, const char *field, const char *reason) {
    struct run *run = ctx;
    struct import_report *report = run->report;
    if (report->rejects_n == IMPORT_REJECTS_MAX) return;
    if (report->rejects_n % 256 == 0)
        report->rejects =
            arena_grow(run->a, report->rejects, report->rejects_n * sizeof *report->rejects,
                       (report->rejects_n + 256) * sizeof *report->rejects);
    report->rejects[report->rejects_n++] =
        (struct import_reject){row, arena_dup(run->a, field), arena_dup(run->a, reason)};
}

static void note_remark(void *ctx, int64_t row, const char *field, const char *sentence) {
    struct run *run = ctx;
    struct import_report *report = run->report;
    if (report->remarks_n == IMPORT_REMARKS_MAX) return;
    report->remarks[report->remarks_n++] =
        (struct import_reject){row, arena_dup(run->a, field), arena_dup(run->a, sentence)};
}

static bool on_progress(void *ctx, int64_t bytes) {
    const struct import_order *order = ((struct run *)ctx)->order;
    return !order->progress || order->progress(order->progress_ctx, bytes, bytes + 1);
}

/* ---- comparing ---- */

static int goal_of(const struct run *run, const char *indicator) {
    for (size_t i = 0; i < run->indicators_n; i++)
        if (!strcmp(run->indicators[i].key, indicator)) return run->indicators[i].goal;
    return 0;
}

/* Which indicators the file has, and the goal of each. */
static bool find_indicators(struct run *run, struct db *db, struct err *err) {
    for (size_t i = 0; i < run->file.n && run->indicators_n < INDICATORS_MAX; i++) {
        const char *key = run->file.v[i].indicator;
        size_t j = 0;
        while (j < run->indicators_n && strcmp(run->indicators[j].key, key) != 0) j++;
        if (j < run->indicators_n) continue;
        arena_reset(run->row);
        run->indicators[j].key = key;
        if (!goal_of_figures(db, run->row, key, &run->indicators[j].goal, err)) return false;
        run->indicators_n++;
    }
    return true;
}

static struct figure figure_of(const struct run *run, const struct official *o) {
    return (struct figure){.indicator = o->indicator,
                           .area = o->area,
                           .period = o->period,
                           .value = o->value,
                           .unit = o->unit,
                           .definition = o->definition,
                           .source = o->source,
                           .lower = o->lower,
                           .upper = o->upper,
                           .n = o->n,
                           .retrieved = run->retrieved,
                           .published = DAY_NONE,
                           .goal = goal_of(run, o->indicator),
                           .was = NAN,
                           .revised = DAY_NONE};
}

static void count(struct import_report *report, enum figure_put put) {
    report->fresh += put == FIGURE_NEW;
    report->changed += put == FIGURE_REPLACED;
    report->unchanged += put == FIGURE_SAME;
}

static void note_change(struct run *run, const struct figure *f, enum figure_put put, double was,
                        int64_t row) {
    struct import_report *report = run->report;
    if (put == FIGURE_SAME || report->changes_n == IMPORT_CHANGES_MAX) return;
    struct reader r = {run->a, run->order->lang};
    struct figure both[] = {*f, *f};
    struct figures shown = {both, put == FIGURE_REPLACED ? 2 : 1};
    both[1].value = was;
    const char *now = figure_value(r, shown, &both[0]);
    const char *about = msg_exchange_figures_about(run->a, r.lang, figure_area(r, f),
                                                   figure_period(r, f), figure_name(r, f));
    if (put == FIGURE_REPLACED)
        now = msg_exchange_figures_revised(run->a, r.lang, figure_value(r, shown, &both[1]), now);
    report->changes[report->changes_n++] =
        (struct import_change){.row = row,
                               .result = put == FIGURE_NEW ? PUT_NEW : PUT_CHANGED,
                               .about = about,
                               .field = now};
}

static bool compare_all(struct run *run, struct db *db, struct err *err) {
    for (size_t i = 0; i < run->file.n; i++) {
        struct figure f = figure_of(run, &run->file.v[i]);
        enum figure_put put;
        double was;
        arena_reset(run->row);
        if (!goal_figure_compare(db, run->row, &f, &put, &was, err)) return false;
        count(run->report, put);
        note_change(run, &f, put, was, run->file.v[i].row);
    }
    return true;
}

/* ---- a file that is older than what we have ---- */

static const struct official *newest_in_file(const struct run *run, const char *indicator,
                                             const char *area) {
    const struct official *newest = NULL;
    for (size_t i = 0; i < run->file.n; i++) {
        const struct official *o = &run->file.v[i];
        if (!strcmp(o->indicator, indicator) && !strcmp(o->area, area) &&
            (!newest || o->order > newest->order))
            newest = o;
    }
    return newest;
}

/* Of our own place and the country: the series stops earlier than what stands. */
static bool look_back(struct run *run, struct db *db, const char *indicator, struct err *err) {
    const char *const areas[] = {goal_area(), "Denmark"};
    struct figures known;
    if (!figures_of(db, run->row, indicator, &known, err)) return false;
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
        const char *newest = "";
        const struct official *last = newest_in_file(run, indicator, areas[i]);
        for (size_t k = 0; k < known.n; k++)
            if (!strcmp(known.v[k].area, areas[i]) && strcmp(known.v[k].period, newest) > 0)
                newest = known.v[k].period;
        if (!last || strcmp(newest, last->period) <= 0) continue;
        struct reader r = {run->row, run->order->lang};
        const struct figure shown = {.indicator = indicator, .area = areas[i]};
        note_remark(run, last->row, figure_name(r, &shown),
                    msg_exchange_figures_older(run->row, r.lang, figure_area(r, &shown),
                                               last->period, newest));
    }
    return true;
}

static bool look_back_all(struct run *run, struct db *db, struct err *err) {
    for (size_t i = 0; i < run->indicators_n; i++) {
        arena_reset(run->row);
        if (!look_back(run, db, run->indicators[i].key, err)) return false;
    }
    return true;
}

/* ---- writing ---- */

static bool log_use(struct run *run, struct db *w, struct err *err) {
    const struct import_order *order = run->order;
    const struct import_report *r = run->report;
    struct audit_entry entry = {
        .act = "import",
        .route = order->route,
        .purpose = "exchange.purpose",
        .detail = arena_fmt(run->a, "figures %s: read %lld, new %lld, revised %lld, unchanged %lld",
                            order->kind->key, (long long)r->read, (long long)r->fresh,
                            (long long)r->changed, (long long)r->unchanged),
        .user_id = order->user_id,
        .role = order->role,
    };
    return audit_append(w, &entry, err);
}

/* May run twice (store_write): what was counted before is counted again. */
static bool write_all(struct db *w, void *ctx, struct err *err) {
    struct run *run = ctx;
    run->report->fresh = run->report->changed = run->report->unchanged = 0;
    for (size_t i = 0; i < run->file.n; i++) {
        const struct import_order *order = run->order;
        struct figure f = figure_of(run, &run->file.v[i]);
        enum figure_put put;
        arena_reset(run->row);
        if (!goal_figure_put(w, run->row, &f, run->at, &put, err)) return false;
        if (put != FIGURE_SAME && !goal_figure_from(w, &f, order->kind->key, order->user_id, err))
            return false;
        count(run->report, put);
    }
    return log_use(run, w, err);
}

static bool read_all(struct run *run, struct err *err) {
    const struct import_order *order = run->order;
    struct reading r = {.lang = order->lang,
                        .arena = run->a,
                        .row = arena_new(),
                        .today = clock_today(),
                        .file_time = order->file_time,
                        .last_rejected = -1,
                        .ctx = run,
                        .reject = note_reject,
                        .remark = note_remark,
                        .progress = on_progress};
    bool ok = figures_read(&r, order->kind, order->path, &run->file, err);
    arena_free(r.row);
    run->report->read = r.rows;
    run->report->rejected = r.rejected;
    run->report->skipped = r.skipped;
    run->report->fatal = r.fatal;
    if (ok && r.rejected)
        run->report->fatal = msg_exchange_figures_fatal_rejects(run->a, r.lang, r.rejected);
    if (run->report->fatal) run->report->remarks_n = 0;
    return ok || r.fatal;
}

static bool run_all(struct run *run, struct store *store, struct db *db, struct err *err) {
    if (!read_all(run, err)) return false;
    if (run->report->fatal) return true;
    if (!db_snapshot_begin(db, err)) return false;
    bool ok =
        find_indicators(run, db, err) && compare_all(run, db, err) && look_back_all(run, db, err);
    db_snapshot_end(db);
    if (!ok || run->order->dry_run) return ok;
    return store_write(store, write_all, run, err);
}

bool figures_import(struct store *store, struct db *db, struct arena *a,
                    const struct import_order *order, struct import_report *ret_report,
                    struct err *err) {
    struct import_report report = {
        .changes = arena_array(a, IMPORT_CHANGES_MAX, sizeof *report.changes),
        .remarks = arena_array(a, IMPORT_REMARKS_MAX, sizeof *report.remarks)};
    struct run run = {.a = a,
                      .row = arena_new(),
                      .order = order,
                      .report = &report,
                      .retrieved = clock_day_of(order->file_time),
                      .at = clock_now()};
    bool ok = run_all(&run, store, db, err);
    arena_free(run.row);
    if (ok) *ret_report = report;
    return ok;
}
