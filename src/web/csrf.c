/* SPDX-License-Identifier: EUPL-1.2
 *
 * Does a POST come from one of our own pages? Another site can make a browser send one, with the
 * cookies, but it can neither forge where it comes from nor read our pages. So two things are asked:
 *
 *   1. Origin, Sec-Fetch-Site and Referer, each if it is there, must name us.
 *   2. The field `csrf` must be the token of this session, which stands only in our pages.
 *
 * The token is BLAKE2b of the session's secret (the value of its cookie): nothing need be stored, it
 * ends with the session, and who sees a page's source in a screenshot does not have the session.
 *
 * Pages are compressed, and a page may repeat what somebody put into its address: then the length of
 * the reply tells, letter by letter, what else stands in it (BREACH). Therefore the token is masked: a
 * page prints 24 random bytes and the token xor those, so that it never stands there twice the same.
 *
 * The public has no session. When a page for them has a form, it comes with a cookie of its own,
 * "vv-pre", random and gone with the browser, and the token is made of that. A page without a form
 * sets no cookie (reply.c looks whether the token was printed).
 */
#include "web/internal.h"

#include <sodium.h>
#include <string.h>

#define SECRET_BYTES 32
#define TOKEN_BYTES  24
static const unsigned char TOKEN_KEY[] = "vejviser: token of forms, v1"; /* sets this use apart */

static const char *base64url(struct arena *a, const unsigned char *bytes, size_t len) {
    size_t max = sodium_base64_encoded_len(len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc(a, max);
    return sodium_bin2base64(out, max, bytes, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

const char *csrf_token(struct arena *a, const char *session_secret) {
    unsigned char hash[TOKEN_BYTES];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)session_secret,
                       strlen(session_secret), TOKEN_KEY, sizeof TOKEN_KEY - 1);
    return base64url(a, hash, sizeof hash);
}

/* Exactly `len` bytes. */
static bool bytes_read(const char *text, unsigned char *ret, size_t len) {
    size_t n = 0;
    const char *end;
    return sodium_base642bin(ret, len, text, strlen(text), NULL, &n, &end,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
           n == len && !*end;
}

const char *csrf_mask(struct arena *a, const char *token) {
    unsigned char masked[2 * TOKEN_BYTES];
    if (!bytes_read(token, masked + TOKEN_BYTES, TOKEN_BYTES)) return token;
    randombytes_buf(masked, TOKEN_BYTES);
    for (size_t i = 0; i < TOKEN_BYTES; i++) masked[TOKEN_BYTES + i] ^= masked[i];
    return base64url(a, masked, sizeof masked);
}

bool csrf_ok(const char *expected, const char *given) {
    unsigned char token[TOKEN_BYTES], masked[2 * TOKEN_BYTES];
    if (!expected || !given || !bytes_read(expected, token, sizeof token)) return false;
    if (bytes_read(given, masked + TOKEN_BYTES, TOKEN_BYTES))
        return sodium_memcmp(masked + TOKEN_BYTES, token, TOKEN_BYTES) == 0;
    if (!bytes_read(given, masked, sizeof masked)) return false;
    for (size_t i = 0; i < TOKEN_BYTES; i++) masked[TOKEN_BYTES + i] ^= masked[i];
    return sodium_memcmp(masked + TOKEN_BYTES, token, TOKEN_BYTES) == 0;
}

const char *cookie_name(const struct request *rq, const char *name) {
    return rq->secure ? arena_fmt(rq->arena, "__Host-%s", name) : name;
}

/* ---- where does it come from? ---- */

const char *request_origin(const struct request *rq) { return rq->inside->house->origins[0]; }

/* Is `url` one of our origins, or (a Referer) below one? */
static bool is_ours(const struct request *rq, const char *url) {
    for (const char *const *o = rq->inside->house->origins; *o; o++) {
        size_t len = strlen(*o);
        if (strncmp(url, *o, len) == 0 && (url[len] == '\0' || url[len] == '/')) return true;
    }
    return false;
}

static bool source_ok(const struct request *rq) {
    const char *origin = request_header(rq, "Origin");
    const char *site = request_header(rq, "Sec-Fetch-Site");
    const char *referer = request_header(rq, "Referer");
    if (origin && !is_ours(rq, origin)) return false;
    if (site && strcmp(site, "same-origin") != 0) return false;
    return !referer || is_ours(rq, referer);
}

/* ---- tokens ---- */

static const char *pre_secret(const struct request *rq) {
    const char *secret = request_cookie(rq, cookie_name(rq, FORM_COOKIE));
    return secret && strlen(secret) >= SECRET_BYTES ? secret : NULL;
}

bool csrf_check(struct request *rq) {
    const char *expected = rq->visitor.csrf;
    if (!expected && pre_secret(rq)) expected = csrf_token(rq->arena, pre_secret(rq));
    return source_ok(rq) && csrf_ok(expected, request_body(rq, "csrf"));
}

const char *csrf_for_page(struct request *rq) {
    struct inside *inside = rq->inside;
    if (rq->visitor.csrf) return csrf_mask(rq->arena, rq->visitor.csrf);
    if (inside->csrf_public) return inside->csrf_public;
    const char *secret = pre_secret(rq);
    if (!secret) {
        unsigned char random[SECRET_BYTES];
        randombytes_buf(random, sizeof random);
        secret = base64url(rq->arena, random, sizeof random);
        inside->csrf_cookie =
            arena_fmt(rq->arena, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s",
                      cookie_name(rq, FORM_COOKIE), secret, rq->secure ? "; Secure" : "");
    }
    return inside->csrf_public = csrf_mask(rq->arena, csrf_token(rq->arena, secret));
}
