/* SPDX-License-Identifier: EUPL-1.2 */
#include "stat/frame.h"

#include "base/utf8.h"
#include "gen/msg.h"
#include "stat/frame_scan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

/* ---- words ---- */

const char *source_name(const struct frame_source *source) {
    const char *slash = strrchr(source->path, '/');
    return slash && slash[1] ? slash + 1 : source->path;
}

static const char *fault_words(enum frame_fault fault, enum lang lang) {
    static const char *const keys[] = {
        [CELL_NUMBER] = "frame.fault.number",
        [CELL_WHOLE] = "frame.fault.whole",
        [CELL_DAY] = "frame.fault.day",
        [CELL_FINITE] = "frame.fault.finite",
        [CELL_MISSING] = "frame.fault.missing",
        [CELL_RANGE] = "frame.fault.range",
        [CELL_UTF8] = "frame.fault.utf8",
        [CELL_QUOTE_OPEN] = "frame.fault.quote_open",
        [CELL_QUOTE_TEXT] = "frame.fault.quote_text",
        [ROW_SHORT] = "frame.fault.row_short",
        [ROW_WIDE] = "frame.fault.row_wide",
        [ROW_LONG] = "frame.fault.row_long",
        [FILE_EMPTY] = "frame.fault.empty",
        [FILE_NO_ROWS] = "frame.fault.no_rows",
        [FILE_NO_COLUMN] = "frame.fault.no_column",
        [FILE_COLUMN_TWICE] = "frame.fault.column_twice",
        [FILE_COLUMNS] = "frame.fault.columns",
    };
    return msg_by_key(lang, keys[fault]);
}

/* Names may be long, and a message is not: 60 characters of a name are enough to find it. */
static const char *shortened(struct arena *a, const char *name) {
    size_t len = strlen(name);
    return utf8_clean(a, name, utf8_cut(name, len, 60));
}

static bool tell_cell(const char *file, int64_t row, const char *column, enum lang lang,
                      const char *what, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    const char *number = arena_fmt(a, "%lld", (long long)row);
    file = shortened(a, file);
    if (!column) return err_set(err, ERR_INPUT, "%s", msg_frame_row(a, lang, file, number, what));
    column = shortened(a, column);
    return err_set(err, ERR_INPUT, "%s", msg_frame_cell(a, lang, file, number, column, what));
}

bool scan_tell(const struct scan *s, enum lang lang, struct err *err) {
    const char *file = s->batch.file;
    struct arena *a ARENA_AUTO = arena_new();
    if (s->fault == FILE_UNREADABLE) {
        char reason[128];
        const char *why = strerror_r(errno, reason, sizeof reason);
        return err_set(err, ERR_IO, "%s", msg_frame_unreadable(a, lang, shortened(a, file), why));
    }
    const char *what = fault_words(s->fault, lang);
    if (s->fault == FILE_EMPTY || s->fault == FILE_NO_ROWS)
        return err_set(err, ERR_INPUT, "%s", msg_frame_file(a, lang, shortened(a, file), what));
    return tell_cell(file, s->row, s->fault_column, lang, what, err);
}

/* ---- one batch at a time ---- */

bool frame_scan(const struct frame_source *source, const struct frame_want *wants, size_t wants_n,
                enum lang lang, frame_sink *sink, void *ctx, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    enum frame_kind *kinds = arena_array(a, wants_n, sizeof *kinds);
    for (size_t i = 0; i < wants_n; i++) kinds[i] = wants[i].kind;
    struct scan *s = arena_alloc(a, sizeof *s);
    *s = (struct scan){.arena = a, .keep = a, .sink = sink, .ctx = ctx, .err = err};
    s->batch.file = source_name(source);
    if (scan_run(s, source, wants, kinds, wants_n)) return true;
    return s->stopped ? false : scan_tell(s, lang, err);
}

/* ---- the whole file ---- */

struct collected {
    struct arena *arena;
    struct frame frame;
    size_t room;
};

static size_t width_of(enum frame_kind kind) {
    return kind == FRAME_DAY || kind == FRAME_FACTOR ? 4 : 8;
}

static bool collect(void *ctx, const struct frame *batch, struct err *err) {
    (void)err;
    struct collected *c = ctx;
    struct frame *f = &c->frame;
    if (!f->columns) {
        f->columns = arena_array(c->arena, batch->columns_n, sizeof *f->columns);
        for (size_t i = 0; i < batch->columns_n; i++) {
            f->columns[i] = batch->columns[i];
            if (f->columns[i].present)
                f->columns[i].x = arena_array(c->arena, c->room, width_of(f->columns[i].kind));
        }
    }
    for (size_t i = 0; i < batch->columns_n; i++) {
        struct frame_column *to = &f->columns[i];
        const struct frame_column *from = &batch->columns[i];
        if (!to->present) continue;
        size_t width = width_of(to->kind);
        memcpy((char *)to->x + f->n * width, from->x, batch->n * width);
        to->levels = from->levels;
        to->levels_n = from->levels_n;
    }
    f->n += batch->n;
    f->gaps = batch->gaps;
    f->gaps_n = batch->gaps_n;
    return true;
}

