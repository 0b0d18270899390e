/* SPDX-License-Identifier: EUPL-1.2
 *
 * The pool: a stack of free connections and a queue of threads that wait for one.
 *
 * A connection that is given back goes straight to who is first in the queue, so that nobody who comes
 * in between can take it. Those who come again stand before those who are new.
 */
#include "db/pool.h"

#include "base/clock.h"

#include <assert.h>
#include <pthread.h>

struct place {
    struct db *connection;
    int64_t since; /* when it became free */
};

struct turn {
    struct turn *next;
    struct db *given;
    bool again;
    pthread_cond_t come;
};

struct pool {
    pthread_mutex_t lock; /* over all below */
    struct place *free;   /* the one that was used last is on top */
    size_t free_n, n;
    struct turn *first;
};

struct pool *pool_new(struct arena *arena, struct db **connections, size_t n) {
    struct pool *pool = arena_alloc(arena, sizeof *pool);
    *pool = (struct pool){.free = arena_array(arena, n, sizeof *pool->free), .free_n = n, .n = n};
    pthread_mutex_init(&pool->lock, NULL);
    for (size_t i = 0; i < n; i++) pool->free[i] = (struct place){connections[i], clock_real()};
    return pool;
}

void pool_close(struct pool *pool) {
    if (pool == NULL) return;
    assert(pool->free_n == pool->n);
    for (size_t i = 0; i < pool->n; i++) db_close(pool->free[i].connection);
    pthread_mutex_destroy(&pool->lock);
}

/* With the lock held. */
static struct db *wait_for_turn(struct pool *pool, bool again) {
    struct turn turn = {.again = again}, **before = &pool->first;
    pthread_cond_init(&turn.come, NULL);
    while (*before != NULL && (!again || (*before)->again)) before = &(*before)->next;
    turn.next = *before;
    *before = &turn;
    while (turn.given == NULL) pthread_cond_wait(&turn.come, &pool->lock);
    pthread_cond_destroy(&turn.come);
    return turn.given;
}

struct db *pool_take(struct pool *pool, bool again) {
    pthread_mutex_lock(&pool->lock);
    struct db *connection =
        pool->free_n > 0 ? pool->free[--pool->free_n].connection : wait_for_turn(pool, again);
    pthread_mutex_unlock(&pool->lock);
    return connection;
}

void pool_give(struct pool *pool, struct db *connection) {
    pthread_mutex_lock(&pool->lock);
    struct turn *turn = pool->first;
    if (turn != NULL) {
        pool->first = turn->next;
        turn->given = connection;
        pthread_cond_signal(&turn->come);
    } else {
        assert(pool->free_n < pool->n);
        pool->free[pool->free_n++] = (struct place){connection, clock_real()};
    }
    pthread_mutex_unlock(&pool->lock);
}

void pool_rest(struct pool *pool, int64_t free_us, void (*rest)(struct db *connection)) {
    pthread_mutex_lock(&pool->lock);
    int64_t before = clock_real() - free_us;
    for (size_t i = 0; i < pool->free_n; i++)
        if (pool->free[i].since <= before) rest(pool->free[i].connection);
    pthread_mutex_unlock(&pool->lock);
}
