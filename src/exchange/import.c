/* SPDX-License-Identifier: EUPL-1.2
 *
 * Two phases, so that nobody waits longer than needed:
 *
 *   1. read    on a reading connection: every row is parsed, checked and compared with what is
 *              known. Rows that would change something go into a spill file.
 *   2. write   in one store_write(): what was spilled is put, and the use log says so.
 *
 * An import that changes little never holds the writer while it reads. One that changes much is put
 * while the rest is still read, by a thread that waits for the writer: the machine has more than one
 * processor, and the writer would be held as long anyway. One that is broken in its last line has
 * written nothing: its change is undone. Phase 2 compares again, so a change that somebody made
 * between the two is seen.
 */
#include "exchange/import.h"

#include "activity/activity.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "base/log.h"
#include "exchange/seen.h"
#include "exchange/spill.h"
#include "gen/msg.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define BULK_ROWS    1000 /* from here on the planner had better look at the tables again */
#define OVERLAP_ROWS 2000

struct run {
    struct store *store;
    struct db *db;
    struct arena *a;   /* the caller's: what the report holds */
    struct arena *row; /* one record at a time, while reading */
    struct arena *put; /* the same, while writing */
    const struct import_order *order;
    struct import_report *report;
    struct reading reading;
    struct spill *spill;
    struct seen *persons; /* CPR numbers and UserIds of the file -> row */
    struct seen *schools; /* institution -> 1 known, 0 not */
    struct seen *classes; /* made in this transaction */
    int64_t size;         /* bytes of the file */

    bool overlaps; /* phase 2 began in `writer` before phase 1 was over */
    pthread_t writer;
    bool wrote; /* how it ended */
    struct err write_err;
    struct import_report result; /* what was put, counted */
};

static const char *const what_names[] = {[IMPORT_INSTITUTIONS] = "institutions",
                                         [IMPORT_PUPILS] = "pupils",
                                         [IMPORT_FIGURES] = "figures"};

const char *import_what_name(enum import_what what) { return what_names[what]; }

bool import_what_by_name(const char *name, enum import_what *ret_what) {
    for (size_t i = 0; i < sizeof what_names / sizeof *what_names; i++)
        if (!strcmp(name, what_names[i])) {
            *ret_what = (enum import_what)i;
            return true;
        }
    return false;
}

/* ---- what the report holds ---- */

static int64_t *counter_of(struct import_report *report, enum put_result result) {
    switch (result) {
    case PUT_NEW:
        return &report->fresh;
    case PUT_CHANGED:
        return &report->changed;
    case PUT_UNCHANGED:
        return &report->unchanged;
    case PUT_KEPT:
        break;
    }
    return &report->kept;
}

static void note_reject(void *ctx, int64_t row, const char *field, const char *reason) {
    struct run *run = ctx;
    struct import_report *report = run->report;
    if (report->rejects_n == IMPORT_REJECTS_MAX) return;
    if (report->rejects_n % 256 == 0)
        report->rejects =
            arena_grow(run->a, report->rejects, report->rejects_n * sizeof *report->rejects,
                       (report->rejects_n + 256) * sizeof *report->rejects);
    report->rejects[report->rejects_n++] =
        (struct import_reject){row, field, arena_dup(run->a, reason)};
}

static void note_change(struct run *run, struct import_change change) {
    struct import_report *report = run->report;
    if (change.result == PUT_UNCHANGED || report->changes_n == IMPORT_CHANGES_MAX) return;
    change.row = run->reading.number;
    change.about = arena_dup(run->a, change.about);
    report->changes[report->changes_n++] = change;
}

/* ---- phase 1 ---- */

/* False when the key stood in an earlier row: then this row is rejected. */
static bool is_first(struct run *run, const char *kind, const char *key, const char *field) {
    int64_t first;
    if (!key) return true;
    const char *whole = arena_fmt(run->row, "%s%s", kind, key);
    if (seen_add(run->persons, whole, run->reading.number, &first)) return true;
    reading_reject(&run->reading, field,
                   msg_exchange_reject_twice(run->row, run->order->lang, first));
    return false;
}

static void *write_beside(void *ctx);

