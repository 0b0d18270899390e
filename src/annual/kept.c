/* SPDX-License-Identifier: EUPL-1.2
 *
 * Files of published reports, kept in memory: a published report does not change, takes a second to print, and
 * everybody may ask for it as often as they like. A correction is another publication, and has another place here.
 */
#include "annual/internal.h"

#include <pthread.h>

#define PLACES    24        /* some years in three forms and two languages */
#define BYTES_MAX (8 << 20) /* a file that is larger is made each time */

struct place {
    struct annual_kept_key key;
    struct arena *arena; /* of its own, where the bytes lie; NULL: free */
    const char *bytes;
    size_t len;
    int64_t used;
};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct place places[PLACES];
static int64_t uses;

static bool is_same(const struct annual_kept_key *a, const struct annual_kept_key *b) {
    return a->store == b->store && a->publication == b->publication && a->lang == b->lang &&
           a->form == b->form;
}

bool annual_kept_take(const struct annual_kept_key *key, struct text *out) {
    bool found = false;
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < PLACES && !found; i++) {
        struct place *p = &places[i];
        found = p->arena && is_same(&p->key, key);
        if (!found) continue;
        text_add_n(out, p->bytes, p->len);
        p->used = ++uses;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

void annual_kept_put(const struct annual_kept_key *key, const struct blob *file) {
    if (file->len > BYTES_MAX) return;
    struct arena *a = arena_new();
    const char *bytes = arena_dup_n(a, (const char *)file->ptr, file->len);
    pthread_mutex_lock(&lock);
    struct place *place = &places[0];
    for (size_t i = 0; i < PLACES; i++) {
        if (places[i].arena && is_same(&places[i].key, key)) { /* made twice at once */
            place = &places[i];
            break;
        }
        if (places[i].used < place->used) place = &places[i];
    }
    arena_free(place->arena);
    *place = (struct place){*key, a, bytes, file->len, ++uses};
    pthread_mutex_unlock(&lock);
}

void annual_kept_forget(void) {
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < PLACES; i++) {
        arena_free(places[i].arena);
        places[i] = (struct place){0};
    }
    pthread_mutex_unlock(&lock);
}
