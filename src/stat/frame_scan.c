/* SPDX-License-Identifier: EUPL-1.2 */
#include "stat/frame_scan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define PADDING 16 /* the fast readers look a few bytes ahead */

static bool fail(struct scan *s, enum frame_fault fault) {
    s->fault = fault;
    s->fault_column = NULL;
    s->fault_want = SIZE_MAX;
    return false;
}

/* ---- bytes ---- */

static bool source_open(struct scan *s, const struct frame_source *source) {
    s->fd = -1;
    if (source->bytes) {
        s->memory = source->bytes;
        s->memory_n = source->len;
        return true;
    }
    s->fd = strcmp(source->path, "-") == 0 ? dup(STDIN_FILENO)
                                           : open(source->path, O_RDONLY | O_CLOEXEC);
    return s->fd >= 0 || fail(s, FILE_UNREADABLE);
}

static ssize_t source_read(struct scan *s, char *to, size_t room) {
    if (s->fd < 0) {
        size_t n = s->memory_n < room ? s->memory_n : room;
        memcpy(to, s->memory, n);
        s->memory += n;
        s->memory_n -= n;
        return (ssize_t)n;
    }
    ssize_t n;
    do n = read(s->fd, to, room);
    while (n < 0 && errno == EINTR);
    return n;
}

/* Moves what is unread to the front and reads on, to the last line end that fits. False: fault. */
static bool fill(struct scan *s) {
    size_t rest = (size_t)(s->buffer + s->have - s->p);
    if (rest == FRAME_ROW_MAX) return fail(s, ROW_LONG);
    memmove(s->buffer, s->p, rest);
    s->have = rest;
    s->p = s->limit = s->buffer;
    while (!s->ended && s->have < FRAME_ROW_MAX) {
        ssize_t n = source_read(s, s->buffer + s->have, FRAME_ROW_MAX - s->have);
        if (n < 0) return fail(s, FILE_UNREADABLE);
        s->ended = n == 0;
        s->have += (size_t)n;
    }
    if (s->ended && s->have && s->buffer[s->have - 1] != '\n') s->buffer[s->have++] = '\n';
    memset(s->buffer + s->have, 0, PADDING);
    const char *last = s->have ? memrchr(s->buffer, '\n', s->have) : NULL;
    if (last) s->limit = last + 1;
    return last || s->ended || fail(s, ROW_LONG);
}

/* The next row's place in the file is no longer told by its number alone. */
static void note_gap(struct scan *s) {
    struct frame *batch = &s->batch;
    if (batch->gaps_n == s->gaps_room) {
        size_t room = s->gaps_room ? s->gaps_room * 2 : 16;
        s->gaps =
            arena_grow(s->keep, s->gaps, s->gaps_room * sizeof *s->gaps, room * sizeof *s->gaps);
        s->gaps_room = room;
        batch->gaps = s->gaps;
    }
    size_t index = batch->first + batch->n;
    s->gaps[batch->gaps_n++] = (struct frame_gap){index, s->row - 2 - (int64_t)index};
}

/* ---- header ---- */

/* The separator that the first line has most of, outside quotation marks. */
static char find_separator(const char *p) {
    size_t commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false;
    for (; *p != '\n'; p++) {
        if (*p == '"') quoted = !quoted;
        if (quoted) continue;
        commas += *p == ',';
        semicolons += *p == ';';
        tabs += *p == '\t';
    }
    if (tabs > commas && tabs > semicolons) return '\t';
    return semicolons > commas ? ';' : ',';
}

struct header {
    const char *names[FRAME_COLUMNS_MAX];
    size_t n;
};

