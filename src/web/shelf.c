/* SPDX-License-Identifier: EUPL-1.2
 *
 * The shelf: whole replies to everybody. A page that may stand in a browser for five minutes
 * (ROUTE_CACHEABLE, no session, no cookie set) is made once in a few seconds and handed out as it is to
 * all who come without a cookie, by the threads that read the sockets; no worker is asked.
 *
 * A reply is fresh for FRESH_MS. After that the first who asks is sent to a worker, whose reply takes its
 * place, and all others get the old one meanwhile, so that many readers never make the same page at
 * once. When it is STALE_MS old, nobody gets it any more. Whoever has a cookie (everybody who is logged in,
 * or has begun to fill in a form) is never answered from here.
 */
#include "web/server.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

#define FRESH_MS   2000
#define STALE_MS   10000 /* a page that takes longer to make is not kept */
#define TARGET_MAX 512

void shelf_start(struct shelf *shelf, unsigned fresh_ms) {
    *shelf = (struct shelf){.fresh = (int64_t)(fresh_ms ? fresh_ms : FRESH_MS) * 1000};
    shelf->stale = shelf->fresh * (STALE_MS / FRESH_MS);
    pthread_mutex_init(&shelf->lock, NULL);
}

static void place_clear(struct place *place) {
    if (place->response) MHD_destroy_response(place->response);
    free(place->target);
    *place = (struct place){0};
}

void shelf_stop(struct shelf *shelf) {
    for (size_t i = 0; i < SHELF_PLACES; i++) place_clear(&shelf->places[i]);
    pthread_mutex_destroy(&shelf->lock);
}

bool shelf_is_for(const struct talk *talk) {
    return strcmp(talk->method, "GET") == 0 && strlen(talk->target) <= TARGET_MAX &&
           !MHD_lookup_connection_value(talk->connection, MHD_HEADER_KIND, "Cookie");
}

static bool talk_may_gzip(const struct talk *talk) {
    return accepts_gzip(
        MHD_lookup_connection_value(talk->connection, MHD_HEADER_KIND, "Accept-Encoding"));
}

static struct place *place_find(struct shelf *shelf, const char *target, bool gzip) {
    for (size_t i = 0; i < SHELF_PLACES; i++) {
        struct place *place = &shelf->places[i];
        if (place->target && place->gzip == gzip && strcmp(place->target, target) == 0)
            return place;
    }
    return NULL;
}

bool shelf_queue(struct shelf *shelf, struct talk *talk, enum MHD_Result *ret) {
    if (!shelf_is_for(talk)) return false;
    bool gzip = talk_may_gzip(talk), found = false;
    int64_t now = clock_ticks();
    pthread_mutex_lock(&shelf->lock);
    struct place *place = place_find(shelf, talk->target, gzip);
    int64_t age = place ? now - place->made : 0;
    if (place && age >= shelf->stale) {
        place_clear(place);
    } else if (place && (age < shelf->fresh || place->renewing)) {
        found = true;
        *ret = MHD_queue_response(talk->connection, 200, place->response); /* takes a hold of it */
    } else if (place) {
        place->renewing = true;
    }
    pthread_mutex_unlock(&shelf->lock);
    return found;
}

static struct place *place_free(struct shelf *shelf) {
    struct place *oldest = &shelf->places[0];
    for (size_t i = 0; i < SHELF_PLACES && oldest->target; i++) {
        struct place *place = &shelf->places[i];
        if (!place->target || place->made < oldest->made) oldest = place;
    }
    return oldest;
}

void shelf_put(struct shelf *shelf, const struct talk *talk, int64_t asked,
               struct MHD_Response *response) {
    bool gzip = talk_may_gzip(talk);
    pthread_mutex_lock(&shelf->lock);
    struct place *place = place_find(shelf, talk->target, gzip);
    if (place && place->made > asked) { /* somebody asked after us, and was quicker */
        if (response) MHD_destroy_response(response);
        response = NULL;
    } else if (place) {
        place_clear(place);
    }
    if (response) {
        if (!place) place_clear(place = place_free(shelf));
        char *target = strdup(talk->target);
        if (!target) abort();
        *place =
            (struct place){.target = target, .gzip = gzip, .response = response, .made = asked};
    }
    pthread_mutex_unlock(&shelf->lock);
}
