/* SPDX-License-Identifier: EUPL-1.2
 *
 * Public pages that are made once and handed out to all, through a real socket. Each reply tells which
 * making it is of.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "web/test_client.h"

#include <pthread.h>
#include <stdatomic.h>

#define FRESH_MS 700

static _Atomic int made, fails, slow_ms;

static void count(struct request *rq) {
    int n = atomic_fetch_add(&made, 1) + 1;
    if (atomic_load(&slow_ms)) usleep((useconds_t)atomic_load(&slow_ms) * 1000);
    if (atomic_load(&fails)) {
        reply_status(rq, 404);
        return;
    }
    reply_download(rq, "text/plain; charset=utf-8", NULL);
    text_addf(&rq->reply.body, "%d", n);
    for (int i = 0; i < 500; i++) text_add(&rq->reply.body, " and on");
}

static void cookie(struct request *rq) {
    count(rq);
    reply_cookie(rq, "x=y; Path=/");
}

static const struct route table[] = {
    {"GET", "/tal", count, ROLE_PUBLIC, .flags = ROUTE_CACHEABLE},
    {"GET", "/andre/{n}", count, ROLE_PUBLIC, .flags = ROUTE_CACHEABLE},
    {"GET", "/mit", count, ROLE_PUBLIC},
    {"GET", "/kage", cookie, ROLE_PUBLIC, .flags = ROUTE_CACHEABLE},
};
static const struct route *const tables[] = {table, web_routes, NULL};
static size_t sizes[2];
static struct site site = {.tables = tables, .table_sizes = sizes, .name = "Demo Kommune"};

static int setup(void **state) {
    struct err err;
    sizes[0] = sizeof table / sizeof *table;
    sizes[1] = web_routes_n;
    atomic_store(&made, 0);
    atomic_store(&fails, 0);
    atomic_store(&slow_ms, 0);
    struct server_options options = {.listen = "127.0.0.1:0", .fresh_ms = FRESH_MS};
    *state = server_start(&site, &options, &err);
    return *state ? 0 : -1;
}

static int teardown(void **state) {
    server_stop(*state);
    return 0;
}

/* Without waiting for the server to end the connection, as ask() does: that takes its time. */
static struct answer_got get(const struct server *server, const char *request) {
    int fd = connect_to(server);
    put(fd, request);
    struct answer_got got = take(fd, true);
    close(fd);
    return got;
}

/* Which making the reply is of; 0: it was no 200. */
static int number(const struct server *server, const char *request) {
    struct answer_got got = get(server, request);
    int n = got.status == 200 ? (int)strtol(got.body, NULL, 10) : 0;
    free(got.body);
    return n;
}

static void a_page_is_made_once(void **state) {
    for (int i = 0; i < 5; i++) assert_int_equal(number(*state, GET("/tal")), 1);
    assert_int_equal(number(*state, GET("/andre/1")), 2);
    assert_int_equal(number(*state, GET("/andre/2")), 3);
    assert_int_equal(number(*state, GET("/andre/1")), 2);
    assert_int_equal(number(*state, GET("/tal?a=b")), 4);
    struct answer_got got = get(*state, GET("/tal"));
    assert_string_equal(field_of(&got, "Cache-Control"), "public, max-age=300");
    assert_non_null(strstr(field_of(&got, "Content-Security-Policy"), "default-src 'none'"));
    assert_non_null(field_of(&got, "Date"));
    free(got.body);
}

