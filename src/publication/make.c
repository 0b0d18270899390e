/* SPDX-License-Identifier: EUPL-1.2
 *
 * A draft: the live figures of a school year, protected, as rows that hold nothing more than may be told.
 * The only file of this room that may see live figures (tools/layers.py).
 */
#include "publication/publication.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/publication.sql.h"
#include "indicator/indicator.h"
#include "publication/control.h"
#include "publication/internal.h"
#include "rule/rule.h"

#include <stdlib.h>
#include <string.h>

static const enum indicator_by by_bits[BREAKDOWNS] = {BY_SCHOOL, BY_GRADE, BY_SEX, BY_MENTOR};
static const char *const by_names[BREAKDOWNS] = {"school", "grade", "sex", "mentor"};

static const struct publication_document *const no_documents[] = {NULL};
static const struct publication_document *const *documents = no_documents;
void publication_documents_set(const struct publication_document *const *list) { documents = list; }

struct slot { /* a group of a breakdown */
    const char *value, *name;
};
struct kept_document {
    const char *name, *body;
};

/* A version that was published before, its figures by indicator, breakdown and value. */
struct earlier {
    struct published_figures figures;
    const struct published_figure **sorted;
};

/* One draft on its way. */
struct making {
    struct arena *arena;
    const struct publication_new *draft;
    struct q_publication_add_in head;
    struct indicator_data data;
    struct indicator_figure *figures; /* by number of the indicator */
    bool *done;
    int64_t before_version;
    struct published_figures before; /* the version before this one */
    struct earlier *earlier;         /* all versions before, that one first */
    size_t earlier_n;
    struct q_publication_add_figure_in *rows;
    size_t *row_of; /* the indicator of each row */
    size_t rows_n, rows_cap;
    struct kept_document *kept;
    size_t kept_n;
};

/* ---- groups ---- */

static const char *value_of(const struct making *m, const struct indicator_group *g) {
    switch (g->by) {
    case BY_SCHOOL:
        return m->data.schools[g->value].number;
    case BY_SEX:
        return g->value == 1 || g->value == 'M' ? "M" : "K";
    case BY_GRADE:
    case BY_MENTOR:
        break;
    }
    return arena_fmt(m->arena, "%d", g->value);
}

/* A family's groups of one breakdown, as they are found. */
struct slots {
    struct slot *v;
    size_t from, n;
};

static size_t slot_of(struct slots *slots, const char *value, const char *name) {
    for (size_t i = slots->from; i < slots->n; i++)
        if (strcmp(slots->v[i].value, value) == 0) return i;
    slots->v[slots->n] = (struct slot){value, name};
    return slots->n++;
}

static int by_school_then(const void *left, const void *right) {
    const struct indicator_group *const *l = left, *const *r = right;
    return ((*l)->value > (*r)->value) - ((*l)->value < (*r)->value);
}

/* The groups of all members in the order of the declarations (schools in Danish order), then those of the
 * version before, and last those who are in none. */
static void slots_find(struct making *m, struct slots *slots, const size_t *members, size_t n,
                       size_t b) {
    size_t most = 0, found = 0;
    for (size_t i = 0; i < n; i++) most += m->figures[members[i]].groups_n;
    const struct indicator_group **groups =
        arena_array(m->arena, most + 1, sizeof(const struct indicator_group *));
    for (size_t i = 0; i < n; i++) {
        const struct indicator_figure *f = &m->figures[members[i]];
        for (size_t g = 0; g < f->groups_n; g++)
            if (f->groups[g].by == by_bits[b]) groups[found++] = &f->groups[g];
    }
    if (found) qsort(groups, found, sizeof *groups, by_school_then);
    slots->from = slots->n;
    for (size_t i = 0; i < found; i++)
        slot_of(slots, value_of(m, groups[i]),
                b == 0 ? m->data.schools[groups[i]->value].name : NULL);
    for (size_t i = 0; i < m->before.n; i++) {
        const struct published_figure *f = &m->before.v[i];
        if (strcmp(f->by, by_names[b]) != 0 || !*f->value) continue;
        for (size_t k = 0; k < n; k++)
            if (strcmp(f->indicator, indicators[members[k]].key) == 0)
                slot_of(slots, f->value, f->name);
    }
    if (slots->n > slots->from) slot_of(slots, "", NULL);
}

