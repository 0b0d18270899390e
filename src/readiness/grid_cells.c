/* SPDX-License-Identifier: EUPL-1.2
 *
 * A part of the grid as data: which columns it has on the day of the report, and how a cell of each is
 * written and read.
 */
#include "readiness/grid.h"

#include "gen/msg.h"

#include <stdlib.h>
#include <string.h>

const char *const part_names[PARTS] = {"karakterer", "forudsaetninger", "praksis"};

bool part_exists(enum part part, const struct terms *terms) {
    return part != PART_PRACTICAL || terms->practical;
}

enum part part_wanted(const char *name, const struct terms *terms) {
    for (enum part p = PART_MARKS; name && p < PARTS; p++)
        if (strcmp(part_names[p], name) == 0 && part_exists(p, terms)) return p;
    return PART_MARKS;
}

const char *part_words(enum lang lang, enum part part, const struct terms *terms) {
    if (part == PART_MARKS) return msg_readiness_part_marks(lang);
    if (part == PART_PRACTICAL) return msg_readiness_part_practical(lang);
    return terms->marks_only ? msg_readiness_part_effort(lang) : msg_readiness_part_traits(lang);
}

/* ---- columns ---- */

static struct grid_column *add(struct grid_columns *columns, const char *key, enum look look,
                               const char *label) {
    struct grid_column *c = &columns->v[columns->n++];
    *c = (struct grid_column){.key = key, .look = look, .label = label, .index = -1};
    return c;
}

static void choices(struct arena *a, struct grid_column *c, const struct grid_choice *list,
                    size_t n) {
    struct grid_choice *copy = arena_array(a, n, sizeof *copy);
    memcpy(copy, list, n * sizeof *copy);
    c->choices = copy;
    c->choices_n = n;
}

/* Which kinds of education the requirement is met for: the sets most often meant come first. */
static void met(struct arena *a, enum lang lang, struct grid_column *c) {
    const struct grid_choice list[] = {
        {"", "–"},
        {"7", msg_readiness_met_all(lang)},
        {"0", msg_readiness_met_none(lang)},
        {"3", msg_readiness_met_eud_hf(lang)},
        {"1", msg_readiness_met_eud(lang)},
        {"6", msg_readiness_met_hf_gym(lang)},
        {"5", msg_readiness_met_eud_gym(lang)},
        {"2", msg_readiness_met_hf(lang)},
        {"4", msg_readiness_met_gym(lang)},
    };
    choices(a, c, list, sizeof list / sizeof *list);
}

static const char *point(struct arena *a, enum lang lang, const char *name) {
    return msg_by_key(lang, arena_fmt(a, "readiness.point.%s", name));
}

static void marks_columns(struct arena *a, enum lang lang, const struct terms *terms,
                          struct grid_columns *columns) {
    for (int s = 0; s < SUBJECTS; s++) {
        const char *key = arena_fmt(a, "readiness.short.%s", readiness_subjects[s]);
        add(columns, arena_fmt(a, "k%d", s), LOOK_MARKS, msg_by_key(lang, key))->index = s;
    }
    if (terms->ask_academic)
        met(a, lang, add(columns, "fag", LOOK_SELECT, msg_readiness_column_academic(lang)));
}

static void points(struct arena *a, enum lang lang, int from, int n, const char *const *names,
                   struct grid_columns *columns) {
    for (int i = 0; i < n; i++)
        add(columns, arena_fmt(a, "f%d", from + i), LOOK_CHECK, point(a, lang, names[i]))->index =
            from + i;
}

static void traits_columns(struct arena *a, enum lang lang, struct grid_columns *columns) {
    const struct grid_choice exempt[] = {{"", "–"},
                                         {"stu", msg_readiness_exempt_stu(lang)},
                                         {"foreign", msg_readiness_exempt_foreign(lang)}};
    met(a, lang, add(columns, "per", LOOK_SELECT, msg_readiness_column_personal(lang)));
    points(a, lang, 0, PERSONAL, readiness_personal, columns);
    met(a, lang, add(columns, "soc", LOOK_SELECT, msg_readiness_column_social(lang)));
    points(a, lang, PERSONAL, SOCIAL, readiness_social, columns);
    add(columns, "grund", LOOK_LONG, msg_readiness_column_reason(lang));
    choices(a, add(columns, "fri", LOOK_SELECT, msg_readiness_column_exempt(lang)), exempt, 3);
}

static void effort_columns(enum lang lang, struct grid_columns *columns) {
    add(columns, "indsats", LOOK_CHECK, msg_readiness_column_effort(lang));
    add(columns, "grund", LOOK_LONG, msg_readiness_column_why(lang));
    add(columns, "plan", LOOK_LONG, msg_readiness_column_plan(lang));
}

