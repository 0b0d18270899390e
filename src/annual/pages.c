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
    struct annual_list_page page = {.lines = lines};
    for (int year = newest; year >= ANNUAL_FIRST; year--) {
        int32_t published = published_on(all, all_n, year);
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

static bool wants_draft(const struct request *rq) {
    const char *asked = request_query(rq, "udkast");
    return asked && strcmp(asked, "1") == 0;
}

static bool document_of(struct request *rq, int year, enum lang lang, struct document *ret) {
    struct annual_ask ask = {
        .school_year = year, .lang = lang, .draft = wants_draft(rq), .day = DAY_NONE};
    struct err err = {0};
    if (annual_document(rq->db, rq->arena, &ask, ret, &err)) return true;
    reply_error(rq, &err);
    return false;
}

static void downloads(struct request *rq, int year, struct annual_page *page) {
    static const char *const forms[] = {"pdf", "xlsx", "html"};
    const char *const labels[] = {msg_annual_page_pdf(rq->lang), msg_annual_page_xlsx(rq->lang),
                                  msg_annual_page_html(rq->lang)};
    struct annual_download *list = arena_array(rq->arena, 3, sizeof *list);
    const char *path = annual_path(rq->arena, year), *draft = wants_draft(rq) ? "&udkast=1" : "";
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
    bool draft = wants_draft(rq);
    page->other = draft ? path : arena_fmt(rq->arena, "%s?udkast=1", path);
    page->other_words =
        draft ? msg_annual_page_see_published(rq->lang) : msg_annual_page_see_draft(rq->lang);
}

void annual_page_get(struct request *rq) {
    struct document document;
    int year = annual_year_of(rq);
    if (!year || !document_of(rq, year, rq->lang, &document)) return;
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
    struct publication published;
    struct err err = {0};
    if (!publication_latest(rq->db, rq->arena, year, &published, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (published.id) other_of(rq, year, &page);
    downloads(rq, year, &page);
    struct page shell = {.title = msg_annual_page_title(rq->arena, rq->lang, page.year),
                         .section = "/rapporter"};
    reply_page(rq, &shell, annual_report, &page);
}

void annual_file_get(struct request *rq) {
    static const char *const types[] = {
        [ANNUAL_HTML] = DOCUMENT_HTML, [ANNUAL_PDF] = DOCUMENT_PDF, [ANNUAL_XLSX] = DOCUMENT_XLSX};
    enum annual_form form;
    const char *name = request_segment(rq, "form"), *asked = request_query(rq, "sprog");
    if (!annual_form_of(arena_fmt(rq->arena, ".%s", name), &form)) {
        reply_status(rq, 404);
        return;
    }
    enum lang lang = !asked ? rq->lang : strcmp(asked, "en") == 0 ? LANG_EN : LANG_DA;
    struct document document;
    struct blob file;
    struct err err = {0};
    int year = annual_year_of(rq);
    if (!year || !document_of(rq, year, lang, &document)) return;
    if (!annual_file(&document, form, &file, &err)) {
        reply_error(rq, &err);
        return;
    }
    const char *which = arena_fmt(rq->arena, "%d-%02d", year, (year + 1) % 100);
    reply_download(
        rq, types[form],
        arena_fmt(rq->arena, "%s.%s", msg_annual_file_name(rq->arena, lang, which), name));
    text_add_n(&rq->reply.body, file.ptr, file.len);
}

static const struct route routes[] = {
    {"GET", "/rapporter", annual_list_get, ROLE_TEAM_LEADER | ROLE_MANAGEMENT, AUDIT_NONE, NULL,
     .flags = 0},
    {"GET", "/rapporter/{aar}", annual_page_get, ROLE_TEAM_LEADER | ROLE_MANAGEMENT, AUDIT_NONE,
     NULL, .flags = 0},
    {"GET", "/rapporter/{aar}/fil/{form}", annual_file_get, ROLE_TEAM_LEADER | ROLE_MANAGEMENT,
     AUDIT_NONE, NULL, .flags = 0},
    {"GET", "/rapporter/{aar}/tekster", annual_texts_get, ROLE_TEAM_LEADER, AUDIT_NONE, NULL,
     .flags = 0},
    {"GET", "/rapporter/{aar}/tekster/{del}", annual_text_get, ROLE_TEAM_LEADER, AUDIT_NONE, NULL,
     .flags = 0},
    {"POST", "/rapporter/{aar}/tekster/{del}", annual_text_post, ROLE_TEAM_LEADER, AUDIT_SYSTEM,
     "annual.purpose", .flags = 0},
};

const struct slice annual_slice = {
    .name = "annual", .routes = routes, .routes_n = sizeof routes / sizeof *routes};
