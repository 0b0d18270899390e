/* SPDX-License-Identifier: EUPL-1.2
 *
 * Queries and urlencoded bodies: whatever comes in, what comes out is at most PARAMS_MAX pairs of
 * valid UTF-8, and a good input written anew gives the same pairs.
 */
#include "web/internal.h"

#include "base/utf8.h"

static void check(bool holds) {
    if (!holds) __builtin_trap();
}

/* Every byte percent-encoded. */
static void encode(struct text *out, const char *text) {
    for (const char *p = text; *p; p++) text_addf(out, "%%%02x", (unsigned char)*p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct arena *a;
    struct params params, again;
    struct text text;
    if (!a) a = arena_new();
    params_init(&params, a);
    int status = form_parse((const char *)data, size, PARAM_BODY, &params);
    check(status == 0 || status == 400 || status == 413);
    check(params.n <= PARAMS_MAX);
    text_init(&text, a);
    for (size_t i = 0; i < params.n; i++) {
        check(*params.v[i].name && utf8_valid(params.v[i].name, strlen(params.v[i].name)));
        check(utf8_valid(params.v[i].value, strlen(params.v[i].value)));
        encode(&text, params.v[i].name);
        text_addc(&text, '=');
        encode(&text, params.v[i].value);
        text_addc(&text, '&');
    }
    params_init(&again, a);
    check(form_parse(text_str(&text), text.len, PARAM_BODY, &again) == 0 && again.n == params.n);
    for (size_t i = 0; i < params.n; i++)
        check(strcmp(params.v[i].name, again.v[i].name) == 0 &&
              strcmp(params.v[i].value, again.v[i].value) == 0);
    params_repeated(&params, PARAM_BODY, "a valgt");
    arena_reset(a);
    return 0;
}