/* ---- cells ---- */

static void row_fill(struct control_row *row, struct indicator_tally t) {
    row->part[PART_YES].value = t.yes;
    row->part[PART_NO].value = t.no;
    row->part[PART_UNKNOWN].value = t.unknown;
    row->part[PART_BASE].value = t.yes + t.no;
}

static int figure_order(const struct published_figure *l, const struct published_figure *r) {
    int order = strcmp(l->indicator, r->indicator);
    if (!order) order = strcmp(l->by, r->by);
    return order ? order : strcmp(l->value, r->value);
}

static int by_group(const void *left, const void *right) {
    const struct published_figure *const *l = left, *const *r = right;
    return figure_order(*l, *r);
}

static const struct published_figure *figure_of(const struct earlier *e, const char *key,
                                                const char *by, const char *value) {
    struct published_figure wanted = {.indicator = key, .by = by, .value = value};
    const struct published_figure *at = &wanted, *const *found = NULL;
    if (e->figures.n)
        found = bsearch(&at, e->sorted, e->figures.n, sizeof(const struct published_figure *),
                        by_group);
    return found ? *found : NULL;
}

/* What a version told of a row. One with this indicator and without this group told that nobody was in it. */
static void row_told(const struct earlier *e, const char *key, const char *by, const char *value,
                     int64_t ret[PARTS]) {
    const struct published_figure *f = figure_of(e, key, by, value);
    int64_t none = figure_of(e, key, "all", "") ? 0 : INT_NONE;
    ret[PART_YES] = f ? f->yes : none;
    ret[PART_NO] = f ? f->no : none;
    ret[PART_UNKNOWN] = f ? f->unknown : none;
    ret[PART_BASE] = f ? f->base : none;
}

static void row_remember(struct making *m, struct control_row *row, const char *key, const char *by,
                         const char *value) {
    if (!m->earlier_n) return;
    int64_t *older[PARTS], told[PARTS];
    const struct published_figure *f = figure_of(&m->earlier[0], key, by, value);
    bool counted = figure_of(&m->earlier[0], key, "all", "") != NULL;
    row_told(&m->earlier[0], key, by, value, told);
    for (int p = 0; p < PARTS; p++) {
        older[p] = arena_array(m->arena, m->earlier_n, sizeof *older[p]);
        row->part[p].was = f ? !(f->per_100 && p == PART_BASE) : counted && row->part[p].value > 0;
        row->part[p].before = told[p];
        row->part[p].older = older[p];
    }
    for (size_t v = 1; v < m->earlier_n; v++) {
        row_told(&m->earlier[v], key, by, value, told);
        for (int p = 0; p < PARTS; p++) older[p][v - 1] = told[p];
    }
}

static void member_fill(struct making *m, struct control *c, const struct slots *slots, size_t at,
                        size_t indicator) {
    const struct indicator_figure *f = &m->figures[indicator];
    struct control_member *who = &c->members[at];
    *who = (struct control_member){.key = indicators[indicator].key,
                                   .per_100 = indicators[indicator].unit == UNIT_PER_100,
                                   .rows = arena_array(m->arena, c->rows_n + 1, sizeof *who->rows)};
    row_fill(&who->all, f->all);
    row_remember(m, &who->all, who->key, "all", "");
    for (size_t b = 0; b < BREAKDOWNS; b++) {
        who->by[b] = (indicators[indicator].by & by_bits[b]) != 0;
        struct indicator_tally left = f->all;
        for (size_t g = 0; g < f->groups_n; g++) {
            if (f->groups[g].by != by_bits[b]) continue;
            struct slots own = {slots->v, c->breakdown[b].from,
                                c->breakdown[b].from + c->breakdown[b].n};
            struct indicator_tally t = f->groups[g].tally;
            row_fill(&who->rows[slot_of(&own, value_of(m, &f->groups[g]), NULL)], t);
            left.yes -= t.yes;
            left.no -= t.no;
            left.unknown -= t.unknown;
        }
        if (who->by[b] && c->breakdown[b].n)
            row_fill(&who->rows[c->breakdown[b].from + c->breakdown[b].n - 1], left);
        for (size_t r = 0; who->by[b] && r < c->breakdown[b].n; r++)
            row_remember(m, &who->rows[c->breakdown[b].from + r], who->key, by_names[b],
                         slots->v[c->breakdown[b].from + r].value);
    }
}

