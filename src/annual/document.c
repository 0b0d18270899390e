/* SPDX-License-Identifier: EUPL-1.2
 *
 * The report from first page to last; a chapter of a goal is goal.c, how the numbers are made is method.c.
 */
#include "annual/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <string.h>

#define LEAST_USUAL 5 /* of a draft, before the rules of a publication hold */

/* goals_read_on() leaves out what was published later. Of a school year that is counted afterwards nothing is
 * known while it runs, whatever the day. */
static bool was_known(const struct figure *figure, int school_year) {
    enum figure_kind kind = figure_kind_of(figure->indicator);
    if (kind == FIGURE_TARGET || kind == FIGURE_PROJECTED || !figure_year(figure)) return true;
    int year = figure_year(figure);
    return strchr(figure->period, '/') ? year <= school_year : year <= school_year + 1;
}

struct figures annual_figures(struct arena *a, struct figures figures, int school_year) {
    struct figure *kept = arena_array(a, figures.n, sizeof *kept);
    size_t n = 0;
    for (size_t i = 0; i < figures.n; i++)
        if (was_known(&figures.v[i], school_year)) kept[n++] = figures.v[i];
    return (struct figures){kept, n};
}

/* The goals on one page: what is wanted, what the newest figure says, the status. */
static void overview(struct book *b) {
    struct arena *a = b->r.arena;
    enum lang lang = b->r.lang;
    struct table_column *columns = arena_array(a, 3, sizeof *columns);
    struct table_cell *cells = arena_array(a, 3 * b->goals.n + 1, sizeof *cells);
    struct table_model *table = arena_alloc(a, sizeof *table);
    columns[0].label = msg_annual_overview_goal(lang);
    columns[1].label = msg_annual_overview_line(lang);
    columns[2].label = msg_annual_overview_status(lang);
    size_t rows = 0;
    for (size_t i = 0; i < b->goals.n; i++) {
        const struct goal *goal = &b->goals.v[i];
        struct goal_story story = goal_tell(b->r, &b->goals, goal->number);
        struct table_cell *cell = &cells[3 * rows++];
        cell[0].text = msg_goal_heading(a, lang, goal->number, goal->name);
        cell[1].text = story.line;
        cell[2].text = story.badge;
    }
    *table = (struct table_model){msg_annual_overview(lang), columns, 3, cells, rows};
    document_heading(b->d, 2, msg_annual_overview(lang));
    document_text(b->d, DOCUMENT_TEXT,
                  msg_annual_overview_text(a, lang, school_year_text(a, b->ask->school_year)));
    document_table(b->d, NULL, table);
}

static void written_chapter(struct book *b, const char *key, const char *heading) {
    const char *text = annual_text_of(&b->texts, key);
    if (!*text) return;
    document_heading(b->d, 2, heading);
    document_written(b->d, 3, text);
}

static void fill(struct book *b) {
    struct document *d = b->d;
    struct arena *a = b->r.arena;
    enum lang lang = b->r.lang;
    const char *year = school_year_text(a, b->ask->school_year);
    const char *logo = annual_text_of(&b->texts, "logo");
    d->title = msg_annual_title(a, lang, house_get()->name);
    d->subtitle = msg_annual_subtitle(a, lang, year);
    d->author = *logo ? arena_fmt(a, "%s · %s", house_get()->name, logo) : house_get()->name;
    written_chapter(b, "foreword", msg_annual_part_foreword(lang));
    written_chapter(b, "intro", msg_annual_part_intro(lang));
    written_chapter(b, "tasks", msg_annual_tasks(a, lang, year));
    overview(b);
    for (size_t i = 0; i < b->goals.n; i++) book_goal(b, b->goals.v[i].number);
    book_method(b);
}

/* The moment up to which texts are in it: of a draft the newest. */
static bool texts_known(struct db *db, const struct book *b, int64_t *ret, struct err *err) {
    *ret = INT64_MAX;
    if (!b->ask->draft && b->publication.id) *ret = b->publication.sent_at;
    if (!b->ask->sent) return true;
    int64_t sent;
    if (!publication_waiting_since(db, b->r.arena, b->ask->school_year, &sent, err)) return false;
    if (sent != INT_NONE) *ret = sent;
    return true;
}

