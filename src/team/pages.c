/* SPDX-License-Identifier: EUPL-1.2
 *
 * /team: the overview, and /team/uden-vejleder: young people whom nobody has, given to somebody.
 */
#include "team/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/team.html.h"
#include "gen/team.sql.h"

#include <stdlib.h>
#include <string.h>

#define LIST_MOST 200

size_t team_choices(struct request *rq, const struct team_people *people, const char *typed,
                    bool with_closed, const struct team_choice **ret) {
    struct team_choice *list = arena_array(rq->arena, people->n + 1, sizeof *list);
    size_t n = 0;
    list[n++] = (struct team_choice){"", msg_team_choose(rq->lang), !*typed};
    for (size_t i = 0; i < people->n; i++) {
        const struct team_load *l = &people->v[i];
        if (!with_closed && (l->is_closed || !l->is_counsellor)) continue;
        const char *value = arena_fmt(rq->arena, "%lld", (long long)l->account);
        list[n++] = (struct team_choice){value, l->name, strcmp(value, typed) == 0};
    }
    *ret = list;
    return n;
}

/* ---- the overview ---- */

struct overview {
    struct team_figures figures;
    struct q_team_absences_rows absences;
    struct q_team_schools_without_rows schools;
    struct q_team_handovers_rows handovers;
};

static bool overview_read(struct request *rq, int32_t today, struct overview *all,
                          struct err *err) {
    struct db *db = rq->db;
    struct arena *a = rq->arena;
    struct q_team_schools_without_in schools = {today, school_year_of(today)};
    struct q_team_handovers_in handovers = {day_add_months(today, -TEAM_CHANGE_MONTHS)};
    return team_figures(rq->store, db, a, &all->figures, err) &&
           q_team_absences(db, a, (struct q_team_absences_in){today}, &all->absences, err) &&
           q_team_schools_without(db, a, schools, &all->schools, err) &&
           q_team_handovers(db, a, handovers, &all->handovers, err);
}

static const char *away_words(struct request *rq, const struct overview *all, int64_t account,
                              int32_t today) {
    for (size_t i = 0; i < all->absences.n; i++) {
        const struct q_team_absences_row *r = &all->absences.v[i];
        if (r->account == account && r->from_day <= today)
            return msg_team_away_now(rq->arena, rq->lang,
                                     fmt_day_short(rq->arena, rq->lang, r->to_day), r->cover_name);
    }
    return NULL;
}

static void lines_of(struct request *rq, const struct overview *all, int32_t today,
                     struct team_page *page) {
    const struct team_figures *f = &all->figures;
    struct team_line *lines = arena_array(rq->arena, f->loads_n + 1, sizeof *lines);
    for (size_t i = 0; i < f->loads_n; i++) {
        const struct team_load *l = &f->loads[i];
        lines[page->lines_n++] = (struct team_line){
            .load = l,
            .href = arena_fmt(rq->arena, "/i-dag?for=%lld", (long long)l->account),
            .away = away_words(rq, all, l->account, today),
            .closed = l->is_closed ? msg_team_closed(rq->lang) : NULL};
    }
    page->lines = lines;
}

static void absences_of(struct request *rq, const struct overview *all, int32_t today,
                        struct team_page *page) {
    struct team_absence *list = arena_array(rq->arena, all->absences.n + 1, sizeof *list);
    for (size_t i = 0; i < all->absences.n; i++) {
        const struct q_team_absences_row *r = &all->absences.v[i];
        list[page->absences_n++] = (struct team_absence){
            .name = r->name,
            .cover = r->cover_name,
            .period = msg_team_period(rq->arena, rq->lang,
                                      fmt_day_short(rq->arena, rq->lang, r->from_day),
                                      fmt_day_short(rq->arena, rq->lang, r->to_day)),
            .end = arena_fmt(rq->arena, "/team/fravaer/%lld/slut", (long long)r->id),
            .is_now = r->from_day <= today};
    }
    page->absences = list;
}

