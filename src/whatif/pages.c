/* SPDX-License-Identifier: EUPL-1.2 */
#include "whatif/whatif.h"

#include "base/clock.h"
#include "gen/msg.h"
#include "gen/whatif.html.h"
#include "goal/goal.h"
#include "whatif/internal.h"

#include <math.h>
#include <string.h>

#define SENTENCES_MAX 8

struct dials {
    int64_t percent[WHATIF_DIALS];
};
#define DIAL(name_, i_, min_, max_, label_)                                                        \
    {                                                                                              \
        .name = name_, .kind = FIELD_INT,                                                          \
        .offset = offsetof(struct dials, percent) + (i_) * sizeof(int64_t), .min = min_,           \
        .max = max_, .label = label_                                                               \
    }
static const struct field fields[WHATIF_DIALS] = {
    DIAL("frafald", WHATIF_DROPOUT, 0, 100, "whatif.dropout"),
    DIAL("direkte", WHATIF_DIRECT, 0, 100, "whatif.direct"),
    DIAL("retur", WHATIF_RETURN, 0, 200, "whatif.return"),
    DIAL("start", WHATIF_START, -100, 100, "whatif.start"),
    DIAL("hu", WHATIF_HU, 0, 200, "whatif.hu"),
};

/* ---- the form ---- */

static const char *hint_of(enum lang lang, size_t i) {
    switch ((enum whatif_dial)i) {
    case WHATIF_DROPOUT:
        return msg_whatif_dropout_hint(lang);
    case WHATIF_DIRECT:
        return msg_whatif_direct_hint(lang);
    case WHATIF_RETURN:
        return msg_whatif_return_hint(lang);
    case WHATIF_START:
        return msg_whatif_start_hint(lang);
    case WHATIF_HU:
        break;
    }
    return msg_whatif_hu_hint(lang);
}

static void inputs_set(struct request *rq, const struct form *form, struct whatif_page *page) {
    page->inputs_n = WHATIF_DIALS;
    for (size_t i = 0; i < WHATIF_DIALS; i++) {
        const char *typed = form->typed[i];
        page->inputs[i] = (struct whatif_input){
            .name = fields[i].name,
            .label = msg_by_key(rq->lang, fields[i].label),
            .hint = hint_of(rq->lang, i),
            .value = typed && *typed ? typed : "0",
            .min = fields[i].min,
            .max = fields[i].max,
            .error = form->error[i],
        };
    }
}

/* What stays 0 need not be sent. */
static bool dials_read(struct request *rq, struct whatif_page *page, struct dials *dials) {
    struct form *form = arena_alloc(rq->arena, sizeof *form);
    bool ok = form_read(rq, fields, WHATIF_DIALS, form, dials);
    for (size_t i = 0; i < WHATIF_DIALS; i++)
        if (!ok || dials->percent[i] == INT_NONE) dials->percent[i] = 0;
    page->form = form;
    inputs_set(rq, form, page);
    return ok;
}

/* ---- what is said ---- */

struct telling {
    struct arena *a;
    enum lang lang;
    const struct projection *p;
    struct whatif_page *page;
};

static void say(struct telling *t, const char *sentence) {
    if (t->page->sentences_n < SENTENCES_MAX) t->page->sentences[t->page->sentences_n++] = sentence;
}

static const char *years(const struct telling *t, int age) {
    return msg_whatif_years(t->a, t->lang, age);
}

static const char *age_sentence(const struct telling *t) {
    int now = t->p->now.age_90, then = t->p->changed.age_90;
    switch (whatif_age_of(now, then)) {
    case WHATIF_AGE_SAME:
        return msg_whatif_age_same(t->a, t->lang, years(t, now));
    case WHATIF_AGE_MOVED:
        return msg_whatif_age_moved(t->a, t->lang, years(t, then), years(t, now));
    case WHATIF_AGE_COMES:
        return msg_whatif_age_comes(t->a, t->lang, years(t, then));
    case WHATIF_AGE_GOES:
        return msg_whatif_age_goes(t->a, t->lang, years(t, now));
    case WHATIF_AGE_NEVER:
        break;
    }
    return msg_whatif_age_never(t->lang);
}

static const char *interval_sentence(const struct telling *t, const struct projection_curve *c) {
    if (c->age_90_low && c->age_90_high)
        return msg_whatif_age_interval(t->a, t->lang, years(t, c->age_90_low),
                                       years(t, c->age_90_high));
    if (c->age_90_low) return msg_whatif_age_open(t->a, t->lang, years(t, c->age_90_low));
    return msg_whatif_age_unsure(t->lang);
}

static const char *people_sentence(const struct telling *t, int age) {
    struct whatif_people people = whatif_people_of(t->p, age);
    const char *at = years(t, age);
    switch (people.what) {
    case WHATIF_MORE:
        return msg_whatif_people_more(t->a, t->lang, at, people.n, people.low, people.high);
    case WHATIF_FEWER:
        return msg_whatif_people_fewer(t->a, t->lang, at, people.n, people.low, people.high);
    case WHATIF_UNSURE:
        return msg_whatif_people_unsure(t->a, t->lang, at, people.low, people.high);
    case WHATIF_FEW:
        break;
    }
    return msg_whatif_people_few(t->a, t->lang, at);
}

static void tell(struct telling *t, bool changed) {
    const struct projection *p = t->p;
    if (changed) {
        say(t, age_sentence(t));
        say(t, interval_sentence(t, &p->changed));
        say(t, people_sentence(t, WHATIF_TARGET_AGE));
        say(t, people_sentence(t, 30));
    } else {
        say(t, p->now.age_90 ? msg_whatif_now(t->a, t->lang, years(t, p->now.age_90))
                             : msg_whatif_now_never(t->lang));
        say(t, interval_sentence(t, &p->now));
    }
    say(t, msg_whatif_group(t->a, t->lang, (int64_t)(10 * lrint(p->persons / 10))));
    if (p->assumed_from < 30) say(t, msg_whatif_assumed(t->a, t->lang, years(t, p->assumed_from)));
}

static void whatif_get(struct request *rq) {
    struct err err;
    struct dials dials;
    struct projection_change_at changes[WHATIF_DIALS];
    struct projection p;
    struct whatif_page page = {.sentences =
                                   arena_array(rq->arena, SENTENCES_MAX, sizeof *page.sentences)};
    page.ok = dials_read(rq, &page, &dials);
    size_t n = whatif_changes(dials.percent, changes);
    if (!whatif_answer(rq->store, rq->db, clock_today(), changes, n, &p, &err)) {
        reply_error(rq, &err);
        return;
    }
    double unit = p.fault ? 0 : way_unit(p.persons * WHATIF_WINDOW);
    page.can_tell = unit > 0;
    if (page.can_tell) {
        struct telling t = {rq->arena, rq->lang, &p, &page};
        tell(&t, n > 0);
        page.chart = whatif_chart(rq->arena, rq->lang, &p, n > 0, unit);
    }
    struct page head = {
        .title = msg_whatif_title(rq->lang), .section = "/maal", .has_errors = !page.ok};
    reply_page(rq, &head, whatif, &page);
}

static const struct route routes[] = {
    {"GET", "/maal/1/hvad-hvis", whatif_get, ROLE_PUBLIC | ROLE_STAFF, AUDIT_NONE, NULL,
     ROUTE_CACHEABLE},
};

const struct slice whatif_slice = {
    .name = "whatif", .routes = routes, .routes_n = sizeof routes / sizeof *routes};
