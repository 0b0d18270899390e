/* SPDX-License-Identifier: EUPL-1.2 */
/* Two files of any bytes, parted by a line of dashes, as a population; what is read must add up. */
#include "base/date.h"
#include "cohort/build.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t sum_of(const struct cohort_cells *cells) {
    uint64_t n = 0;
    for (size_t i = 0; i < cells->n; i++) n += cells->v[i].n;
    return n;
}

static void check(struct arena *a, const struct cohort *c) {
    struct cohort_status q = {.by = COHORT_BY_AGE | COHORT_BY_KIND, .everybody = true};
    int32_t days[] = {c->snapshot - 4000, c->snapshot - 400, c->snapshot - 1};
    struct cohort_cells at[3], one;
    cohort_sweep(a, c, &q, days, 3, at);
    for (size_t d = 0; d < 3; d++) {
        cohort_status(a, c, &q, days[d], &one);
        assert(sum_of(&one) == sum_of(&at[d]) && sum_of(&one) <= c->persons_n);
    }
    struct cohort_rows rows;
    cohort_follow(a, c, &rows);
    assert(rows.n + rows.had_before + rows.never == c->persons_n);
    for (size_t i = 0; i < rows.n; i++) assert(rows.entry[i] < rows.exit[i]);
    int months[] = {3, 24};
    struct cohort_flow flow = {.until = c->snapshot, .months = months, .months_n = 2};
    struct cohort_flows flows;
    cohort_flows(a, c, &flow, &flows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data, *line = memmem(data, size, "\n---\n", 5);
    if (!line) return 0;
    struct arena *a ARENA_AUTO = arena_new();
    size_t first = (size_t)(line - text) + 1;
    struct frame_source persons = {.path = "persons.csv", .bytes = text, .len = first};
    struct frame_source spells = {.path = "spells.csv", .bytes = line + 5, .len = size - first - 4};
    const struct cohort *c;
    struct err err = {0};
    if (cohort_read_sources(a, &persons, &spells, DAY_NONE, LANG_EN, &c, &err))
        check(a, c);
    else
        assert(err.kind == ERR_INPUT && *err.message);
    return 0;
}