static void handovers_of(struct request *rq, const struct overview *all, int32_t today,
                         struct team_page *page) {
    struct team_handover *list = arena_array(rq->arena, all->handovers.n + 1, sizeof *list);
    for (size_t i = 0; i < all->handovers.n; i++) {
        const struct q_team_handovers_row *r = &all->handovers.v[i];
        bool withdrawn = r->withdrawn_at != INT_NONE;
        list[page->handovers_n++] = (struct team_handover){
            .text = msg_team_handover_line(rq->arena, rq->lang, r->young, r->giver_name,
                                           r->taker_name, r->author_name),
            .undo = withdrawn || r->day != today
                        ? NULL
                        : arena_fmt(rq->arena, "/team/overdragelse/%lld/fortryd", (long long)r->id),
            .day = r->day,
            .withdrawn = withdrawn};
    }
    page->handovers = list;
}

static void schools_of(struct request *rq, const struct overview *all, struct team_page *page) {
    struct team_school *list = arena_array(rq->arena, all->schools.n + 1, sizeof *list);
    for (size_t i = 0; i < all->schools.n; i++) {
        const struct q_team_schools_without_row *r = &all->schools.v[i];
        list[page->schools_n++] = (struct team_school){r->number, r->name, r->town, r->pupils};
    }
    page->schools = list;
}

/* "412 (12,4 %)"; no per cent of nothing. */
static const char *share(struct request *rq, int64_t n, int64_t of) {
    const char *count = fmt_int(rq->arena, rq->lang, n);
    if (!of) return count;
    return arena_fmt(rq->arena, "%s (%s)", count,
                     fmt_percent(rq->arena, rq->lang, 100.0 * (double)n / (double)of, 1));
}

/* What stands out, in a sentence that is made of the figures. */
static const char *said_of(struct request *rq, const struct team_figures *f, size_t schools) {
    int64_t nobody = f->pupils_without + f->out_without;
    const char *late = msg_team_said_late(rq->arena, rq->lang, f->late);
    const char *without = msg_team_said_without(rq->arena, rq->lang, nobody);
    const char *places = schools ? msg_team_said_schools(rq->arena, rq->lang, (int64_t)schools)
                                 : msg_team_said_schools_none(rq->lang);
    return arena_fmt(rq->arena, "%s %s %s", late, without, places);
}

void team_get(struct request *rq) {
    int32_t today = clock_today();
    struct overview all = {0};
    struct err err = {0};
    if (!overview_read(rq, today, &all, &err)) {
        reply_error(rq, &err);
        return;
    }
    const struct team_figures *f = &all.figures;
    int hour, minute;
    clock_local(f->at, &hour, &minute);
    struct team_page page = {.said = said_of(rq, f, all.schools.n),
                             .counted = msg_team_counted(
                                 rq->arena, rq->lang, fmt_time(rq->arena, rq->lang, hour, minute),
                                 TEAM_QUIET_DAYS, TEAM_CHANGE_MONTHS),
                             .late = f->late,
                             .without = f->pupils_without + f->out_without,
                             .quiet = share(rq, f->quiet, f->young),
                             .changed = share(rq, f->changed, f->young),
                             .without_said = msg_team_without_parts(
                                 rq->arena, rq->lang, f->out_without, f->pupils_without)};
    lines_of(rq, &all, today, &page);
    schools_of(rq, &all, &page);
    absences_of(rq, &all, today, &page);
    handovers_of(rq, &all, today, &page);
    struct page shell = {.title = msg_team_title(rq->lang), .section = "/team", .wide = true};
    reply_page(rq, &shell, team_page, &page);
}

/* ---- whom nobody has ---- */

