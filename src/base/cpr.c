/* SPDX-License-Identifier: EUPL-1.2 */
#include "cpr.h"

#include <string.h>

#include "date.h"

#define CPR_DIGITS 10

/* Ten digits out of what was typed; false for anything but digits, spaces and one hyphen. */
static bool collect_digits(const char *text, char digits[static CPR_DIGITS + 1]) {
    int n = 0, hyphens = 0;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == ' ') continue;
        if (*p == '-' && hyphens++ == 0) continue;
        if (*p < '0' || *p > '9' || n == CPR_DIGITS) return false;
        digits[n++] = *p;
    }
    digits[n] = '\0';
    return n == CPR_DIGITS;
}

/* The table of rules.md 8.3 */
static int century_of(int seventh_digit, int year) {
    if (seventh_digit <= 3) return 1900;
    if (seventh_digit == 4 || seventh_digit == 9) return year <= 36 ? 2000 : 1900;
    return year <= 57 ? 2000 : 1800;
}

static int two_digits(const char *p) { return (p[0] - '0') * 10 + (p[1] - '0'); }

bool cpr_parse(const char *text, char ret_cpr[static 11], int32_t *ret_born, int *ret_sex) {
    char digits[CPR_DIGITS + 1];
    if (text == NULL || !collect_digits(text, digits)) return false;
    int year = two_digits(digits + 4);
    int century = century_of(digits[6] - '0', year);
    int32_t born = day_from_ymd(century + year, two_digits(digits + 2), two_digits(digits));
    if (born == DAY_NONE) return false;
    memcpy(ret_cpr, digits, sizeof digits);
    *ret_born = born;
    *ret_sex = (digits[9] - '0') % 2 == 1 ? CPR_MALE : CPR_FEMALE;
    return true;
}

bool cpr_modulus11_ok(const char *cpr) {
    static const int weights[CPR_DIGITS] = {4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    int sum = 0;
    for (int i = 0; i < CPR_DIGITS; i++) sum += weights[i] * (cpr[i] - '0');
    return sum % 11 == 0;
}

const char *cpr_masked(struct arena *a, int32_t born) {
    if (born == DAY_NONE) return "";
    int y, m, d;
    day_to_ymd(born, &y, &m, &d);
    return arena_fmt(a, "%02d%02d%02d-••••", d, m, y % 100);
}
