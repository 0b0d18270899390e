/* SPDX-License-Identifier: EUPL-1.2
 *
 * /opsoegende: those of 18 and more who are out of school without a youth education. A counsellor sees the
 * own ones, or those whom nobody has; a team leader all. One verb a row: find out, confirm, talk.
 */
#include "outreach/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/outreach.html.h"
#include "gen/outreach.sql.h"

#include <stdlib.h>
#include <string.h>

#define LINES_PER_PAGE 50

struct filter {
    const char *age, *state, *owner; /* "" = the usual */
    int64_t page;
};
static const char *const ages[] = {"18-29", "18-24", "25-29", NULL};
static const char *const states[] = {"", "nothing", "unknown", "expired", "other", "working", NULL};
static const char *const owners[] = {"mine", "free", "all", NULL};

static const char *one_of(struct request *rq, const char *name, const char *const *words,
                          const char *usual) {
    const char *value = request_query(rq, name);
    for (; value && *words; words++)
        if (strcmp(*words, value) == 0) return *words;
    return usual;
}

static struct filter filter_read(struct request *rq) {
    bool leader = rq->visitor.role == ROLE_TEAM_LEADER;
    struct filter f = {.state = one_of(rq, "status", states, ""),
                       .owner = one_of(rq, "hvem", owners, leader ? "all" : "mine")};
    if (!leader && strcmp(f.owner, "all") == 0) f.owner = "mine"; /* need-to-know */
    /* Of all the municipality first those to whom the law owes it. */
    f.age = one_of(rq, "alder", ages, strcmp(f.owner, "mine") == 0 ? "18-29" : "18-24");
    const char *page = request_query(rq, "side");
    f.page = page ? strtoll(page, NULL, 10) : 1;
    if (f.page < 1) f.page = 1;
    return f;
}

/* ---- reading: two queries with the same columns ---- */

struct people {
    const struct q_outreach_mine_row *v;
    size_t n;
};

static bool people_read(struct request *rq, const struct filter *f, const struct rules *rules,
                        struct people *ret, struct err *err) {
    int32_t today = clock_today();
    if (strcmp(f->owner, "mine") == 0) {
        struct q_outreach_mine_rows rows;
        struct q_outreach_mine_in in = {rq->visitor.user_id, today};
        if (!q_outreach_mine(rq->db, rq->arena, in, &rows, err)) return false;
        *ret = (struct people){rows.v, rows.n};
        return true;
    }
    int64_t from = rules_int(rules, RULE_DUTY_AGE_TO, NULL, NULL, today);
    int64_t to = rules_int(rules, RULE_OUTREACH_GUIDANCE_AGE_TO, NULL, NULL, today);
    if (to == INT_NONE) to = rules_int(rules, RULE_OUTREACH_AGE_TO, NULL, NULL, today);
    int64_t law = rules_int(rules, RULE_OUTREACH_AGE_TO, NULL, NULL, today);
    if (from == INT_NONE || to == INT_NONE) return true; /* no rule: nobody */
    if (strcmp(f->age, "18-24") == 0) to = law;
    if (strcmp(f->age, "25-29") == 0) from = law;
    struct q_outreach_others_rows rows;
    struct q_outreach_others_in in = {strcmp(f->owner, "all") == 0,
                                      day_add_months(today, -12 * (int)to),
                                      day_add_months(today, -12 * (int)from), today};
    if (!q_outreach_others(rq->db, rq->arena, in, &rows, err)) return false;
    struct q_outreach_mine_row *list = arena_array(rq->arena, rows.n + 1, sizeof *list);
    for (size_t i = 0; i < rows.n; i++) {
        const struct q_outreach_others_row *r = &rows.v[i];
        list[i] = (struct q_outreach_mine_row){
            r->id,       r->name,    r->born,      r->guarded, r->counsellor, r->counsellor_name,
            r->spell,    r->kind,    r->programme, r->place,   r->hours,      r->from_day,
            r->known_at, r->checked, r->contact};
    }
    *ret = (struct people){list, rows.n};
    return true;
}

