/* SPDX-License-Identifier: EUPL-1.2
 *
 * publication: the municipality's own figures as the public may see them, and the only way there.
 *
 *     draft -> sent -> published        returned -> sent again; a draft may be discarded
 *
 * A draft is made by a job, of one school year as known on a day (make.c, the only file of this room that reads
 * live figures). What may not be told is taken out before anything is stored (control.h), so that no
 * page, file or mistake can show it: it is in no column. The team leader looks it through and sends it;
 * another person (management, or another team leader) publishes it. From then on it never changes. A
 * correction is one more version with a reason, and the one before can still be read.
 *
 * Disclosure: groups of fewer than publication_least persons, well-being publication_least_wellbeing,
 * all or none of fewer than publication_least_extreme; what would give them away; and against earlier
 * versions of the same school year (control.h). The rules are those of the day the draft is made, and are
 * kept with it. Group sizes of class levels are no secret: official statistics print them.
 *
 * What is computed by other rooms (documents, such as the curve of goal 1) is protected by who makes it;
 * here it is only kept, seen by two, and shown as kept.
 *
 * This room has nothing about one person: no insight, no erasure. Times: microseconds; days.
 */
#ifndef VEJVISER_PUBLICATION_H
#define VEJVISER_PUBLICATION_H

#include "report/report.h"
#include "slice/slice.h"
#include "stat/proportion.h"

/* ---- reading: what was published by now (base/clock.h), nothing else ---- */

struct publication {
    int64_t id; /* 0: there is none */
    int school_year;
    int version;
    int32_t as_of; /* as known at the end of this day */
    int64_t least, least_wellbeing, least_extreme;
    const char *state;                 /* "published" */
    const char *reason;                /* of a correction; NULL */
    const char *made_by, *approved_by; /* names; NULL */
    int64_t made_by_id, sent_by_id;
    int64_t made_at, sent_at, approved_at;
};
struct published_figure {
    const char *indicator; /* key; words: indicator.KEY.name, .formula, .of */
    int goal;              /* 0: of none */
    bool per_100;          /* no share: `yes` guests of `no` pupils */
    const char *by;        /* "all", "school", "grade", "sex", "mentor" */
    const char *value;     /* school's number, "9", "K" "M", "0" "1"; "": all, or those in none */
    const char *name;      /* of a school, as it was called then; NULL */
    int64_t yes, no, unknown, base; /* INT_NONE: not told; base = yes + no */
    const char
        *why; /* NULL, or why something is not told: "few", "protects", "silent", "refused" */
    int64_t carried; /* taken over unchanged from this version, INT_NONE: counted anew */
};
struct published_figures {
    const struct published_figure *v;
    size_t n;
};

/* The newest version of a school year; school_year 0: of the newest that is published. *ret.id 0: none. */
bool publication_latest(struct db *db, struct arena *a, int school_year, struct publication *ret,
                        struct err *err);
/* Every version of every year, newest year first, its newest version first. */
bool publication_all(struct db *db, struct arena *a, struct publication **ret, size_t *ret_n,
                     struct err *err);
/* When what waits for approval was sent to it; INT_NONE: nothing of that school year waits. */
bool publication_waiting_since(struct db *db, struct arena *a, int school_year, int64_t *ret_sent,
                               struct err *err);
/* Figures of a publication; indicator and by NULL: all. In the order of the indicators; the whole first. */
bool publication_figures(struct db *db, struct arena *a, int64_t publication, const char *indicator,
                         const char *by, struct published_figures *ret, struct err *err);
/* The whole municipality, year by year: of each school year the newest version that was published by `at`, the
 * oldest year first, each year in the order of the indicators. */
struct published_total {
    struct publication publication; /* without rules and reason */
    struct published_figure figure;
};
bool publication_totals(struct db *db, struct arena *a, int64_t at,
                        const struct published_total **ret, size_t *ret_n, struct err *err);
/* In percent with 95 % interval, or per 100; NaN when it is not told. */
struct interval published_share(const struct published_figure *figure);
/* "9. klasse", "Skole A", "piger", "Øvrige": in the reader's language. */
const char *published_group_words(struct arena *a, enum lang lang,
                                  const struct published_figure *figure);

/* An indicator of figures by school, the schools of ten pupils or more beside each other and never ranked.
 * Funnel: NULL when too few of them are told. Table: in Danish order of their names, what is not told said to
 * be so; NULL when there is no school. */
bool published_has_schools(struct published_figures by_school, const char *indicator);
const struct funnel_model *published_funnel(struct arena *a, enum lang lang,
                                            const struct publication *publication,
                                            struct published_figures by_school,
                                            const char *indicator);
const struct table_model *published_schools(struct arena *a, enum lang lang,
                                            struct published_figures by_school,
                                            const char *indicator);
/* Several indicators, a row a school and a share a column, in the same order. */
const struct table_model *published_schools_table(struct arena *a, enum lang lang,
                                                  struct published_figures by_school,
                                                  const char *const *indicators, size_t n);

/* ---- documents: what another room computes for a publication ---- */

/* `make` computes it anew from what is known at the end of `as_of`. `before` is what was last published
 * under the name for the same school year (NULL: nothing): it must see to it that the two together tell
 * nothing of few. *ret_json NULL: there is nothing that may be told. */
struct publication_document {
    const char *name; /* "goal-way" */
    bool (*make)(struct store *store, struct db *db, struct arena *a, int school_year,
                 int32_t as_of, const char *before, const char **ret_json, struct err *err);
};
/* The program's list, ended by NULL; set once by app.c before threads start. */
void publication_documents_set(const struct publication_document *const *documents);
/* As published in the newest version that has it; *ret_json NULL: none. school_year 0: the newest. */
bool publication_document(struct db *db, struct arena *a, int school_year, const char *name,
                          struct publication *ret, const char **ret_json, struct err *err);

/* ---- writing: for the pages of this room, the demo and tests ---- */

struct publication_new {
    int school_year;
    int32_t as_of;
    const char *reason; /* needed when there is a published version; else NULL */
    int64_t account;
    int64_t at;        /* INT_NONE: now */
    bool figures_only; /* without documents */
    /* How far it is; false: stop, and nothing is stored (ERR_CANCELLED). NULL: nobody asks. */
    bool (*progress)(void *ctx, int64_t done, int64_t total);
    void *progress_ctx;
};
/* Counts, protects, and stores a draft: seconds in a large municipality, so pages queue a job. ERR_CONFLICT: one of
 * that year is open; ERR_INPUT: no reason, or a day before the school year. Not inside store_write(). */
bool publication_draft(struct store *store, struct db *db, const struct publication_new *draft,
                       int64_t *ret_id, struct err *err);
enum publication_step { STEP_SEND, STEP_RETURN, STEP_APPROVE, STEP_DISCARD };
/* ERR_CONFLICT: it is not in that state (any more); ERR_REFUSED: approving what one made or sent oneself.
 * Inside store_write(). */
bool publication_step(struct db *w, int64_t id, enum publication_step step, int64_t account,
                      int64_t at, const char *comment, struct err *err);

extern const struct slice publication_slice;

#endif
