/* SPDX-License-Identifier: EUPL-1.2
 *
 * CPR numbers as people type them: what is taken has ten digits, a birth date that agrees and a sex.
 */
#include "base/cpr.h"
#include "base/date.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *a ARENA_AUTO = arena_new();
    const char *text = arena_dup_n(a, (const char *)data, size);
    char cpr[11];
    int32_t born;
    int sex;
    if (!cpr_parse(text, cpr, &born, &sex)) return 0;
    int year, month, day;
    day_to_ymd(born, &year, &month, &day);
    if (strspn(cpr, "0123456789") != 10 || cpr[10] || (sex != CPR_MALE && sex != CPR_FEMALE) ||
        (cpr[0] - '0') * 10 + cpr[1] - '0' != day || strlen(cpr_masked(a, born)) < 10)
        abort();
    (void)cpr_modulus11_ok(cpr);
    return 0;
}
