/* SPDX-License-Identifier: EUPL-1.2
 *
 * The forms of the room as data, and one of them while it is shown. Private to src/quality.
 */
#ifndef VEJVISER_QUALITY_FORM_H
#define VEJVISER_QUALITY_FORM_H

#include "quality/views.h"

enum quality_saves { SAVES_MEETING, SAVES_DECISION, SAVES_DONE, SAVES_MARK };
struct quality_form_kind {
    const char *path; /* of the route */
    const char *key;  /* last part of the messages quality.form.KEY ... */
    const struct field *fields;
    size_t n;
    enum quality_saves saves;
    const char *row; /* segment that names the row; NULL: a new one */
};

/* One form while it is shown. */
struct quality_showing {
    struct request *rq;
    const struct quality_form_kind *kind;
    const struct form *form; /* NULL: first time */
    const char *stored[8];   /* by field: what stands in the row now */
    int64_t row;             /* 0: new */
    int64_t meeting, owner;  /* of a decision */
    int64_t version;         /* of the row; INT_NONE */
    const char *by;          /* who wrote the row last */
    const char *conflict;
    const char *law;
    int school_year;
    const char *about; /* what it is about, or NULL */
};
/* Reads what the form is about. False: the database failed. */
bool quality_form_begin(struct request *rq, struct quality_showing *s, bool *ret_found,
                        struct err *err);
void quality_form_show(struct quality_showing *s);
const char *quality_form_back(const struct quality_showing *s);

#endif
