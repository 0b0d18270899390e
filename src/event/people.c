/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who has signed up, and who came: the list and the count of one event, and how far all of them reached.
 */
#include "event/views.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "gen/event.html.h"
#include "gen/event.sql.h"
#include "gen/event_signup.sql.h"
#include "gen/msg.h"

#include <stdlib.h>
#include <string.h>

static const char *const grades[] = {EVENT_GRADES};

/* ---- sign-ups ---- */

static const char *state_of(struct request *rq, const struct q_event_signups_row *r) {
    if (strcmp(r->state, "in") == 0 && r->moved_day != DAY_NONE)
        return r->told_day == DAY_NONE ? msg_event_signup_untold(rq->lang)
                                       : msg_event_signup_told(rq->arena, rq->lang, r->told_day);
    return msg_by_key(rq->lang, arena_fmt(rq->arena, "event.signup.%s", r->state));
}

static struct signup_line signup_line(struct request *rq, const struct event_line *event,
                                      const struct q_event_signups_row *r) {
    struct arena *a = rq->arena;
    const char *grade = r->grade ? event_grade_words(a, rq->lang, r->grade) : NULL;
    const char *name = signup_open(a, r->id, "name", r->name);
    bool live = event->day >= clock_today() && strcmp(event->state, "published") == 0;
    bool off = strcmp(r->state, "cancelled") == 0;
    return (struct signup_line){
        .id = r->id,
        .name = name ? name : msg_event_forgotten_name(rq->lang),
        .email = signup_open(a, r->id, "email", r->email),
        .people = fmt_int(a, rq->lang, r->people),
        .from = grade && r->school ? arena_fmt(a, "%s, %s", grade, r->school)
                : grade            ? grade
                : r->school        ? r->school
                                   : "–",
        .state = state_of(rq, r),
        .may_cancel = live && !off,
        .may_restore = live && off,
        .may_tell = live && !off && r->moved_day != DAY_NONE && r->told_day == DAY_NONE};
}

void signups_get(struct request *rq) {
    struct event_line event;
    struct q_event_signups_rows rows;
    struct err err = {0};
    if (!event_or_reply(rq, false, &event)) return;
    if (!q_event_signups(rq->db, rq->arena, (struct q_event_signups_in){event.id}, &rows, &err)) {
        reply_error(rq, &err);
        return;
    }
    struct signup_line *lines = arena_array(rq->arena, rows.n + 1, sizeof *lines);
    for (size_t i = 0; i < rows.n; i++) lines[i] = signup_line(rq, &event, &rows.v[i]);
    struct signups_page page = {
        .event = &event,
        .base = arena_fmt(rq->arena, "/arrangementer/ret/%s", event.id),
        .when = event_when(rq->arena, rq->lang, &event),
        .said = msg_event_signups_said(rq->arena, rq->lang, event.people, event.waiting),
        .lines = lines,
        .lines_n = rows.n};
    struct page shell = {
        .title = msg_event_signups(rq->lang), .section = "/arrangementer", .printable = true};
    reply_page(rq, &shell, signups_page, &page);
}

struct signup_act {
    struct arena *arena;
    const char *event, *what;
    int64_t id;
};

static bool signup_act_write(struct db *w, void *ctx, struct err *err) {
    const struct signup_act *act = ctx;
    int64_t changed = 0;
    if (strcmp(act->what, "afmeld") == 0)
        return signup_cancel(w, act->arena, act->event, act->id, err);
    if (strcmp(act->what, "tilbage") == 0) {
        struct q_event_signup_restore_in in = {act->id, act->event};
        return q_event_signup_restore(w, in, &changed, err) &&
               (changed ? signup_move_up(w, act->arena, act->event, err)
                        : err_set(err, ERR_NOT_FOUND, "no such cancelled sign-up"));
    }
    struct q_event_signup_told_in in = {act->id, act->event, clock_today()};
    if (!q_event_signup_told(w, in, &changed, err)) return false;
    return changed ? true : err_set(err, ERR_NOT_FOUND, "nobody to be told");
}

