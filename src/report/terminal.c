/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/terminal.h"

#include "base/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define GAP   2
#define LEAST 40
#define USUAL 120

size_t terminal_width(FILE *out) {
    struct winsize size;
    int file = fileno(out);
    size_t width = USUAL;
    const char *columns = getenv("COLUMNS");
    if (file >= 0 && isatty(file) && ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col)
        width = size.ws_col;
    else if (columns && strtol(columns, NULL, 10) > 0)
        width = (size_t)strtol(columns, NULL, 10);
    return width < LEAST ? LEAST : width;
}

/* Bytes of `text` that go on a line of `width` characters; *ret_next: where the following line begins. A word
 * that is longer than the line is not cut. */
static size_t line_len(const char *text, size_t width, const char **ret_next) {
    size_t taken = 0;
    for (const char *end = text;;) {
        size_t word = (size_t)(end - text) + strcspn(end, " ");
        char *line = strndup(text, word);
        bool fits = !line || utf8_count(line) <= width;
        free(line);
        if (!fits && taken) break;
        taken = word;
        if (!text[taken]) break;
        end = text + taken + 1;
    }
    *ret_next = text + taken + strspn(text + taken, " ");
    return taken;
}

static size_t longest_word(struct arena *a, const char *text) {
    size_t most = 0;
    for (const char *p = text; *p; p += strspn(p, " ")) {
        size_t len = strcspn(p, " "), n = utf8_count(arena_dup_n(a, p, len));
        if (n > most) most = n;
        p += len;
    }
    return most;
}

static const char *cell_at(const struct terminal_table *t, size_t row, size_t column) {
    return t->cells[row * t->columns_n + column];
}

static size_t lines_of(const char *text, size_t width) {
    size_t n = 0;
    do {
        line_len(text, width, &text);
        n++;
    } while (*text);
    return n;
}

struct fitting {
    const struct terminal_table *table;
    size_t *widths, *least;
    size_t *lines; /* of each cell */
};

/* How many lines the whole table has when a column is one character narrower than it is. */
static size_t height_without_one(const struct fitting *f, size_t column) {
    const struct terminal_table *t = f->table;
    size_t height = 0;
    for (size_t r = 0; r < t->rows_n; r++) {
        size_t most = lines_of(cell_at(t, r, column), f->widths[column] - 1);
        for (size_t c = 0; c < t->columns_n; c++)
            if (c != column && f->lines[r * t->columns_n + c] > most)
                most = f->lines[r * t->columns_n + c];
        height += most;
    }
    return height;
}

/* The column that can give way with the fewest lines more, of such the widest; false: none can. */
static bool narrow_one(const struct fitting *f) {
    const struct terminal_table *t = f->table;
    size_t best = t->columns_n, least = 0;
    for (size_t c = 0; c < t->columns_n; c++) {
        if (t->columns[c] != TERMINAL_WRAP || f->widths[c] <= f->least[c]) continue;
        size_t height = height_without_one(f, c);
        bool better = best == t->columns_n || height < least ||
                      (height == least && f->widths[c] > f->widths[best]);
        if (better) best = c;
        if (better) least = height;
    }
    if (best == t->columns_n) return false;
    f->widths[best]--;
    for (size_t r = 0; r < t->rows_n; r++)
        f->lines[r * t->columns_n + best] = lines_of(cell_at(t, r, best), f->widths[best]);
    return true;
}

static void fit(struct arena *a, const struct terminal_table *t, size_t width, size_t *widths) {
    struct fitting f = {.table = t,
                        .widths = widths,
                        .least = arena_array(a, t->columns_n, sizeof *f.least),
                        .lines = arena_array(a, t->columns_n * t->rows_n, sizeof *f.lines)};
    size_t all = 0;
    for (size_t c = 0; c < t->columns_n; c++) {
        for (size_t r = 0; r < t->rows_n; r++) {
            size_t n = utf8_count(cell_at(t, r, c)), word = longest_word(a, cell_at(t, r, c));
            if (n > widths[c]) widths[c] = n;
            if (word > f.least[c]) f.least[c] = word;
            f.lines[r * t->columns_n + c] = 1;
        }
        all += widths[c] + (c ? GAP : 0);
    }
    while (all > width && narrow_one(&f)) all--;
}

/* `rest` is what of each cell is still to be printed. */
static bool line_print(struct arena *a, const struct terminal_table *t, const size_t *widths,
                       const char **rest, FILE *out) {
    size_t owed = 0; /* blanks, printed when something follows: no line ends in one */
    bool more = false;
    for (size_t c = 0; c < t->columns_n; c++) {
        const char *next;
        size_t len = line_len(rest[c], widths[c], &next);
        const char *text = arena_dup_n(a, rest[c], len);
        size_t n = utf8_count(text), pad = n < widths[c] ? widths[c] - n : 0;
        bool right = t->columns[c] == TERMINAL_RIGHT;
        if (len) {
            fprintf(out, "%*s%s", (int)(owed + (right ? pad : 0)), "", text);
            owed = right ? 0 : pad;
        } else {
            owed += widths[c];
        }
        owed += GAP;
        rest[c] = next;
        more |= *next != '\0';
    }
    fputc('\n', out);
    return more;
}

void terminal_print(struct arena *a, const struct terminal_table *t, size_t width, FILE *out) {
    size_t *widths = arena_array(a, t->columns_n, sizeof *widths), all = 0;
    const char **rest = arena_array(a, t->columns_n, sizeof *rest);
    fit(a, t, width, widths);
    for (size_t c = 0; c < t->columns_n; c++) all += widths[c] + (c ? GAP : 0);
    for (size_t r = 0; r < t->rows_n; r++) {
        for (size_t c = 0; c < t->columns_n; c++) rest[c] = cell_at(t, r, c);
        while (line_print(a, t, widths, rest, out)) continue;
        if (r) continue;
        for (size_t i = 0; i < all; i++) fputs("─", out);
        fputc('\n', out);
    }
}

void terminal_text(const char *text, size_t indent, size_t width, FILE *out) {
    bool first = true;
    do {
        const char *next;
        size_t room = width > indent + 10 ? width - indent : 10;
        size_t len = line_len(text, room, &next);
        fprintf(out, "%*s%.*s\n", first ? 0 : (int)indent, "", (int)len, text);
        first = false;
        text = next;
    } while (*text);
}
