/* SPDX-License-Identifier: EUPL-1.2
 *
 * The six forms of the room as data, and one of them while it is shown. Private to src/event.
 */
#ifndef VEJVISER_EVENT_FORM_H
#define VEJVISER_EVENT_FORM_H

#include "event/views.h"

enum form_name {
    FORM_NEW,
    FORM_EVENT,
    FORM_SEASON_NEW,
    FORM_SEASON,
    FORM_ITEM_NEW,
    FORM_ITEM,
    FORM_CANCEL,
    FORM_SIGNUP,
    FORM_ANSWER,
    FORMS_N
};
struct event_form_kind {
    const char *path; /* of the route */
    const char *key;  /* last part of the messages event.form.KEY ... */
    const struct field *fields;
    size_t n;
    event_save_fn *save;
    bool has_event, is_public;
    const char *row; /* segment that names the row, or NULL */
};
extern const struct event_form_kind event_forms[FORMS_N];

/* How a field looks; hint: whether there is a message event.hint.NAME. */
struct event_field_look {
    const char *name, *prefix;
    enum event_look look;
    bool hint;
    const char *autocomplete;
};
/* Every field has a row. */
const struct event_field_look *event_look_of(const char *name);

/* One form while it is shown. */
struct showing {
    struct request *rq;
    const struct event_form_kind *kind;
    const struct event_line *event; /* or NULL */
    const struct form *form;        /* NULL: first time */
    const char *stored[16];         /* by field: what stands in the row now */
    int64_t row, version;
    const char *edited_by; /* who wrote the row last */
    const char *conflict;
};

#endif
