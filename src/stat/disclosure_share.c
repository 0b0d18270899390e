/* SPDX-License-Identifier: EUPL-1.2
 *
 * disclosure: shares. A share is rounded half up, as base/format.h does: it is shown as R units of
 * the last decimal when n(2R - 1) <= 2Sx < n(2R + 1), where S units are one.
 */
#include "stat/disclosure.h"

#include <math.h>

enum disclosure_share disclosure_share(int64_t x, int64_t n, const struct disclosure_rule *rule) {
    int64_t fewer = x < n - x ? x : n - x;
    if (n <= 0) return SHARE_NOBODY;
    if (n < rule->threshold || n < rule->group) return SHARE_SMALL_GROUP;
    if (fewer == 0) return rule->zero || n < rule->extreme ? SHARE_EXTREME : SHARE_SHOWN;
    return fewer < rule->threshold ? SHARE_SMALL_COUNT : SHARE_SHOWN;
}

static int64_t units(int decimals) {
    int64_t s = 100;
    for (int i = 0; i < decimals; i++) s *= 10;
    return s;
}

/* a / b rounded up, for b > 0 */
static int64_t div_up(int64_t a, int64_t b) { return a / b + (a % b > 0); }

static bool counts(int64_t shown, int64_t s, int64_t n, int64_t *ret_low, int64_t *ret_high) {
    int64_t low = div_up(n * (2 * shown - 1), 2 * s), high = div_up(n * (2 * shown + 1), 2 * s) - 1;
    *ret_low = low < 0 ? 0 : low;
    *ret_high = high > n ? n : high;
    return *ret_low <= *ret_high;
}

bool disclosure_share_counts(double percent, int decimals, int64_t n, int64_t *ret_low,
                             int64_t *ret_high) {
    int64_t s = units(decimals);
    return counts(llround(percent * (double)(s / 100)), s, n, ret_low, ret_high);
}

int disclosure_share_decimals(int64_t x, int64_t n, double low, double high, int max) {
    for (int decimals = max; n > 0 && decimals >= 0; decimals--) {
        int64_t s = units(decimals), from, to;
        counts((2 * x * s + n) / (2 * n), s, n, &from, &to);
        if ((double)from <= fmax(low, 0) && (double)to >= fmin(high, (double)n)) return decimals;
    }
    return -1;
}
