/* SPDX-License-Identifier: EUPL-1.2
 *
 * Declared forms: a table of fields goes in, a filled struct and sentences about mistakes come out.
 *
 * A reader per kind turns the typed text into the value, or returns the sentence that says what to do
 * (in the visitor's language, naming the field as its label does). What was typed is kept as it was,
 * so that nobody has to write it twice; passwords are the exception.
 */
#include "web/internal.h"

#include "base/clock.h"
#include "base/cpr.h"
#include "base/date.h"
#include "base/id.h"
#include "base/utf8.h"

#include "gen/msg.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One field being read. */
struct reading {
    struct arena *arena;
    enum lang lang;
    const struct field *field;
    const char *label; /* in the visitor's language */
    void *value;       /* in the form's struct; holds "nothing" until a reader writes it */
};

/* ---- texts ---- */

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static const char *trimmed(struct arena *a, const char *text) {
    while (is_space(*text)) text++;
    size_t len = strlen(text);
    while (len > 0 && is_space(text[len - 1])) len--;
    return arena_dup_n(a, text, len);
}

/* CRLF and CR become LF. In place. */
static void unify_lines(char *text) {
    char *to = text;
    for (const char *from = text; *from; from++) {
        if (*from == '\r') {
            *to++ = '\n';
            from += from[1] == '\n';
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

/* C0 and DEL, and the C1 controls (U+0080-U+009F, in UTF-8 c2 80 - c2 9f). */
static bool has_controls(const char *text, bool lines) {
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        bool allowed = lines && (*p == '\n' || *p == '\t');
        if ((*p < 0x20 && !allowed) || *p == 0x7f) return true;
        if (*p == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f) return true;
    }
    return false;
}

static int64_t default_length(enum field_kind kind) {
    switch (kind) {
    case FIELD_LONG:
        return 10000;
    case FIELD_PASSWORD:
        return 1024;
    default:
        return 200;
    }
}

static const char *text_fault(const struct reading *r, const char *text) {
    const struct field *field = r->field;
    int64_t max = field->max > 0 ? field->max : default_length(field->kind);
    int64_t n = (int64_t)utf8_count(text);
    if (has_controls(text, field->kind == FIELD_LONG))
        return msg_form_controls(r->arena, r->lang, r->label);
    if (n > max) return msg_form_long(r->arena, r->lang, max, r->label, n);
    if (n < field->min) return msg_form_short(r->arena, r->lang, field->min, r->label);
    return NULL;
}

static const char *read_text(const struct reading *r, const char *text) {
    const char *fault = text_fault(r, text);
    if (!fault) *(const char **)r->value = text;
    return fault;
}

static const char *read_choice(const struct reading *r, const char *text) {
    for (const char *const *c = r->field->choices; c && *c; c++)
        if (strcmp(*c, text) == 0) {
            *(const char **)r->value = *c;
            return NULL;
        }
    return msg_form_choice(r->arena, r->lang, r->label);
}

/* A decimal number that fits into an int64_t; digits of equal length compare as numbers do. */
static bool is_row_number(const char *text) {
    static const char largest[] = "9223372036854775807";
    size_t len = strlen(text), most = sizeof largest - 1;
    if (len == 0 || len > most || strspn(text, "0123456789") != len) return false;
    return len < most || strcmp(text, largest) <= 0;
}

static const char *read_id(const struct reading *r, const char *text) {
    if (!is_row_number(text) && !id_is_valid(text))
        return msg_form_choice(r->arena, r->lang, r->label);
    *(const char **)r->value = text;
    return NULL;
}

static const char *read_cpr(const struct reading *r, const char *text) {
    char cpr[11];
    int32_t born;
    int sex;
    if (!cpr_parse(text, cpr, &born, &sex)) return msg_form_cpr(r->arena, r->lang, r->label);
    *(const char **)r->value = arena_dup(r->arena, cpr);
    return NULL;
}

/* ---- days and numbers ---- */

static bool has_limits(const struct field *field) { return field->min != 0 || field->max != 0; }

static const char *read_day(const struct reading *r, const char *text) {
    int32_t day = day_parse_any(text);
    if (day == DAY_NONE) return msg_form_day(r->arena, r->lang, r->label);
    if (has_limits(r->field) && (day < r->field->min || day > r->field->max))
        return msg_form_day_range(r->arena, r->lang, (int32_t)r->field->min, (int32_t)r->field->max,
                                  r->label);
    *(int32_t *)r->value = day;
    return NULL;
}

/* The limits of a number as a sentence; NULL when it is within them. */
static const char *range_fault(const struct reading *r, double x) {
    if (!has_limits(r->field) || (x >= (double)r->field->min && x <= (double)r->field->max))
        return NULL;
    return msg_form_range(r->arena, r->lang, r->field->min, r->field->max, r->label);
}

static const char *number_fault(const struct reading *r, const char *text) {
    return number_is_ambiguous(text) ? msg_form_ambiguous(r->arena, r->lang, text, r->label)
                                     : msg_form_number(r->arena, r->lang, r->label);
}

static const char *read_number(const struct reading *r, const char *text) {
    double x;
    if (!number_parse(text, &x)) return number_fault(r, text);
    const char *fault = range_fault(r, x);
    if (!fault) *(double *)r->value = x;
    return fault;
}

/* Whole numbers beyond 2^53 are no amount that anybody types, and a double holds the others. */
/* Digits alone are read exactly: the number of a row has more of them than a double holds. */
static bool digits_read(const char *text, int64_t *ret) {
    size_t len = strspn(text, "0123456789");
    if (!len || text[len]) return false;
    errno = 0;
    long long n = strtoll(text, NULL, 10);
    if (errno) return false;
    *ret = n;
    return true;
}

static const char *read_int(const struct reading *r, const char *text) {
    double x;
    int64_t exact;
    if (digits_read(text, &exact)) {
        const char *fault = range_fault(r, (double)exact);
        if (!fault) *(int64_t *)r->value = exact;
        return fault;
    }
    if (!number_parse(text, &x)) return number_fault(r, text);
    if (x != floor(x) || fabs(x) > 9007199254740992.0)
        return msg_form_whole(r->arena, r->lang, r->label);
    const char *fault = range_fault(r, x);
    if (!fault) *(int64_t *)r->value = (int64_t)x;
    return fault;
}

/* ---- one field ---- */

static void value_clear(enum field_kind kind, void *value) {
    switch (kind) {
    case FIELD_DAY:
        *(int32_t *)value = DAY_NONE;
        break;
    case FIELD_INT:
        *(int64_t *)value = INT_NONE;
        break;
    case FIELD_NUMBER:
        *(double *)value = NAN;
        break;
    case FIELD_CHECK:
        *(bool *)value = false;
        break;
    default:
        *(const char **)value = NULL;
        break;
    }
}

static const char *missing(const struct reading *r) {
    switch (r->field->kind) {
    case FIELD_CHOICE:
    case FIELD_ID:
        return msg_form_choice(r->arena, r->lang, r->label);
    case FIELD_CHECK:
        return msg_form_check(r->arena, r->lang, r->label);
    case FIELD_DAY:
        return msg_form_day(r->arena, r->lang, r->label);
    case FIELD_INT:
    case FIELD_NUMBER:
        return msg_form_number(r->arena, r->lang, r->label);
    default:
        return msg_form_required(r->arena, r->lang, r->label);
    }
}

static const char *read_value(const struct reading *r, const char *text) {
    switch (r->field->kind) {
    case FIELD_TEXT:
    case FIELD_LONG:
    case FIELD_PASSWORD:
        return read_text(r, text);
    case FIELD_CHOICE:
        return read_choice(r, text);
    case FIELD_DAY:
        return read_day(r, text);
    case FIELD_INT:
        return read_int(r, text);
    case FIELD_NUMBER:
        return read_number(r, text);
    case FIELD_ID:
        return read_id(r, text);
    case FIELD_CPR:
        return read_cpr(r, text);
    case FIELD_CHECK:
        *(bool *)r->value = true;
        return NULL;
    }
    return NULL;
}

static const char *typed_text(struct arena *a, const struct field *field, const char *typed) {
    if (!typed) return "";
    char *text = arena_dup(a, typed);
    if (field->kind == FIELD_LONG) unify_lines(text);
    return text;
}

/* The sentence about its mistake; NULL when it is good. */
static const char *field_read(const struct reading *r, const char *typed) {
    enum field_kind kind = r->field->kind;
    const char *text = kind == FIELD_PASSWORD ? typed : trimmed(r->arena, typed);
    if (*text) return read_value(r, text);
    return r->field->required ? missing(r) : NULL;
}

/* ---- forms ---- */

bool form_read(struct request *rq, const struct field *fields, size_t n, struct form *ret_form,
               void *ret_values) {
    assert(n <= FORM_FIELDS_MAX);
    enum param_from from = strcmp(rq->method, "POST") == 0 ? PARAM_BODY : PARAM_QUERY;
    *ret_form = (struct form){.ok = true, .fields = fields, .fields_n = n};
    for (size_t i = 0; i < n; i++) {
        const struct reading r = {
            .arena = rq->arena,
            .lang = rq->lang,
            .field = &fields[i],
            .label = fields[i].label ? msg_by_key(rq->lang, fields[i].label) : fields[i].name,
            .value = (char *)ret_values + fields[i].offset,
        };
        const char *typed =
            typed_text(rq->arena, r.field, params_get(rq->params, from, r.field->name));
        ret_form->typed[i] = r.field->kind == FIELD_PASSWORD ? "" : typed;
        value_clear(r.field->kind, r.value);
        ret_form->error[i] = field_read(&r, typed);
        ret_form->errors_n += ret_form->error[i] != NULL;
    }
    ret_form->ok = ret_form->errors_n == 0;
    return ret_form->ok;
}

/* The field's place; fields_n when the form has none of that name. */
static size_t field_index(const struct form *form, const char *name) {
    for (size_t i = 0; i < form->fields_n; i++)
        if (strcmp(form->fields[i].name, name) == 0) return i;
    return form->fields_n;
}

void form_fail(struct form *form, const char *field, const char *sentence) {
    size_t i = field ? field_index(form, field) : form->fields_n;
    const char **place = i < form->fields_n ? &form->error[i] : &form->general;
    form->ok = false;
    if (*place) return;
    *place = sentence;
    form->errors_n++;
}

const char *form_typed(const struct form *form, const char *field) {
    size_t i = field_index(form, field);
    return i < form->fields_n && form->typed[i] ? form->typed[i] : "";
}

const char *form_error(const struct form *form, const char *field) {
    size_t i = field_index(form, field);
    return i < form->fields_n ? form->error[i] : NULL;
}
