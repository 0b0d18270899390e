/* SPDX-License-Identifier: EUPL-1.2
 *
 * The server through a real socket, spoken to byte by byte: what a browser sends, and what somebody
 * sends who means us harm. Also the target of the thread sanitizer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "web/internal.h"
#include "web/test_client.h"

#include "base/clock.h"

#include "gen/assets.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define BODY_LIMIT 20000 /* of uploads in these tests */

static char spool[64];
static _Atomic int slow_running, slow_most; /* handlers of /langsom at work, and the most at once */

/* ---- a site ---- */

static void say(struct request *rq) {
    reply_download(rq, "text/plain; charset=utf-8", NULL);
    text_addf(&rq->reply.body, "%s %s", rq->route->path, rq->remote);
}

static void say_much(struct request *rq) {
    reply_download(rq, "text/html; charset=utf-8", NULL);
    for (int i = 0; i < 5000; i++) text_addf(&rq->reply.body, "line %d\n", i);
}

static void say_slowly(struct request *rq) {
    int now = atomic_fetch_add(&slow_running, 1) + 1;
    for (int most = atomic_load(&slow_most);
         now > most && !atomic_compare_exchange_weak(&slow_most, &most, now);)
        ;
    usleep(150000);
    atomic_fetch_sub(&slow_running, 1);
    say(rq);
}

static void say_fields(struct request *rq) {
    const char *text = request_body(rq, "a");
    const struct upload *file = request_upload(rq, "fil");
    struct stat st;
    reply_download(rq, "text/plain", NULL);
    text_addf(&rq->reply.body, "a=%zu", text ? strlen(text) : 0);
    if (file)
        text_addf(&rq->reply.body, " %s %lld %d", file->filename, (long long)file->size,
                  stat(file->path, &st) == 0 && st.st_size == file->size);
}

static const struct route table[] = {
    {"GET", "/kort", say, ROLE_PUBLIC},
    {"GET", "/langt", say_much, ROLE_PUBLIC},
    {"GET", "/langsom", say_slowly, ROLE_PUBLIC},
    {"POST", "/felter", say_fields, ROLE_PUBLIC},
    {"POST", "/fil", say_fields, ROLE_PUBLIC, .flags = ROUTE_UPLOAD},
};
static const struct route *const tables[] = {table, web_routes, NULL};
static size_t sizes[2];
static struct site site = {.tables = tables, .table_sizes = sizes, .name = "Demo Kommune"};

static struct server *start(struct server_options options) {
    struct err err;
    options.listen = "127.0.0.1:0";
    options.spool = spool;
    options.max_upload = BODY_LIMIT;
    struct server *server = server_start(&site, &options, &err);
    if (!server) fail_msg("%s", err.message);
    return server;
}

/* ---- tests ---- */

static void test_page(void **state) {
    struct server *server = *state;
    struct answer_got got = ask(server, GET("/"));
    assert_int_equal(got.status, 200);
    assert_string_equal(field_of(&got, "Content-Type"), "text/html; charset=utf-8");
    assert_non_null(strstr(got.body, "</html>"));
    assert_non_null(strstr(field_of(&got, "Content-Security-Policy"), "default-src 'none'"));
    assert_string_equal(field_of(&got, "X-Content-Type-Options"), "nosniff");
    assert_string_equal(field_of(&got, "Cache-Control"), "public, max-age=300");
    assert_null(field_of(&got, "Set-Cookie"));
    assert_null(field_of(&got, "Strict-Transport-Security"));
    assert_false(got.closed);
    free(got.body);
    got = ask(server, GET("/kort"));
    assert_string_equal(got.body, "/kort 127.0.0.1");
    assert_string_equal(field_of(&got, "Cache-Control"), "no-store");
    free(got.body);
    assert_int_equal(status_of(server, GET("/findes-ikke")), 404);
    assert_int_equal(status_of(server, GET("/sundhed")), 200);
}

static void test_head(void **state) {
    struct server *server = *state;
    struct answer_got get = ask(server, GET("/langt"));
    int fd = connect_to(server);
    put(fd, "HEAD /langt HTTP/1.1\r\nHost: localhost\r\n\r\n" GET("/kort"));
    struct answer_got head = take(fd, false);
    assert_int_equal(head.status, 200);
    assert_int_equal(strtoul(field_of(&head, "Content-Length"), NULL, 10), get.len);
    struct answer_got next = take(fd, true);
    assert_string_equal(next.body, "/kort 127.0.0.1");
    close(fd);
    free(get.body);
    free(head.body);
    free(next.body);
}

