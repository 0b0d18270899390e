/* SPDX-License-Identifier: EUPL-1.2 */
#include "cohort/official.h"

#include "gen/msg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LAST_AGE (PROJECTION_FIRST_AGE + PROJECTION_AGES)

enum { AREA, INDICATOR, PERIOD, VALUE, DEFINITION, COLUMNS };

static const struct frame_want wants[COLUMNS] = {
    [AREA] = {.name = "area", .kind = FRAME_FACTOR},
    [INDICATOR] = {.name = "indicator", .kind = FRAME_FACTOR},
    [PERIOD] = {.name = "period", .kind = FRAME_FACTOR, .missing = true},
    [VALUE] = {.name = "value", .kind = FRAME_DOUBLE, .missing = true},
    [DEFINITION] = {.name = "definition", .kind = FRAME_FACTOR, .missing = true},
};

static bool is_sound(double age, double percent) {
    return age > PROJECTION_FIRST_AGE && age <= LAST_AGE && floor(age) >= age && percent > 0 &&
           percent < 100;
}

/* The number behind `word` where the text ends with both; NaN: it does not. */
static double number_after(const char *text, const char *word) {
    const char *at = strstr(text, word);
    if (!at) return (double)NAN;
    at += strlen(word);
    return *at && strspn(at, "0123456789") == strlen(at) ? strtod(at, NULL) : (double)NAN;
}

static const char *cell(const struct frame *f, size_t column, size_t i) {
    const struct frame_column *c = &f->columns[column];
    return c->level[i] == FRAME_NO_LEVEL ? "" : c->levels[c->level[i]];
}

/* False: the row is about something else. */
static bool row_is_projected(const struct frame *f, size_t i, double *ret_age,
                             double *ret_percent) {
    const char *definition = cell(f, DEFINITION, i), *indicator = cell(f, INDICATOR, i);
    double value = f->columns[VALUE].x[i];
    if (strcmp(definition, "profile-model") != 0 && strcmp(definition, "projected-before-25") != 0)
        return false;
    *ret_percent = number_after(indicator, "_projected_age_for_");
    *ret_age = value;
    if (!isnan(*ret_percent)) return true;
    *ret_percent = value;
    *ret_age = number_after(indicator, "_projected_at_");
    if (isnan(*ret_age)) *ret_age = number_after(indicator, "_projected_before_");
    return !isnan(*ret_age);
}

static bool rows_read(struct stat_call *call, const struct frame *f, struct official *ret,
                      struct err *err) {
    ret->rows = arena_array(call->arena, f->n, sizeof *ret->rows);
    for (size_t i = 0; i < f->n; i++) {
        double age, percent;
        if (!row_is_projected(f, i, &age, &percent)) continue;
        if (!is_sound(age, percent))
            return frame_refuse(f, i, VALUE, call->lang, msg_cohort_no_projected(call->lang), err);
        ret->rows[ret->n++] = (struct official_row){
            cell(f, AREA, i), cell(f, INDICATOR, i), cell(f, PERIOD, i), {(int)age, percent / 100}};
    }
    return true;
}

bool official_read(struct stat_call *call, struct official *ret, struct err *err) {
    const char *text = stat_text(call, "official");
    int age;
    double percent;
    char end;
    *ret = (struct official){0};
    if (!text) return true;
    if (strspn(text, "0123456789:.") == strlen(text)) {
        if (sscanf(text, "%d:%lf%c", &age, &percent, &end) != 2 || !is_sound(age, percent))
            return stat_refuse_option(call, "official", msg_cohort_no_official(call->lang), err);
        ret->rows = arena_alloc(call->arena, sizeof *ret->rows);
        ret->rows[ret->n++] = (struct official_row){"", "", "", {age, percent / 100}};
        return true;
    }
    struct frame_source source = {.path = text};
    struct frame f;
    ret->is_file = true;
    return frame_read(call->arena, &source, wants, COLUMNS, call->lang, &f, err) &&
           rows_read(call, &f, ret, err);
}

/* A later figure of the same kind has taken its place. */
static bool is_superseded(const struct official *official, const struct official_row *row) {
    for (size_t i = 0; i < official->n; i++) {
        const struct official_row *other = &official->rows[i];
        if (strcmp(other->area, row->area) == 0 && strcmp(other->indicator, row->indicator) == 0 &&
            strcmp(other->period, row->period) > 0)
            return true;
    }
    return false;
}

size_t official_points(const struct official *official, const char *area,
                       struct projection_point ret[static PROJECTION_AGES]) {
    size_t n = 0;
    for (int age = PROJECTION_FIRST_AGE + 1; age <= LAST_AGE; age++) {
        const struct official_row *latest = NULL;
        for (size_t i = 0; i < official->n; i++) {
            const struct official_row *row = &official->rows[i];
            if (row->point.age != age || (official->is_file && strcmp(row->area, area) != 0))
                continue;
            if (is_superseded(official, row)) continue;
            if (!latest || strcmp(row->period, latest->period) > 0) latest = row;
        }
        if (latest) ret[n++] = latest->point;
    }
    return n;
}
