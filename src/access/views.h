/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the views of this room show.
 */
#ifndef VEJVISER_ACCESS_VIEWS_H
#define VEJVISER_ACCESS_VIEWS_H

#include "web/web.h"

/* ---- forms ---- */
/* One line of input with its label, hint and error. */
struct input_line {
    const char *name, *label, *hint, *value, *error;
    const char *type;         /* "text", "password" */
    const char *autocomplete; /* "username", "current-password", "new-password", "off" */
    const char *width;        /* class of the kit */
};
struct choice_line {
    const char *value, *label;
    bool chosen;
};

/* ---- pages ---- */
struct login_page {
    const struct form *form; /* its mistakes; never NULL */
    struct input_line login, password;
    const char *til; /* where to go afterwards; NULL = home */
    bool sent_here;  /* somebody without a session asked for a page */
};
struct renew_page {
    const struct form *form; /* its mistakes; never NULL */
    struct input_line login, password, fresh, again;
    const char *til;
};
struct reason_page {
    const struct form *form; /* its mistakes; never NULL */
    const char *youth_id;
    const char *til;
    struct choice_line *choices;
    size_t choices_n;
    const char *choice_error, *text, *text_error;
};

struct log_line {
    int32_t day;
    const char *time, *who, *role, *act, *purpose;
};
struct log_page {
    const char *youth_id;
    bool extract;  /* for the young person: purposes, no names */
    bool may_name; /* team leader */
    struct log_line *lines;
    size_t lines_n;
    const char *older; /* path of the next page, or NULL */
    bool is_first;
};

struct spot_line {
    int64_t id;
    const char *youth_id, *youth, *who, *reason, *time, *reviewer;
    int32_t day, reviewed;
};
struct spot_page {
    int64_t open;
    struct spot_line *lines, *done;
    size_t lines_n, done_n;
};

struct user_line {
    int64_t id;
    const char *name, *login, *role, *institution;
    int32_t valid_to, disabled;
    bool one_time, expired;
};
struct users_page {
    struct user_line *lines;
    size_t lines_n;
    int64_t active;
};
struct user_add_page {
    const struct form *form; /* its mistakes; never NULL */
    struct input_line name, login, institution;
    struct choice_line *roles;
    size_t roles_n;
    const char *role_error;
};
struct user_made_page {
    const char *name, *login, *password;
};
struct user_edit_page {
    const struct form *form; /* its mistakes; never NULL */
    struct user_line user;
    struct input_line until;
    bool is_self;
};

struct account_page {
    const struct form *form; /* its mistakes; never NULL */
    const char *name, *login, *role;
    struct choice_line *langs;
    size_t langs_n;
    bool shortcuts;
    struct input_line current, fresh, again;
};

#endif