/* A row to be written. From so many on the writing begins. */
static bool spilled(struct run *run) {
    if (spill_count(run->spill) != OVERLAP_ROWS) return true;
    run->overlaps = pthread_create(&run->writer, NULL, write_beside, run) == 0;
    return true; /* else it is written afterwards */
}

static bool check_institution(void *ctx, const struct institution *row, struct err *err) {
    struct run *run = ctx;
    struct institution copy = *row;
    enum put_result result;
    arena_reset(run->row);
    if (!is_first(run, "", row->number, "INST_NR")) return true;
    if (!school_institution_compare(run->db, run->row, row, run->reading.file_time, &result, err))
        return false;
    ++*counter_of(run->report, result);
    note_change(run, (struct import_change){.result = result, .about = row->name});
    bool writes = run->spill && (result == PUT_NEW || result == PUT_CHANGED);
    return !writes ||
           (spill_add_institution(run->spill, run->reading.number, &copy, err) && spilled(run));
}

static bool school_is_known(struct run *run, const char *institution, bool *ret_known,
                            struct err *err) {
    int64_t known, ignored;
    if (!seen_find(run->schools, institution, &known)) {
        bool exists;
        if (!school_exists(run->db, institution, &exists, err)) return false;
        known = exists;
        seen_add(run->schools, institution, known, &ignored);
    }
    *ret_known = known != 0;
    return true;
}

/* Whether the pupil can be matched with whom we know; rejects when not. */
static bool match_pupil(struct run *run, const struct youth_record *record,
                        struct youth_match *match, bool *ret_good, struct err *err) {
    struct reading *r = &run->reading;
    const char *const *names = r->pupil_names;
    struct err why = {0};
    *ret_good = false;
    if (!youth_compare(run->db, run->row, record, r->file_time, match, &why)) {
        if (why.kind != ERR_CONFLICT) return err_set(err, why.kind, "%s", why.message);
        reading_reject(r, names[PUPIL_UNI_ID], msg_exchange_reject_someone_else(r->lang));
        return true;
    }
    if (match->result == PUT_NEW && record->born == DAY_NONE) {
        reading_reject(r, names[PUPIL_BORN], msg_exchange_reject_no_born(r->lang));
        return true;
    }
    *ret_good = true;
    return true;
}

static bool check_pupil(void *ctx, const struct youth_record *record, struct err *err) {
    struct run *run = ctx;
    struct reading *r = &run->reading;
    struct youth_record copy = *record;
    struct youth_match match;
    bool known, good;
    arena_reset(run->row);
    if (!is_first(run, "c", record->cpr, r->pupil_names[PUPIL_CPR]) ||
        !is_first(run, "u", record->external_id, r->pupil_names[PUPIL_UNI_ID]))
        return true;
    if (!school_is_known(run, record->institution, &known, err)) return false;
    if (!known) {
        reading_reject(r, r->pupil_names[PUPIL_SCHOOL], msg_exchange_reject_school(r->lang));
        return true;
    }
    if (!match_pupil(run, record, &match, &good, err)) return false;
    if (!good) return true;
    ++*counter_of(run->report, match.result);
    note_change(run,
                (struct import_change){
                    .result = match.result,
                    .about = arena_fmt(run->row, "%s, %s", record->class_name, record->institution),
                    .field = match.changed_field,
                    .moves = match.moves});
    bool writes = run->spill && match.result != PUT_UNCHANGED;
    return !writes || (spill_add_pupil(run->spill, r->number, &copy, err) && spilled(run));
}

static bool report_progress(void *ctx, int64_t bytes) {
    struct run *run = ctx;
    const struct import_order *order = run->order;
    if (!order->progress) return true;
    if (!order->rows_hint) return order->progress(order->progress_ctx, bytes, run->size);
    int64_t done = run->reading.rows / (order->dry_run ? 1 : 2);
    return order->progress(order->progress_ctx, done, order->rows_hint);
}