static bool header_name(struct scan *s, struct header *header, struct cell cell) {
    if (header->n == FRAME_COLUMNS_MAX) return fail(s, FILE_COLUMNS);
    if (memchr(cell.ptr, '\0', cell.len)) return fail(s, CELL_UTF8);
    const char *name = arena_dup_n(s->keep, cell.ptr, cell.len);
    for (size_t i = 0; i < header->n; i++)
        if (*name && strcmp(header->names[i], name) == 0) {
            fail(s, FILE_COLUMN_TWICE);
            s->fault_column = name;
            return false;
        }
    header->names[header->n++] = name;
    return true;
}

static bool header_read(struct scan *s, struct header *header) {
    if (!fill(s)) return false;
    if (s->have >= 3 && memcmp(s->p, "\xEF\xBB\xBF", 3) == 0) s->p += 3;
    while (s->p < s->limit && (*s->p == '\n' || (*s->p == '\r' && s->p[1] == '\n'))) {
        s->p += 1 + (*s->p == '\r');
        s->row++;
    }
    if (s->p == s->limit) return fail(s, FILE_EMPTY);
    s->separator = find_separator(s->p);
    s->decimal = s->separator == ',' ? '.' : ',';
    for (const char *p = s->p;; p++) {
        struct cell cell;
        enum frame_fault fault;
        p = cell_cut(p, s->limit, s->separator, s->scratch, &cell, &fault);
        if (!p) return fail(s, fault);
        if (!header_name(s, header, cell)) return false;
        if (*p == s->separator) continue;
        s->p = p + 1 + (*p == '\r');
        s->row++;
        if (s->row != 2) note_gap(s); /* empty lines above the header */
        return true;
    }
}

/* ---- plan ---- */

static size_t size_of(enum frame_kind kind) {
    return kind == FRAME_DAY || kind == FRAME_FACTOR ? 4 : 8;
}

static int64_t whole(double x, int64_t none) { return x > -9e18 && x < 9e18 ? (int64_t)x : none; }

static void plan_column(struct scan *s, struct plan *plan, const struct frame_want *want,
                        enum frame_kind kind, size_t column) {
    if (plan->wanted) { /* the same column once more, perhaps as another kind */
        struct plan *also = arena_alloc(s->arena, sizeof *also);
        *also = (struct plan){.ends = plan->ends, .also = plan->also};
        plan = plan->also = also;
    }
    struct frame_column *out = &s->batch.columns[column];
    *out = (struct frame_column){.name = want->name, .kind = kind, .present = true};
    out->x = arena_array(s->arena, FRAME_BATCH, size_of(kind));
    if (kind == FRAME_FACTOR) intern_init(&s->levels[column], s->keep);
    *plan = (struct plan){.kind = kind,
                          .wanted = true,
                          .missing = want->missing,
                          .ranged = want->ranged,
                          .ends = plan->ends,
                          .also = plan->also,
                          .column = column,
                          .out = out->x,
                          .low = INT64_MIN,
                          .high = INT64_MAX,
                          .low_x = want->ranged ? want->low : -__DBL_MAX__,
                          .high_x = want->ranged ? want->high : __DBL_MAX__};
    if (!want->ranged) return;
    plan->low = whole(want->low, INT64_MIN);
    plan->high = whole(want->high, INT64_MAX);
}

static bool plan_make(struct scan *s, const struct header *header, const struct frame_want *wants,
                      const enum frame_kind *kinds, size_t wants_n) {
    s->plans_n = header->n;
    s->plans = arena_array(s->arena, header->n, sizeof *s->plans);
    for (size_t c = 0; c < header->n; c++)
        s->plans[c].ends = c + 1 < header->n ? s->separator : '\n';
    for (size_t w = 0; w < wants_n; w++) {
        size_t c = 0;
        while (c < header->n && strcmp(header->names[c], wants[w].name) != 0) c++;
        if (c < header->n) {
            plan_column(s, &s->plans[c], &wants[w], kinds[w], w);
        } else if (!wants[w].optional) {
            s->row--; /* the header's */
            fail(s, FILE_NO_COLUMN);
            s->fault_column = wants[w].name;
            return false;
        } else {
            s->batch.columns[w] =
                (struct frame_column){.name = wants[w].name, .kind = kinds[w], .present = false};
        }
    }
    return true;
}

