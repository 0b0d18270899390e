/* SPDX-License-Identifier: EUPL-1.2
 *
 * /team/kvalitet/tal/{key}: one indicator, and the same as a file. And the cases behind it, for those who
 * may see them: read anew with names each time, since names are not kept in memory.
 */
#include "quality/views.h"

#include "base/clock.h"
#include "base/collate.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/quality.html.h"
#include "gen/quality.sql.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 50

/* The indicator that the path names; NULL after having replied. */
static const struct indicator *indicator_or_reply(struct request *rq) {
    const struct indicator *i = indicator_find(request_segment(rq, "key"));
    if (!i) reply_status(rq, 404);
    return i;
}

/* The same part of the years up to the chosen one, the newest first. */
static bool years_read(struct request *rq, const struct quality_when *when,
                       const struct quality_year **years, struct err *err) {
    struct indicator_ask asks[QUALITY_YEARS] = {when->ask};
    for (size_t y = 1; y < QUALITY_YEARS; y++) asks[y] = indicator_ask_before(&asks[y - 1]);
    return quality_years(rq->store, rq->arena, asks, QUALITY_YEARS, years, err);
}

static const char *tal_path(struct request *rq, const struct indicator *i, const char *below,
                            const char *query) {
    return arena_fmt(rq->arena, "/team/kvalitet/tal/%s%s%s", i->key, below, query);
}

static const char *valid_words(struct request *rq, const struct indicator *i) {
    if (i->valid_from == DAY_NONE && i->valid_to == DAY_NONE) return NULL;
    return rule_valid_words(rq->arena, rq->lang, i->valid_from, i->valid_to);
}

static void meaning_of(struct request *rq, const struct indicator *i, struct quality_number *page) {
    struct arena *a = rq->arena;
    page->name = quality_name(rq->lang, a, i);
    page->formula = msg_by_key(rq->lang, arena_fmt(a, "indicator.%s.formula", i->key));
    page->of = msg_by_key(rq->lang, arena_fmt(a, "indicator.%s.of", i->key));
    page->direction = quality_direction(rq->lang, i);
    page->wanted = i->direction > 0   ? msg_quality_wanted_up(rq->lang)
                   : i->direction < 0 ? msg_quality_wanted_down(rq->lang)
                                      : msg_quality_wanted_none(rq->lang);
    page->source = msg_quality_source(rq->lang);
    page->valid = valid_words(rq, i);
    if (i->broken != DAY_NONE)
        page->broken = msg_quality_broken(a, rq->lang, fmt_day_long(a, rq->lang, i->broken));
}

static const char *groups_markup(struct request *rq, const struct quality_year *year,
                                 const struct indicator *i, unsigned by) {
    const struct table_model *table = quality_groups_table(rq->arena, rq->lang, year, i, by);
    struct text out;
    if (!table->rows_n || !indicator_holds(i, year->ask.day)) return NULL;
    text_init(&out, rq->arena);
    table_html(&out, rq->lang, table);
    return text_str(&out);
}

void quality_number_get(struct request *rq) {
    const struct quality_year *years[QUALITY_YEARS];
    struct quality_when when;
    struct err err = {0};
    const struct indicator *i = indicator_or_reply(rq);
    if (!i) return;
    quality_when_read(rq, tal_path(rq, i, "", ""), &when);
    if (!years_read(rq, &when, years, &err)) {
        reply_error(rq, &err);
        return;
    }
    bool names = rq->visitor.role == ROLE_TEAM_LEADER || rq->visitor.role == ROLE_COUNSELLOR;
    struct quality_number page = {
        .when = &when,
        .figure = quality_figure_words(rq->arena, rq->lang, years[0], i),
        .interval = quality_interval_words(rq->arena, rq->lang, years[0], i),
        .unknown = quality_unknown_words(rq->arena, rq->lang, years[0], i),
        .before = quality_figure_words(rq->arena, rq->lang, years[1], i),
        .change = quality_change_words(rq->lang, i, years[0], years[1]),
        .csv = tal_path(rq, i, "/data.csv", when.query),
        .cases = names && i->subject != OF_LEVEL ? tal_path(rq, i, "/sager", when.query) : NULL,
        .back = arena_fmt(rq->arena, "/team/kvalitet%s", when.query)};
    meaning_of(rq, i, &page);
    page.years = quality_years_figure(rq, years, QUALITY_YEARS, i, page.csv);
    page.funnel = quality_school_figure(rq, years[0], i, page.csv);
    page.answers = quality_answers_figure(rq, years, QUALITY_YEARS, i);
    page.groups =
        groups_markup(rq, years[0], i, page.funnel ? i->by & ~(unsigned)BY_SCHOOL : i->by);
    if (indicator_holds(i, years[0]->ask.day))
        page.groups_hidden = quality_groups_hidden(rq->arena, rq->lang, years[0], i);
    struct page shell = {.title = page.name,
                         .section = "/team/kvalitet",
                         .wide = true,
                         .has_errors = when.error != NULL};
    reply_page(rq, &shell, quality_number, &page);
}

