/* SPDX-License-Identifier: EUPL-1.2 */
#include "slice/slice.h"

#include "base/date.h"
#include "gen/slice.sql.h"

#include <assert.h>
#include <string.h>

static const struct slice *const *all;
static size_t all_n;

void slices_set(const struct slice *const *slices, size_t n) {
    all = slices;
    all_n = n;
}

size_t slices_count(void) { return all_n; }

const struct slice *slices_at(size_t i) {
    assert(i < all_n);
    return all[i];
}

static struct house the_house = {.municipality = "", .name = "Vejviser"};

bool house_load(struct db *db, struct arena *a, struct err *err) {
    struct q_slice_settings_rows rows;
    if (!q_slice_settings(db, a, &rows, err)) return false;
    for (size_t i = 0; i < rows.n; i++) {
        const char *name = rows.v[i].name, *value = rows.v[i].value;
        if (strcmp(name, "municipality") == 0) the_house.municipality = value;
        if (strcmp(name, "municipality_name") == 0) the_house.name = value;
        if (strcmp(name, "demo") == 0) the_house.demo = strcmp(value, "1") == 0;
    }
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
