/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/postgres_value.h"

#include "base/date.h"
#include "db/engine.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

/* The types of catalogue table pg_type that the house uses. */
enum oid {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_FLOAT4 = 700,
    OID_FLOAT8 = 701,
    OID_VARCHAR = 1043,
    OID_NUMERIC = 1700,
};

unsigned pg_oid_of(enum db_type type) {
    switch (type) {
    case DB_TEXT:
    case DB_DAY:
        return OID_TEXT;
    case DB_INT:
    case DB_TIME:
        return OID_INT8;
    case DB_BOOL:
        return OID_INT2;
    case DB_REAL:
        return OID_FLOAT8;
    case DB_BLOB:
        return OID_BYTEA;
    }
    return OID_TEXT;
}

bool pg_type_fits(enum db_type type, unsigned oid) {
    bool is_int = oid == OID_INT8 || oid == OID_INT4 || oid == OID_INT2;
    switch (type) {
    case DB_TEXT:
    case DB_DAY:
        return oid == OID_TEXT || oid == OID_VARCHAR;
    case DB_INT:
    case DB_TIME:
        return is_int || oid == OID_NUMERIC;
    case DB_BOOL:
        return is_int || oid == OID_BOOL;
    case DB_REAL:
        return is_int || oid == OID_NUMERIC || oid == OID_FLOAT8 || oid == OID_FLOAT4;
    case DB_BLOB:
        return oid == OID_BYTEA;
    }
    return false;
}

/* ---- values in */

static const char *int_text(char buf[static NUMBER_ROOM], int64_t value) {
    if (value == INT_NONE) return NULL;
    snprintf(buf, NUMBER_ROOM, "%" PRId64, value);
    return buf;
}

static const char *real_text(char buf[static NUMBER_ROOM], double value) {
    if (isnan(value)) return NULL;
    snprintf(buf, NUMBER_ROOM, "%.17g", value);
    return buf;
}

const char *pg_value_text(char buf[static NUMBER_ROOM], const struct db_column *column,
                          const void *in) {
    const void *value = column_in(column, in);
    switch (column->type) {
    case DB_TEXT:
        return *(const char *const *)value;
    case DB_INT:
    case DB_TIME:
        return int_text(buf, *(const int64_t *)value);
    case DB_DAY:
        return *(const int32_t *)value == DAY_NONE ? NULL : day_iso(buf, *(const int32_t *)value);
    case DB_BOOL:
        return *(const bool *)value ? "1" : "0";
    case DB_REAL:
        return real_text(buf, *(const double *)value);
    case DB_BLOB:
        return ((const struct blob *)value)->ptr;
    }
    return NULL;
}

/* ---- values out */

static unsigned hex_digit(char c) { return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10); }

/* `\x00ff` to bytes, in the place where libpq keeps the text: each value is read once. */
static struct blob read_blob(char *text, size_t len) {
    assert(len >= 2 && text[0] == '\\' && text[1] == 'x');
    size_t n = (len - 2) / 2;
    for (size_t i = 0; i < n; i++)
        text[i] = (char)(hex_digit(text[2 + 2 * i]) << 4 | hex_digit(text[3 + 2 * i]));
    return (struct blob){text, n};
}

/* A bool computed by the server is t or f; a column is 1 or 0. */
static bool read_bool(const char *text) {
    return text[0] == 't' || (text[0] != 'f' && strtoll(text, NULL, 10) != 0);
}

void pg_read_null(const struct db_column *column, void *value) {
    switch (column->type) {
    case DB_TEXT:
        *(const char **)value = NULL;
        break;
    case DB_INT:
    case DB_TIME:
        *(int64_t *)value = INT_NONE;
        break;
    case DB_DAY:
        *(int32_t *)value = DAY_NONE;
        break;
    case DB_BOOL:
        *(bool *)value = false;
        break;
    case DB_REAL:
        *(double *)value = (double)NAN;
        break;
    case DB_BLOB:
        *(struct blob *)value = (struct blob){0};
        break;
    }
}

bool pg_read_value(char *text, size_t len, const struct db_column *column, void *value) {
    switch (column->type) {
    case DB_TEXT:
        *(const char **)value = text;
        return true;
    case DB_INT:
    case DB_TIME:
        *(int64_t *)value = strtoll(text, NULL, 10);
        return true;
    case DB_DAY:
        *(int32_t *)value = day_parse_iso(text);
        return *(int32_t *)value != DAY_NONE;
    case DB_BOOL:
        *(bool *)value = read_bool(text);
        return true;
    case DB_REAL:
        *(double *)value = strtod(text, NULL);
        return true;
    case DB_BLOB:
        *(struct blob *)value = read_blob(text, len);
        return true;
    }
    return false;
}