/* ---- rows ---- */

static void store_missing(const struct plan *plan, size_t n) {
    switch (plan->kind) {
    case FRAME_INT:
        ((int64_t *)plan->out)[n] = INT_NONE;
        return;
    case FRAME_DAY:
        ((int32_t *)plan->out)[n] = DAY_NONE;
        return;
    case FRAME_FACTOR:
        ((uint32_t *)plan->out)[n] = FRAME_NO_LEVEL;
        return;
    default:
        ((double *)plan->out)[n] = __builtin_nan("");
    }
}

static enum frame_fault store_cell(struct scan *s, const struct plan *plan, struct cell cell) {
    size_t n = s->batch.n;
    enum frame_fault fault = CELL_FINE;
    if (cell_is_missing(cell)) {
        if (!plan->missing) return CELL_MISSING;
        store_missing(plan, n);
    } else if (plan->kind == FRAME_INT) {
        int64_t *value = (int64_t *)plan->out + n;
        fault = cell_int(cell, value);
        if (!fault && (*value < plan->low || *value > plan->high)) fault = CELL_RANGE;
    } else if (plan->kind == FRAME_DAY) {
        fault = cell_day(cell, (int32_t *)plan->out + n);
    } else if (plan->kind == FRAME_FACTOR) {
        uint32_t level = intern(&s->levels[plan->column], cell.ptr, cell.len);
        if (level == FRAME_NO_LEVEL) fault = CELL_UTF8;
        ((uint32_t *)plan->out)[n] = level;
    } else {
        double *value = (double *)plan->out + n;
        fault = cell_double(cell, s->decimal, value);
        if (fault && s->decimal == ',') fault = cell_double(cell, '.', value);
        if (!fault && (*value < plan->low_x || *value > plan->high_x)) fault = CELL_RANGE;
    }
    return fault;
}

/* The cell at p in whatever form it is; gives its separator or LF, or NULL with the fault. */
static const char *cell_slow(struct scan *s, const struct plan *plan, const char *p) {
    struct cell cell;
    enum frame_fault fault = CELL_FINE;
    p = cell_cut(p, s->limit, s->separator, s->scratch, &cell, &fault);
    if (p && plan->wanted) fault = store_cell(s, plan, cell);
    if (p && *p == '\r') p++;
    if (p && *p != plan->ends) { /* said before what is in the cell: it may be another column's */
        fail(s, plan->ends == '\n' ? ROW_WIDE : ROW_SHORT);
        return NULL;
    }
    if (!fault) return p;
    fail(s, fault);
    if (plan->wanted) {
        s->fault_column = s->batch.columns[plan->column].name;
        s->fault_want = plan->column;
    }
    return NULL;
}

static const char *factor_fast(struct scan *s, const struct plan *plan, const char *p) {
    const char *start = p, separator = s->separator;
    while (*p != separator && *p != '\n') p++;
    size_t len = (size_t)(p - start);
    if (len == 0 || (unsigned char)*start <= ' ' || (unsigned char)p[-1] <= ' ') return NULL;
    if (*start == '"' || (len == 2 && memcmp(start, "NA", 2) == 0)) return NULL;
    uint32_t level = intern(&s->levels[plan->column], start, len);
    ((uint32_t *)plan->out)[s->batch.n] = level;
    return level == FRAME_NO_LEVEL ? NULL : p;
}