/* ---- rows to store ---- */

static struct q_publication_add_figure_in *row_add(struct making *m, size_t indicator) {
    if (m->rows_n == m->rows_cap) {
        size_t cap = m->rows_cap ? 2 * m->rows_cap : 1024;
        m->rows =
            arena_grow(m->arena, m->rows, m->rows_cap * sizeof *m->rows, cap * sizeof *m->rows);
        m->row_of = arena_grow(m->arena, m->row_of, m->rows_cap * sizeof *m->row_of,
                               cap * sizeof *m->row_of);
        m->rows_cap = cap;
    }
    m->row_of[m->rows_n] = indicator;
    return &m->rows[m->rows_n++];
}

static int64_t told(const struct control_cell *cell) {
    return cell->shown ? cell->value : INT_NONE;
}

static void row_out(struct making *m, size_t indicator, const struct control_row *row,
                    const char *by, const struct slot *slot) {
    const struct indicator *i = &indicators[indicator];
    const char *why = NULL;
    for (int p = 0; p < PARTS; p++) {
        if (!why && !row->part[p].shown) why = row->part[p].why;
    }
    *row_add(m, indicator) = (struct q_publication_add_figure_in){
        .indicator = i->key,
        .goal = i->goal,
        .unit = i->unit == UNIT_PERCENT ? "percent" : "per-100",
        .breakdown = by,
        .value = slot ? slot->value : "",
        .name = slot ? slot->name : NULL,
        .yes = told(&row->part[PART_YES]),
        .no = told(&row->part[PART_NO]),
        .unknown = told(&row->part[PART_UNKNOWN]),
        .base = told(&row->part[PART_BASE]),
        .why = why,
        .carried = INT_NONE};
}

static void rows_keep(struct making *m, size_t indicator) {
    for (size_t k = 0; k < m->before.n; k++) {
        const struct published_figure *f = &m->before.v[k];
        if (strcmp(f->indicator, indicators[indicator].key) != 0) continue;
        *row_add(m, indicator) = (struct q_publication_add_figure_in){
            .indicator = f->indicator,
            .goal = f->goal,
            .unit = f->per_100 ? "per-100" : "percent",
            .breakdown = f->by,
            .value = f->value,
            .name = f->name,
            .yes = f->yes,
            .no = f->no,
            .unknown = f->unknown,
            .base = f->base,
            .why = f->why,
            .carried = f->carried == INT_NONE ? m->before_version : f->carried};
    }
}

static void rows_out(struct making *m, const struct control *c, const struct slots *slots,
                     const size_t *members) {
    for (size_t i = 0; i < c->members_n; i++) {
        row_out(m, members[i], &c->members[i].all, "all", NULL);
        for (size_t b = 0; b < BREAKDOWNS; b++)
            for (size_t r = 0; c->members[i].by[b] && r < c->breakdown[b].n; r++) {
                size_t at = c->breakdown[b].from + r;
                if (!control_row_is_empty(c, at))
                    row_out(m, members[i], &c->members[i].rows[at], by_names[b], &slots->v[at]);
            }
    }
}

/* ---- families ---- */

static struct disclosure_rule rule_of(const struct making *m, enum indicator_class class) {
    if (class == CLASS_WELLBEING)
        return (struct disclosure_rule){
            .threshold = m->head.least_wellbeing, .group = m->head.least_wellbeing, .zero = true};
    return (struct disclosure_rule){.threshold = m->head.least, .extreme = m->head.least_extreme};
}

