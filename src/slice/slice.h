/* SPDX-License-Identifier: EUPL-1.2
 *
 * slice: the contract between the house and its rooms of domain work.
 *
 * Slices do not know each other. The young person's page, the worklist, the caseload and the list of
 * imports are made of contributions that each slice declares here as data and functions; app.c lists
 * the slices, and this room gives that list to whoever composes a page from it.
 */
#ifndef VEJVISER_SLICE_H
#define VEJVISER_SLICE_H

#include "access/access.h"
#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "job/job.h"
#include "report/report.h"
#include "web/web.h"

struct json_t; /* jansson's */

/* ---- timeline: what happened to this young person, newest first ---- */
struct timeline_item {
    int32_t day;
    int64_t at;        /* microseconds; INT_NONE when only the day is known */
    const char *icon;  /* sprite name */
    const char *kind;  /* "Samtale", in the reader's language */
    const char *actor; /* who or where; or NULL */
    const char *text;
    const char *badge; /* "Begrænset", or NULL */
    const char *id;    /* html id, to highlight a new line; or NULL */
    const char *undo;  /* path of the POST that undoes it, or NULL */
};
struct timeline {
    struct arena *arena;
    struct timeline_item *items;
    size_t n, cap;
};
struct timeline_item *timeline_add(struct timeline *timeline); /* zeroed, at = INT_NONE */

/* ---- worklist: what somebody must do ---- */
struct worklist_item {
    const char *task;        /* "Kontakt den unge og forældrene" */
    const char *task_kind;   /* stable key for the filter: "follow-up", "unknown", "duty" */
    const char *youth_id;    /* or NULL */
    const char *who;         /* name or class */
    const char *about;       /* "16 år · udmeldt af EUD 12. november" */
    const char *institution; /* number, for the school filter; or NULL */
    int32_t due;             /* deadline */
    int64_t due_time;        /* for appointments; INT_NONE */
    const char *basis;       /* "5 arbejdsdage, pligtbekendtgørelsen § 10"; or NULL */
    const char *href;        /* where the task is done */
    const char *verb;        /* "Registrér kontakt" */
    const char *key; /* "followup:123", for bulk actions; NULL when it cannot be postponed */
};
struct worklist {
    struct arena *arena;
    struct worklist_item *items;
    size_t n, cap;
};
struct worklist_query {
    int64_t user_id; /* whose: the counsellor's own young people and schools */
    int32_t today;
    int32_t until; /* last day of interest */
};
struct worklist_item *worklist_add(struct worklist *worklist);
/* Who was born on that day or before is 18 or more on `today`. */
int32_t worklist_of_18(const struct worklist_query *query);

/* ---- caseload: one line a person, each slice fills in what it knows ---- */
struct caseload_row {
    const char *youth_id, *name;
    int32_t born;
    bool guarded;
    const char *institution, *school, *class_name; /* NULL when in no class */
    const char *status; /* "EUD, grundforløb 1", in the reader's language; NULL = no spell known */
    const char *status_key; /* spell.kind */
    int32_t status_since;
    int32_t last_contact; /* DAY_NONE: never */
    int32_t next_due;     /* nearest follow-up */
    int32_t plan_agreed;  /* day of the agreed plan; DAY_NONE: there is none */
};
struct caseload {
    struct arena *arena;
    struct caseload_row *rows; /* ordered by youth_id while slices contribute */
    size_t n;
};
/* Binary search; NULL when the person is not in the caseload. */
struct caseload_row *caseload_find(struct caseload *caseload, const char *youth_id);

/* ---- facts: small named boxes in the right column of the young person's page ---- */
struct fact {
    const char *group; /* "Kontakt" */
    const char *label;
    const char *text;
    const char *href; /* or NULL */
};
struct facts {
    struct arena *arena;
    struct fact *items;
    size_t n, cap;
};
struct fact *facts_add(struct facts *facts);

/* ---- status: what must be seen first on the page of one person ---- */
struct notice {
    int level; /* 0 info badge, 1 warning badge, 2 alert with text, 3 broken deadline */
    const char *title;
    const char *text; /* or NULL for badges */
    const char *href, *link;
};
struct notices {
    struct arena *arena;
    struct notice *items;
    size_t n, cap;
};
struct notice *notices_add(struct notices *notices);

/* ---- panels: a slice's own piece of the young person's page (the note box) ---- */
struct panel {
    void (*view)(struct html *, const void *);
    const void *data;
};

/* ---- handing over: another counsellor takes over all that one has (room team) ---- */
struct handover {
    int64_t id;       /* of table handover; 0 while it is a preview */
    int64_t from, to; /* accounts */
    int64_t author;   /* the team leader */
    int32_t day;
    int64_t at;       /* of this act: handing over, or taking it back */
    int64_t given_at; /* when it was handed over */
};
struct handover_line { /* "12 åbne opgaver", in the reader's language */
    const char *label;
    int64_t n;
    const char *note; /* what becomes of it, or NULL */
};
struct handover_lines {
    struct arena *arena;
    struct handover_line *items;
    size_t n, cap;
};
struct handover_line *handover_add(struct handover_lines *lines);