static void only_a_get_is_answered_from_it(void **state) {
    assert_int_equal(number(*state, GET("/tal")), 1);
    struct answer_got got =
        get(*state, "POST /tal HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    assert_int_not_equal(got.status, 200);
    free(got.body);
}

static void and_anew_when_it_is_old(void **state) {
    assert_int_equal(number(*state, GET("/tal")), 1);
    usleep((FRESH_MS + 30) * 1000);
    assert_int_equal(number(*state, GET("/tal")), 2);
    assert_int_equal(number(*state, GET("/tal")), 2);
}

static void nobody_gets_another_one_s(void **state) {
#define WITH(path, header) "GET " path " HTTP/1.1\r\nHost: localhost\r\n" header "\r\n\r\n"
    assert_int_equal(number(*state, WITH("/tal", "Cookie: vejviser=x")), 1);
    assert_int_equal(number(*state, GET("/tal")), 2); /* what was made for a cookie was not kept */
    assert_int_equal(number(*state, WITH("/tal", "Cookie: a=b")), 3);
    assert_int_equal(number(*state, GET("/tal")), 2);
    assert_int_equal(number(*state, GET("/mit")), 4); /* not marked as everybody's */
    assert_int_equal(number(*state, GET("/mit")), 5);
    assert_int_equal(number(*state, GET("/kage")), 6); /* comes with a cookie */
    assert_int_equal(number(*state, GET("/kage")), 7);
}

static void packed_and_plain_are_two(void **state) {
    struct answer_got packed = get(*state, WITH("/tal", "Accept-Encoding: gzip"));
    assert_string_equal(field_of(&packed, "Content-Encoding"), "gzip");
    struct answer_got plain = get(*state, GET("/tal"));
    assert_null(field_of(&plain, "Content-Encoding"));
    assert_int_equal(strtol(plain.body, NULL, 10), 2);
    struct answer_got again = get(*state, WITH("/tal", "Accept-Encoding: gzip"));
    assert_int_equal(again.len, packed.len);
    assert_memory_equal(again.body, packed.body, again.len);
    assert_int_equal(atomic_load(&made), 2);
    free(packed.body);
    free(plain.body);
    free(again.body);
}

static void a_page_that_is_gone_goes(void **state) {
    assert_int_equal(number(*state, GET("/tal")), 1);
    atomic_store(&fails, 1);
    assert_int_equal(number(*state, GET("/tal")), 1); /* fresh */
    usleep((FRESH_MS + 30) * 1000);
    assert_int_equal(number(*state, GET("/tal")), 0);
    assert_int_equal(number(*state, GET("/tal")), 0);
    assert_int_equal(atomic_load(&made), 3);
}

static void a_full_shelf_lets_the_oldest_go(void **state) {
    for (int i = 0; i < 200; i++) {
        char request[128];
        snprintf(request, sizeof request, "GET /andre/%d HTTP/1.1\r\nHost: localhost\r\n\r\n", i);
        assert_int_equal(number(*state, request), i + 1);
    }
}

static void *reader(void *server) {
    for (int i = 0; i < 20; i++) {
        assert_true(number(server, GET("/tal")) > 0);
        usleep(5000);
    }
    return NULL;
}

/* While one worker makes the new page, the others read the old one. */
static void many_readers_make_it_once(void **state) {
    pthread_t threads[8];
    assert_int_equal(number(*state, GET("/tal")), 1);
    usleep((FRESH_MS + 10) * 1000);
    atomic_store(&slow_ms, 60);
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, reader, *state), 0);
    for (int i = 0; i < 8; i++) pthread_join(threads[i], NULL);
    assert_in_range(atomic_load(&made), 2, 20); /* 160 asked */
}

static void *one_reader(void *server) {
    assert_int_equal(number(server, GET("/tal")), 2);
    return NULL;
}

static void the_old_one_is_given_while_the_new_is_made(void **state) {
    pthread_t thread;
    assert_int_equal(number(*state, GET("/tal")), 1);
    usleep((FRESH_MS + 10) * 1000);
    atomic_store(&slow_ms, 200);
    assert_int_equal(pthread_create(&thread, NULL, one_reader, *state), 0);
    while (atomic_load(&made) < 2) usleep(1000);
    assert_int_equal(number(*state, GET("/tal")), 1);
    pthread_join(thread, NULL);
    assert_int_equal(number(*state, GET("/tal")), 2);
}

#define SHELF_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        SHELF_TEST(a_page_is_made_once),
        SHELF_TEST(and_anew_when_it_is_old),
        SHELF_TEST(nobody_gets_another_one_s),
        SHELF_TEST(packed_and_plain_are_two),
        SHELF_TEST(a_page_that_is_gone_goes),
        SHELF_TEST(a_full_shelf_lets_the_oldest_go),
        SHELF_TEST(many_readers_make_it_once),
        SHELF_TEST(only_a_get_is_answered_from_it),
        SHELF_TEST(the_old_one_is_given_while_the_new_is_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
