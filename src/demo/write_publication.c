/* SPDX-License-Identifier: EUPL-1.2
 *
 * Each past school year's figures as they were published in the autumn after it, by the team leader and the
 * management; and a correction of the last one that the management has sent back. They are made as the
 * program makes them, from the rows that were written before.
 */
#include "base/date.h"
#include "demo/write.h"
#include "publication/publication.h"

#include <string.h>

#define FIRST_YEAR 2017 /* before, no demo has much to count */
#define YEARS      8

struct step {
    int64_t id, account, at;
    enum publication_step step;
    const char *comment;
};

static bool step_write(struct db *w, void *ctx, struct err *err) {
    const struct step *s = ctx;
    return publication_step(w, s->id, s->step, s->account, s->at, s->comment, err);
}

static bool step(struct store *store, struct step s, struct err *err) {
    return store_write(store, step_write, &s, err);
}

static int64_t holder(const struct world *world, const char *role) {
    for (size_t i = 0; i < world->accounts_n; i++)
        if (strcmp(world->accounts[i].role, role) == 0) return row_of((int)i);
    return INT_NONE;
}

struct people {
    int64_t leader, management;
};

/* The last one has documents too. *ret_id: the publication. */
static bool year_write(struct store *store, struct db *db, const struct people *by, int year,
                       bool last, struct err *err) {
    int32_t as_of = day_from_ymd(year + 1, 9, 30);
    int64_t id;
    struct publication_new draft = {.school_year = year,
                                    .as_of = as_of,
                                    .account = by->leader,
                                    .at = moment(as_of + 6, 9 * 60),
                                    .figures_only = !last};
    return publication_draft(store, db, &draft, &id, err) &&
           step(store, (struct step){id, by->leader, moment(as_of + 7, 10 * 60), STEP_SEND, NULL},
                err) &&
           step(store,
                (struct step){id, by->management, moment(as_of + 13, 9 * 60), STEP_APPROVE, NULL},
                err);
}

static bool correction_write(struct store *store, struct db *db, const struct people *by, int year,
                             int32_t as_of, struct err *err) {
    int64_t id;
    struct publication_new draft = {.school_year = year,
                                    .as_of = as_of,
                                    .reason = "En skole har indberettet elever efter fristen.",
                                    .account = by->leader,
                                    .at = moment(as_of, 13 * 60),
                                    .figures_only = true};
    return publication_draft(store, db, &draft, &id, err) &&
           step(store, (struct step){id, by->leader, moment(as_of, 14 * 60), STEP_SEND, NULL},
                err) &&
           step(store,
                (struct step){id, by->management, moment(as_of, 15 * 60), STEP_RETURN,
                              "Skriv hvilken skole det er, så alle kan se det."},
                err);
}

/* Counting and protecting a year of so many takes two to three seconds, and the way of a year group two more. A
 * municipality of this size, which is made to measure with and within half a minute, has published nothing yet. */
#define LARGE 50000

bool publications_write(struct store *store, struct world *world, struct err *err) {
    if (world->people_n > LARGE) return true;
    struct people by = {holder(world, "team-leader"), holder(world, "management")};
    int last = world->year - 1;
    if (world->date <= day_from_ymd(last + 1, 9, 30) + 13) last--; /* not yet approved */
    int first = last - YEARS + 1 > FIRST_YEAR ? last - YEARS + 1 : FIRST_YEAR;
    if (by.leader == INT_NONE || by.management == INT_NONE || first > last) return true;
    struct db *db = store_settle(store, err) ? store_connect(store, err) : NULL;
    bool ok = db != NULL;
    for (int year = first; ok && year <= last; year++)
        ok = year_write(store, db, &by, year, year == last, err);
    ok = ok && correction_write(store, db, &by, last, world->date - 4, err);
    db_close(db);
    return ok;
}
