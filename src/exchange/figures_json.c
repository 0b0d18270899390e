/* SPDX-License-Identifier: EUPL-1.2
 *
 * The JSON that publishers answer with, brought to rows of texts:
 *
 *   JSON-stat   1.x and 2: one cube; its cells in the order of its dimensions, the last one fastest
 *   jobindsats  v2 [{"Variables":[{"Label":..}],"Data":[[..]]}], v3 {"columns":[..],"rows":[[..]]}
 *   uddstat     [{"[Skoleår].[Skoleår].[Skoleår]":"2024/2025","Antal":"2.351"}]
 *
 * Numbers become Danish texts, so that they pass the same checks as those of a CSV; null becomes no cell.
 */
#include "exchange/figures.h"

#include "base/encoding.h"
#include "base/utf8.h"
#include "gen/msg.h"

#include <jansson.h>
#include <string.h>

#define DIMENSIONS_MAX 16

struct rows {
    struct reading *r;
    const struct figure_table *kind;
    figure_row *row;
    void *ctx;
    size_t at[SLOTS]; /* where each slot stands in a row of the file; SIZE_MAX: nowhere */
};

/* Finds the slots among the names; a fatal sentence when one is missing. */
static bool find_slots(struct rows *s, const char *const *names, size_t n, struct err *err) {
    struct reading *r = s->r;
    struct text missing, found;
    text_init(&missing, r->arena);
    text_init(&found, r->arena);
    for (size_t i = 0; i < n && found.len < 300; i++)
        text_addf(&found, "%s%.60s", i ? ", " : "", names[i]);
    for (int slot = 0; slot < SLOTS; slot++) {
        const char *wanted = s->kind->column[slot];
        s->at[slot] = SIZE_MAX;
        for (size_t i = 0; wanted && i < n && s->at[slot] == SIZE_MAX; i++)
            if (column_matches(r->row, wanted, names[i])) s->at[slot] = i;
        arena_reset(r->row);
        if (wanted && s->at[slot] == SIZE_MAX && !(s->kind->optional & 1U << slot))
            text_addf(&missing, "%s%s", missing.len ? ", " : "", column_shown(r->arena, wanted));
    }
    if (!missing.len) return true;
    return reading_fatal(
        r, err,
        msg_exchange_fatal_columns(r->arena, r->lang, text_str(&missing),
                                   utf8_clean(r->arena, text_str(&found), found.len)));
}

/* A cell as a text; NULL when there is none. False: it is no cell. */
static bool text_of(struct arena *a, const json_t *value, const char **ret) {
    *ret = NULL;
    if (!value || json_is_null(value)) return true;
    if (json_is_string(value)) {
        *ret = json_string_value(value);
        return true;
    }
    if (json_is_integer(value)) {
        *ret = arena_fmt(a, "%lld", (long long)json_integer_value(value));
        return true;
    }
    if (!json_is_real(value)) return false;
    char *text = arena_dup(a, arena_fmt(a, "%.12g", json_real_value(value)));
    char *point = strchr(text, '.');
    if (point) *point = ',';
    *ret = text;
    return true;
}

static bool give_row(struct rows *s, const json_t *const *cells, int64_t number, struct err *err) {
    const char *texts[SLOTS] = {0};
    struct reading *r = s->r;
    if (!reading_row(r, number, err)) return false;
    arena_reset(r->row);
    for (int slot = 0; slot < SLOTS; slot++)
        if (cells[slot] && !text_of(r->row, cells[slot], &texts[slot])) {
            reading_reject(r, s->kind->column[slot], msg_exchange_figures_no_cell(r->lang));
            return true;
        }
    return s->row(s->ctx, texts, err);
}

static bool wrong(struct rows *s, struct err *err) {
    return reading_fatal(s->r, err, msg_exchange_figures_fatal_shape(s->r->lang));
}

/* ---- JSON-stat ---- */

struct dimension {
    const char *name;
    const char **codes;
    size_t n;
};

/* {"code": place} or ["code"]; a single category may lack its index and have its label only. */
static bool read_codes(struct arena *a, json_t *category, struct dimension *d) {
    json_t *index = json_object_get(category, "index"), *value;
    const char *code;
    size_t i;
    if (!index && d->n == 1) index = json_object_get(category, "label");
    d->codes = arena_array(a, d->n, sizeof *d->codes);
    if (json_is_array(index) && json_array_size(index) == d->n) {
        json_array_foreach(index, i, value) d->codes[i] = json_string_value(value);
    } else if (json_is_object(index) && json_object_size(index) == d->n) {
        json_object_foreach(index, code, value) {
            json_int_t at = json_is_integer(value) ? json_integer_value(value) : 0;
            if (at < 0 || (size_t)at >= d->n) return false;
            d->codes[at] = code;
        }
    } else {
        return false;
    }
    for (i = 0; i < d->n; i++)
        if (!d->codes[i]) return false;
    return true;
}