void signup_act_post(struct request *rq) {
    static const char *const acts[] = {"afmeld", "tilbage", "fortalt"};
    struct event_line event;
    struct err err = {0};
    const char *what = request_body(rq, "handling");
    bool known = false;
    if (!event_or_reply(rq, false, &event)) return;
    for (size_t i = 0; what && i < sizeof acts / sizeof *acts; i++)
        known = known || strcmp(acts[i], what) == 0;
    if (!known) {
        reply_status(rq, 400);
        return;
    }
    struct signup_act act = {rq->arena, event.id, what,
                             strtoll(request_segment(rq, "tilmelding"), NULL, 10)};
    const char *back = arena_fmt(rq->arena, "/arrangementer/ret/%s/tilmeldte", event.id);
    const char *key = arena_fmt(rq->arena, "event.signup_did.%s", what);
    if (store_write(rq->store, signup_act_write, &act, &err))
        reply_redirect_notice(rq, back, msg_by_key(rq->lang, key), NULL);
    else if (err.kind == ERR_NOT_FOUND)
        reply_redirect_notice(rq, back, msg_event_nothing(rq->lang), NULL);
    else
        reply_error(rq, &err);
}

/* ---- the count ---- */

#define SCHOOLS_MOST 70 /* on one page: a request has at most 500 fields, and nobody reads more */

/* The rows of the form: the event's own school, those that signed up or were counted, and for a fair or a
 * meeting of the whole municipality every school; guests of no school last. */
struct count_school {
    const char *number, *name; /* NULL: none of ours */
    int64_t n[EVENT_GRADES_N]; /* what stands; INT_NONE nothing */
};
struct count_form {
    struct request *rq;
    const struct event_line *event;
    struct count_school *schools;
    size_t schools_n;
    size_t first, last; /* those on this page; `last` is one beyond */
    int64_t side, sides;
    int64_t stamp; /* newest row of the count that stands; 0: none */
    const char *author;
    int64_t expected;
    const char *error;
    bool wrong;
};

static struct count_school *school_of(struct count_form *f, const char *number, const char *name) {
    for (size_t i = 0; i < f->schools_n; i++)
        if (number && f->schools[i].number && strcmp(f->schools[i].number, number) == 0)
            return &f->schools[i];
    struct count_school *s = &f->schools[f->schools_n++];
    *s = (struct count_school){.number = number, .name = name};
    for (size_t g = 0; g < EVENT_GRADES_N; g++) s->n[g] = INT_NONE;
    return s;
}

static bool count_read(struct count_form *f, struct err *err) {
    struct request *rq = f->rq;
    const struct event_line *e = f->event;
    struct q_event_schools_rows all = {0};
    struct q_event_counts_rows counts;
    struct q_event_expected_rows expected;
    struct q_event_count_stamp_rows stamp;
    struct q_event_schools_in year = {school_year_of(e->day)};
    if (!q_event_counts(rq->db, rq->arena, (struct q_event_counts_in){e->id}, &counts, err) ||
        !q_event_expected(rq->db, rq->arena, (struct q_event_expected_in){e->id}, &expected, err) ||
        !q_event_count_stamp(rq->db, rq->arena, (struct q_event_count_stamp_in){e->id}, &stamp,
                             err) ||
        (!e->institution && !q_event_schools(rq->db, rq->arena, year, &all, err)))
        return false;
    f->schools = arena_array(rq->arena, 2 + all.n + counts.n + expected.n, sizeof *f->schools);
    if (e->institution) school_of(f, e->institution, e->school);
    for (size_t i = 0; i < all.n; i++) school_of(f, all.v[i].number, all.v[i].name);
    for (size_t i = 0; i < expected.n; i++) {
        f->expected += expected.v[i].people;
        if (expected.v[i].institution)
            school_of(f, expected.v[i].institution, expected.v[i].school);
    }
    for (size_t i = 0; i < counts.n; i++)
        if (counts.v[i].institution) school_of(f, counts.v[i].institution, counts.v[i].school);
    struct count_school *none = school_of(f, NULL, msg_event_other_school(rq->lang));
    for (size_t i = 0; i < counts.n; i++) {
        const struct q_event_counts_row *r = &counts.v[i];
        struct count_school *s = r->institution ? school_of(f, r->institution, r->school) : none;
        for (size_t g = 0; g < EVENT_GRADES_N; g++)
            if (strcmp(grades[g], r->grade) == 0) s->n[g] = r->n;
    }
    const char *side =
        request_query(rq, "side") ? request_query(rq, "side") : request_body(rq, "side");
    f->sides = (int64_t)((f->schools_n + SCHOOLS_MOST - 1) / SCHOOLS_MOST);
    f->side = side ? strtoll(side, NULL, 10) : 1;
    if (f->side < 1 || f->side > f->sides) f->side = 1;
    f->first = (size_t)(f->side - 1) * SCHOOLS_MOST;
    f->last = f->first + SCHOOLS_MOST < f->schools_n ? f->first + SCHOOLS_MOST : f->schools_n;
    f->stamp = stamp.n ? stamp.v[0].id : 0;
    f->author = stamp.n ? stamp.v[0].author_name : NULL;
    return true;
}

