/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The Danish personal number DDMMYY-SSSS (rules.md 8.3). The seventh digit and the year give the
 * century; the last digit the sex. A number that fails modulus 11 is a valid number (since 1
 * October 2007): warn, never refuse. Whoever holds a full number answers for it: it goes encrypted
 * into the database and nowhere else, above all no log.
 */
#pragma once

#include <stdbool.h>

#include "arena.h"

enum cpr_sex { CPR_MALE = 1, CPR_FEMALE = 2 }; /* as in ISO 5218 */

/* Ten digits, with spaces and one hyphen wherever people put them. False (and nothing written)
 * when it is no CPR number: wrong length, other characters, no such date, and the replacement
 * numbers with 60 added to the day. */
bool cpr_parse(const char *text, char ret_cpr[static 11], int32_t *ret_born, int *ret_sex);

/* cpr: ten digits from cpr_parse. */
bool cpr_modulus11_ok(const char *cpr);

/* `150310-••••`: what a page shows before somebody asks for the number and the asking is logged.
 * "" for DAY_NONE. */
const char *cpr_masked(struct arena *a, int32_t born);
