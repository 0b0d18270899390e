/* SPDX-License-Identifier: EUPL-1.2
 *
 * From rows of texts to figures: which line of the kind a row is, whether its cells are one number of one
 * place and time, and whether that stood before.
 */
#include "exchange/figures.h"

#include "base/collate.h"
#include "base/date.h"
#include "exchange/seen.h"
#include "gen/msg.h"
#include "stat/proportion.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SOURCE_MAX 200

struct mapping {
    struct reading *r;
    const struct figure_table *kind;
    struct figure_file *file;
    struct areas *areas;
    struct seen *keys;   /* indicator, area, period -> row */
    struct seen *wholes; /* area, period -> place in whole */
    double *whole;
    size_t whole_n, whole_cap;
    size_t columns_n; /* of a CSV: their slots */
    int slot[SLOTS];
};

struct official *figure_add(struct reading *r, struct figure_file *file) {
    if (file->n == file->cap) {
        size_t cap = file->cap ? 2 * file->cap : 256, size = sizeof *file->v;
        file->v = arena_grow(r->arena, file->v, file->cap * size, cap * size);
        file->cap = cap;
    }
    file->v[file->n] =
        (struct official){.lower = NAN, .upper = NAN, .n = INT_NONE, .row = r->number};
    return &file->v[file->n++];
}

static const char *shown(const struct mapping *m, int slot) {
    const char *name = m->kind->column[slot];
    return name ? column_shown(m->r->row, name) : "";
}

/* ---- which line a row is ---- */

static bool is_word(struct arena *a, const char *words, const char *clean, bool whole_only) {
    for (const char *p = words; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL) {
        const char *word = fold(a, arena_dup_n(a, p, strcspn(p, "|")));
        size_t len = strlen(word);
        if (!strcmp(word, clean)) return true;
        if (!whole_only && !strncmp(word, clean, len) && clean[len] == ' ') return true;
    }
    return false;
}

static bool is_total(struct arena *a, const char *clean) {
    return !*clean || !strncmp(clean, "tot ", 4) ||
           is_word(a, "TOT|IALT|I alt|Total|Alle|Begge k\xc3\xb8n|M\xc3\xa6nd og kvinder i alt|0",
                   clean, true);
}

/* #18-41: a whole number of the range. */
static bool in_range(const char *words, const char *text) {
    char *end;
    long x = strtol(text, &end, 10), first = strtol(words + 1, NULL, 10);
    const char *dash = strchr(words, '-');
    long last = dash ? strtol(dash + 1, NULL, 10) : first;
    return end != text && !strcmp(end, "") && x >= first && x <= last;
}

static bool is_of(const struct mapping *m, const char *words, const char *text) {
    struct arena *a = m->r->row;
    const char *clean = fold(a, text ? text : "");
    if (!words) return is_total(a, clean);
    if (*words == '#') return in_range(words, clean);
    return is_word(a, words, clean, m->kind->exact);
}

static bool dims_match(const struct mapping *m, const struct figure_line *line,
                       const char *const *texts, int first) {
    for (int d = first; d < FIGURE_DIMS; d++)
        if (m->kind->column[SLOT_DIM + d] && !is_of(m, line->dim[d], texts[SLOT_DIM + d]))
            return false;
    return true;
}

/* The line of the row's words, whatever its period; then the one of its period. */
static const struct figure_line *find_line(const struct mapping *m, const char *const *texts,
                                           int at, bool *ret_named) {
    *ret_named = false;
    for (size_t i = 0; i < m->kind->lines_n; i++) {
        const struct figure_line *line = &m->kind->lines[i];
        if (!dims_match(m, line, texts, 0)) continue;
        *ret_named = true;
        if ((!line->from || at >= line->from) && (!line->to || at <= line->to)) return line;
    }
    return NULL;
}

static bool is_whole(const struct mapping *m, const char *const *texts) {
    return m->kind->whole && is_of(m, m->kind->whole, texts[SLOT_DIM]) &&
           dims_match(m, &m->kind->lines[0], texts, 1);
}

/* ---- its cells ---- */

static int year_of(int32_t day) {
    int year, month, of_month;
    day_to_ymd(day, &year, &month, &of_month);
    return year;
}

