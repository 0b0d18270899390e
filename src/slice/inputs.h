/* SPDX-License-Identifier: EUPL-1.2
 *
 * A form of a slice as data: its fields (web.h), how each looks, and a page that shows any of them in
 * the same way, with hints, errors beside the fields, and what a colleague saved meanwhile.
 *
 *     static const struct look looks[] = {{"dag", NULL, INPUT_SHORT, true}, {"hvem", "duty.party", INPUT_CHIPS}};
 *     page.inputs = inputs_make(rq, &kind, form, stored, &page.inputs_n);
 *
 * Words: the label is the field's; the hint is message PREFIX.hint.FIELD; a choice is CHOICES.VALUE.
 */
#ifndef VEJVISER_SLICE_INPUTS_H
#define VEJVISER_SLICE_INPUTS_H

#include "web/web.h"

enum input_look { INPUT_TEXT, INPUT_SHORT, INPUT_LONG, INPUT_CHIPS, INPUT_SELECT };
struct look {
    const char *name;    /* of the field */
    const char *choices; /* prefix of the choices' messages; or NULL */
    enum input_look look;
    bool hint;
};
struct input_choice {
    const char *value, *label, *id;
    bool chosen;
};
struct input {
    enum input_look look;
    const char *name, *label, *hint, *typed, *error;
    const char *described; /* ids of hint and error, for aria-describedby */
    const struct input_choice *choices;
    size_t choices_n;
};
struct form_kind {
    const char *prefix;  /* of messages: "duty" */
    const char *segment; /* last of the path, and of the keys PREFIX.form.SEGMENT, .lead, .save */
    const struct field *fields; /* a field of kind FIELD_ID or FIELD_INT is not shown */
    size_t n;
    const struct look *looks; /* of all the room's fields */
    size_t looks_n;
};
/* One input a field, in the arena. `form` NULL: the first time; then `stored` (by field; may be NULL, as
 * may its elements) stands in the fields. */
struct input *inputs_make(struct request *rq, const struct form_kind *kind, const struct form *form,
                          const char *const *stored, size_t *ret_n);

struct form_theirs { /* what a colleague saved meanwhile */
    const char *label, *text;
};
struct form_page {
    const char *title, *lead, *action, *back, *back_label, *button;
    const struct form *form; /* NULL: nothing was sent yet */
    const struct input *inputs;
    size_t inputs_n;
    const char *hidden, *hidden_value; /* a field that is not shown; or NULL */
    const char *note;                  /* something to know before one writes; or NULL */
    const char *conflict;              /* who saved what stands in `theirs` */
    const struct form_theirs *theirs;
    size_t theirs_n;
};
/* Title, lead and button from the kind's messages; the inputs are made. */
struct form_page form_page_make(struct request *rq, const struct form_kind *kind,
                                const struct form *form, const char *const *stored);

#endif
