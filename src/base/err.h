/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The world's failure: the disk, the database, a file from outside. A function that can fail so
 * returns bool and takes a `struct err *err` last. The user's mistake is not one of these (it is
 * data in the form), and a bug is an assert.
 *
 * The message is English and for the operator's log. It must not hold personal data: name the row,
 * not the person.
 */
#pragma once

#include <stdbool.h>

#include "types.h"

enum err_kind {
    ERR_NONE,
    ERR_DB,        /* the database said no, and trying again will not help */
    ERR_BUSY,      /* try again: somebody else holds what we need */
    ERR_CONFLICT,  /* somebody else changed it first, or it exists already */
    ERR_IO,        /* file or network */
    ERR_INPUT,     /* what came from outside cannot be read */
    ERR_NOT_FOUND, /* there is no such thing */
    ERR_REFUSED,   /* it exists, but not for you */
    ERR_CANCELLED, /* somebody asked us to stop */
};

struct err {
    enum err_kind kind;
    char message[400]; /* NUL-terminated UTF-8; longer messages are cut between characters */
};

/* Fills err (NULL = nobody wants to know) and returns false, so that `return err_set(err, ERR_IO,
 * "...")` reads well. The arguments may point into err->message: wrapping a message in a longer
 * one is allowed. */
bool err_set(struct err *err, enum err_kind kind, const char *format, ...) PRINTF_LIKE(3, 4);
