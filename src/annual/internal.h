/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the files of this room share. Private to src/annual.
 */
#ifndef VEJVISER_ANNUAL_INTERNAL_H
#define VEJVISER_ANNUAL_INTERNAL_H

#include "annual/annual.h"
#include "goal/goal.h"
#include "publication/publication.h"

/* ---- texts that people write ---- */
struct annual_part {
    const char *key;  /* "intro", "goal-2-why" */
    const char *word; /* of annual.part.WORD, annual.default.WORD */
    int goal;         /* 0: of none */
    bool carried;     /* holds in later years until there is a new one */
    bool line;        /* one line */
};
struct annual_text {
    struct annual_part part;
    const char *body; /* never NULL; "" nobody has written it and the program has no words for it */
    int school_year;  /* for which it was written; 0: the program's words */
    int64_t version;  /* of this year; 0: none yet */
    const char *author;
    int64_t at;
};
struct annual_texts {
    struct annual_text *v;
    size_t n;
};
/* All parts of a report, in its order, some for each goal; as known at that moment. */
bool annual_texts_read(struct db *db, struct arena *a, const struct annual_ask *ask, int64_t known,
                       const struct goals *goals, struct annual_texts *ret, struct err *err);
const struct annual_text *annual_text_find(const struct annual_texts *texts, const char *key);
const char *annual_text_of(const struct annual_texts *texts,
                           const char *key); /* "" when not there */
/* "Mål 2: hvorfor" */
const char *annual_part_name(struct arena *a, enum lang lang, const struct annual_part *part);

/* Writes version `base` + 1. ERR_CONFLICT: somebody else has written it. Inside store_write(). */
struct annual_write {
    int school_year;
    const char *part, *body;
    int64_t base, account;
};
bool annual_text_put(struct db *w, struct arena *a, const struct annual_write *write,
                     struct err *err);

/* ---- the report while it is filled in ---- */
struct book {
    struct document *d;
    struct reader r;
    const struct annual_ask *ask;
    struct goals goals; /* with the figures of the year */
    struct annual_texts texts;
    struct publication publication; /* id 0: nothing of that year is published */
    struct published_figures own;   /* the whole municipality's, as published */
    struct published_figures by_school;
    struct goal_way way; /* of a year group, as published; has_way false: it was not */
    bool has_way;
    int64_t least; /* fewer persons are not told of */
};
void book_way(struct book *b);               /* the way of a year group, of goal 1 */
void book_schools(struct book *b, int goal); /* a goal's own figures by school */
void book_own(struct book *b, int goal);     /* the own figures of a goal; 0: of none */
void book_goal(struct book *b, int number);
void book_method(struct book *b);
/* What was known when the school year ended. */
struct figures annual_figures(struct arena *a, struct figures figures, int school_year);

/* ---- files of published reports, made once (kept.c) ---- */
struct annual_kept_key {
    const struct store *store;
    int64_t publication; /* its id */
    enum lang lang;
    enum annual_form form;
};
/* False: it is not kept. */
bool annual_kept_take(const struct annual_kept_key *key, struct text *out);
void annual_kept_put(const struct annual_kept_key *key, const struct blob *file);
void annual_kept_forget(
    void); /* for tests: another database has other files under the same numbers */

/* ---- handlers ---- */
void annual_list_get(struct request *rq);  /* GET  /rapporter */
void annual_page_get(struct request *rq);  /* GET  /rapporter/{aar} */
void annual_file_get(struct request *rq);  /* GET  /rapporter/{aar}/fil/{form} */
void annual_texts_get(struct request *rq); /* GET  /rapporter/{aar}/tekster */
void annual_text_get(struct request *rq);  /* GET  /rapporter/{aar}/tekster/{del} */
void annual_text_post(struct request *rq); /* POST /rapporter/{aar}/tekster/{del} */
/* The year of the address, or 0 after having replied. */
int annual_year_of(struct request *rq);
const char *annual_path(struct arena *a, int school_year); /* "/rapporter/2021-22" */

#endif
