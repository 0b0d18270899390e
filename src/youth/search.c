/* SPDX-License-Identifier: EUPL-1.2
 *
 * Search: words of a name (any word, any order, as prefixes), a birth date, or a class.
 *
 * What somebody can find is what they may open: a counsellor searches their own caseload first, and
 * the whole municipality only when they ask for it, where opening a person outside the relation
 * demands a reason (room access). School staff find their own pupils. Each search is one audit row.
 * The row filter is inside the query, so that counts tell nothing about people outside it.
 *
 * A CPR number is never searched by GET: it would stand in the URL, the history and the proxy's log.
 */
#include "youth/pages.h"

#include "base/clock.h"
#include "base/collate.h"
#include "base/cpr.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/youth.html.h"
#include "gen/youth.sql.h"
#include "school/school.h"
#include "youth/views.h"

#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define HITS_MOST        50
#define SUGGESTIONS_MOST 8
#define WORDS_MOST       3

/* The bytes [low, high) hold exactly the words that begin with `word`. */
struct range {
    struct blob low, high;
};

struct search {
    struct range range[WORDS_MOST];
    int64_t words;
    int32_t born; /* DAY_NONE: not a date */
    const char *class_name;
    bool everyone;
    bool looks_like_cpr;
};

static struct range prefix_range(struct arena *a, const char *word) {
    size_t n = strlen(word);
    unsigned char *high = (unsigned char *)arena_dup_n(a, word, n);
    /* Folded words are UTF-8, whose bytes stay below 0xff: raising the last one never overflows. */
    high[n - 1]++;
    return (struct range){{word, n}, {high, n}};
}

static int by_length(const void *left, const void *right) {
    size_t l = strlen(*(const char *const *)left), r = strlen(*(const char *const *)right);
    return l < r ? 1 : l > r ? -1 : 0;
}

static bool is_class_name(const char *q) {
    size_t digits = strspn(q, "0123456789");
    if (digits < 1 || digits > 2) return false;
    const char *rest = q + digits + strspn(q + digits, ". ");
    return strlen(rest) <= 2;
}

static size_t count_digits(const char *q) {
    size_t n = 0;
    for (; *q; q++) n += isdigit((unsigned char)*q) != 0;
    return n;
}

static struct search search_read(struct arena *a, const char *q) {
    struct search s = {.born = DAY_NONE};
    s.looks_like_cpr = count_digits(q) >= 10 && strspn(q, "0123456789- ") == strlen(q);
    if (s.looks_like_cpr) return s;
    s.born = day_parse_any(q);
    if (s.born != DAY_NONE) return s;
    if (is_class_name(q)) {
        s.class_name = q;
        return s;
    }
    size_t n = 0;
    const char **tokens = fold_tokens(a, q, &n);
    qsort(tokens, n, sizeof *tokens, by_length); /* the longest word leaves the fewest people */
    for (size_t i = 0; i < n && i < WORDS_MOST; i++)
        s.range[s.words++] = prefix_range(a, tokens[i]);
    return s;
}

/* One row, whichever query it came from: they have the same columns. */
static struct search_hit hit(struct request *rq, const char *id, const char *name, int32_t born,
                             bool guarded, const char *school, const char *class_name) {
    return (struct search_hit){
        .href = arena_fmt(rq->arena, "/unge/%s", id),
        .name = name,
        .where = school ? arena_fmt(rq->arena, "%s, %s", school, class_name) : NULL,
        .age = day_age(born, clock_today()),
        .born = born,
        .guarded = guarded,
    };
}

#define TAKE(rows)                                                                                 \
    do {                                                                                           \
        struct search_hit *hits = arena_array(rq->arena, (rows).n + 1, sizeof *hits);              \
        for (size_t i = 0; i < (rows).n; i++)                                                      \
            hits[i] = hit(rq, (rows).v[i].id, (rows).v[i].name, (rows).v[i].born,                  \
                          (rows).v[i].guarded, (rows).v[i].school, (rows).v[i].class_name);        \
        page->hits = hits;                                                                         \
        page->hits_n = (rows).n;                                                                   \
    } while (0)