static bool read_all(struct run *run, struct err *err) {
    const struct import_order *order = run->order;
    run->reading = (struct reading){
        .lang = order->lang,
        .arena = run->a,
        .row = arena_new(),
        .today = clock_today(),
        .file_time = order->file_time,
        .last_rejected = -1,
        .ctx = run,
        .institution = check_institution,
        .pupil = check_pupil,
        .reject = note_reject,
        .progress = report_progress,
    };
    struct reading *r = &run->reading;
    bool ok = order->what == IMPORT_PUPILS ? pupils_read(r, order->path, err)
                                           : institutions_read(r, order->path, err);
    arena_free(r->row);
    run->report->read = r->rows;
    run->report->rejected = r->rejected;
    run->report->skipped = r->skipped;
    run->report->fatal = r->fatal;
    return ok || r->fatal;
}

/* ---- phase 2 ---- */

static bool make_class(struct run *run, struct db *w, const struct youth_record *record,
                       int64_t *ret_class, struct err *err) {
    int64_t ignored;
    const char *key = arena_fmt(run->put, "%s\x1f%d\x1f%s", record->institution,
                                (int)record->school_year, record->class_name);
    if (seen_find(run->classes, key, ret_class)) return true;
    if (!school_class_put(w, record->institution, record->school_year, record->grade,
                          record->class_name, ret_class, err))
        return false;
    seen_add(run->classes, key, *ret_class, &ignored);
    return true;
}

/* The day is known to the school year only: a pupil who is new, or who was in a class of another
 * year, has come with the year; one who changed during it, when the file was written. */
static bool put_activity(struct run *run, struct db *w, const struct youth_record *record,
                         const struct youth_match *match, struct err *err) {
    int64_t drawn_at = run->reading.file_time;
    bool with_the_year = match->left_year != record->school_year;
    struct activity_pupil pupil = {
        .youth_id = match->youth_id,
        .fresh = match->result == PUT_NEW,
        .institution = record->institution,
        .grade = record->grade,
        .left = match->left,
        .since = with_the_year ? school_year_first_day((int)record->school_year)
                               : clock_day_of(drawn_at),
        .drawn_at = drawn_at,
    };
    return activity_put_pupil(w, run->put, &pupil, err);
}

static bool write_pupil(struct run *run, struct db *w, enum put_result *ret_result,
                        struct err *err) {
    int64_t row, class;
    struct youth_record record = {0};
    struct youth_match match;
    if (!spill_next_pupil(run->spill, run->put, &row, &record, err) ||
        !make_class(run, w, &record, &class, err) ||
        !youth_put(w, run->put, &record, class, run->reading.file_time, run->reading.today, &match,
                   err))
        return false;
    *ret_result = match.result;
    bool comes = match.result == PUT_NEW || match.moves;
    return !comes || put_activity(run, w, &record, &match, err);
}

static bool write_one(struct run *run, struct db *w, enum put_result *ret_result, struct err *err) {
    int64_t row, file_time = run->reading.file_time;
    if (run->order->what == IMPORT_INSTITUTIONS) {
        struct institution record;
        return spill_next_institution(run->spill, run->put, &row, &record, err) &&
               school_institution_put(w, run->put, &record, file_time, ret_result, err);
    }
    return write_pupil(run, w, ret_result, err);
}

/* While the file is read, that tells how far we are. */
static bool go_on(struct run *run, int64_t done, int64_t n, struct err *err) {
    const struct import_order *order = run->order;
    if (!order->progress || n == INT_NONE || done % 64) return true;
    int64_t total = order->rows_hint ? order->rows_hint : run->size;
    int64_t half = order->rows_hint ? total / 2 : total;
    int64_t shown = half + (total - half) * done / n;
    return order->progress(order->progress_ctx, shown, total) ||
           err_set(err, ERR_CANCELLED, "the import was cancelled");
}

/* What phase 1 found, with what phase 2 made of the rows that it was given. */
static struct import_report whole_report(const struct run *run) {
    struct import_report r = *run->report;
    if (spill_count(run->spill) == 0) return r;
    const struct import_report *put = &run->result;
    r.fresh = put->fresh;
    r.changed = put->changed;
    r.unchanged += put->unchanged;
    r.kept = run->order->what == IMPORT_PUPILS ? put->kept : r.kept + put->kept;
    return r;
}