static const char *cell_name(struct arena *a, const struct count_school *s, size_t g) {
    return arena_fmt(a, "n-%s-%s", s->number ? s->number : "andre", grades[g]);
}

/* A number of people as typed: nothing, or 0 to 5,000. */
static bool cell_read(const char *typed, int64_t *ret) {
    *ret = INT_NONE;
    while (*typed == ' ') typed++;
    if (!*typed) return true;
    char *end;
    long long n = strtoll(typed, &end, 10);
    while (*end == ' ') end++;
    if (*end || n < 0 || n > 5000) return false;
    *ret = n;
    return true;
}

static void count_show(struct count_form *f, bool sent, const char *conflict) {
    struct request *rq = f->rq;
    struct arena *a = rq->arena;
    struct count_row *rows = arena_array(a, SCHOOLS_MOST, sizeof *rows);
    const char *here = arena_fmt(a, "/arrangementer/ret/%s/fremmoede", f->event->id);
    const char **words = arena_array(a, EVENT_GRADES_N, sizeof *words);
    for (size_t g = 0; g < EVENT_GRADES_N; g++)
        words[g] = event_grade_words(a, rq->lang, grades[g]);
    for (size_t i = f->first; i < f->last; i++) {
        const struct count_school *s = &f->schools[i];
        struct count_cell *cells = arena_array(a, EVENT_GRADES_N, sizeof *cells);
        for (size_t g = 0; g < EVENT_GRADES_N; g++) {
            int64_t n;
            const char *name = cell_name(a, s, g), *typed = sent ? request_body(rq, name) : NULL;
            const char *stands =
                s->n[g] == INT_NONE ? "" : arena_fmt(a, "%lld", (long long)s->n[g]);
            cells[g] =
                (struct count_cell){name, arena_fmt(a, "%s, %s", s->name, words[g]),
                                    typed ? typed : stands, typed && !cell_read(typed, &n), NULL};
            if (conflict && typed && strcmp(typed, stands) != 0)
                cells[g].theirs = msg_event_count_theirs(a, rq->lang, *stands ? stands : "–");
        }
        rows[i - f->first] = (struct count_row){s->name, cells, EVENT_GRADES_N};
    }
    struct count_page page = {.event = f->event,
                              .base = arena_fmt(a, "/arrangementer/ret/%s", f->event->id),
                              .when = event_when(a, rq->lang, f->event),
                              .said = f->event->sign_up
                                          ? msg_event_count_expected(a, rq->lang, f->expected)
                                          : msg_event_no_sign_up(rq->lang),
                              .stamp = arena_fmt(a, "%lld", (long long)f->stamp),
                              .error = f->error,
                              .conflict = conflict,
                              .grades = words,
                              .grades_n = EVENT_GRADES_N,
                              .rows = rows,
                              .rows_n = f->last - f->first,
                              .side = f->side};
    if (f->sides > 1) page.sides = msg_event_side(a, rq->lang, f->side, f->sides);
    if (f->side > 1) page.before = arena_fmt(a, "%s?side=%lld", here, (long long)f->side - 1);
    if (f->side < f->sides) page.after = arena_fmt(a, "%s?side=%lld", here, (long long)f->side + 1);
    if (f->error) rq->reply.status = 422;
    if (conflict) rq->reply.status = 409;
    struct page shell = {.title = msg_event_count_title(rq->lang),
                         .section = "/arrangementer",
                         .has_errors = f->error != NULL,
                         .wide = true};
    reply_page(rq, &shell, count_page, &page);
}