static bool family_make(struct making *m, const struct control_family *family,
                        const size_t *members, size_t n, struct err *err) {
    size_t most = 1 + m->before.n + BREAKDOWNS;
    for (size_t i = 0; i < n; i++) most += m->figures[members[i]].groups_n;
    struct slots slots = {.v = arena_array(m->arena, most, sizeof *slots.v)};
    struct control c = {
        .family = family, .members = arena_array(m->arena, n, sizeof *c.members), .members_n = n};
    for (size_t b = 0; b < BREAKDOWNS; b++) {
        slots_find(m, &slots, members, n, b);
        c.breakdown[b].from = slots.from;
        c.breakdown[b].n = slots.n - slots.from;
    }
    c.rows_n = slots.n;
    c.older_n = m->earlier_n ? m->earlier_n - 1 : 0;
    for (size_t i = 0; i < n; i++) member_fill(m, &c, &slots, i, members[i]);
    struct disclosure_rule rule = rule_of(m, indicators[members[0]].class);
    bool keep;
    if (!control_protect(m->arena, &c, &rule, &keep, err)) return false;
    if (!keep)
        rows_out(m, &c, &slots, members);
    else
        for (size_t i = 0; i < n; i++) rows_keep(m, members[i]);
    return true;
}

/* Of the family of an indicator those that can be counted that day; the indicator alone without one. */
static bool family_of(struct making *m, size_t indicator, struct err *err) {
    const struct control_family *family = NULL;
    size_t members[8] = {indicator}, n = 1;
    for (size_t f = 0; f < control_families_n && !family; f++)
        for (size_t k = 0; control_families[f].keys[k]; k++)
            if (strcmp(control_families[f].keys[k], indicators[indicator].key) == 0)
                family = &control_families[f];
    if (family) n = 0;
    for (size_t k = 0; family && family->keys[k]; k++) {
        const struct indicator *i = indicator_find(family->keys[k]);
        if (i && indicator_holds(i, m->data.ask.day)) members[n++] = (size_t)(i - indicators);
    }
    for (size_t k = 0; k < n; k++) m->done[members[k]] = true;
    return family_make(m, family, members, n, err);
}

/* ---- all ---- */

static bool goes_on(const struct making *m, size_t done, struct err *err) {
    const struct publication_new *d = m->draft;
    return !d->progress || d->progress(d->progress_ctx, (int64_t)done, (int64_t)indicators_n + 1) ||
           err_set(err, ERR_CANCELLED, "somebody asked it to stop");
}

static bool figures_make(struct making *m, struct db *db, struct err *err) {
    struct indicator_ask ask = indicator_ask_of(m->draft->school_year, m->draft->as_of);
    if (!goes_on(m, 0, err) || !indicator_read(db, m->arena, &ask, false, &m->data, err) ||
        !goes_on(m, 1, err))
        return false;
    m->figures = arena_array(m->arena, indicators_n, sizeof *m->figures);
    m->done = arena_array(m->arena, indicators_n, sizeof *m->done);
    for (size_t i = 0; i < indicators_n; i++)
        indicator_count(m->arena, &indicators[i], &m->data, &m->figures[i]);
    for (size_t i = 0; i < indicators_n; i++) {
        if (m->done[i] || !indicator_holds(&indicators[i], ask.day)) continue;
        if (!family_of(m, i, err)) return false;
        size_t done = 1;
        for (size_t k = 0; k < indicators_n; k++) done += m->done[k];
        if (!goes_on(m, done, err)) return false;
    }
    return true;
}

static bool documents_make(struct making *m, struct store *store, struct db *db, struct err *err) {
    size_t n = 0;
    while (documents[n] && !m->draft->figures_only) n++;
    m->kept = arena_array(m->arena, n + 1, sizeof *m->kept);
    for (size_t i = 0; i < n; i++) {
        const char *before, *body;
        struct publication last;
        if (!publication_document(db, m->arena, m->draft->school_year, documents[i]->name, &last,
                                  &before, err) ||
            !documents[i]->make(store, db, m->arena, m->draft->school_year, m->draft->as_of, before,
                                &body, err))
            return false;
        if (body) m->kept[m->kept_n++] = (struct kept_document){documents[i]->name, body};
    }
    return true;
}