static struct published_figures broken_by(struct arena *a, struct published_figures all,
                                          const char *by) {
    struct published_figure *list = arena_array(a, all.n + 1, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++)
        if (strcmp(all.v[i].by, by) == 0) list[n++] = all.v[i];
    return (struct published_figures){list, n};
}

static bool own_read(struct db *db, struct book *b, struct err *err) {
    struct arena *a = b->r.arena;
    struct published_figures all;
    int64_t id = b->publication.id;
    if (!id) return true;
    if (!publication_figures(db, a, id, NULL, NULL, &all, err)) return false;
    b->own = broken_by(a, all, "all");
    b->by_school = broken_by(a, all, "school");
    return goal_way_published(db, a, b->ask->school_year, &b->way, &b->has_way, err);
}

static bool book_read(struct db *db, struct book *b, struct err *err) {
    const struct annual_ask *ask = b->ask;
    int32_t end = school_year_last_day(ask->school_year), today = clock_today();
    if (ask->publication)
        b->publication = *ask->publication;
    else if (!publication_latest(db, b->r.arena, ask->school_year, &b->publication, err))
        return false;
    bool published = b->publication.id && !ask->draft;
    int64_t own = published ? b->publication.approved_at : clock_now(), known;
    b->least = b->publication.id ? b->publication.least : LEAST_USUAL;
    if (published) today = clock_day_of(own); /* it does not go on with the days */
    if (!goals_read_with(db, b->r.arena, ask->lang, end < today ? end : today, own,
                         ask->school_year, &b->goals, err) ||
        !own_read(db, b, err) || !texts_known(db, b, &known, err))
        return false;
    b->goals.figures = annual_figures(b->r.arena, b->goals.figures, ask->school_year);
    return annual_texts_read(db, b->r.arena, ask, known, &b->goals, &b->texts, err);
}

bool annual_document(struct db *db, struct arena *a, const struct annual_ask *ask,
                     struct document *ret_document, struct err *err) {
    struct book b = {.d = ret_document, .r = {a, ask->lang}, .ask = ask};
    if (!book_read(db, &b, err)) return false;
    bool published = b.publication.id && !ask->draft;
    int32_t day = published ? clock_day_of(b.publication.approved_at) : clock_today();
    document_init(ret_document, a, ask->lang);
    ret_document->mark = published ? NULL : msg_annual_draft(ask->lang);
    ret_document->day = ask->day == DAY_NONE ? day : ask->day;
    fill(&b);
    return true;
}

bool annual_form_of(const char *path, enum annual_form *ret_form) {
    static const char *const ends[] = {
        [ANNUAL_HTML] = ".html", [ANNUAL_PDF] = ".pdf", [ANNUAL_XLSX] = ".xlsx"};
    const char *end = strrchr(path, '.');
    for (size_t i = 0; end && i < sizeof ends / sizeof *ends; i++)
        if (strcmp(end, ends[i]) == 0) {
            *ret_form = (enum annual_form)i;
            return true;
        }
    return false;
}

bool annual_file(const struct document *document, enum annual_form form, struct blob *ret_file,
                 struct err *err) {
    if (form == ANNUAL_PDF) return document_pdf(document, ret_file, err);
    if (form == ANNUAL_XLSX) return document_xlsx(document, ret_file, err);
    struct text html;
    text_init(&html, document->arena);
    document_html(document, &html);
    *ret_file = (struct blob){html.ptr, html.len};
    return true;
}

int annual_year(const char *text, int32_t today) {
    int year = 0, next = 0, len = 0;
    char mark = 0;
    if (sscanf(text, "%4d%c%2d%n", &year, &mark, &next, &len) != 3 || text[len]) return 0;
    if ((mark != '/' && mark != '-') || next != (year + 1) % 100) return 0;
    return year >= ANNUAL_FIRST && year <= school_year_of(today) ? year : 0;
}
