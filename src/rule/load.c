/* SPDX-License-Identifier: EUPL-1.2
 *
 * The one table of rules of the process: the law with the versions on top. Readers take a pointer and
 * never wait: a table does not change, and a new one replaces it whole. Old ones are kept, since
 * somebody may be reading; there are as many as versions are decided while the program runs.
 */
#include "rule/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/log.h"
#include "gen/rule.sql.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define CHECK_US 1000000 /* how old the answer "no new versions" may be */

static _Atomic(const struct rules *) current;
static _Atomic int64_t checked; /* clock_ticks() */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* A version of a rule of law ends with the period of the law in which it begins: when the law changes,
 * the law is right again. */
int32_t version_end(const struct law_key *key, int32_t from, int32_t to) {
    if (key->key.is_local) return to;
    const struct rule_row *law = law_row_on(key, from);
    int32_t end = law ? law->to : DAY_NONE;
    for (size_t i = 0; !law && i < key->n; i++)
        if (key->rows[i].from != DAY_NONE && key->rows[i].from > from) {
            end = key->rows[i].from - 1;
            break;
        }
    if (end == DAY_NONE) return to;
    return to == DAY_NONE || to > end ? end : to;
}

/* The unit of that time: a deadline may be a day of every year, and in one year a date. */
static const struct rule_unit *version_unit(const struct law *law, const struct law_key *key,
                                            const struct rule_row *v) {
    if (value_is_of(key->key.unit, v->value, NULL)) return key->key.unit;
    const struct rule_unit *other = law_unit(law, "date");
    bool is_day = key->key.unit->kind == RULE_MONTH_DAY;
    return is_day && value_is_of(other, v->value, NULL) ? other : NULL;
}

static bool version_make(struct arena *a, const struct law *law, const struct law_key *key,
                         const struct q_rule_versions_row *row, struct rule_row *v) {
    *v = (struct rule_row){
        .rule = key->key.rule,
        .grade = key->key.grade,
        .category = key->key.category,
        .value = arena_dup(a, row->value),
        .from = row->from_day,
        .to = version_end(key, row->from_day, row->to_day),
        .source = row->source ? arena_dup(a, row->source) : "",
        .sure = 'M',
        .is_local = key->key.is_local,
        .version = row->id,
        .why = arena_dup(a, row->why),
        .by = arena_dup(a, row->name),
        .known_at = row->at,
        .made_later = row->from_day < clock_day_of(row->at),
    };
    v->unit = version_unit(law, key, v);
    if (!v->unit) return false;
    value_is_of(v->unit, v->value, &v->thousandths);
    return true;
}

/* Versions by key; those of rules that this program does not know are left out and logged. */
static void versions_place(struct arena *a, struct rules *rules,
                           const struct q_rule_versions_rows *rows) {
    const struct law *law = rules->law;
    struct version_range *ranges = arena_array(a, law->keys_n, sizeof *ranges);
    for (size_t k = 0; k < law->keys_n; k++) {
        const struct law_key *key = law->sorted[k];
        struct rule_row *own = arena_array(a, rows->n, sizeof *own);
        size_t n = 0;
        for (size_t i = 0; i < rows->n; i++) {
            const struct q_rule_versions_row *row = &rows->v[i];
            if (strcmp(row->rule, key->key.rule) || strcmp(row->grade, key->key.grade) ||
                strcmp(row->category, key->key.category))
                continue;
            if (version_make(a, law, key, row, &own[n]))
                n++;
            else
                log_warn("rule version %lld is no value of %s", (long long)row->id, row->rule);
        }
        ranges[k] = (struct version_range){own, n};
    }
    rules->versions = ranges;
}

static bool load(struct db *db, struct err *err) {
    const struct law *law;
    struct q_rule_versions_rows rows;
    struct arena *read ARENA_AUTO = arena_new();
    if (!law_get(&law, err) || !q_rule_versions(db, read, &rows, err)) return false;
    struct arena *a = arena_new(); /* lives as long as the program */
    struct rules *rules = arena_alloc(a, sizeof *rules);
    rules->arena = a;
    rules->law = law;
    rules->newest = rows.n ? rows.v[0].id : 0;
    rules->older = atomic_load(&current);
    versions_place(a, rules, &rows);
    atomic_store(&current, rules);
    return true;
}

static bool is_fresh(void) {
    return atomic_load(&current) && clock_ticks() - atomic_load(&checked) < CHECK_US;
}

/* With the lock held. A connection in an older snapshot sees fewer versions: that is no news. */
static bool renew(struct db *db, struct err *err) {
    if (is_fresh()) return true;
    const struct rules *rules = atomic_load(&current);
    struct arena *a ARENA_AUTO = arena_new();
    struct q_rule_newest_rows newest;
    int64_t now = clock_ticks();
    if (!q_rule_newest(db, a, &newest, err)) return false;
    if ((!rules || rules->newest < newest.v[0].id) && !load(db, err)) return false;
    atomic_store(&checked, now);
    return true;
}

bool rules_now(struct db *db, const struct rules **ret_rules, struct err *err) {
    bool ok = true;
    if (!is_fresh()) {
        pthread_mutex_lock(&lock);
        ok = renew(db, err);
        pthread_mutex_unlock(&lock);
    }
    if (ok) *ret_rules = atomic_load(&current);
    return ok;
}

bool rules_reload(struct db *db, struct err *err) {
    pthread_mutex_lock(&lock);
    bool ok = load(db, err);
    if (ok) atomic_store(&checked, clock_ticks());
    pthread_mutex_unlock(&lock);
    return ok;
}

bool rules_of_law(const struct rules **ret_rules, struct err *err) {
    static struct version_range *none;
    static struct rules law_only;
    static struct arena *a;
    const struct law *law;
    if (!law_get(&law, err)) return false;
    pthread_mutex_lock(&lock);
    if (!a) {
        a = arena_new();
        none = arena_array(a, law->keys_n, sizeof *none);
        law_only = (struct rules){.law = law, .versions = none};
    }
    pthread_mutex_unlock(&lock);
    *ret_rules = &law_only;
    return true;
}

bool rule_add(struct db *w, const struct rule_new *version, struct err *err) {
    const struct law *law;
    if (!law_get(&law, err)) return false;
    const struct law_key *key = law_key_find(law, version->rule, version->grade, version->category);
    if (!key) return err_set(err, ERR_NOT_FOUND, "no rule of that name, grade and category");
    struct rule_row row = {.value = version->value};
    if (!version_unit(law, key, &row))
        return err_set(err, ERR_INPUT, "the value is not one of the rule's unit");
    if (version->from == DAY_NONE || (version->to != DAY_NONE && version->to < version->from))
        return err_set(err, ERR_INPUT, "a version has a first day, and no last day before it");
    if (!version->why || !*version->why) return err_set(err, ERR_INPUT, "a version says why");
    struct q_rule_version_add_in in = {
        .rule = version->rule,
        .grade = version->grade,
        .category = version->category,
        .value = version->value,
        .from_day = version->from,
        .to_day = version->to,
        .source = version->source,
        .why = version->why,
        .account = version->account,
        .at = clock_now(),
    };
    return q_rule_version_add(w, in, NULL, err);
}
