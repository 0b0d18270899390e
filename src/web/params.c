/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/internal.h"

#include <string.h>

void params_init(struct params *params, struct arena *a) { *params = (struct params){.arena = a}; }

bool params_add(struct params *params, enum param_from from, const char *name, const char *value) {
    if (params->n == PARAMS_MAX) return false;
    if (params->n == params->cap) {
        size_t cap = params->cap ? params->cap * 2 : 16;
        params->v = arena_grow(params->arena, params->v, params->cap * sizeof *params->v,
                               cap * sizeof *params->v);
        params->cap = cap;
    }
    params->v[params->n++] = (struct param){from, name, value};
    return true;
}

const char *params_get(const struct params *params, enum param_from from, const char *name) {
    for (size_t i = 0; i < params->n; i++)
        if (params->v[i].from == from && strcmp(params->v[i].name, name) == 0)
            return params->v[i].value;
    return NULL;
}

/* Is `word` one of the words of `list`, which have one space between them? */
static bool list_has(const char *list, const char *word) {
    size_t len = strlen(word);
    for (const char *p = list; p && *p;) {
        size_t n = strcspn(p, " ");
        if (n == len && memcmp(p, word, n) == 0) return true;
        p += n;
        p += strspn(p, " ");
    }
    return false;
}

const char *params_repeated(const struct params *params, enum param_from from, const char *lists) {
    for (size_t i = 1; i < params->n; i++) {
        const char *name = params->v[i].name;
        if (params->v[i].from != from || list_has(lists, name)) continue;
        for (size_t j = 0; j < i; j++)
            if (params->v[j].from == from && strcmp(params->v[j].name, name) == 0) return name;
    }
    return NULL;
}

/* ---- what handlers read ---- */

const char *request_segment(const struct request *rq, const char *name) {
    return params_get(rq->params, PARAM_PATH, name);
}

const char *request_query(const struct request *rq, const char *name) {
    return params_get(rq->params, PARAM_QUERY, name);
}

const char *request_body(const struct request *rq, const char *name) {
    return params_get(rq->params, PARAM_BODY, name);
}

size_t request_body_all(const struct request *rq, const char *name, const char ***ret_values) {
    const struct params *params = rq->params;
    const char **values = arena_array(rq->arena, params->n + 1, sizeof *values);
    size_t n = 0;
    for (size_t i = 0; i < params->n; i++)
        if (params->v[i].from == PARAM_BODY && strcmp(params->v[i].name, name) == 0)
            values[n++] = params->v[i].value;
    *ret_values = values;
    return n;
}

const char *request_cookie(const struct request *rq, const char *name) {
    return params_get(rq->params, PARAM_COOKIE, name);
}

const char *request_header(const struct request *rq, const char *name) {
    const struct incoming *in = rq->inside->in;
    return in->header(in->ctx, name);
}