static size_t count_lines(const char *bytes, size_t len) {
    size_t n = 0;
    for (size_t i = 0; i < len; i++) n += bytes[i] == '\n';
    return n;
}

/* Bytes of something that can be read only once (a pipe) are kept, since they are read twice. */
static bool slurp(struct arena *a, int fd, struct frame_source *source) {
    size_t room = 1 << 16, have = 0;
    char *bytes = arena_alloc(a, room);
    for (;;) {
        ssize_t n = read(fd, bytes + have, room - have);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        if (n == 0) break;
        have += (size_t)n;
        if (have < room) continue;
        bytes = arena_grow(a, bytes, room, room * 2);
        room *= 2;
    }
    *source = (struct frame_source){.path = source->path, .bytes = bytes, .len = have};
    return true;
}

static bool count_file(struct arena *a, int fd, struct frame_source *source, size_t *ret_lines) {
    struct stat st;
    if (fstat(fd, &st) != 0) return false;
    if (!S_ISREG(st.st_mode) || strcmp(source->path, "-") == 0) return slurp(a, fd, source);
    char *piece = arena_alloc(a, 1 << 17);
    for (ssize_t n; (n = read(fd, piece, 1 << 17)) != 0;) {
        if (n < 0 && errno != EINTR) return false;
        if (n > 0) *ret_lines += count_lines(piece, (size_t)n);
    }
    return true;
}

/* How many lines there are at most; turns a pipe into memory. */
static bool measure(struct arena *a, struct frame_source *source, size_t *ret_lines) {
    *ret_lines = 1;
    if (!source->bytes) {
        bool is_stdin = strcmp(source->path, "-") == 0;
        int fd = is_stdin ? STDIN_FILENO : open(source->path, O_RDONLY | O_CLOEXEC);
        if (fd < 0) return false;
        bool ok = count_file(a, fd, source, ret_lines);
        int saved = errno;
        if (!is_stdin) close(fd);
        errno = saved;
        if (!ok) return false;
    }
    if (source->bytes) *ret_lines += count_lines(source->bytes, source->len);
    return true;
}

/* Grows no further than the file was when it was measured: one that grows meanwhile is cut. */
static bool collect_bounded(void *ctx, const struct frame *batch, struct err *err) {
    struct collected *c = ctx;
    return c->frame.n + batch->n <= c->room
               ? collect(ctx, batch, err)
               : err_set(err, ERR_IO, "%s changes while it is read", batch->file);
}

bool frame_read(struct arena *a, const struct frame_source *source, const struct frame_want *wants,
                size_t wants_n, enum lang lang, struct frame *ret, struct err *err) {
    struct arena *scratch ARENA_AUTO = arena_new();
    struct scan *s = arena_alloc(scratch, sizeof *s);
    struct frame_source from = *source;
    struct collected c = {.arena = a};
    if (!measure(scratch, &from, &c.room)) {
        *s = (struct scan){.fault = FILE_UNREADABLE, .batch = {.file = source_name(source)}};
        return scan_tell(s, lang, err);
    }
    enum frame_kind *kinds = arena_array(scratch, wants_n, sizeof *kinds);
    for (size_t i = 0; i < wants_n; i++)
        kinds[i] = wants[i].kind == FRAME_AUTO ? FRAME_DOUBLE : wants[i].kind;
    for (;;) {
        struct arena *pass ARENA_AUTO = arena_new();
        c.frame = (struct frame){.file = source_name(source), .columns_n = wants_n};
        *s =
            (struct scan){.arena = pass, .keep = a, .sink = collect_bounded, .ctx = &c, .err = err};
        s->batch.file = c.frame.file;
        if (scan_run(s, &from, wants, kinds, wants_n)) break;
        if (s->stopped) return false;
        size_t w = s->fault_want;
        bool retry = s->fault == CELL_NUMBER && w != SIZE_MAX && wants[w].kind == FRAME_AUTO &&
                     kinds[w] == FRAME_DOUBLE;
        if (!retry) return scan_tell(s, lang, err);
        kinds[w] = FRAME_FACTOR; /* not all are numbers: read the file again */
    }
    *ret = c.frame;
    return true;
}

/* ---- rows ---- */

int64_t frame_row(const struct frame *frame, size_t i) {
    size_t index = frame->first + i, low = 0, high = frame->gaps_n;
    while (low < high) { /* the last gap at or before the row */
        size_t middle = (low + high) / 2;
        if (frame->gaps[middle].index <= index)
            low = middle + 1;
        else
            high = middle;
    }
    return (int64_t)index + 2 + (low ? frame->gaps[low - 1].skipped : 0);
}

bool frame_refuse(const struct frame *frame, size_t i, size_t column, enum lang lang,
                  const char *what, struct err *err) {
    return tell_cell(frame->file, frame_row(frame, i), frame->columns[column].name, lang, what,
                     err);
}