/* Reads all dimensions; *ret_cells is the size of the cube. */
static bool read_dimensions(struct arena *a, json_t *set, struct dimension *dimensions,
                            size_t *ret_n, size_t *ret_cells) {
    json_t *all = json_object_get(set, "dimension");
    json_t *ids = json_object_get(set, "id"), *sizes = json_object_get(set, "size");
    if (!ids) ids = json_object_get(all, "id"), sizes = json_object_get(all, "size");
    size_t n = json_array_size(ids), cells = 1;
    if (!n || n > DIMENSIONS_MAX || json_array_size(sizes) != n) return false;
    for (size_t i = 0; i < n; i++) {
        struct dimension *d = &dimensions[i];
        json_int_t size = json_integer_value(json_array_get(sizes, i));
        d->name = json_string_value(json_array_get(ids, i));
        if (!d->name || size < 1 || size > READING_ROWS_MAX) return false;
        d->n = (size_t)size;
        cells *= d->n;
        if (cells > READING_ROWS_MAX) return false;
        json_t *one = json_object_get(all, d->name);
        if (!read_codes(a, json_object_get(one, "category"), d)) return false;
    }
    *ret_n = n;
    *ret_cells = cells;
    return true;
}

/* An array as long as the cube, or an object of the cells there are. */
static bool values_fit(const json_t *values, size_t cells) {
    return json_is_array(values) ? json_array_size(values) == cells : json_is_object(values);
}

static const json_t *value_at(const json_t *values, size_t cell) {
    char key[24];
    if (json_is_array(values)) return json_array_get(values, cell);
    snprintf(key, sizeof key, "%zu", cell);
    return json_object_get(values, key);
}

static bool take_jsonstat(struct rows *s, json_t *root, struct err *err) {
    struct dimension dimensions[DIMENSIONS_MAX];
    const char *names[DIMENSIONS_MAX + 1];
    size_t n, cells;
    json_t *set = json_object_get(root, "dataset");
    if (!set) set = root;
    const json_t *values = json_object_get(set, "value");
    if (!read_dimensions(s->r->arena, set, dimensions, &n, &cells)) return wrong(s, err);
    if (!values_fit(values, cells))
        return reading_fatal(s->r, err, msg_exchange_figures_fatal_cells(s->r->lang));
    for (size_t i = 0; i < n; i++) names[i] = dimensions[i].name;
    names[n] = s->kind->column[SLOT_VALUE]; /* is no dimension */
    if (!find_slots(s, names, n + 1, err)) return false;
    for (size_t cell = 0; cell < cells; cell++) {
        const json_t *texts[SLOTS] = {0};
        json_t *codes[DIMENSIONS_MAX];
        size_t rest = cell;
        for (size_t i = n; i-- > 0; rest /= dimensions[i].n)
            codes[i] = json_string(dimensions[i].codes[rest % dimensions[i].n]);
        for (int slot = 0; slot < SLOTS; slot++)
            if (s->at[slot] < n) texts[slot] = codes[s->at[slot]];
        texts[SLOT_VALUE] = value_at(values, cell);
        bool ok = give_row(s, texts, (int64_t)cell + 1, err);
        for (size_t i = 0; i < n; i++) json_decref(codes[i]);
        if (!ok) return false;
    }
    return true;
}

/* ---- jobindsats ---- */

static const char *label_of(const json_t *column) {
    static const char *const keys[] = {"Label", "label", "name", "Name", "title"};
    if (json_is_string(column)) return json_string_value(column);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const json_t *label = json_object_get(column, keys[i]);
        if (json_is_string(label)) return json_string_value(label);
    }
    return NULL;
}

static bool take_jobindsats(struct rows *s, const json_t *columns, const json_t *data,
                            struct err *err) {
    size_t n = json_array_size(columns), rows = json_array_size(data);
    const char **names = arena_array(s->r->arena, n + 1, sizeof *names);
    for (size_t i = 0; i < n; i++)
        if (!(names[i] = label_of(json_array_get(columns, i)))) return wrong(s, err);
    if (!n || !json_is_array(data)) return wrong(s, err);
    if (!find_slots(s, names, n, err)) return false;
    for (size_t i = 0; i < rows; i++) {
        const json_t *cells[SLOTS] = {0}, *row = json_array_get(data, i);
        if (json_array_size(row) != n)
            return reading_fatal(
                s->r, err,
                msg_exchange_figures_fatal_row(s->r->arena, s->r->lang, (int64_t)i + 1,
                                               (int64_t)json_array_size(row), (int64_t)n));
        for (int slot = 0; slot < SLOTS; slot++)
            if (s->at[slot] != SIZE_MAX) cells[slot] = json_array_get(row, s->at[slot]);
        if (!give_row(s, cells, (int64_t)i + 1, err)) return false;
    }
    return true;
}

/* ---- uddannelsesstatistik ---- */