static void test_gzip(void **state) {
    struct server *server = *state;
    struct answer_got plain = ask(server, GET("/langt"));
    struct answer_got got =
        ask(server,
            "GET /langt HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br, gzip;q=0.5\r\n\r\n");
    assert_string_equal(field_of(&got, "Content-Encoding"), "gzip");
    assert_true(got.len < plain.len / 2);
    char *out = malloc(plain.len + 1);
    z_stream z = {.next_in = (Bytef *)got.body,
                  .avail_in = (uInt)got.len,
                  .next_out = (Bytef *)out,
                  .avail_out = (uInt)plain.len + 1};
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, plain.len);
    assert_memory_equal(out, plain.body, plain.len);
    inflateEnd(&z);
    free(out);
    free(got.body);
    got =
        ask(server, "GET /langt HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip;q=0\r\n\r\n");
    assert_null(field_of(&got, "Content-Encoding"));
    free(got.body);
    got = ask(server, "GET /kort HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n");
    assert_null(field_of(&got, "Content-Encoding")); /* too short to pack */
    free(got.body);
    free(plain.body);
}

static void test_assets(void **state) {
    struct server *server = *state;
    char request[400];
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n",
             asset_url("css/app.css"));
    struct answer_got got = ask(server, request);
    assert_int_equal(got.status, 200);
    assert_string_equal(field_of(&got, "Content-Type"), "text/css; charset=utf-8");
    assert_string_equal(field_of(&got, "Cache-Control"), "public, max-age=31536000, immutable");
    const struct asset *asset = asset_find(asset_url("css/app.css"));
    assert_int_equal(got.len, asset->raw_n);
    assert_memory_equal(got.body, asset->raw, got.len);
    free(got.body);
    snprintf(request, sizeof request,
             "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n",
             asset_url("css/app.css"));
    got = ask(server, request);
    assert_string_equal(field_of(&got, "Content-Encoding"), "gzip");
    assert_int_equal(got.len, asset->gzip_n);
    free(got.body);
    assert_int_equal(status_of(server, GET("/a/0000000000/css/app.css")), 404);
    assert_int_equal(status_of(server, GET("/a/../../etc/passwd")), 404);
}

static void test_pipelining(void **state) {
    struct server *server = *state;
    int fd = connect_to(server);
    put(fd, GET("/kort") GET("/sundhed") GET("/kort"));
    const char *const expected[] = {"/kort 127.0.0.1", "ok\n", "/kort 127.0.0.1"};
    for (int i = 0; i < 3; i++) {
        struct answer_got got = take(fd, true);
        assert_int_equal(got.status, 200);
        assert_string_equal(got.body, expected[i]);
        free(got.body);
    }
    close(fd);
}