static bool read_period(struct mapping *m, const char *text, struct official *o, int *ret_at) {
    struct reading *r = m->r;
    enum lang lang = r->lang;
    const char *field = shown(m, SLOT_PERIOD);
    switch (figure_period_read(r->arena, text, m->kind->every, &o->period, ret_at, &o->order)) {
    case PERIOD_GOOD:
        if (*ret_at / 100 <= year_of(r->today)) return true;
        reading_reject(r, field, msg_exchange_figures_future(lang));
        return false;
    case PERIOD_RUNNING:
        reading_reject(r, field, msg_exchange_figures_running(lang));
        return false;
    case PERIOD_OTHER:
    case PERIOD_BAD:
        break;
    }
    reading_reject(r, field,
                   m->kind->every == EVERY_YEAR    ? msg_exchange_figures_year(lang)
                   : m->kind->every == EVERY_MONTH ? msg_exchange_figures_month(lang)
                                                   : msg_exchange_figures_school_year(lang));
    return false;
}

/* False: rejected, or (*ret_none) a place that the publisher does not know himself. */
static bool read_area(struct mapping *m, const char *text, struct official *o, bool *ret_none) {
    *ret_none = false;
    if (!m->kind->column[SLOT_AREA]) {
        o->area = m->kind->area;
        return true;
    }
    o->area = area_find(m->r->row, m->areas, text, ret_none);
    if (o->area || *ret_none) return o->area != NULL;
    reading_reject(m->r, shown(m, SLOT_AREA), msg_exchange_figures_area(m->r->lang));
    return false;
}

/* Not a NUMBER_GOOD: rejected or absent. */
static enum cell_number read_number(struct mapping *m, int slot, const char *text, double *ret_x) {
    struct reading *r = m->r;
    enum cell_number is = figure_number(text, ret_x);
    if (is == NUMBER_POINT)
        reading_reject(r, shown(m, slot), msg_exchange_figures_point(r->lang));
    else if (is == NUMBER_BAD)
        reading_reject(r, shown(m, slot), msg_exchange_reject_number(r->lang));
    else if (is == NUMBER_GOOD && *ret_x < 0) {
        reading_reject(r, shown(m, slot), msg_exchange_figures_negative(r->lang));
        return NUMBER_BAD;
    }
    return is;
}

static bool check_percent(struct mapping *m, int slot, const char *text, double x) {
    if (x <= 100) return true;
    bool point = text && strchr(text, '.');
    reading_reject(m->r, shown(m, slot),
                   point ? msg_exchange_figures_over_point(m->r->lang)
                         : msg_exchange_figures_over(m->r->lang));
    return false;
}

static bool read_source(struct mapping *m, const char *text, struct official *o) {
    struct reading *r = m->r;
    o->source = m->kind->source;
    if (o->source) return true;
    const char *source = reading_text(r, text, SOURCE_MAX, shown(m, SLOT_SOURCE));
    if (source) {
        o->source = arena_dup(r->arena, source);
        return true;
    }
    if (!reading_row_is_rejected(r))
        reading_reject(r, shown(m, SLOT_SOURCE), msg_exchange_figures_no_source(r->lang));
    return false;
}

/* Answers that are whole numbers; false: rejected, or too few to tell (left out). */
static bool read_answers(struct mapping *m, const char *const *texts, double *ret_n) {
    struct reading *r = m->r;
    enum cell_number is = read_number(m, SLOT_N, texts[SLOT_N], ret_n);
    if (is == NUMBER_ABSENT)
        reading_reject(r, shown(m, SLOT_N), msg_exchange_reject_empty(r->lang));
    else if (is == NUMBER_GOOD && *ret_n != floor(*ret_n)) {
        reading_reject(r, shown(m, SLOT_N), msg_exchange_figures_whole(r->lang));
        return false;
    }
    if (is != NUMBER_GOOD || *ret_n >= SURVEY_LEAST) return is == NUMBER_GOOD;
    r->skipped++;
    if (r->remark)
        r->remark(r->ctx, r->number, shown(m, SLOT_N),
                  msg_exchange_figures_few(r->row, r->lang, SURVEY_LEAST));
    return false;
}