/* ---- one line ---- */

static enum outreach_status status_of(const struct rules *rules,
                                      const struct q_outreach_mine_row *r, int32_t today,
                                      int32_t *ret_expires) {
    struct outreach_facts facts = {r->kind, r->hours, clock_day_of(r->known_at), r->checked};
    return outreach_judge(&facts, rules, today, ret_expires);
}

static const char *since_words(struct request *rq, const struct q_outreach_mine_row *r,
                               enum outreach_status status, int32_t expires) {
    if (status == OUTREACH_EXPIRED) return msg_outreach_expired_since(rq->arena, rq->lang, expires);
    if (!r->kind) return "";
    return r->contact == DAY_NONE ? msg_outreach_no_contact(rq->lang)
                                  : msg_outreach_last_contact(rq->arena, rq->lang, r->contact);
}

static struct outreach_line line_make(struct request *rq, const struct q_outreach_mine_row *r,
                                      enum outreach_status status, int32_t expires) {
    const char *href = arena_fmt(rq->arena, "/unge/%s", r->id);
    const char *years = msg_outreach_years(rq->arena, rq->lang, day_age(r->born, clock_today()));
    struct outreach_line line = {
        .id = r->id,
        .href = href,
        .name = r->name,
        .about = r->counsellor == rq->visitor.user_id ? years
                 : r->counsellor_name ? arena_fmt(rq->arena, "%s · %s", years, r->counsellor_name)
                                      : msg_outreach_nobody(rq->arena, rq->lang, years),
        .doing = outreach_doing(rq->arena, rq->lang, r->kind, r->programme, r->place, r->hours),
        .badge = outreach_status_word(rq->lang, status),
        .css = outreach_status_css(status),
        .since = since_words(rq, r, status, expires),
        .guarded = r->guarded};
    bool mine = r->counsellor == rq->visitor.user_id || rq->visitor.role == ROLE_TEAM_LEADER;
    if (status == OUTREACH_EXPIRED && mine) {
        line.verb = msg_outreach_verb_confirm(rq->lang);
        line.press = arena_fmt(rq->arena, "%s/maalgruppe/bekraeft", href);
    } else if (status == OUTREACH_UNKNOWN || status == OUTREACH_EXPIRED) {
        line.verb = msg_outreach_verb_find_out(rq->lang);
        line.verb_href = arena_fmt(rq->arena, "%s/aktivitet", href);
    } else if (status == OUTREACH_NOTHING) {
        line.verb = msg_outreach_verb_contact(rq->lang);
        line.verb_href = arena_fmt(rq->arena, "%s#qn", href);
    } else {
        line.verb = msg_outreach_verb_see(rq->lang);
        line.verb_href = arena_fmt(rq->arena, "%s/maalgruppe", href);
    }
    return line;
}

/* ---- filters ---- */

static const struct outreach_choice *choices(struct request *rq, const char *prefix,
                                             const char *const *words, const char *chosen,
                                             size_t n) {
    struct outreach_choice *list = arena_array(rq->arena, n, sizeof *list);
    for (size_t i = 0; i < n; i++) {
        const char *key =
            arena_fmt(rq->arena, "outreach.%s.%s", prefix, *words[i] ? words[i] : "any");
        list[i] = (struct outreach_choice){words[i], msg_by_key(rq->lang, key),
                                           strcmp(words[i], chosen) == 0};
    }
    return list;
}

static const char *href_of(struct request *rq, const struct filter *f, const char *state,
                           int64_t page) {
    return arena_fmt(rq->arena, "/opsoegende?hvem=%s&alder=%s&status=%s&side=%lld", f->owner,
                     f->age, state, (long long)page);
}