void quality_number_csv_get(struct request *rq) {
    const struct quality_year *years[QUALITY_YEARS];
    struct quality_when when;
    struct err err = {0};
    const struct indicator *i = indicator_or_reply(rq);
    if (!i) return;
    quality_when_read(rq, "", &when);
    if (when.error) {
        reply_status(rq, 400);
        return;
    }
    if (!years_read(rq, &when, years, &err)) {
        reply_error(rq, &err);
        return;
    }
    reply_download(rq, "text/csv; charset=utf-8", arena_fmt(rq->arena, "%s.csv", i->key));
    table_csv(&rq->reply.body, rq->lang,
              quality_file_table(rq->arena, rq->lang, years, QUALITY_YEARS, i));
}

/* ---- the cases ---- */

static const char *const answer_keys[] = {"ja", "nej", "ukendt"};
static const enum indicator_says answers[] = {SAYS_YES, SAYS_NO, SAYS_UNKNOWN};
enum { ANSWERS = 3 };

struct found { /* one case */
    const struct indicator_person *person;
    const void *subject;
};
struct search {
    const struct indicator *indicator;
    struct indicator_data data;
    enum indicator_says wanted;
    bool all;                                     /* the visitor may see everybody */
    const struct q_quality_related_rows *related; /* in the order of ids */
    struct found *v;
    size_t n, hidden;
};

static int by_id(const void *left, const void *right) {
    const struct q_quality_related_row *l = left, *r = right;
    return strcmp(l->id, r->id);
}

static bool may_see(const struct search *s, const char *id) {
    struct q_quality_related_row key = {.id = id};
    return s->all || (s->related->n &&
                      bsearch(&key, s->related->v, s->related->n, sizeof *s->related->v, by_id));
}

static void take(struct search *s, const struct indicator_person *p, const void *subject) {
    if (s->indicator->says(&s->data, p, subject) != s->wanted) return;
    if (may_see(s, p->id))
        s->v[s->n++] = (struct found){p, subject};
    else
        s->hidden++;
}

static int by_name(const void *left, const void *right) {
    const struct found *l = left, *r = right;
    return sort_compare(l->person->name, r->person->name);
}

static void search_all(struct search *s, struct arena *a) {
    const struct indicator_data *d = &s->data;
    s->v = arena_array(a, d->people_n + d->starts_n + d->cases_n + 1, sizeof *s->v);
    if (s->indicator->subject == OF_PERSON)
        for (size_t i = 0; i < d->people_n; i++) take(s, &d->people[i], &d->people[i]);
    if (s->indicator->subject == OF_START)
        for (size_t i = 0; i < d->starts_n; i++)
            take(s, &d->people[d->starts[i].person], &d->starts[i]);
    if (s->indicator->subject == OF_CASE)
        for (size_t i = 0; i < d->cases_n; i++)
            take(s, &d->people[d->cases[i].person], &d->cases[i]);
    if (s->n) qsort(s->v, s->n, sizeof *s->v, by_name);
}

static bool search_read(struct request *rq, const struct indicator_ask *ask, struct search *s,
                        struct q_quality_related_rows *related, struct err *err) {
    struct q_quality_related_in in = {rq->visitor.user_id, clock_today()};
    *related = (struct q_quality_related_rows){0};
    s->all = rq->visitor.role == ROLE_TEAM_LEADER;
    s->related = related;
    if (!s->all) {
        if (!q_quality_related(rq->db, rq->arena, in, related, err)) return false;
        if (related->n) qsort(related->v, related->n, sizeof *related->v, by_id);
    }
    bool ok = quality_read(rq->store, rq->arena, ask, true, &s->data, err);
    if (ok) search_all(s, rq->arena);
    return ok;
}