/* Two readers must not be able to see two different requests. */
static void test_smuggling(void **state) {
    struct server *server = *state;
#define POST "POST /felter HTTP/1.1\r\nHost: localhost\r\n"
    static const char *const bad[] = {
        POST "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" GET("/kort"),
        POST "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" GET("/kort"),
        POST "Content-Length: 4\r\nContent-Length: 5\r\n\r\na=bc" GET("/kort"),
        POST "Content-Length: 4\r\nContent-Length: 4\r\n\r\na=bc" GET("/kort"),
        POST "Content-Length: +4\r\n\r\na=bc" GET("/kort"),
        POST "Content-Length: 4, 4\r\n\r\na=bc" GET("/kort"),
        POST "Content-Length: -4\r\n\r\na=bc" GET("/kort"),
        POST "Content-Length : 4\r\n\r\na=bc" GET("/kort"),
        POST
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" GET("/kort"),
        POST "Transfer-Encoding: identity\r\n\r\n" GET("/kort"),
        POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" GET("/kort"),
        POST "Transfer-Encoding:\x0b"
             "chunked\r\n\r\n0\r\n\r\n" GET("/kort"),
        "GET /kort HTTP/1.1\r\nHost: localhost\r\nHost: ond.example\r\n\r\n" GET("/kort"),
        "GET /kort HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello" GET("/kort"),
        "GET /kort HTTP/1.1\r\n\r\n" GET("/kort"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct answer_got got = ask(server, bad[i]);
        if (got.status != 0 && (got.status < 400 || !got.closed))
            fail_msg("%zu: status %d, %s:\n%s", i, got.status, got.closed ? "closed" : "open",
                     bad[i]);
        free(got.body);
    }
}

static void test_methods(void **state) {
    struct server *server = *state;
    assert_int_equal(status_of(server, "DELETE /kort HTTP/1.1\r\nHost: localhost\r\n\r\n"), 405);
    assert_int_equal(status_of(server, "BREW /kort HTTP/1.1\r\nHost: localhost\r\n\r\n"), 501);
    struct answer_got got =
        ask(server, "POST /kort HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    assert_int_equal(got.status, 405);
    assert_string_equal(field_of(&got, "Allow"), "GET, HEAD");
    free(got.body);
}

static void test_limits(void **state) {
    struct server *server = *state;
    char *big = malloc(60000);
    int n = snprintf(big, 60000, "GET /?");
    memset(big + n, 'a', 9000);
    snprintf(big + n + 9000, 100, " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_int_equal(status_of(server, big), 414);
    n = snprintf(big, 60000, "GET /kort HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < 101; i++) n += snprintf(big + n, (size_t)(60000 - n), "X-%d: 1\r\n", i);
    snprintf(big + n, (size_t)(60000 - n), "\r\n");
    assert_int_equal(status_of(server, big), 431);
    n = snprintf(big, 60000, "GET /kort HTTP/1.1\r\nHost: localhost\r\nX: ");
    memset(big + n, 'a', 33000);
    snprintf(big + n + 33000, 100, "\r\n\r\n");
    int status = status_of(server, big);
    assert_true(status == 431 || status == 413);
    free(big);
}

/* ---- bodies ---- */

#define TOKEN_SECRET "0123456789012345678901234567890123456789abc"

static struct answer_got post(const struct server *server, const char *path, const char *type,
                              const char *body, size_t len, bool chunked) {
    struct arena *a ARENA_AUTO = arena_new();
    struct text out;
    text_init(&out, a);
    text_addf(&out,
              "POST %s HTTP/1.1\r\nHost: localhost\r\nCookie: vv-pre=" TOKEN_SECRET "\r\n"
              "Content-Type: %s\r\n",
              path, type);
    if (chunked)
        text_addf(&out, "Transfer-Encoding: chunked\r\n\r\n%zx\r\n", len);
    else
        text_addf(&out, "Content-Length: %zu\r\n\r\n", len);
    text_add_n(&out, body, len);
    if (chunked) text_add(&out, "\r\n0\r\n\r\n");
    return ask_n(server, out.ptr, out.len);
}

static struct answer_got post_fields(const struct server *server, size_t size, bool chunked) {
    struct arena *a ARENA_AUTO = arena_new();
    struct text body;
    text_init(&body, a);
    text_addf(&body, "csrf=%s&a=", csrf_token(a, TOKEN_SECRET));
    for (size_t i = 0; i < size; i++) text_addc(&body, 'x');
    return post(server, "/felter", "application/x-www-form-urlencoded", body.ptr, body.len,
                chunked);
}

static void test_bodies(void **state) {
    struct server *server = *state;
    struct answer_got got = post_fields(server, 10, false);
    assert_int_equal(got.status, 200);
    assert_string_equal(got.body, "a=10");
    assert_false(got.closed);
    free(got.body);
    got = post_fields(server, 1000000, false);
    assert_string_equal(got.body, "a=1000000");
    free(got.body);
    got = post_fields(server, 100000, true);
    assert_string_equal(got.body, "a=100000");
    free(got.body);
    got = post_fields(server, BODY_MAX, false);
    assert_int_equal(got.status, 413);
    assert_non_null(strstr(got.body, "</html>")); /* a page, not a broken connection */
    free(got.body);
    got = post_fields(server, BODY_MAX, true);
    assert_int_equal(got.status, 413);
    free(got.body);
    got = ask(server, POST "Content-Length: 90000000\r\n\r\n");
    assert_int_equal(got.status, 413);
    assert_true(got.closed);
    free(got.body);
}

static struct answer_got post_file(const struct server *server, size_t size) {
    struct arena *a ARENA_AUTO = arena_new();
    struct text body;
    text_init(&body, a);
    text_addf(
        &body,
        "--xyz\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
        "--xyz\r\nContent-Disposition: form-data; name=\"fil\"; filename=\"../../klasse.csv\"\r\n"
        "Content-Type: text/csv\r\n\r\n",
        csrf_token(a, TOKEN_SECRET));
    for (size_t i = 0; i < size; i++) text_addc(&body, (char)i);
    text_add(&body, "\r\n--xyz--\r\n");
    return post(server, "/fil", "multipart/form-data; boundary=xyz", body.ptr, body.len, false);
}

static size_t files_in(const char *directory) {
    size_t n = 0;
    DIR *d = opendir(directory);
    for (struct dirent *e; d && (e = readdir(d));) n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

static void test_uploads(void **state) {
    struct server *server = *state;
    struct answer_got got = post_file(server, 15000);
    assert_int_equal(got.status, 200);
    assert_string_equal(got.body, "a=0 klasse.csv 15000 1");
    free(got.body);
    got = post_file(server, BODY_LIMIT);
    assert_int_equal(got.status, 413);
    free(got.body);
    assert_int_equal(files_in(spool), 0);
}

/* A body that is larger than what stays in memory. */
static void test_large_upload(void **state) {
    (void)state;
    struct err err;
    struct server_options options = {.listen = "127.0.0.1:0", .spool = spool, .workers = 2};
    struct server *server = server_start(&site, &options, &err);
    assert_non_null(server);
    struct answer_got got = post_file(server, 5000000);
    assert_int_equal(got.status, 200);
    assert_string_equal(got.body, "a=0 klasse.csv 5000000 1");
    free(got.body);
    server_stop(server);
    assert_int_equal(files_in(spool), 0);
}

/* ---- time and load ---- */

/* Sends a byte now and then: gone after the patience, not after the inactivity. */
static void test_slow_client(void **state) {
    (void)state;
    struct server *server = start((struct server_options){.patience_ms = 400, .workers = 2});
    int fd = connect_to(server);
    int64_t began = clock_ticks();
    put(fd, "GET /kort HTTP/1.1\r\nHost: localhost\r\n");
    char c = 'X';
    bool closed = false;
    while (!closed && clock_ticks() - began < 4000000) {
        send(fd, &c, 1, MSG_NOSIGNAL);
        struct pollfd p = {.fd = fd, .events = POLLIN};
        closed = poll(&p, 1, 50) > 0 && recv(fd, &c, 1, 0) <= 0;
        c = 'X';
    }
    assert_true(closed);
    assert_in_range((clock_ticks() - began) / 1000, 350, 1500);
    close(fd);
    /* a body that does not come */
    fd = connect_to(server);
    began = clock_ticks();
    put(fd, POST "Content-Length: 100\r\n\r\na=");
    assert_true(recv(fd, &c, 1, 0) <= 0);
    assert_in_range((clock_ticks() - began) / 1000, 300, 1500);
    close(fd);
    /* whoever is quick is not touched */
    assert_int_equal(status_of(server, GET("/kort")), 200);
    server_stop(server);
}

static void *client_run(void *ctx) {
    struct server *server = ctx;
    intptr_t good = 0;
    int fd = connect_to(server);
    for (int i = 0; i < 50; i++) {
        put(fd, i % 2 ? GET("/kort") : GET("/langt"));
        struct answer_got got = take(fd, true);
        good += got.status == 200;
        free(got.body);
    }
    close(fd);
    return (void *)good;
}

static void test_many_clients(void **state) {
    struct server *server = *state;
    pthread_t threads[32];
    intptr_t total = 0;
    for (size_t i = 0; i < 32; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, client_run, server), 0);
    for (size_t i = 0; i < 32; i++) {
        void *good;
        pthread_join(threads[i], &good);
        total += (intptr_t)good;
    }
    assert_int_equal(total, 32 * 50);
}

static void test_overload(void **state) {
    (void)state;
    struct server *server = start((struct server_options){.workers = 2, .queue = 2});
    int fds[12], served = 0, shed = 0;
    atomic_store(&slow_most, 0);
    for (size_t i = 0; i < 12; i++) {
        fds[i] = connect_to(server);
        put(fds[i], GET("/langsom"));
        usleep(2000);
    }
    for (size_t i = 0; i < 12; i++) {
        struct answer_got got = take(fds[i], true);
        served += got.status == 200;
        if (got.status == 503) {
            shed++;
            assert_string_equal(field_of(&got, "Retry-After"), "5");
        }
        free(got.body);
        close(fds[i]);
    }
    assert_int_equal(served + shed, 12);
    assert_int_equal(served, 4);
    assert_int_equal(atomic_load(&slow_most), 2);
    assert_int_equal(status_of(server, GET("/kort")), 200);
    server_stop(server);
}

static void *stop_run(void *ctx) {
    server_stop(ctx);
    return NULL;
}

/* What has begun is finished. */
static void test_graceful_stop(void **state) {
    (void)state;
    struct server *server = start((struct server_options){.workers = 2});
    int fds[4];
    for (size_t i = 0; i < 4; i++) {
        fds[i] = connect_to(server);
        put(fds[i], GET("/langsom"));
    }
    usleep(500000); /* they have come in: a busy machine takes its time */
    pthread_t thread;
    pthread_create(&thread, NULL, stop_run, server);
    for (size_t i = 0; i < 4; i++) {
        struct answer_got got = take(fds[i], true);
        assert_int_equal(got.status, 200);
        free(got.body);
        close(fds[i]);
    }
    pthread_join(thread, NULL);
}

static void test_proxy(void **state) {
    (void)state;
    struct server *server =
        start((struct server_options){.workers = 1, .origin = "https://vv.example"});
    struct answer_got got = ask(server, "GET /kort HTTP/1.1\r\nHost: vv.example\r\n"
                                        "X-Forwarded-For: 6.6.6.6, 192.0.2.7\r\n\r\n");
    assert_string_equal(got.body, "/kort 192.0.2.7");
    assert_non_null(field_of(&got, "Strict-Transport-Security"));
    free(got.body);
    server_stop(server);
    /* nobody else is believed */
    server = start((struct server_options){.workers = 1});
    got =
        ask(server, "GET /kort HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n");
    assert_string_equal(got.body, "/kort 127.0.0.1");
    free(got.body);
    server_stop(server);
}

static void test_bad_options(void **state) {
    (void)state;
    static const char *const listens[] = {"",        "8080",        "localhost:8080",
                                          "[::1:80", "127.0.0.1:x", NULL};
    for (size_t i = 0; i < sizeof listens / sizeof *listens; i++) {
        struct err err = {0};
        struct server_options options = {.listen = listens[i]};
        assert_null(server_start(&site, &options, &err));
        assert_int_equal(err.kind, ERR_INPUT);
    }
    struct server *server = start((struct server_options){.workers = 1});
    char taken[40];
    snprintf(taken, sizeof taken, "127.0.0.1:%d", server_port(server));
    struct err err = {0};
    struct server_options options = {.listen = taken};
    assert_null(server_start(&site, &options, &err));
    assert_int_equal(err.kind, ERR_IO);
    server_stop(server);
}

static int group_start(void **state) {
    sizes[0] = sizeof table / sizeof *table;
    sizes[1] = web_routes_n;
    snprintf(spool, sizeof spool, "%s/vv-test-XXXXXX", P_tmpdir);
    if (!mkdtemp(spool)) return 1;
    *state = start((struct server_options){.workers = 4});
    return 0;
}

static int group_stop(void **state) {
    server_stop(*state);
    return rmdir(spool);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page),          cmocka_unit_test(test_head),
        cmocka_unit_test(test_gzip),          cmocka_unit_test(test_assets),
        cmocka_unit_test(test_pipelining),    cmocka_unit_test(test_smuggling),
        cmocka_unit_test(test_methods),       cmocka_unit_test(test_limits),
        cmocka_unit_test(test_bodies),        cmocka_unit_test(test_uploads),
        cmocka_unit_test(test_large_upload),  cmocka_unit_test(test_slow_client),
        cmocka_unit_test(test_many_clients),  cmocka_unit_test(test_overload),
        cmocka_unit_test(test_graceful_stop), cmocka_unit_test(test_proxy),
        cmocka_unit_test(test_bad_options),
    };
    return cmocka_run_group_tests(tests, group_start, group_stop);
}
