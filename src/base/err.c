/* SPDX-License-Identifier: EUPL-1.2 */
#include "err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

bool err_set(struct err *err, enum err_kind kind, const char *format, ...) {
    if (err == NULL) return false;
    char message[sizeof err->message + 4]; /* room to see whether the cut splits a character */
    va_list args;
    va_start(args, format);
    int len = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    size_t have = len < 0 ? 0 : strnlen(message, sizeof message - 1);
    size_t keep = utf8_cut(message, have, sizeof err->message - 1);
    err->kind = kind;
    memcpy(err->message, message, keep);
    err->message[keep] = '\0';
    return false;
}