static bool find_people(struct request *rq, const struct search *s, int64_t most,
                        struct search_page *page, struct err *err) {
    int32_t today = clock_today();
    int64_t year = school_year_of(today);
    if (rq->visitor.role == ROLE_SCHOOL) {
        struct q_youth_search_school_rows rows;
        struct q_youth_search_school_in in = {.institution = rq->visitor.institution,
                                              .day = today,
                                              .school_year = year,
                                              .words = s->words,
                                              .low1 = s->range[0].low,
                                              .high1 = s->range[0].high,
                                              .low2 = s->range[1].low,
                                              .high2 = s->range[1].high,
                                              .low3 = s->range[2].low,
                                              .high3 = s->range[2].high,
                                              .born = s->born,
                                              .most = most};
        if (!q_youth_search_school(rq->db, rq->arena, in, &rows, err)) return false;
        TAKE(rows);
    } else if (!s->everyone && s->born != DAY_NONE) {
        struct q_youth_search_mine_born_rows rows;
        struct q_youth_search_mine_born_in in = {.account = rq->visitor.user_id,
                                                 .day = today,
                                                 .school_year = year,
                                                 .born = s->born,
                                                 .most = most};
        if (!q_youth_search_mine_born(rq->db, rq->arena, in, &rows, err)) return false;
        TAKE(rows);
    } else if (!s->everyone) {
        struct q_youth_search_mine_rows rows;
        struct q_youth_search_mine_in in = {.account = rq->visitor.user_id,
                                            .day = today,
                                            .school_year = year,
                                            .words = s->words,
                                            .low1 = s->range[0].low,
                                            .high1 = s->range[0].high,
                                            .low2 = s->range[1].low,
                                            .high2 = s->range[1].high,
                                            .low3 = s->range[2].low,
                                            .high3 = s->range[2].high,
                                            .most = most};
        if (!q_youth_search_mine(rq->db, rq->arena, in, &rows, err)) return false;
        TAKE(rows);
    } else if (s->born != DAY_NONE) {
        struct q_youth_search_born_rows rows;
        struct q_youth_search_born_in in = {.day = today, .born = s->born, .most = most};
        if (!q_youth_search_born(rq->db, rq->arena, in, &rows, err)) return false;
        TAKE(rows);
    } else {
        struct q_youth_search_all_rows rows;
        struct q_youth_search_all_in in = {.day = today,
                                           .words = s->words,
                                           .low1 = s->range[0].low,
                                           .high1 = s->range[0].high,
                                           .low2 = s->range[1].low,
                                           .high2 = s->range[1].high,
                                           .low3 = s->range[2].low,
                                           .high3 = s->range[2].high,
                                           .most = most};
        if (!q_youth_search_all(rq->db, rq->arena, in, &rows, err)) return false;
        TAKE(rows);
    }
    return true;
}

/* "9b", "9.b" and "9 B" are one class. */
static bool same_class(const char *left, const char *right) {
    while (*left || *right) {
        while (*left == '.' || *left == ' ') left++;
        while (*right == '.' || *right == ' ') right++;
        if (tolower((unsigned char)*left) != tolower((unsigned char)*right)) return false;
        if (!*left) return true;
        left++;
        right++;
    }
    return true;
}

static bool find_classes(struct request *rq, const struct search *s, struct search_page *page,
                         struct err *err) {
    struct class_line *lines;
    size_t n = 0;
    bool own = rq->visitor.role == ROLE_COUNSELLOR && !s->everyone;
    if (!school_classes(rq->db, rq->arena, own ? rq->visitor.user_id : INT_NONE,
                        rq->visitor.role == ROLE_SCHOOL ? rq->visitor.institution : NULL,
                        clock_today(), &lines, &n, err))
        return false;
    struct search_class *classes = arena_array(rq->arena, n + 1, sizeof *classes);
    for (size_t i = 0; i < n; i++)
        if (same_class(lines[i].name, s->class_name))
            classes[page->classes_n++] =
                (struct search_class){arena_fmt(rq->arena, "/klasser/%lld", (long long)lines[i].id),
                                      lines[i].name, lines[i].school};
    page->classes = classes;
    return true;
}

static bool find(struct request *rq, const struct search *s, int64_t most, struct search_page *page,
                 struct err *err) {
    if (s->class_name) return find_classes(rq, s, page, err);
    if (s->words || s->born != DAY_NONE) return find_people(rq, s, most, page, err);
    return true;
}

