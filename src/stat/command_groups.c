/* SPDX-License-Identifier: EUPL-1.2
 *
 * Rows in groups by the combinations of several factors that occur.
 */
#include "stat/command.h"

#include "base/text.h"

#include <string.h>

static int compare_codes(const void *left, const void *right) {
    uint64_t l = *(const uint64_t *)left, r = *(const uint64_t *)right;
    return (l > r) - (l < r);
}

/* Replaces codes below `range` by 0..k-1 in the same order; ret_codes[k] is what code k was. */
static size_t compress(struct arena *a, uint64_t *codes, size_t n, uint64_t range,
                       const uint64_t **ret_codes) {
    uint64_t *seen = arena_array(a, n, sizeof *seen);
    size_t seen_n = 0;
    if (range <= 4 * (uint64_t)n + 1024) { /* few enough to keep a mark for each */
        uint32_t *mark = arena_array(a, range, sizeof *mark);
        for (size_t i = 0; i < n; i++) mark[codes[i]] = 1;
        for (uint64_t code = 0; code < range; code++) {
            if (!mark[code]) continue;
            mark[code] = (uint32_t)seen_n;
            seen[seen_n++] = code;
        }
        for (size_t i = 0; i < n; i++) codes[i] = mark[codes[i]];
    } else {
        if (n) memcpy(seen, codes, n * sizeof *seen);
        qsort(seen, n, sizeof *seen, compare_codes);
        for (size_t i = 0; i < n; i++)
            if (!i || seen[i] != seen[seen_n - 1]) seen[seen_n++] = seen[i];
        for (size_t i = 0; i < n; i++) {
            const uint64_t *at = bsearch(&codes[i], seen, seen_n, sizeof *seen, compare_codes);
            codes[i] = (uint64_t)(at - seen);
        }
    }
    *ret_codes = seen;
    return seen_n;
}

void stat_groups(const struct stat_call *call, const char *name, struct stat_groups *ret) {
    struct arena *a = call->arena;
    size_t n = call->frame.n, columns_n = stat_columns_n(call, name);
    uint64_t *codes = arena_array(a, n, sizeof *codes);
    const char **names = arena_array(a, 1, sizeof *names);
    size_t groups_n = 1;
    names[0] = "";
    for (size_t k = 0; k < columns_n; k++) {
        struct frame_column *column = stat_column_at(call, name, k);
        frame_sort_levels(a, column, n);
        for (size_t i = 0; i < n; i++) codes[i] = codes[i] * column->levels_n + column->level[i];
        const uint64_t *were;
        size_t now_n = compress(a, codes, n, groups_n * column->levels_n, &were);
        const char **longer = arena_array(a, now_n ? now_n : 1, sizeof *longer);
        for (size_t g = 0; g < now_n; g++)
            longer[g] = arena_fmt(a, "%s%s%s=%s", names[were[g] / column->levels_n], k ? ", " : "",
                                  column->name, column->levels[were[g] % column->levels_n]);
        names = longer;
        groups_n = now_n;
    }
    uint32_t *of_row = arena_array(a, n, sizeof *of_row);
    for (size_t i = 0; i < n; i++) of_row[i] = (uint32_t)codes[i];
    *ret = (struct stat_groups){.n = groups_n, .of_row = of_row, .names = names};
}