/* A share of a sample: yes of n, or a weighted percentage, as certain as one of n_eff (else n) answers. */
static bool read_sample(struct mapping *m, const char *const *texts, struct official *o) {
    struct reading *r = m->r;
    double n, yes, like;
    if (!read_answers(m, texts, &n)) return false;
    enum cell_number told = read_number(m, SLOT_YES, texts[SLOT_YES], &yes);
    if (told == NUMBER_GOOD && (yes > n || yes != floor(yes))) {
        reading_reject(r, shown(m, SLOT_YES), msg_exchange_figures_more_yes(r->lang));
        return false;
    }
    double percent = told == NUMBER_GOOD ? 100 * yes / n : NAN;
    if (told == NUMBER_ABSENT) {
        told = read_number(m, SLOT_VALUE, texts[SLOT_VALUE], &percent);
        if (told == NUMBER_ABSENT)
            reading_reject(r, shown(m, SLOT_VALUE), msg_exchange_figures_no_share(r->lang));
        if (told != NUMBER_GOOD || !check_percent(m, SLOT_VALUE, texts[SLOT_VALUE], percent))
            return false;
    } else if (told != NUMBER_GOOD) {
        return false;
    }
    enum cell_number weighed = read_number(m, SLOT_N_LIKE, texts[SLOT_N_LIKE], &like);
    if (weighed != NUMBER_GOOD && weighed != NUMBER_ABSENT) return false;
    if (weighed == NUMBER_ABSENT || like <= 0) like = n;
    struct interval i = proportion_wilson(percent / 100 * like, like, 0.95);
    o->value = percent;
    o->lower = 100 * i.lower;
    o->upper = 100 * i.upper;
    o->n = (int64_t)n;
    return true;
}

static bool read_value(struct mapping *m, const char *const *texts, struct official *o) {
    if (m->kind->column[SLOT_N]) return read_sample(m, texts, o);
    const char *text = texts[SLOT_VALUE];
    enum cell_number is = read_number(m, SLOT_VALUE, text, &o->value);
    m->r->skipped += is == NUMBER_ABSENT;
    if (is != NUMBER_GOOD) return false;
    bool is_share = !m->kind->whole && !strcmp(m->kind->unit, "percent");
    return !is_share || check_percent(m, SLOT_VALUE, text, o->value);
}

/* ---- what has been read ---- */

static const char *key_of(struct arena *a, const struct official *o) {
    return arena_fmt(a, "%s\x1f%s\x1f%s", o->indicator ? o->indicator : "", o->area, o->period);
}

static bool is_first(struct mapping *m, struct seen *seen, const struct official *o,
                     int64_t number) {
    int64_t first;
    if (seen_add(seen, key_of(m->r->row, o), number, &first)) return true;
    if (seen == m->keys)
        reading_reject(m->r, shown(m, SLOT_PERIOD),
                       msg_exchange_figures_twice(m->r->row, m->r->lang, first));
    return false;
}

static bool keep_whole(struct mapping *m, const struct official *o) {
    if (m->whole_n == m->whole_cap) {
        size_t cap = m->whole_cap ? 2 * m->whole_cap : 256, size = sizeof *m->whole;
        m->whole = arena_grow(m->r->arena, m->whole, m->whole_cap * size, cap * size);
        m->whole_cap = cap;
    }
    if (is_first(m, m->wholes, o, (int64_t)m->whole_n))
        m->whole[m->whole_n++] = o->value;
    else
        reading_reject(m->r, shown(m, SLOT_PERIOD), msg_exchange_figures_twice_whole(m->r->lang));
    return true;
}

static const char *indicator_of(const struct mapping *m, const struct figure_line *line,
                                const char *text) {
    const char *hash = strchr(line->indicator, '#');
    if (!hash) return line->indicator;
    return arena_fmt(m->r->arena, "%.*s%ld", (int)(hash - line->indicator), line->indicator,
                     strtol(text, NULL, 10));
}

