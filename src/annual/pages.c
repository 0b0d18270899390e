/* SPDX-License-Identifier: EUPL-1.2
 *
 * /rapporter: one report a school year, to read and to download.
 */
#include "annual/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/annual.html.h"
#include "gen/annual.sql.h"
#include "gen/msg.h"

#include <string.h>

const char *annual_path(struct arena *a, int school_year) {
    return arena_fmt(a, "/rapporter/%d-%02d", school_year, (school_year + 1) % 100);
}

int annual_year_of(struct request *rq) {
    int year = annual_year(request_segment(rq, "aar"), clock_today());
    if (!year) reply_status(rq, 404);
    return year;
}

/* ---- who may read what ---- */

static bool works_on_it(const struct request *rq) {
    return rq->visitor.role == ROLE_TEAM_LEADER || rq->visitor.role == ROLE_MANAGEMENT;
}

static bool asks_for(const struct request *rq, const char *what) {
    const char *asked = request_query(rq, what);
    return asked && strcmp(asked, "1") == 0;
}

/* Everybody reads what is published; drafts are for those who work on them. False after having replied. */
static bool may_read(struct request *rq, int year, const struct publication *published) {
    bool draft = asks_for(rq, "udkast") || asks_for(rq, "sendt");
    if (works_on_it(rq) || (published->id && !draft)) return true;
    if (rq->visitor.role == ROLE_PUBLIC)
        reply_redirect(rq, arena_fmt(rq->arena, "/log-ind?til=%%2Frapporter%%2F%d-%02d", year,
                                     (year + 1) % 100));
    else
        reply_status(rq, 403);
    return false;
}

/* ---- the list ---- */

/* The day on which the newest version of a year was published; DAY_NONE: none is. */
static int32_t published_on(const struct publication *all, size_t n, int year) {
    for (size_t i = 0; i < n; i++)
        if (all[i].school_year == year) return clock_day_of(all[i].approved_at);
    return DAY_NONE;
}

static const char *state_of(struct request *rq, const struct q_annual_counts_rows *counts, int year,
                            int32_t published) {
    if (published != DAY_NONE)
        return msg_annual_state_published(rq->arena, rq->lang,
                                          fmt_day_short(rq->arena, rq->lang, published));
    for (size_t i = 0; i < counts->n; i++)
        if (counts->v[i].school_year == year)
            return msg_annual_state_texts(rq->arena, rq->lang, counts->v[i].n);
    return msg_annual_state_draft(rq->lang);
}

void annual_list_get(struct request *rq) {
    struct q_annual_counts_rows counts;
    struct err err = {0};
    struct publication *all;
    size_t all_n;
    if (!q_annual_counts(rq->db, rq->arena, &counts, &err) ||
        !publication_all(rq->db, rq->arena, &all, &all_n, &err)) {
        reply_error(rq, &err);
        return;
    }
    int newest = school_year_of(clock_today()), n = newest - ANNUAL_FIRST + 1;
    struct annual_line *lines = arena_array(rq->arena, n > 0 ? (size_t)n : 0, sizeof *lines);
    struct annual_list_page page = {.lines = lines, .public = !works_on_it(rq)};
    for (int year = newest; year >= ANNUAL_FIRST; year--) {
        int32_t published = published_on(all, all_n, year);
        if (page.public && published == DAY_NONE) continue;
        lines[page.lines_n++] =
            (struct annual_line){.year = school_year_text(rq->arena, year),
                                 .path = annual_path(rq->arena, year),
                                 .state = state_of(rq, &counts, year, published),
                                 .badge = published == DAY_NONE ? "badge-info" : "badge-success"};
    }
    struct page shell = {.title = msg_annual_list_title(rq->lang), .section = "/rapporter"};
    reply_page(rq, &shell, annual_list, &page);
}

/* ---- one report ---- */

static struct annual_ask ask_of(const struct request *rq, int year, enum lang lang) {
    return (struct annual_ask){.school_year = year,
                               .lang = lang,
                               .draft = asks_for(rq, "udkast") || asks_for(rq, "sendt"),
                               .sent = asks_for(rq, "sendt"),
                               .day = DAY_NONE};
}

static void downloads(struct request *rq, int year, struct annual_page *page) {
    static const char *const forms[] = {"pdf", "xlsx", "html"};
    const char *const labels[] = {msg_annual_page_pdf(rq->lang), msg_annual_page_xlsx(rq->lang),
                                  msg_annual_page_html(rq->lang)};
    struct annual_download *list = arena_array(rq->arena, 3, sizeof *list);
    const char *path = annual_path(rq->arena, year), *draft = asks_for(rq, "sendt")    ? "&sendt=1"
                                                              : asks_for(rq, "udkast") ? "&udkast=1"
                                                                                       : "";
    for (size_t i = 0; i < 3; i++)
        list[i] = (struct annual_download){
            labels[i], arena_fmt(rq->arena, "%s/fil/%s?sprog=da%s", path, forms[i], draft),
            arena_fmt(rq->arena, "%s/fil/%s?sprog=en%s", path, forms[i], draft)};
    page->downloads = list;
    page->downloads_n = 3;
}

/* From what was published to the draft, and back. */
static void other_of(struct request *rq, int year, struct annual_page *page) {
    const char *path = annual_path(rq->arena, year);
    bool draft = ask_of(rq, year, rq->lang).draft;
    page->other = draft ? path : arena_fmt(rq->arena, "%s?udkast=1", path);
    page->other_words =
        draft ? msg_annual_page_see_published(rq->lang) : msg_annual_page_see_draft(rq->lang);
}

