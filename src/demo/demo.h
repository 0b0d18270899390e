/* SPDX-License-Identifier: EUPL-1.2
 *
 * demo: an invented municipality, to try the program and to measure it.
 *
 * No person, school or address in it is real. The CPR numbers fail modulus 11, which every number
 * given out before October 2007 passes; telephone numbers begin with 01, which no Danish number
 * does; mail addresses are under example.com (RFC 2606); post codes begin with 02.
 *
 * The same seed, number and date give the same rows, ids too; only password hashes (salt), sealed
 * texts (nonce) and blind indexes (key of the database) differ.
 */
#ifndef VEJVISER_DEMO_H
#define VEJVISER_DEMO_H

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DEMO_MUNICIPALITY      "999"
#define DEMO_MUNICIPALITY_NAME "Demo Kommune"

struct demo_options {
    int64_t youth; /* how many young people, 12-29 years old; 20,000 is a Viborg */
    uint64_t seed;
    int32_t date; /* the day the municipality lies in, 2012 or later; DAY_NONE: the clock's */
    bool heavy;   /* the first counsellor has 300 open tasks: for measuring */
};

/* An account that can log in. The other accounts have no password. */
struct demo_login {
    const char *role; /* as role_name() */
    const char *user, *password, *name;
};

/* Fills a migrated database that has no young people; keys must be loaded. Writes in several
 * transactions: after a failure the database is partly filled and of no use. Writes no log.
 * Errors: ERR_CONFLICT when there are young people or accounts already, ERR_INPUT for options out
 * of range. The logins live in `a`, counsellors first. */
bool demo_fill(struct store *store, const struct demo_options *options,
               struct demo_login **ret_logins, size_t *ret_n, struct arena *a, struct err *err);

#endif