static const char *about_of(struct request *rq, const struct search *s, const struct found *f) {
    struct arena *a = rq->arena;
    enum lang lang = rq->lang;
    struct text t;
    text_init(&t, a);
    text_add(&t, msg_quality_case_age(a, lang, day_age(f->person->born, s->data.ask.day)));
    if (f->person->grade) text_addf(&t, " · %s", msg_quality_grade(a, lang, f->person->grade));
    if (f->person->school >= 0) text_addf(&t, " · %s", s->data.schools[f->person->school].name);
    if (s->indicator->subject == OF_START) {
        const struct indicator_start *start = f->subject;
        text_addf(&t, " · %s", msg_quality_case_began(a, lang, fmt_day_short(a, lang, start->day)));
        if (start->left != DAY_NONE)
            text_addf(&t, " · %s",
                      msg_quality_case_left(a, lang, fmt_day_short(a, lang, start->left)));
    }
    if (s->indicator->subject == OF_CASE) {
        const struct indicator_case *c = f->subject;
        text_addf(&t, " · %s", msg_quality_case_aware(a, lang, fmt_day_short(a, lang, c->aware)));
    }
    return text_str(&t);
}

static const struct quality_choice *answer_choices(struct request *rq, size_t chosen) {
    struct quality_choice *list = arena_array(rq->arena, ANSWERS, sizeof *list);
    const char *labels[ANSWERS] = {msg_quality_cases_yes(rq->lang), msg_quality_cases_no(rq->lang),
                                   msg_quality_cases_unknown(rq->lang)};
    for (size_t i = 0; i < ANSWERS; i++)
        list[i] = (struct quality_choice){answer_keys[i], labels[i], NULL, i == chosen};
    return list;
}

static void pages_of(struct request *rq, const struct search *s, size_t answer, const char *path,
                     struct quality_cases *page, size_t *ret_first) {
    const char *typed = request_query(rq, "side");
    size_t pages = s->n ? (s->n + PAGE - 1) / PAGE : 1;
    long at = typed ? strtol(typed, NULL, 10) : 1;
    size_t now = at < 1 ? 1 : (size_t)at > pages ? pages : (size_t)at;
    const char *href = arena_fmt(rq->arena, "%s&svar=%s&side=", path, answer_keys[answer]);
    *ret_first = (now - 1) * PAGE;
    page->lines_n = s->n - *ret_first < PAGE ? s->n - *ret_first : PAGE;
    if (pages < 2) return;
    page->place = msg_quality_page_of(rq->arena, rq->lang, (int64_t)now, (int64_t)pages);
    if (now > 1) page->earlier = arena_fmt(rq->arena, "%s%zu", href, now - 1);
    if (now < pages) page->later = arena_fmt(rq->arena, "%s%zu", href, now + 1);
}

void quality_cases_get(struct request *rq) {
    struct quality_when when;
    struct err err = {0};
    struct q_quality_related_rows related;
    const struct indicator *i = indicator_or_reply(rq);
    if (!i) return;
    if (i->subject == OF_LEVEL) {
        reply_status(rq, 404);
        return;
    }
    quality_when_read(rq, tal_path(rq, i, "/sager", ""), &when);
    const char *typed = request_query(rq, "svar");
    size_t answer = 0, first;
    for (size_t k = 0; typed && k < ANSWERS; k++)
        if (strcmp(typed, answer_keys[k]) == 0) answer = k;
    struct search s = {.indicator = i, .wanted = answers[answer]};
    bool holds = indicator_holds(i, when.ask.day);
    if (holds && !search_read(rq, &when.ask, &s, &related, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct quality_cases page = {
        .name = quality_name(rq->lang, rq->arena, i),
        .back = tal_path(rq, i, "", when.query),
        .said = msg_quality_cases_n(rq->arena, rq->lang, (int64_t)(s.n + s.hidden), when.said),
        .hidden =
            s.hidden ? msg_quality_cases_hidden(rq->arena, rq->lang, (int64_t)s.hidden) : NULL,
        .answers = answer_choices(rq, answer),
        .answers_n = ANSWERS,
        .action = when.action,
        .when = &when};
    pages_of(rq, &s, answer, tal_path(rq, i, "/sager", when.query), &page, &first);
    struct quality_case *lines = arena_array(rq->arena, page.lines_n + 1, sizeof *lines);
    for (size_t k = 0; k < page.lines_n; k++) {
        const struct found *f = &s.v[first + k];
        lines[k] = (struct quality_case){arena_fmt(rq->arena, "/unge/%s", f->person->id),
                                         f->person->name, about_of(rq, &s, f), f->person->guarded};
    }
    page.lines = lines;
    struct page shell = {.title = page.name,
                         .section = "/team/kvalitet",
                         .wide = true,
                         .has_errors = when.error != NULL};
    reply_page(rq, &shell, quality_cases, &page);
}
