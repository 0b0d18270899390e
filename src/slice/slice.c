/* SPDX-License-Identifier: EUPL-1.2 */
#include "slice/slice.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/rules.h"
#include "gen/slice.sql.h"

#include <assert.h>
#include <string.h>

static const struct slice *const *all;
static size_t all_n;

/* ---- asking for all at once ---- */

enum filler {
    FILL_YOUTH,
    FILL_ACCOUNT,
    FILL_DAY,
    FILL_UNTIL,
    FILL_OF_18,
    FILL_SCHOOL_YEAR,
    FILL_AREA,
    FILL_NOT
};

static enum filler filler_of(const struct db_column *column) {
    static const struct {
        const char *name;
        enum db_type type;
        enum filler filler;
    } known[] = {
        {"youth", DB_TEXT, FILL_YOUTH},    {"id", DB_TEXT, FILL_YOUTH},
        {"account", DB_INT, FILL_ACCOUNT}, {"owner", DB_INT, FILL_ACCOUNT},
        {"author", DB_INT, FILL_ACCOUNT},  {"day", DB_DAY, FILL_DAY},
        {"until", DB_DAY, FILL_UNTIL},     {"school_year", DB_INT, FILL_SCHOOL_YEAR},
        {"of_18", DB_DAY, FILL_OF_18},     {"area", DB_TEXT, FILL_AREA},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].type == column->type && strcmp(known[i].name, column->name) == 0)
            return known[i].filler;
    return FILL_NOT;
}

int32_t worklist_of_18(const struct worklist_query *query) {
    return day_add_months(query->today, -12 * 18);
}

static bool can_fill(const struct db_statement *statement) {
    for (size_t i = 0; i < statement->in_n; i++)
        if (filler_of(&statement->in[i]) == FILL_NOT) return false;
    return true;
}

static void fill(const struct db_column *column, void *in, const char *youth_id,
                 const struct worklist_query *query) {
    void *value = (char *)in + column->offset;
    switch (filler_of(column)) {
    case FILL_YOUTH:
        *(const char **)value = youth_id;
        break;
    case FILL_ACCOUNT:
        *(int64_t *)value = query->user_id;
        break;
    case FILL_DAY:
        *(int32_t *)value = query->today;
        break;
    case FILL_UNTIL:
        *(int32_t *)value = query->until;
        break;
    case FILL_OF_18:
        *(int32_t *)value = worklist_of_18(query);
        break;
    case FILL_SCHOOL_YEAR:
        *(int64_t *)value = school_year_of(query->today);
        break;
    case FILL_AREA:
        *(const char **)value = house_get()->area;
        break;
    case FILL_NOT:
        break;
    }
}

static struct db_ask ask_of(struct arena *a, const struct db_statement *statement,
                            const char *youth_id, const struct worklist_query *query) {
    void *in = arena_alloc(a, statement->in_size + 1);
    for (size_t i = 0; i < statement->in_n; i++) fill(&statement->in[i], in, youth_id, query);
    return (struct db_ask){statement, in};
}

static size_t count_asks(enum slices_page page) {
    size_t n = 0;
    for (size_t i = 0; i < all_n; i++) {
        const struct db_statement *const *list = all[i]->asks[page];
        while (list && *list) list++, n++;
    }
    return n;
}

bool slices_ask(struct request *rq, enum slices_page page, const char *youth_id,
                const struct worklist_query *query, struct err *err) {
    int32_t today = clock_today();
    const struct worklist_query own = {
        .user_id = rq->visitor.user_id, .today = today, .until = today};
    struct db_ask *asks = arena_array(rq->arena, count_asks(page) + 1, sizeof *asks);
    size_t n = 0;
    for (size_t i = 0; i < all_n; i++) {
        const struct db_statement *const *list = all[i]->asks[page];
        for (; list && *list; list++)
            asks[n++] = ask_of(rq->arena, *list, youth_id, query ? query : &own);
    }
    return db_run_together(rq->db, rq->arena, asks, n, err);
}

static void check_asks(const struct slice *slice) {
    for (int page = 0; page < SLICES_PAGES; page++)
        for (const struct db_statement *const *list = slice->asks[page]; list && *list; list++) {
            assert(can_fill(*list));
            (void)can_fill;
        }
}

void slices_set(const struct slice *const *slices, size_t n) {
    for (size_t i = 0; i < n; i++) check_asks(slices[i]);
    all = slices;
    all_n = n;
}

size_t slices_count(void) { return all_n; }

const struct slice *slices_at(size_t i) {
    assert(i < all_n);
    return all[i];
}

static struct house the_house = {.municipality = "", .name = "Vejviser", .area = HOUSE_AREA};

/* The name in a line of rules/areas.csv: "657;Herning;". */
static const char *area_of(struct arena *a, const char *municipality) {
    size_t len = strlen(municipality);
    for (const char *line = rules_areas; *line && len == 3;) {
        const char *name = line + len + 1;
        if (strncmp(line, municipality, len) == 0 && line[len] == ';')
            return arena_dup_n(a, name, strcspn(name, ";\n"));
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    return HOUSE_AREA;
}

bool house_load(struct db *db, struct arena *a, struct err *err) {
    struct q_slice_settings_rows rows;
    if (!q_slice_settings(db, a, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const char *name = rows.v[i].name, *value = rows.v[i].value;
        if (strcmp(name, "municipality") == 0) the_house.municipality = value;
        if (strcmp(name, "municipality_name") == 0) the_house.name = value;
        if (strcmp(name, "demo") == 0) the_house.demo = strcmp(value, "1") == 0;
    }
    the_house.area = area_of(a, the_house.municipality);
    return true;
}

const struct house *house_get(void) { return &the_house; }

/* The lists grow alike: double the room in the arena, hand out a zeroed place. */
static void *list_add(struct arena *arena, void **items, size_t *n, size_t *cap, size_t size) {
    if (*n == *cap) {
        size_t grown = *cap ? *cap * 2 : 16;
        void *moved = arena_array(arena, grown, size);
        if (*n) memcpy(moved, *items, *n * size);
        *items = moved;
        *cap = grown;
    }
    void *place = (char *)*items + *n * size;
    (*n)++;
    return place;
}

struct timeline_item *timeline_add(struct timeline *t) {
    void *items = t->items;
    struct timeline_item *item = list_add(t->arena, &items, &t->n, &t->cap, sizeof *t->items);
    t->items = items;
    item->at = INT_NONE;
    item->day = DAY_NONE;
    return item;
}

struct handover_line *handover_add(struct handover_lines *lines) {
    void *items = lines->items;
    struct handover_line *line =
        list_add(lines->arena, &items, &lines->n, &lines->cap, sizeof *lines->items);
    lines->items = items;
    return line;
}

struct worklist_item *worklist_add(struct worklist *w) {
    void *items = w->items;
    struct worklist_item *item = list_add(w->arena, &items, &w->n, &w->cap, sizeof *w->items);
    w->items = items;
    item->due = DAY_NONE;
    item->due_time = INT_NONE;
    return item;
}

struct fact *facts_add(struct facts *f) {
    void *items = f->items;
    struct fact *item = list_add(f->arena, &items, &f->n, &f->cap, sizeof *f->items);
    f->items = items;
    return item;
}

struct notice *notices_add(struct notices *n) {
    void *items = n->items;
    struct notice *item = list_add(n->arena, &items, &n->n, &n->cap, sizeof *n->items);
    n->items = items;
    return item;
}

struct caseload_row *caseload_find(struct caseload *c, const char *youth_id) {
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(c->rows[middle].youth_id, youth_id);
        if (order == 0) return &c->rows[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