static bool without_read(struct request *rq, struct without_page *page, struct err *err) {
    int32_t today = clock_today();
    struct q_team_without_out_rows out;
    struct q_team_without_pupils_rows pupils;
    struct q_team_without_out_in in = {.day = today, .most = LIST_MOST};
    struct q_team_without_pupils_in pupils_in = {today, school_year_of(today),
                                                 TEAM_PUPILS_AFTER(today), LIST_MOST};
    if (!team_ages(rq->db, today, &in.born_after, &in.born_until, err) ||
        !q_team_without_out(rq->db, rq->arena, in, &out, err) ||
        !q_team_without_pupils(rq->db, rq->arena, pupils_in, &pupils, err))
        return false;
    struct without_line *lines = arena_array(rq->arena, out.n + pupils.n + 1, sizeof *lines);
    for (size_t i = 0; i < out.n; i++) {
        const struct q_team_without_out_row *r = &out.v[i];
        const char *kind = msg_by_key(rq->lang, arena_fmt(rq->arena, "activity.kind.%s", r->kind));
        lines[page->lines_n++] = (struct without_line){
            r->id,
            r->name,
            msg_team_since(rq->arena, rq->lang, kind, fmt_day_short(rq->arena, rq->lang, r->since)),
            r->born,
            day_age(r->born, today),
            r->guarded};
    }
    for (size_t i = 0; i < pupils.n; i++) {
        const struct q_team_without_pupils_row *r = &pupils.v[i];
        lines[page->lines_n++] =
            (struct without_line){r->id,
                                  r->name,
                                  arena_fmt(rq->arena, "%s, %s", r->school, r->class_name),
                                  r->born,
                                  day_age(r->born, today),
                                  r->guarded};
    }
    page->lines = lines;
    page->said = out.n == LIST_MOST || pupils.n == LIST_MOST
                     ? msg_team_without_many(rq->lang)
                     : msg_team_without_lead(rq->arena, rq->lang, (int64_t)page->lines_n);
    return true;
}

static void without_show(struct request *rq, const char *error) {
    struct without_page page = {.error = error, .chosen = error != NULL};
    const char *typed = request_body(rq, "vejleder");
    struct team_people people;
    struct err err = {0};
    if (!without_read(rq, &page, &err) || !team_people(rq->db, rq->arena, &people, &err)) {
        reply_error(rq, &err);
        return;
    }
    page.accounts_n = team_choices(rq, &people, typed ? typed : "", false, &page.accounts);
    if (error) rq->reply.status = 422;
    struct page shell = {
        .title = msg_team_without_title(rq->lang), .section = "/team", .has_errors = error != NULL};
    reply_page(rq, &shell, without_page, &page);
}

void without_get(struct request *rq) { without_show(rq, NULL); }

struct give_work {
    const char **ids;
    size_t n;
    int64_t account, author, given;
    struct arena *arena;
};

/* Who got a counsellor meanwhile keeps that one. */
static bool give_write(struct db *w, void *ctx, struct err *err) {
    struct give_work *work = ctx;
    work->given = 0;
    for (size_t i = 0; i < work->n; i++) {
        struct q_team_is_without_rows rows;
        struct q_team_is_without_in in = {work->ids[i]};
        if (!q_team_is_without(w, work->arena, in, &rows, err)) return false;
        if (!rows.n) continue;
        if (!youth_give(w, work->ids[i], work->account, work->author, err)) return false;
        work->given++;
    }
    return true;
}

void without_post(struct request *rq) {
    const char *typed = request_body(rq, "vejleder");
    struct give_work work = {.account = typed ? strtoll(typed, NULL, 10) : 0,
                             .author = rq->visitor.user_id,
                             .arena = rq->arena};
    struct err err = {0};
    struct q_team_account_rows rows;
    work.n = request_body_all(rq, "til", &work.ids);
    if (!q_team_account(rq->db, rq->arena, (struct q_team_account_in){work.account}, &rows, &err)) {
        reply_error(rq, &err);
        return;
    }
    if (!work.n || !rows.n || !rows.v[0].counsellor || rows.v[0].closed) {
        without_show(rq,
                     work.n ? msg_team_without_unknown(rq->lang) : msg_team_without_none(rq->lang));
        return;
    }
    if (!store_write(rq->store, give_write, &work, &err)) {
        reply_error(rq, &err);
        return;
    }
    team_figures_forget();
    const char *notice = msg_team_without_given(rq->arena, rq->lang, work.given, rows.v[0].name);
    if (work.given < (int64_t)work.n)
        notice =
            arena_fmt(rq->arena, "%s %s", notice,
                      msg_team_without_kept(rq->arena, rq->lang, (int64_t)work.n - work.given));
    reply_redirect_notice(rq, "/team/uden-vejleder", notice, NULL);
}
