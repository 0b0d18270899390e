/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, and its handlers. Private to src/team.
 */
#ifndef VEJVISER_TEAM_VIEWS_H
#define VEJVISER_TEAM_VIEWS_H

#include "team/team.h"
#include "youth/youth.h"

struct team_choice {
    const char *value, *label;
    bool chosen;
};
struct team_line {
    const struct team_load *load;
    const char *href;   /* the worklist */
    const char *away;   /* "Væk til 3. dec. 2026, Amira afløser", or NULL */
    const char *closed; /* "Har ikke adgang mere", or NULL */
};
struct team_school {
    const char *number, *name, *town;
    int64_t pupils;
};
struct team_absence {
    const char *name, *cover, *period, *end; /* end: path of the button */
    bool is_now;
};
struct team_handover {
    const char *text, *undo; /* undo: path, or NULL */
    int32_t day;
    bool withdrawn;
};
struct team_page {
    const char *said, *counted; /* counted: "Opgjort kl. 9.31" */
    int64_t late, without;
    const char *quiet, *changed; /* "12,4 %" with words */
    const char *without_said;
    const struct team_line *lines;
    size_t lines_n;
    const struct team_school *schools;
    size_t schools_n;
    const struct team_absence *absences;
    size_t absences_n;
    const struct team_handover *handovers;
    size_t handovers_n;
};

struct without_line {
    const char *id, *name, *where;
    int32_t born;
    int64_t age;
    bool guarded;
};
struct without_page {
    const char *said;
    const struct without_line *lines;
    size_t lines_n;
    const struct team_choice *accounts;
    size_t accounts_n;
    bool chosen; /* the boxes of a form that came back */
    const char *error;
};

struct absence_page {
    const struct form *form; /* NULL: nothing was sent yet */
    const struct team_choice *away, *covers;
    size_t away_n, covers_n;
    const char *from, *to, *error_away, *error_cover, *error_from, *error_to;
};

struct handover_page {
    const struct team_choice *givers, *takers;
    size_t givers_n, takers_n;
    const char *error;
    const char *title, *giver, *taker; /* title NULL: no preview yet */
    const struct handover_line *lines;
    size_t lines_n;
    int64_t things; /* in all lines that move */
};

/* Born after this day: who can still be in a class; 10th grade ends with 18 at the latest. */
#define TEAM_PUPILS_AFTER(day_) day_add_months(day_, -12 * 20)
/* Whose age makes that they must have a counsellor when they are out of education. */
bool team_ages(struct db *db, int32_t day, int32_t *ret_born_after, int32_t *ret_born_until,
               struct err *err);
/* Counsellors, and others who have young people, by name. */
struct team_people {
    const struct team_load *v; /* only who they are: no counts */
    size_t n;
};
bool team_people(struct db *db, struct arena *a, struct team_people *ret, struct err *err);
/* For a select, those with access; `with_closed`: all of them. `typed` is the chosen value. */
size_t team_choices(struct request *rq, const struct team_people *people, const char *typed,
                    bool with_closed, const struct team_choice **ret);

void team_get(struct request *rq);           /* GET  /team */
void without_get(struct request *rq);        /* GET  /team/uden-vejleder */
void without_post(struct request *rq);       /* POST the same */
void absence_get(struct request *rq);        /* GET  /team/fravaer */
void absence_post(struct request *rq);       /* POST the same */
void absence_end_post(struct request *rq);   /* POST /team/fravaer/{fravaer}/slut */
void handover_get(struct request *rq);       /* GET  /team/overdragelse */
void handover_post(struct request *rq);      /* POST the same */
void handover_undo_post(struct request *rq); /* POST /team/overdragelse/{overdragelse}/fortryd */

#endif