static bool log_use(struct run *run, struct db *w, struct err *err) {
    const struct import_report counted = whole_report(run), *r = &counted;
    const struct import_order *order = run->order;
    struct audit_entry entry = {
        .act = "import",
        .route = order->route,
        .purpose = "exchange.purpose",
        .detail = arena_fmt(run->a,
                            "%s: read %lld, new %lld, changed %lld, unchanged %lld, rejected "
                            "%lld, kept %lld",
                            import_what_name(order->what), (long long)r->read, (long long)r->fresh,
                            (long long)r->changed, (long long)r->unchanged, (long long)r->rejected,
                            (long long)r->kept),
        .user_id = order->user_id,
        .role = order->role,
    };
    return audit_append(w, &entry, err);
}

/* May run twice (store_write): it starts from the first row. */
static bool write_all(struct db *w, void *ctx, struct err *err) {
    struct run *run = ctx;
    enum spill_state state;
    int64_t n;
    run->result = (struct import_report){0};
    seen_clear(run->classes);
    if (!spill_rewind(run->spill, err)) return false;
    for (int64_t i = 0; (state = spill_wait(run->spill, &n)) == SPILL_RECORD; i++) {
        enum put_result result;
        arena_reset(run->put);
        if (!go_on(run, i, n, err) || !write_one(run, w, &result, err)) return false;
        ++*counter_of(&run->result, result);
    }
    if (state == SPILL_BROKEN)
        return err_set(err, ERR_INPUT, "the file could not be read to its end");
    return log_use(run, w, err);
}

static void *write_beside(void *ctx) {
    struct run *run = ctx;
    run->wrote = store_write(run->store, write_all, run, &run->write_err);
    return NULL;
}

/* Waits for the writing, or does it. `whole`: the file was read to its end. */
static bool write_rest(struct run *run, bool whole, struct err *err) {
    bool ended = spill_end(run->spill, whole, err);
    if (run->overlaps)
        pthread_join(run->writer, NULL);
    else if (whole && ended)
        write_beside(run);
    if (!whole || !ended) return false;
    return run->wrote || err_set(err, run->write_err.kind, "%s", run->write_err.message);
}

static int64_t size_of(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 ? (int64_t)status.st_size : 0;
}

static bool is_bulk(const struct import_report *report) {
    return report->fresh + report->changed > BULK_ROWS;
}

static bool run_phases(struct run *run, struct err *err) {
    if (!run->order->dry_run) {
        run->spill = spill_new(run->a, err);
        if (!run->spill) return false;
    }
    /* One view of the database for the whole file: consistent, and no lock for every row. */
    if (!db_snapshot_begin(run->db, err)) return false;
    bool ok = read_all(run, err);
    db_snapshot_end(run->db);
    bool whole = ok && !run->report->fatal;
    bool wrote = run->spill && write_rest(run, whole, whole ? err : NULL);
    if (!ok) return false;
    if (run->report->fatal) {
        *run->report = (struct import_report){.fatal = run->report->fatal,
                                              .rejects = run->report->rejects,
                                              .rejects_n = run->report->rejects_n,
                                              .read = run->report->read,
                                              .rejected = run->report->rejected,
                                              .changes = run->report->changes};
        return true;
    }
    if (run->order->dry_run) return true;
    if (!wrote) return false;
    *run->report = whole_report(run);
    struct err slow = {0};
    if (is_bulk(run->report) && !store_settle(run->store, &slow))
        log_warn("after the import: %s", slow.message); /* queries are only slower */
    return true;
}

bool import_run(struct store *store, struct db *db, struct arena *a,
                const struct import_order *order, struct import_report *ret_report,
                struct err *err) {
    if (order->what == IMPORT_FIGURES) return figures_import(store, db, a, order, ret_report, err);
    struct import_report report = {.changes =
                                       arena_array(a, IMPORT_CHANGES_MAX, sizeof *report.changes)};
    struct run run = {.store = store,
                      .db = db,
                      .a = a,
                      .row = arena_new(),
                      .put = arena_new(),
                      .order = order,
                      .report = &report,
                      .persons = seen_new(a),
                      .schools = seen_new(a),
                      .classes = seen_new(a),
                      .size = size_of(order->path)};
    bool ok = run_phases(&run, err);
    spill_close(run.spill);
    arena_free(run.row);
    arena_free(run.put);
    if (ok) *ret_report = report;
    return ok;
}