static bool published_read(struct request *rq, int year, struct publication *ret) {
    struct err err = {0};
    bool ok = publication_latest(rq->db, rq->arena, year, ret, &err);
    if (!ok) reply_error(rq, &err);
    return ok && may_read(rq, year, ret);
}

static bool waits(struct request *rq, int year, bool *ret, struct err *err) {
    int64_t sent;
    if (!publication_waiting_since(rq->db, rq->arena, year, &sent, err)) return false;
    *ret = sent != INT_NONE;
    return true;
}

void annual_page_get(struct request *rq) {
    struct document document;
    struct publication published;
    struct err err = {0};
    int year = annual_year_of(rq);
    if (!year || !published_read(rq, year, &published)) return;
    struct annual_ask ask = ask_of(rq, year, rq->lang);
    ask.publication = &published;
    bool waiting = false;
    if (!annual_document(rq->db, rq->arena, &ask, &document, &err) ||
        (works_on_it(rq) && !waits(rq, year, &waiting, &err))) {
        reply_error(rq, &err);
        return;
    }
    struct text body;
    text_init(&body, rq->arena);
    document_html_body(&document, &body);
    struct annual_page page = {.year = school_year_text(rq->arena, year),
                               .title = document.title,
                               .subtitle = document.subtitle,
                               .author = document.author,
                               .mark = document.mark,
                               .body = text_str(&body)};
    if (rq->visitor.role == ROLE_TEAM_LEADER)
        page.texts = arena_fmt(rq->arena, "%s/tekster", annual_path(rq->arena, year));
    if (!document.mark)
        page.when = msg_annual_page_when(
            rq->arena, rq->lang,
            fmt_day_long(rq->arena, rq->lang, clock_day_of(published.approved_at)),
            published.made_by, published.approved_by);
    if (published.id && works_on_it(rq)) other_of(rq, year, &page);
    if (waiting && !ask.sent)
        page.sent = arena_fmt(rq->arena, "%s?sendt=1", annual_path(rq->arena, year));
    downloads(rq, year, &page);
    struct page shell = {.title = msg_annual_page_title(rq->arena, rq->lang, page.year),
                         .section = "/rapporter"};
    reply_page(rq, &shell, annual_report, &page);
}

/* What is published is made once; a draft each time. */
static bool file_of(struct request *rq, const struct publication *published,
                    const struct annual_ask *ask, enum annual_form form, struct err *err) {
    struct document document;
    struct blob file;
    const struct annual_kept_key key = {rq->store, published->id, ask->lang, form};
    bool keep = published->id && !ask->draft;
    if (keep && annual_kept_take(&key, &rq->reply.body)) return true;
    if (!annual_document(rq->db, rq->arena, ask, &document, err) ||
        !annual_file(&document, form, &file, err))
        return false;
    text_add_n(&rq->reply.body, file.ptr, file.len);
    if (keep) annual_kept_put(&key, &file);
    return true;
}

void annual_file_get(struct request *rq) {
    static const char *const types[] = {
        [ANNUAL_HTML] = DOCUMENT_HTML, [ANNUAL_PDF] = DOCUMENT_PDF, [ANNUAL_XLSX] = DOCUMENT_XLSX};
    enum annual_form form;
    const char *name = request_segment(rq, "form"), *asked = request_query(rq, "sprog");
    int year = annual_year_of(rq);
    struct publication published;
    struct err err = {0};
    if (!year || !published_read(rq, year, &published)) return;
    if (!annual_form_of(arena_fmt(rq->arena, ".%s", name), &form)) {
        reply_status(rq, 404);
        return;
    }
    enum lang lang = !asked ? rq->lang : strcmp(asked, "en") == 0 ? LANG_EN : LANG_DA;
    struct annual_ask ask = ask_of(rq, year, lang);
    ask.publication = &published;
    const char *which = arena_fmt(rq->arena, "%d-%02d", year, (year + 1) % 100);
    reply_download(
        rq, types[form],
        arena_fmt(rq->arena, "%s.%s", msg_annual_file_name(rq->arena, lang, which), name));
    if (!file_of(rq, &published, &ask, form, &err)) reply_error(rq, &err);
}

#define EVERYBODY (ROLE_PUBLIC | ROLE_STAFF)
static const struct route routes[] = {
    {"GET", "/rapporter", annual_list_get, EVERYBODY, AUDIT_NONE, NULL, ROUTE_CACHEABLE},
    {"GET", "/rapporter/{aar}", annual_page_get, EVERYBODY, AUDIT_NONE, NULL, ROUTE_CACHEABLE},
    {"GET", "/rapporter/{aar}/fil/{form}", annual_file_get, EVERYBODY, AUDIT_NONE, NULL,
     ROUTE_CACHEABLE},
    {"GET", "/rapporter/{aar}/tekster", annual_texts_get, ROLE_TEAM_LEADER, AUDIT_NONE, NULL,
     .flags = 0},
    {"GET", "/rapporter/{aar}/tekster/{del}", annual_text_get, ROLE_TEAM_LEADER, AUDIT_NONE, NULL,
     .flags = 0},
    {"POST", "/rapporter/{aar}/tekster/{del}", annual_text_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "annual.purpose", .flags = 0},
};

const struct slice annual_slice = {
    .name = "annual", .routes = routes, .routes_n = sizeof routes / sizeof *routes};