static const char *said(struct request *rq, const struct search *s, const struct search_page *p) {
    if (s->looks_like_cpr) return msg_youth_search_no_cpr_here(rq->lang);
    if (!s->class_name && !s->words && s->born == DAY_NONE) return msg_youth_search_hint(rq->lang);
    if (p->hits_n >= HITS_MOST) return msg_youth_search_many(rq->arena, rq->lang, HITS_MOST);
    size_t n = p->hits_n + p->classes_n;
    return n ? msg_youth_search_found(rq->arena, rq->lang, (int64_t)n)
             : msg_youth_search_none(rq->lang);
}

/* Percent-encodes what a query value may not hold. */
static const char *url_value(struct arena *a, const char *value) {
    struct text t;
    text_init(&t, a);
    for (const unsigned char *p = (const unsigned char *)value; *p; p++) {
        if (isalnum(*p) || strchr("-_.~", *p))
            text_addc(&t, (char)*p);
        else
            text_addf(&t, "%%%02X", *p);
    }
    return text_str(&t);
}

static void search_show(struct request *rq, const char *q, const char *cpr_error) {
    struct search s = search_read(rq->arena, q);
    bool guide = (rq->visitor.role & ROLE_GUIDANCE) != 0;
    s.everyone =
        rq->visitor.role == ROLE_TEAM_LEADER || (guide && request_query(rq, "alle") != NULL);
    struct search_page page = {.q = s.looks_like_cpr ? "" : q,
                               .cpr_form = guide,
                               .cpr_error = cpr_error,
                               .everyone = s.everyone};
    struct err err = {0};
    if (!find(rq, &s, HITS_MOST, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    page.said = said(rq, &s, &page);
    if (rq->visitor.role == ROLE_COUNSELLOR && !s.everyone && (s.words || s.born != DAY_NONE))
        page.everyone_href = arena_fmt(rq->arena, "/soeg?q=%s&alle=1", url_value(rq->arena, q));
    struct page shell = {.title = msg_youth_search_title(rq->lang), .wide = true};
    if (cpr_error) {
        shell.has_errors = true;
        rq->reply.status = 422;
    }
    reply_page(rq, &shell, youth_search, &page);
}

void youth_search_get(struct request *rq) {
    const char *q = request_query(rq, "q");
    search_show(rq, q ? q : "", NULL);
}

static int json_sink(const char *bytes, size_t len, void *body) {
    text_add_n(body, bytes, len);
    return 0;
}

/* Suggestions while typing: the same search, fewer hits, as JSON for assets/app.js. */
void youth_search_json(struct request *rq) {
    const char *q = request_query(rq, "q");
    struct search s = search_read(rq->arena, q ? q : "");
    s.everyone = rq->visitor.role == ROLE_TEAM_LEADER;
    struct search_page page = {0};
    struct err err = {0};
    if (!find(rq, &s, SUGGESTIONS_MOST, &page, &err)) {
        reply_error(rq, &err);
        return;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < page.classes_n; i++)
        json_array_append_new(list,
                              json_pack("{s:s,s:s,s:s}", "label", page.classes[i].name, "detail",
                                        page.classes[i].school, "href", page.classes[i].href));
    for (size_t i = 0; i < page.hits_n; i++) {
        const struct search_hit *h = &page.hits[i];
        const char *age = msg_youth_age(rq->arena, rq->lang, h->age);
        const char *detail = h->where ? arena_fmt(rq->arena, "%s · %s", age, h->where) : age;
        json_array_append_new(
            list, json_pack("{s:s,s:s,s:s}", "label", h->name, "detail", detail, "href", h->href));
    }
    reply_json(rq);
    json_dump_callback(list, json_sink, &rq->reply.body, JSON_COMPACT);
    json_decref(list);
}

/* The CPR number comes in the body, is answered by a redirect, and is never written anywhere. */
void youth_search_cpr(struct request *rq) {
    const char *typed = request_body(rq, "cpr");
    char cpr[11];
    int32_t born;
    int sex;
    if (!typed || !cpr_parse(typed, cpr, &born, &sex)) {
        search_show(rq, "", msg_youth_search_cpr_bad(rq->lang));
        return;
    }
    struct q_youth_by_cpr_index_rows rows;
    struct err err = {0};
    struct q_youth_by_cpr_index_in in = {blind_index(rq->arena, "cpr", cpr)};
    if (!q_youth_by_cpr_index(rq->db, rq->arena, in, &rows, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!rows.n)
        search_show(rq, "", msg_youth_search_cpr_none(rq->lang));
    else
        reply_redirect(rq, arena_fmt(rq->arena, "/unge/%s", rows.v[0].id));
}
