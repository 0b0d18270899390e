/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show, and its handlers. Private to src/event. Texts are in the reader's language.
 */
#ifndef VEJVISER_EVENT_VIEWS_H
#define VEJVISER_EVENT_VIEWS_H

#include "event/internal.h"

/* ---- words ---- */
const char *event_when(struct arena *a, enum lang lang,
                       const struct event_line *event); /* day, hours */
const char *event_hours(struct arena *a, enum lang lang, int64_t from, int64_t to);
const char *event_where(struct arena *a, const struct event_line *event); /* place, school */
const char *event_kind_words(struct arena *a, enum lang lang, const char *kind);
const char *event_grade_words(struct arena *a, enum lang lang, const char *grade);
/* "Der er 12 pladser tilbage", "Alle pladser er taget ...", "Tilmelding er slut", "Du kan bare komme" */
const char *event_door_words(struct request *rq, const struct event_line *event);

/* ---- one event in a list ---- */
struct event_card {
    const char *href, *title, *when, *hours, *where, *kind, *door, *badge; /* badge: or NULL */
    const char *sign_up;                                                   /* path, or NULL */
    bool warn;
};
struct event_group {
    const char *title, *about, *href; /* href: the programme of the season, or NULL */
    const struct event_card *cards;
    size_t cards_n;
};
struct events_page {
    const struct event_group *groups;
    size_t groups_n;
    bool staff, management;
};

/* ---- one event ---- */
struct event_point {
    int64_t id;
    const char *hours, *title, *room, *speaker; /* room, speaker: or NULL */
};
struct event_page {
    const struct event_line *event;
    const char *when, *where, *door, *kind;
    const struct event_point *points;
    size_t points_n;
    const char *base;                      /* "/arrangementer/{id}" */
    const char *sign_up, *answer, *manage; /* paths, or NULL */
    const char *address;                   /* whole, for paper */
    bool cancelled;
};
struct season_day { /* an event with its programme */
    struct event_card card;
    const struct event_point *points;
    size_t points_n;
};
struct season_page {
    const char *title, *days, *about, *ics, *address;
    const struct season_day *events;
    size_t events_n;
};

/* ---- the page behind the secret link ---- */
struct receipt_page {
    const struct event_line *event;
    const char *when, *where, *name, *people, *from; /* from: school and grade, or NULL */
    enum { RECEIPT_IN, RECEIPT_MOVED, RECEIPT_WAITING, RECEIPT_CANCELLED, RECEIPT_OFF } state;
    int64_t number; /* on the waiting list */
    const char *self, *base, *address;
    bool may_cancel;
    int64_t keep_days;
};
struct thanks_page {
    const char *title, *back;
};

/* ---- one form ---- */
enum event_look { EVENT_TEXT, EVENT_SHORT, EVENT_LONG, EVENT_CHIPS, EVENT_SELECT, EVENT_MAIL };
struct event_choice {
    const char *value, *label, *id;
    bool chosen;
};
struct event_input {
    enum event_look look;
    const char *name, *label, *hint, *typed, *error, *described, *autocomplete;
    const struct event_choice *choices;
    size_t choices_n;
};
struct event_theirs { /* what a colleague saved meanwhile */
    const char *label, *text;
};
struct event_form_page {
    const char *title, *lead, *about, *action, *back, *back_text, *button;
    const struct form *form; /* NULL: nothing was sent yet */
    const struct event_input *inputs;
    size_t inputs_n;
    int64_t version; /* INT_NONE: none */
    const char *key; /* the sign-up's secret; NULL: none */
    const char *conflict, *note;
    const struct event_theirs *theirs;
    size_t theirs_n;
};

