/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside goal only: what the forms of goals, targets and initiatives share.
 */
#ifndef VEJVISER_GOAL_EDIT_H
#define VEJVISER_GOAL_EDIT_H

#include "goal/internal.h"
#include "slice/inputs.h"

#define GOAL_UNDO_US (10LL * 60 * 1000000) /* ten minutes (ui guide § 3, Undo) */
#define GOAL_MANAGE  "/team/kvalitet/maal"

#define GOAL_TEXT(name_, member_, required_, max_)                                                 \
    {                                                                                              \
        .name = name_, .kind = FIELD_TEXT, .offset = AT(member_), .required = required_,           \
        .max = max_, .label = "goal.field." name_                                                  \
    }
#define GOAL_LONG(name_, member_, required_)                                                       \
    {                                                                                              \
        .name = name_, .kind = FIELD_LONG, .offset = AT(member_), .required = required_,           \
        .max = 2000, .label = "goal.field." name_                                                  \
    }
#define GOAL_DAY(name_, member_, required_)                                                        \
    {                                                                                              \
        .name = name_, .kind = FIELD_DAY, .offset = AT(member_), .required = required_,            \
        .label = "goal.field." name_                                                               \
    }
#define GOAL_CHOICE(name_, member_, choices_)                                                      \
    {                                                                                              \
        .name = name_, .kind = FIELD_CHOICE, .offset = AT(member_), .required = true,              \
        .choices = choices_, .label = "goal.field." name_                                          \
    }
#define GOAL_VERSION(member_)                                                                      \
    {                                                                                              \
        .name = "version", .kind = FIELD_INT, .offset = AT(member_), .min = 0, .max = INT64_MAX,   \
        .label = "goal.field.version"                                                              \
    }

#define GOAL_LOOKS_N 26
extern const struct look goal_looks[GOAL_LOOKS_N];
#define GOAL_FORM(segment_, fields_)                                                               \
    {                                                                                              \
        .prefix = "goal", .segment = segment_, .fields = fields_,                                  \
        .n = sizeof fields_ / sizeof *fields_, .looks = goal_looks, .looks_n = GOAL_LOOKS_N        \
    }

/* One form on its way to the reader. */
struct goal_showing {
    struct request *rq;
    const struct form_kind *kind;
    const struct form *form;   /* NULL: nothing was sent yet */
    const char *const *stored; /* by field: what stands in the database */
    int64_t version;           /* what the form is made from */
    const char *theirs;        /* who saved meanwhile; NULL: nobody */
    const char *action, *back, *back_label;
};
/* With what a colleague saved beside what was typed; 409 or 422 when something was sent. */
struct form_page goal_form_page(const struct goal_showing *showing);
/* The choices of select `name` become these. */
void goal_form_choices(struct arena *a, struct form_page *page, const char *name,
                       const struct input_choice *choices, size_t n);

/* The user with that login; INT_NONE for an empty login, and with an error beside `field` when nobody is. */
bool goal_account(struct request *rq, struct form *form, const char *field, const char *login,
                  int64_t *ret, struct err *err);
/* Everybody can read who answers for something: a role or a body, not how to reach a person. An error beside `field`
 * when an address or a telephone number stands there. */
void goal_owner_check(struct request *rq, struct form *form, const char *field, const char *owner);
/* Names of the indicators that somebody may choose: "none", "keep" or not, and their keys. */
size_t goal_measures(struct request *rq, const char *chosen, bool keep,
                     const struct input_choice **ret);

/* Whole pages. */
void goal_list_get(struct request *rq);
void goal_new_get(struct request *rq);
void goal_new_post(struct request *rq);
void goal_edit_get(struct request *rq);
void goal_edit_post(struct request *rq);
void goal_target_post(struct request *rq);
void initiatives_get(struct request *rq);
void initiative_new_get(struct request *rq);
void initiative_new_post(struct request *rq);
void initiative_get(struct request *rq);
void initiative_post(struct request *rq);
void initiative_result_post(struct request *rq);
void initiative_result_undo_post(struct request *rq);

/* reach.c: how many took part in this school year, by the indicator that counts it; kept for a minute. `yes` is
 * INT_NONE when it is not counted now (the way of counting has ended) or too few to be told. */
struct reach {
    int64_t yes, of;
    bool few;
};
bool goal_reach(struct store *store, const char *key, struct reach *ret, struct err *err);

/* pages.c */
void goals_get(struct request *rq);
void goal_get(struct request *rq);
void goal_csv_get(struct request *rq);
void method_get(struct request *rq);

/* open.c */
void goal_open_csv_get(struct request *rq);
void goal_open_json_get(struct request *rq);

#endif