/* Guests are counted when the event has begun. False: the reply has been made. */
static bool count_begin(struct request *rq, struct event_line *event, struct count_form *f) {
    struct err err = {0};
    if (!event_or_reply(rq, false, event)) return false;
    *f = (struct count_form){.rq = rq, .event = event};
    int64_t begins =
        clock_at(event->day, (int)(event->from_minute / 60), (int)(event->from_minute % 60));
    if (strcmp(event->state, "published") != 0 || clock_now() < begins) {
        reply_redirect_notice(rq, arena_fmt(rq->arena, "/arrangementer/ret/%s", event->id),
                              msg_event_count_early(rq->lang), NULL);
        return false;
    }
    if (count_read(f, &err)) return true;
    reply_error(rq, &err);
    return false;
}

void count_get(struct request *rq) {
    struct event_line event;
    struct count_form form;
    if (count_begin(rq, &event, &form)) count_show(&form, false, NULL);
}

static bool count_write(struct db *w, void *ctx, struct err *err) {
    struct count_form *f = ctx;
    struct arena *a = f->rq->arena;
    int64_t now = clock_now(), account = f->rq->visitor.user_id;
    const char *typed = request_body(f->rq, "stempel");
    struct q_event_count_stamp_rows stamp;
    if (!q_event_count_stamp(w, a, (struct q_event_count_stamp_in){f->event->id}, &stamp, err))
        return false;
    if ((stamp.n ? stamp.v[0].id : 0) != (typed ? strtoll(typed, NULL, 10) : 0))
        return err_set(err, ERR_CONFLICT, "somebody counted meanwhile");
    struct q_event_count_withdraw_in old = {f->event->id, account, now};
    if (!q_event_count_withdraw(w, old, NULL, err)) return false;
    for (size_t i = 0; i < f->schools_n; i++)
        for (size_t g = 0; g < EVENT_GRADES_N; g++) {
            int64_t n = f->schools[i].n[g];
            struct q_event_count_add_in in = {.id = id_next(),
                                              .event = f->event->id,
                                              .institution = f->schools[i].number,
                                              .grade = grades[g],
                                              .n = n,
                                              .author = account,
                                              .at = now};
            if (n != INT_NONE && !q_event_count_add(w, in, NULL, err)) return false;
        }
    return true;
}

/* What was typed, into the rows of this page, those of the others stand as they were; how many cells are
 * filled and add up to how many people. */
static void count_typed(struct count_form *f, size_t *ret_filled, int64_t *ret_people) {
    *ret_filled = 0;
    *ret_people = 0;
    for (size_t i = 0; i < f->schools_n; i++)
        for (size_t g = 0; g < EVENT_GRADES_N; g++) {
            int64_t *n = &f->schools[i].n[g];
            const char *typed = request_body(f->rq, cell_name(f->rq->arena, &f->schools[i], g));
            bool here = i >= f->first && i < f->last;
            if (here && !cell_read(typed ? typed : "", n)) f->wrong = true;
            *ret_filled += *n != INT_NONE;
            *ret_people += *n == INT_NONE ? 0 : *n;
        }
}

void count_post(struct request *rq) {
    struct event_line event;
    struct count_form form;
    struct err err = {0};
    size_t filled;
    int64_t people;
    if (!count_begin(rq, &event, &form)) return;
    count_typed(&form, &filled, &people);
    if (form.wrong)
        form.error = msg_event_count_wrong(rq->lang);
    else if (!filled)
        form.error = msg_event_count_empty(rq->lang);
    if (form.error) {
        count_show(&form, true, NULL);
        return;
    }
    if (store_write(rq->store, count_write, &form, &err))
        reply_redirect_notice(rq, arena_fmt(rq->arena, "/arrangementer/ret/%s", event.id),
                              msg_event_counted(rq->arena, rq->lang, people), NULL);
    else if (err.kind != ERR_CONFLICT)
        reply_error(rq, &err);
    else if (count_begin(rq, &event, &form)) /* mine in the fields, the colleague's below them */
        count_show(&form, true,
                   msg_event_conflict(rq->arena, rq->lang, form.author ? form.author : ""));
}