/* ---- management ---- */
struct manage_line {
    const char *href, *title, *who, *state, *day, *badge,
        *badge_css; /* badge: what is missing, or NULL */
};
struct manage_page {
    const struct manage_line *coming, *past;
    size_t coming_n, past_n;
    const struct event_theirs *seasons; /* label: name, text: path */
    size_t seasons_n;
    const char *older; /* path, or NULL */
};
enum event_next { /* what is to be done next: one primary button */
                  NEXT_NONE,
                  NEXT_PROGRAMME,
                  NEXT_PUBLISH,
                  NEXT_TELL,
                  NEXT_COUNT,
                  NEXT_ASK,
};
struct answer_row {
    const char *question, *said;
    int64_t n[5];
};
struct event_text_line {
    const char *text;
};
struct event_manage_page {
    const struct event_line *event;
    const char *base, *public_path; /* "/arrangementer/ret/{id}", "/arrangementer/{id}" */
    const char *when, *where, *state, *state_css, *next_said;
    enum event_next next;
    const struct event_point *points;
    size_t points_n;
    const struct event_theirs *facts;
    size_t facts_n;
    bool may_edit, held, mine;
    const char *answer_address;
    const struct answer_row *answers; /* none under the least number */
    size_t answers_n;
    const char *answers_said;
    const struct event_text_line *comments;
    size_t comments_n;
};
struct signup_line {
    int64_t id;
    const char *name, *email, *people, *from, *state, *day;
    bool may_cancel, may_tell, may_restore;
};
struct signups_page {
    const struct event_line *event;
    const char *base, *when, *said;
    const struct signup_line *lines;
    size_t lines_n;
};
struct count_cell {
    const char *name, *label, *typed;
    bool wrong;
    const char *theirs; /* what a colleague wrote meanwhile, when it differs; or NULL */
};
struct count_row {
    const char *school;
    struct count_cell *cells;
    size_t cells_n;
};
struct count_page {
    const struct event_line *event;
    const char *base, *when, *said, *stamp, *error, *conflict;
    const char *const *grades;
    size_t grades_n;
    const struct count_row *rows;
    size_t rows_n;
    int64_t side;
    const char *sides, *before, *after; /* NULL: all schools are on one page */
};
struct reach_page {
    const char *title, *said, *table, *csv;
    const struct event_choice *years;
    size_t years_n;
};

/* ---- handlers ---- */
void events_get(struct request *rq);          /* GET  /arrangementer */
void event_get(struct request *rq);           /* GET  /arrangementer/{event} */
void event_ics_get(struct request *rq);       /* GET  /arrangementer/{event}/kalender.ics */
void events_ics_get(struct request *rq);      /* GET  /arrangementer/kalender.ics */
void season_get(struct request *rq);          /* GET  /arrangementer/uger/{uger} */
void season_ics_get(struct request *rq);      /* GET  /arrangementer/uger/{uger}/kalender.ics */
void receipt_get(struct request *rq);         /* GET  /tilmelding/{hemmelig} */
void receipt_cancel_post(struct request *rq); /* POST /tilmelding/{hemmelig}/afmeld */
void thanks_get(struct request *rq);          /* GET  /arrangementer/{event}/tak */

void event_form_get(struct request *rq); /* every form of the room: form.c */
void event_form_post(struct request *rq);

void manage_get(struct request *rq);       /* GET  /arrangementer/ret */
void event_manage_get(struct request *rq); /* GET  /arrangementer/ret/{event} */
void event_act_post(
    struct request *rq); /* POST /arrangementer/ret/{event}/{udgiv,overtag,spurgt ...} */
void item_out_post(struct request *rq); /* POST /arrangementer/ret/{event}/punkt/{punkt}/ud */
void signups_get(struct request *rq);   /* GET  /arrangementer/ret/{event}/tilmeldte */
void signup_act_post(
    struct request *rq);            /* POST /arrangementer/ret/{event}/tilmeldte/{tilmelding} */
void count_get(struct request *rq); /* GET  /arrangementer/ret/{event}/fremmoede */
void count_post(struct request *rq);
void reach_get(struct request *rq);     /* GET  /arrangementer/raekkevidde */
void reach_csv_get(struct request *rq); /* GET  /arrangementer/raekkevidde/data.csv */

/* The event of the path, or the reply is made (404). `published`: for the public, others are not there. */
bool event_or_reply(struct request *rq, bool published, struct event_line *ret);
bool event_points(struct request *rq, const char *event, const struct event_point **ret,
                  size_t *ret_n, struct err *err);

/* ---- save.c: what each form does when it is in order ---- */
struct event_values {
    const char *kind, *title, *season, *school, *place, *from, *to, *about, *sign_up, *name, *room,
        *speaker, *email, *grade, *who, *useful, *wiser, *comment, *why, *key;
    int32_t day, until, from_day, to_day;
    int64_t capacity, people, version;
};
struct event_saved {
    const char *location, *notice, *undo;
};
struct event_work { /* one form on its way */
    struct request *rq;
    const struct event_line *event; /* or NULL */
    int64_t row;                    /* season or item that is changed; INT_NONE */
    const struct event_values *v;
    int64_t from, to; /* minutes read from the texts */
    const char *id;   /* of a new event */
    int64_t new_row;
};
typedef bool event_save_fn(struct event_work *work, struct form *form, struct event_saved *ret,
                           struct err *err);
event_save_fn event_save_event, event_save_season, event_save_item, event_save_cancel,
    event_save_signup, event_save_answer;

#endif
