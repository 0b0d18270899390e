/* SPDX-License-Identifier: EUPL-1.2
 *
 * The Cookie header: names are tokens, values are printable, no name comes twice.
 */
#include "web/internal.h"

static void check(bool holds) {
    if (!holds) __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct arena *a;
    struct params params;
    if (!a) a = arena_new();
    params_init(&params, a);
    cookie_parse((const char *)data, size, &params);
    check(params.n <= PARAMS_MAX);
    check(params_repeated(&params, PARAM_COOKIE, NULL) == NULL);
    for (size_t i = 0; i < params.n; i++) {
        check(*params.v[i].name != '\0');
        for (const char *p = params.v[i].name; *p; p++)
            check(*p > ' ' && *p < 0x7f && *p != '=' && *p != ';');
        for (const char *p = params.v[i].value; p && *p; p++)
            check(*p > ' ' && *p < 0x7f && *p != ';' && *p != '"');
    }
    arena_reset(a);
    return 0;
}