/* A suppressed cell is not there, so a row may lack keys: the names are those of all rows. */
static size_t all_names(struct arena *a, json_t *list, const char ***ret_names) {
    size_t n = 0, cap = 64, i;
    const char **names = arena_array(a, cap, sizeof *names);
    json_t *row;
    json_array_foreach(list, i, row) {
        const char *key;
        json_t *value;
        json_object_foreach(row, key, value) {
            size_t j = 0;
            while (j < n && strcmp(names[j], key) != 0) j++;
            if (j == n && n < cap) names[n++] = key;
        }
    }
    *ret_names = names;
    return n;
}

static bool take_uddstat(struct rows *s, json_t *list, struct err *err) {
    const char **names;
    size_t n = all_names(s->r->arena, list, &names), i;
    const json_t *row;
    if (!find_slots(s, names, n, err)) return false;
    json_array_foreach(list, i, row) {
        const json_t *cells[SLOTS] = {0};
        if (!json_is_object(row)) return wrong(s, err);
        for (int slot = 0; slot < SLOTS; slot++)
            if (s->at[slot] != SIZE_MAX) cells[slot] = json_object_get(row, names[s->at[slot]]);
        if (!give_row(s, cells, (int64_t)i + 1, err)) return false;
    }
    return true;
}

/* ---- which it is ---- */

static unsigned shape_of(const json_t *root) {
    const json_t *first = json_array_get(root, 0);
    if (json_object_get(root, "dataset") || json_object_get(root, "dimension"))
        return SHAPE_JSONSTAT;
    if (json_object_get(root, "columns") && json_object_get(root, "rows")) return SHAPE_JOBINDSATS;
    if (json_object_get(first, "Variables")) return SHAPE_JOBINDSATS;
    return json_is_object(first) ? SHAPE_UDDSTAT : SHAPE_NONE;
}

static bool take_root(struct rows *s, json_t *root, struct err *err) {
    struct reading *r = s->r;
    unsigned shape = shape_of(root);
    if (json_is_array(root) && !json_array_size(root))
        return reading_fatal(r, err, msg_exchange_figures_fatal_none(r->lang));
    if (shape == SHAPE_NONE && json_is_object(root))
        return reading_fatal(r, err, msg_exchange_figures_fatal_answer(r->lang));
    if (!(shape & s->kind->shapes)) return wrong(s, err);
    if (shape == SHAPE_JSONSTAT) return take_jsonstat(s, root, err);
    if (shape == SHAPE_UDDSTAT) return take_uddstat(s, root, err);
    const json_t *table = json_is_array(root) ? json_array_get(root, 0) : NULL;
    return table ? take_jobindsats(s, json_object_get(table, "Variables"),
                                   json_object_get(table, "Data"), err)
                 : take_jobindsats(s, json_object_get(root, "columns"),
                                   json_object_get(root, "rows"), err);
}

bool figures_json_take(struct reading *r, const struct figure_table *kind, const char *text,
                       size_t len, figure_row *row, void *ctx, struct err *err) {
    json_error_t why;
    struct rows s = {.r = r, .kind = kind, .row = row, .ctx = ctx};
    json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);
    if (!root)
        return reading_fatal(
            r, err, msg_exchange_figures_fatal_json(r->arena, r->lang, why.line, why.column));
    bool ok = take_root(&s, root, err);
    json_decref(root);
    return ok;
}

/* ---- bytes ---- */

struct whole {
    struct reading *r;
    struct decoder *decoder;
    struct text text;
};

static bool keep_piece(void *ctx, const char *utf8, size_t len, struct err *err) {
    struct whole *w = ctx;
    if (w->text.len + len > FIGURE_FILE_MAX)
        return reading_fatal(w->r, err, msg_exchange_figures_fatal_large(w->r->lang));
    text_add_n(&w->text, utf8, len);
    return true;
}

static bool encoding_fatal(struct whole *w, struct err *err) {
    int64_t byte = decoder_failed_at(w->decoder);
    if (byte == INT_NONE) return false;
    return reading_fatal(w->r, err,
                         msg_exchange_fatal_encoding(w->r->arena, w->r->lang, byte + 1,
                                                     encoding_name(decoder_encoding(w->decoder))));
}

static bool decode_piece(void *ctx, const char *bytes, size_t len, struct err *err) {
    struct whole *w = ctx;
    return decoder_feed(w->decoder, bytes, len, keep_piece, w, err) || encoding_fatal(w, err);
}

bool figures_json_read(struct reading *r, const struct figure_table *kind, const char *path,
                       figure_row *row, void *ctx, struct err *err) {
    struct decoder *decoder DECODER_AUTO = decoder_new();
    struct whole w = {.r = r, .decoder = decoder};
    text_init(&w.text, r->arena);
    if (!source_read(r, path, decode_piece, &w, err)) return false;
    if (!decoder_end(decoder, keep_piece, &w, err)) return encoding_fatal(&w, err);
    return figures_json_take(r, kind, text_str(&w.text), w.text.len, row, ctx, err);
}