/* ---- asking for all slices at once ----
 * The statements that a slice's contributions to a page begin with, ended by NULL. Whoever composes the
 * page has those of all slices asked in one query (slices_ask); each contribution then calls its
 * q_NAME() as ever and has the answer without another. What they ask for is known by the names of
 * their columns `in`:
 *     youth, id (text)          the person
 *     account, owner, author    the visitor; of a worklist, caseload or handover: whose it is
 *     day, until, school_year   today; the last day of interest; the one that today is in
 *     area (text)               house_get()->area
 *     of_18                     worklist_of_18(): one's own of an age are one range of an index
 * A statement with other columns is not listed, and is asked by itself. */
enum slices_page { PAGE_PERSON, PAGE_WORKLIST, PAGE_CASELOAD, PAGE_HANDOVER, SLICES_PAGES };

/* ---- what one slice gives ---- */
struct slice {
    const char *name;
    const struct route *routes;
    size_t routes_n;
    const struct db_statement *const *asks[SLICES_PAGES]; /* each NULL or ended by NULL */
    bool (*timeline)(struct request *rq, const char *youth_id, struct timeline *out,
                     struct err *err);
    bool (*worklist)(struct request *rq, const struct worklist_query *query, struct worklist *out,
                     struct err *err);
    /* Fills its own fields of the rows it knows; adds none. `query` names whose caseload it is. */
    bool (*caseload)(struct request *rq, const struct worklist_query *query, struct caseload *rows,
                     struct err *err);
    bool (*facts)(struct request *rq, const char *youth_id, struct facts *out, struct err *err);
    bool (*notices)(struct request *rq, const char *youth_id, struct notices *out, struct err *err);
    bool (*panel)(struct request *rq, const char *youth_id, struct panel *ret_panel,
                  struct err *err);
    /* Bulk action on worklist items whose key starts with this slice's name and ':'. Inside
     * store_write(). action: "postpone" (*due is the new day, and becomes the one before), "done", or
     * "reopen", which takes "done" back. ERR_NOT_FOUND when the line is not there (any more). */
    bool (*worklist_act)(struct db *w, const char *key, const char *action, int32_t *due,
                         int64_t user_id, struct err *err);
    /* Insight (GDPR art. 15): adds to the JSON object `out` all that this slice holds about one person,
     * texts opened, under keys of its own. Erasure (art. 17): deletes for good, inside store_write(),
     * what may not be kept on `day` any longer; until when that is, NAME.h of the slice says. Both
     * belong to every slice with tables of its own. */
    bool (*insight)(struct db *db, struct arena *a, const char *youth_id, struct json_t *out,
                    struct err *err);
    bool (*erase)(struct db *w, const char *youth_id, int32_t day, struct err *err);
    /* Handing over. Preview: what of this slice moves, counted. Move, inside store_write(): moves it, and
     * keeps (in table handover_item, or one of its own) what it takes to move back. Back: what that
     * handover moved and nobody has changed since. What moved is what the preview counts at that moment. */
    bool (*handover_preview)(struct request *rq, const struct handover *handover,
                             struct handover_lines *out, struct err *err);
    bool (*handover_move)(struct db *w, struct arena *a, const struct handover *handover,
                          struct err *err);
    bool (*handover_back)(struct db *w, struct arena *a, const struct handover *handover,
                          struct err *err);
    const struct job_kind *jobs;
    size_t jobs_n;
};

/* ---- the house itself: which municipality this database holds ---- */
#define HOUSE_AREA "Viborg" /* whose goals come with the program */
struct house {
    const char *municipality; /* three digits, "791" */
    const char *name;         /* "Viborg Kommune" */
    const char *area;         /* "Viborg" in official statistics; without one, HOUSE_AREA */
    bool demo;                /* all persons are invented */
};
/* Reads table `setting` (names municipality, municipality_name, demo); once, before threads start.
 * `a` must live as long as the program. */
bool house_load(struct db *db, struct arena *a, struct err *err);
const struct house *house_get(void);

/* Asks what all slices have listed for a page. `youth_id`: the person, NULL on other pages; `query`:
 * NULL on the page of a person. */
bool slices_ask(struct request *rq, enum slices_page page, const char *youth_id,
                const struct worklist_query *query, struct err *err);

/* The program's list, set once by app.c before threads start. A statement in it that slices_ask()
 * cannot fill in is a bug (asserted). */
void slices_set(const struct slice *const *slices, size_t n);
size_t slices_count(void);
const struct slice *slices_at(size_t i);

#endif