static bool earlier_read(struct making *m, struct db *db, struct err *err) {
    struct q_publication_versions_rows rows;
    struct q_publication_versions_in in = {m->draft->school_year};
    if (!q_publication_versions(db, m->arena, in, &rows, err)) return false;
    m->earlier = arena_array(m->arena, rows.n + 1, sizeof *m->earlier);
    m->earlier_n = rows.n;
    for (size_t v = 0; v < rows.n; v++) {
        struct earlier *e = &m->earlier[v];
        if (!publication_figures(db, m->arena, rows.v[v].id, NULL, NULL, &e->figures, err))
            return false;
        e->sorted =
            arena_array(m->arena, e->figures.n + 1, sizeof(const struct published_figure *));
        for (size_t i = 0; i < e->figures.n; i++) e->sorted[i] = &e->figures.v[i];
        if (e->figures.n) qsort(e->sorted, e->figures.n, sizeof *e->sorted, by_group);
    }
    if (rows.n) m->before = m->earlier[0].figures;
    return true;
}

static bool head_make(struct making *m, struct db *db, struct err *err) {
    const struct publication_new *d = m->draft;
    int64_t at = d->at == INT_NONE ? clock_now() : d->at;
    int32_t today = clock_day_of(at);
    struct q_publication_last_version_rows last;
    const struct rules *rules;
    if (d->as_of < school_year_first_day(d->school_year) || d->as_of > today)
        return err_set(err, ERR_INPUT, "as known on a day of the school year or after, and by now");
    if (!q_publication_last_version(
            db, m->arena, (struct q_publication_last_version_in){d->school_year}, &last, err) ||
        !rules_now(db, &rules, err))
        return false;
    if (last.v[0].open_n) return err_set(err, ERR_CONFLICT, "one of that school year is open");
    if (last.v[0].version && !(d->reason && *d->reason))
        return err_set(err, ERR_INPUT, "a correction needs a reason");
    m->before_version = last.v[0].version;
    m->head = (struct q_publication_add_in){
        .id = id_next(),
        .school_year = d->school_year,
        .version = last.v[0].version + 1,
        .as_of = d->as_of,
        .least = rules_int(rules, RULE_PUBLICATION_LEAST, NULL, NULL, today),
        .least_wellbeing = rules_int(rules, RULE_PUBLICATION_LEAST_WELLBEING, NULL, NULL, today),
        .least_extreme = rules_int(rules, RULE_PUBLICATION_LEAST_EXTREME, NULL, NULL, today),
        .reason = last.v[0].version ? d->reason : NULL,
        .account = d->account,
        .at = at};
    if (m->head.least == INT_NONE || m->head.least_wellbeing == INT_NONE ||
        m->head.least_extreme == INT_NONE)
        return err_set(err, ERR_REFUSED, "no rule says which numbers are small");
    return earlier_read(m, db, err);
}

static bool draft_write(struct db *w, void *ctx, struct err *err) {
    struct making *m = ctx;
    if (!q_publication_add(w, m->head, NULL, err) ||
        !publication_event_add(w, m->head.id, "made", m->head.account, m->head.at, NULL, err))
        return false;
    int64_t seq = 0; /* in the order of the indicators, which families are not */
    for (size_t i = 0; i < indicators_n; i++)
        for (size_t r = 0; r < m->rows_n; r++) {
            if (m->row_of[r] != i) continue;
            struct q_publication_add_figure_in row = m->rows[r];
            row.publication = m->head.id;
            row.seq = ++seq;
            if (!q_publication_add_figure(w, row, NULL, err)) return false;
        }
    for (size_t i = 0; i < m->kept_n; i++) {
        struct q_publication_add_document_in in = {m->head.id, m->kept[i].name, m->kept[i].body};
        if (!q_publication_add_document(w, in, NULL, err)) return false;
    }
    return true;
}

bool publication_draft(struct store *store, struct db *db, const struct publication_new *draft,
                       int64_t *ret_id, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct making m = {.arena = a, .draft = draft};
    if (!head_make(&m, db, err) || !figures_make(&m, db, err) ||
        !documents_make(&m, store, db, err) || !store_write(store, draft_write, &m, err))
        return false;
    *ret_id = m.head.id;
    return true;
}