static inline const char *cell_fast(struct scan *s, const struct plan *plan, const char *p) {
    size_t n = s->batch.n;
    if (!plan->wanted) {
        if (*p == '"') return NULL;
        while (*p != s->separator && *p != '\n') p++;
        return p;
    }
    switch (plan->kind) {
    case FRAME_INT: {
        int64_t *value = (int64_t *)plan->out + n;
        p = fast_int(p, value);
        return p && *value >= plan->low && *value <= plan->high ? p : NULL;
    }
    case FRAME_DAY:
        if (*p == plan->ends && plan->missing) { /* "still going on": a date that is often empty */
            ((int32_t *)plan->out)[n] = DAY_NONE;
            return p;
        }
        return fast_day(p, &s->months, (int32_t *)plan->out + n);
    case FRAME_FACTOR:
        return factor_fast(s, plan, p);
    default: {
        double *value = (double *)plan->out + n;
        p = fast_double(p, s->decimal, value);
        return p && *value >= plan->low_x && *value <= plan->high_x ? p : NULL;
    }
    }
}

static inline const char *cell_read(struct scan *s, const struct plan *plan, const char *p) {
    const char *stop = cell_fast(s, plan, p);
    return stop && *stop == plan->ends ? stop : cell_slow(s, plan, p);
}

static bool row_read(struct scan *s) {
    const char *p = s->p;
    const struct plan *end = s->plans + s->plans_n;
    for (const struct plan *plan = s->plans; plan < end; plan++) {
        const char *stop = cell_read(s, plan, p);
        for (const struct plan *also = plan->also; stop && also; also = also->also)
            stop = cell_read(s, also, p);
        if (!stop) return false;
        p = stop + 1;
    }
    s->p = p;
    s->row++;
    s->batch.n++;
    return true;
}

static void empty_line(struct scan *s) {
    s->p += 1 + (*s->p == '\r');
    s->row++;
    note_gap(s);
}

static bool flush(struct scan *s) {
    if (!s->batch.n) return true;
    for (size_t c = 0; c < s->batch.columns_n; c++) {
        struct frame_column *column = &s->batch.columns[c];
        if (!column->present || column->kind != FRAME_FACTOR) continue;
        column->levels = s->levels[c].names;
        column->levels_n = s->levels[c].n;
    }
    if (!s->sink(s->ctx, &s->batch, s->err)) {
        s->stopped = true;
        return false;
    }
    s->batch.first += s->batch.n;
    s->batch.n = 0;
    return true;
}

static bool rows_read(struct scan *s) {
    for (;;) {
        while (s->p < s->limit) {
            if (*s->p == '\n' || (*s->p == '\r' && s->p[1] == '\n')) {
                empty_line(s);
            } else if (!row_read(s)) {
                /* quotation marks may hold line ends: the row goes on behind the last whole line */
                if (s->fault != CELL_QUOTE_OPEN || s->ended) return false;
                s->fault = CELL_FINE;
                break;
            }
            if (s->batch.n == FRAME_BATCH && !flush(s)) return false;
        }
        if (s->p == s->limit && s->ended) break;
        if (!fill(s)) return false;
    }
    if (!flush(s)) return false;
    return s->batch.first || fail(s, FILE_NO_ROWS);
}

bool scan_run(struct scan *s, const struct frame_source *source, const struct frame_want *wants,
              const enum frame_kind *kinds, size_t wants_n) {
    s->row = 1;
    if (!source_open(s, source)) return false;
    s->buffer = arena_alloc(s->arena, FRAME_ROW_MAX + 1 + PADDING);
    s->scratch = arena_alloc(s->arena, FRAME_ROW_MAX + 1);
    s->p = s->buffer;
    s->levels = arena_array(s->arena, wants_n, sizeof *s->levels);
    s->batch = (struct frame){.file = source_name(source), .columns_n = wants_n};
    s->batch.columns = arena_array(s->arena, wants_n, sizeof *s->batch.columns);
    months_fill(&s->months);
    struct header *header = arena_alloc(s->arena, sizeof *header);
    bool ok = header_read(s, header) && plan_make(s, header, wants, kinds, wants_n) && rows_read(s);
    int saved = errno;
    if (s->fd >= 0) close(s->fd);
    errno = saved;
    return ok;
}