static bool take_row(void *ctx, const char *const *texts, struct err *err) {
    struct mapping *m = ctx;
    struct reading *r = m->r;
    struct official o = {.lower = NAN, .upper = NAN, .n = INT_NONE, .row = r->number};
    int at;
    bool named, none, whole = is_whole(m, texts);
    (void)err;
    find_line(m, texts, 0, &named);
    if (!named && !whole) {
        r->skipped++;
        return true;
    }
    if (!read_period(m, texts[SLOT_PERIOD], &o, &at)) return true;
    const struct figure_line *line = find_line(m, texts, at, &named);
    if (!read_area(m, texts[SLOT_AREA], &o, &none)) {
        r->skipped += none;
        return true;
    }
    if (!line && !whole) {
        reading_reject(r, shown(m, SLOT_PERIOD), msg_exchange_figures_break(r->lang));
        return true;
    }
    if (!read_value(m, texts, &o) || !read_source(m, texts[SLOT_SOURCE], &o)) return true;
    if (whole) return keep_whole(m, &o);
    o.indicator = indicator_of(m, line, texts[SLOT_DIM]);
    o.definition = line->definition;
    o.unit = m->kind->unit;
    if (is_first(m, m->keys, &o, r->number)) *figure_add(r, m->file) = o;
    return true;
}

/* Counts become shares of their wholes. */
static bool divide(struct mapping *m) {
    struct reading *r = m->r;
    for (size_t i = 0; m->kind->whole && i < m->file->n; i++) {
        struct official *o = &m->file->v[i], place = {.area = o->area, .period = o->period};
        int64_t at;
        arena_reset(r->row);
        bool found = seen_find(m->wholes, key_of(r->row, &place), &at);
        if (found && m->whole[at] > 0 && o->value <= m->whole[at]) {
            o->value = 100 * o->value / m->whole[at];
            continue;
        }
        r->number = o->row;
        r->last_rejected = -1; /* each is another row */
        reading_reject(r, shown(m, SLOT_VALUE),
                       found ? msg_exchange_figures_more_than_whole(r->lang)
                             : msg_exchange_figures_no_whole(r->lang));
    }
    return true;
}

/* ---- the file ---- */

static bool take_csv_row(void *ctx, const char *const *texts, struct err *err) {
    struct mapping *m = ctx;
    const char *by_slot[SLOTS] = {0};
    for (size_t i = 0; i < m->columns_n; i++) by_slot[m->slot[i]] = texts[i];
    return take_row(m, by_slot, err);
}

static bool read_csv(struct mapping *m, const char *path, struct err *err) {
    struct column columns[SLOTS];
    for (int slot = 0; slot < SLOTS; slot++) {
        if (!m->kind->column[slot]) continue;
        columns[m->columns_n] =
            (struct column){m->kind->column[slot], !(m->kind->optional & 1U << slot)};
        m->slot[m->columns_n++] = slot;
    }
    return table_read(m->r, path, columns, m->columns_n, take_csv_row, m, err);
}

static bool read_rows(struct mapping *m, const char *path, struct err *err) {
    char first;
    if (!source_first_char(path, &first, err)) return false;
    if (first == '{' || first == '[')
        return figures_json_read(m->r, m->kind, path, take_row, m, err);
    if (first == '<') return reading_fatal(m->r, err, msg_exchange_figures_fatal_shape(m->r->lang));
    if (m->kind->shapes & SHAPE_CSV) return read_csv(m, path, err);
    return reading_fatal(m->r, err, msg_exchange_figures_fatal_shape(m->r->lang));
}

bool figures_read(struct reading *r, const struct figure_table *kind, const char *path,
                  struct figure_file *ret_file, struct err *err) {
    *ret_file = (struct figure_file){.kind = kind};
    struct mapping m = {.r = r,
                        .kind = kind,
                        .file = ret_file,
                        .areas = areas_new(r->arena),
                        .keys = seen_new(r->arena),
                        .wholes = seen_new(r->arena)};
    if (!read_rows(&m, path, err) || !divide(&m)) return false;
    if (r->rejected) return true;
    if (!ret_file->n)
        return reading_fatal(r, err,
                             msg_exchange_figures_fatal_no_rows(r->arena, r->lang,
                                                                figure_table_words(r->lang, kind)));
    if (kind->finish && !kind->finish(r, ret_file, err)) return false;
    figures_series(r, ret_file);
    return true;
}
