/* SPDX-License-Identifier: EUPL-1.2
 *
 * The national register of institutions (Institutionsregisteret), as STIL hands it out as CSV: 28
 * columns today, 24 in 2016, in other orders elsewhere; so columns are found by name and all but two
 * may be missing. Values are kept as they come, except that a decimal comma becomes a number and a
 * municipality code is three digits.
 */
#include "exchange/reading.h"

#include "gen/msg.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

enum kind { TEXT, WHOLE, DECIMAL, MUNICIPALITY };

static const struct register_column {
    const char *name;
    enum kind kind;
    size_t offset;
} register_columns[] = {
#define COLUMN(name, kind, member)                                                                 \
    { name, kind, offsetof(struct institution, member) }
    COLUMN("INST_NR", TEXT, number),
    COLUMN("INST_NAVN", TEXT, name),
    COLUMN("HOVEDSKOLE_INST", TEXT, parent),
    COLUMN("ENHEDSART", TEXT, unit_kind),
    COLUMN("INST_ADR", TEXT, address),
    COLUMN("POSTNR", TEXT, post_code),
    COLUMN("POSTDISTRIKT", TEXT, town),
    COLUMN("TLF_NR", TEXT, phone),
    COLUMN("E_MAIL", TEXT, email),
    COLUMN("WEB_ADR", TEXT, web),
    COLUMN("INST_TYPE_NR", WHOLE, type_code),
    COLUMN("INST_TYPE_NAVN", TEXT, type_name),
    COLUMN("INST_TYPE_GRUPPE", TEXT, type_group),
    COLUMN("UNDERV_NIV", TEXT, top_grade),
    COLUMN("INST_LEDER", TEXT, leader),
    COLUMN("CVR_NR", TEXT, cvr),
    COLUMN("KOMMUNE_NR", MUNICIPALITY, admin_municipality),
    COLUMN("BEL_KOMMUNE", MUNICIPALITY, municipality),
    COLUMN("BEL_KOMMUNE_NAVN", TEXT, municipality_name),
    COLUMN("BEL_REGION", TEXT, region),
    COLUMN("REGION_NAVN", TEXT, region_name),
    COLUMN("EJER_KODE", TEXT, owner_code),
    COLUMN("EJERKODE_NAVN", TEXT, owner_name),
    COLUMN("P_NR", TEXT, p_number),
    COLUMN("VEJKODE", TEXT, road_code),
    COLUMN("GEO_BREDDE_GRAD", DECIMAL, latitude),
    COLUMN("GEO_LAENGDE_GRAD", DECIMAL, longitude),
#undef COLUMN
};
#define COLUMNS  (sizeof register_columns / sizeof *register_columns)
#define TEXT_MAX 300

/* Digits only, at most 15. */
static bool parse_whole(const char *text, int64_t *ret_value) {
    size_t len = strlen(text);
    if (len == 0 || len > 15 || strspn(text, "0123456789") != len) return false;
    int64_t value = 0;
    for (; *text; text++) value = value * 10 + (*text - '0');
    *ret_value = value;
    return true;
}

/* 55,6756275 or 55.6756275, with a sign perhaps: a coordinate has no thousands. */
static bool parse_decimal(const char *text, double *ret_value) {
    bool negative = *text == '-';
    double value = 0, unit = 0;
    size_t digits = 0;
    for (const char *p = text + negative; *p; p++) {
        if ((*p == ',' || *p == '.') && unit == 0) {
            unit = 1;
        } else if (*p >= '0' && *p <= '9' && digits++ < 17) {
            value = value * 10 + (*p - '0');
            unit *= 10;
        } else {
            return false;
        }
    }
    if (!digits) return false;
    value = unit > 0 ? value / unit : value;
    *ret_value = negative ? -value : value;
    return true;
}

static void take_column(struct reading *r, const struct register_column *column, const char *raw,
                        struct institution *row) {
    void *place = (char *)row + column->offset;
    const char *text = reading_text(r, raw, TEXT_MAX, column->name);
    switch (column->kind) {
    case TEXT:
        *(const char **)place = text;
        break;
    case MUNICIPALITY: { /* KOMMUNE_NR may hold the four digits of a region */
        const char *code = reading_municipality(r, text);
        *(const char **)place = code ? code : text;
        break;
    }
    case WHOLE:
        *(int64_t *)place = INT_NONE;
        if (text && !parse_whole(text, place))
            reading_reject(r, column->name, msg_exchange_reject_number(r->lang));
        break;
    case DECIMAL:
        *(double *)place = NAN;
        if (text && !parse_decimal(text, place))
            reading_reject(r, column->name, msg_exchange_reject_number(r->lang));
        break;
    }
}

/* Six characters; the specification says that letters are possible, and today all are digits. */
static bool number_is_good(const char *number) {
    size_t len = number ? strlen(number) : 0;
    if (len == 0 || len > 10) return false;
    for (; *number; number++)
        if (!isalnum((unsigned char)*number)) return false;
    return true;
}

static bool take_institution(void *ctx, const char *const *texts, struct err *err) {
    struct reading *r = ctx;
    struct institution row = {0};
    for (size_t i = 0; i < COLUMNS; i++) take_column(r, &register_columns[i], texts[i], &row);
    if (!number_is_good(row.number))
        reading_reject(r, "INST_NR", msg_exchange_reject_institution_number(r->lang));
    if (!row.name && !reading_row_is_rejected(r))
        reading_reject(r, "INST_NAVN", msg_exchange_reject_empty(r->lang));
    if (reading_row_is_rejected(r) || !r->institution) return true;
    return r->institution(r->ctx, &row, err);
}

bool institutions_read(struct reading *r, const char *path, struct err *err) {
    struct column columns[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i] = (struct column){register_columns[i].name, i < 2};
    return table_read(r, path, columns, COLUMNS, take_institution, r, err);
}