static bool in_age(const struct rules *rules, const char *age, int32_t born, int32_t today) {
    enum outreach_band band = outreach_band(rules, born, today);
    if (strcmp(age, "18-29") == 0) return band != BAND_NONE;
    return band == (strcmp(age, "18-24") == 0 ? BAND_YOUNG : BAND_OLDER);
}

/* Working enough, somebody is left alone unless asked for. */
static bool in_state(const char *state, enum outreach_status status) {
    if (!*state) return status != OUTREACH_WORKING;
    return strcmp(state, outreach_status_key(status)) == 0;
}

static void figures_make(struct request *rq, const struct filter *f,
                         const int64_t counts[OUTREACH_STATUSES], struct outreach_list *page) {
    struct outreach_figure *list = arena_array(rq->arena, OUTREACH_STATUSES, sizeof *list);
    for (int s = 0; s < OUTREACH_STATUSES; s++)
        list[s] = (struct outreach_figure){
            outreach_status_word(rq->lang, (enum outreach_status)s),
            href_of(rq, f, outreach_status_key((enum outreach_status)s), 1), counts[s]};
    page->figures = list;
    page->figures_n = OUTREACH_STATUSES;
}

static void fill(struct request *rq, const struct filter *f, const struct rules *rules,
                 const struct people *people, struct outreach_list *page) {
    int32_t today = clock_today();
    int64_t counts[OUTREACH_STATUSES] = {0}, n = 0, first = (f->page - 1) * LINES_PER_PAGE;
    struct outreach_line *lines = arena_array(rq->arena, LINES_PER_PAGE, sizeof *lines);
    for (size_t i = 0; i < people->n; i++) {
        const struct q_outreach_mine_row *r = &people->v[i];
        int32_t expires;
        if (i && strcmp(people->v[i - 1].id, r->id) == 0) continue; /* one open spell is enough */
        if (!in_age(rules, f->age, r->born, today)) continue;
        enum outreach_status status = status_of(rules, r, today, &expires);
        counts[status]++;
        if (!in_state(f->state, status)) continue;
        if (n >= first && n < first + LINES_PER_PAGE)
            lines[page->lines_n++] = line_make(rq, r, status, expires);
        n++;
    }
    page->lines = lines;
    page->page = f->page;
    page->pages = (n + LINES_PER_PAGE - 1) / LINES_PER_PAGE;
    if (f->page > 1) page->previous = href_of(rq, f, f->state, f->page - 1);
    if (f->page < page->pages) page->next = href_of(rq, f, f->state, f->page + 1);
    int64_t all = -counts[OUTREACH_WORKING]; /* of whom the sentence speaks, whatever is shown */
    for (int s = 0; s < OUTREACH_STATUSES; s++) all += counts[s];
    page->said = msg_outreach_said(rq->arena, rq->lang, all,
                                   counts[OUTREACH_UNKNOWN] + counts[OUTREACH_EXPIRED]);
    figures_make(rq, f, counts, page);
}

void outreach_list_get(struct request *rq) {
    struct filter f = filter_read(rq);
    const struct rules *rules;
    struct people people = {0};
    struct outreach_list page = {0};
    struct err err = {0};
    if (!rules_now(rq->db, &rules, &err) || !people_read(rq, &f, rules, &people, &err)) {
        reply_error(rq, &err);
        return;
    }
    bool leader = rq->visitor.role == ROLE_TEAM_LEADER;
    fill(rq, &f, rules, &people, &page);
    page.ages = choices(rq, "age", ages, f.age, page.ages_n = 3);
    page.states = choices(rq, "status", states, f.state, page.states_n = 6);
    page.owners = choices(rq, "owner", owners, f.owner, page.owners_n = leader ? 3 : 2);
    struct page shell = {
        .title = msg_outreach_title(rq->lang), .section = "/opsoegende", .wide = true};
    reply_page(rq, &shell, outreach_list, &page);
}