struct grid_columns grid_columns(struct arena *a, enum lang lang, enum part part,
                                 const struct terms *terms) {
    struct grid_columns columns = {.n = 0};
    const struct grid_choice levels[] = {
        {"", "–"}, {"m", msg_readiness_level_medium(lang)}, {"h", msg_readiness_level_high(lang)}};
    if (part == PART_MARKS)
        marks_columns(a, lang, terms, &columns);
    else if (part == PART_TRAITS && terms->marks_only)
        effort_columns(lang, &columns);
    else if (part == PART_TRAITS)
        traits_columns(a, lang, &columns);
    for (int i = 0; part == PART_PRACTICAL && i < PRACTICAL; i++) {
        struct grid_column *c = add(&columns, arena_fmt(a, "p%d", i), LOOK_SELECT,
                                    point(a, lang, readiness_practical[i]));
        c->index = i;
        choices(a, c, levels, 3);
    }
    return columns;
}

/* ---- cells ---- */

static int *said_in(const struct grid_column *c, struct pupil *p) {
    return c->key[0] == 'p' ? &p->personal : c->key[0] == 's' ? &p->social : &p->academic;
}

static bool is(const struct grid_column *c, const char *key) { return strcmp(c->key, key) == 0; }

const char *cell_stored(struct arena *a, const struct grid_column *c, const struct pupil *p) {
    static const char *const sets[] = {"0", "1", "2", "3", "4", "5", "6", "7"};
    struct pupil copy = *p;
    const char *text = NULL;
    switch (c->look) {
    case LOOK_MARKS:
        return marks_text(a, &p->marks[c->index]);
    case LOOK_CHECK:
        return (is(c, "indsats") ? p->effort : (p->focus >> c->index & 1) != 0) ? "1" : "";
    case LOOK_LONG:
        text = is(c, "plan") ? p->plan : p->reason;
        break;
    case LOOK_SELECT:
        if (is(c, "fri"))
            text = p->exempt;
        else if (c->index >= 0)
            text = p->practical[c->index] == 'h' ? "h" : p->practical[c->index] == 'm' ? "m" : "";
        else if (*said_in(c, &copy) >= 0)
            text = sets[*said_in(c, &copy) & 7];
        break;
    }
    return text ? text : "";
}

static const char *chosen(const struct grid_column *c, const char *typed) {
    for (size_t i = 0; i < c->choices_n; i++)
        if (strcmp(c->choices[i].value, typed) == 0) return c->choices[i].value;
    return NULL;
}

static const char *select_read(enum lang lang, const struct grid_column *c, const char *typed,
                               struct pupil *p) {
    const char *value = chosen(c, typed);
    if (!value) return msg_readiness_error_choice(lang);
    if (is(c, "fri"))
        p->exempt = *value ? value : NULL;
    else if (c->index >= 0)
        p->practical[c->index] = *value ? *value : '-';
    else
        *said_in(c, p) = *value ? *value - '0' : -1;
    return NULL;
}

static const char *marks_read(struct arena *a, enum lang lang, const struct grid_column *c,
                              const char *typed, struct pupil *p) {
    if (marks_parse(typed, &p->marks[c->index])) return NULL;
    return msg_readiness_error_marks(a, lang, typed, MARKS_A_SUBJECT);
}

/* A text is kept as it was sent, without the blanks at its ends. */
static const char *trimmed(struct arena *a, const char *text) {
    size_t skip = strspn(text, " \t\r\n"), len = strlen(text + skip);
    while (len && strchr(" \t\r\n", text[skip + len - 1])) len--;
    return len ? arena_dup_n(a, text + skip, len) : NULL;
}

const char *cell_read(struct arena *a, enum lang lang, const struct grid_column *c,
                      const char *typed, struct pupil *p) {
    switch (c->look) {
    case LOOK_MARKS:
        return marks_read(a, lang, c, typed, p);
    case LOOK_SELECT:
        return select_read(lang, c, typed, p);
    case LOOK_CHECK:
        if (is(c, "indsats"))
            p->effort = *typed != 0;
        else if (*typed)
            p->focus |= 1u << c->index;
        else
            p->focus &= ~(1u << c->index);
        return NULL;
    case LOOK_LONG:
        if (strlen(typed) > 4 * GRID_TEXT) return msg_readiness_error_long(a, lang, GRID_TEXT);
        *(is(c, "plan") ? &p->plan : &p->reason) = trimmed(a, typed);
        return NULL;
    }
    return NULL;
}

const char *cell_said(enum lang lang, const struct grid_column *c, const char *stored) {
    for (size_t i = 0; i < c->choices_n; i++)
        if (strcmp(c->choices[i].value, stored) == 0 && *stored) return c->choices[i].label;
    if (c->look == LOOK_CHECK)
        return *stored ? msg_readiness_ticked(lang) : msg_readiness_not_ticked(lang);
    return *stored ? stored : msg_readiness_nothing(lang);
}
