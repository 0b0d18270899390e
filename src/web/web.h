/* SPDX-License-Identifier: EUPL-1.2
 *
 * web: from a socket to a handler and back. The only room that knows HTTP.
 *
 *     server -> router (finds the route, asks the gate, opens a desk) -> handler -> reply
 *
 * One worker, one desk: a fixed pool of worker threads, each with a read connection and an arena
 * that is reset after every request. Nothing else is shared.
 *
 * A request passes these doors in this order, and a door that is shut ends it:
 *
 *     bytes are well formed (400, 413, 431) -> a route fits (404, 405)
 *     -> site.identify: who is it -> a POST comes from one of our own pages (csrf.c; 403)
 *     -> site.authorize: may they, and is it logged -> the handler
 *
 * Language: a logged-in visitor has one (visitor.lang); everybody else reads Danish, and English
 * under /en/... The router takes /en off, so that no route, handler or view knows about it; links
 * and redirects of such a page get it back in reply.c.
 *
 * Routes are data and closed by default: a route whose `who` is 0 refuses everybody, and one that
 * shows a person without audit and purpose makes router_check() fail, so that the server does not
 * start. Who somebody is, and whether they may, is decided by the gate (room access), which the
 * program plugs in; this room only guarantees that no handler runs before the gate said yes.
 */
#ifndef VEJVISER_WEB_H
#define VEJVISER_WEB_H

#include "base/arena.h"
#include "base/err.h"
#include "base/format.h"
#include "base/text.h"
#include "db/db.h"
#include "web/html.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who may: bits in route.who. */
enum role {
    ROLE_NONE = 0,
    ROLE_PUBLIC = 1 << 0,      /* anybody, without login */
    ROLE_COUNSELLOR = 1 << 1,  /* uddannelsesvejleder */
    ROLE_SCHOOL = 1 << 2,      /* school staff: own school's pupils, never notes */
    ROLE_TEAM_LEADER = 1 << 3, /* teamleder */
    ROLE_MANAGEMENT = 1 << 4,  /* figures, never persons */
    ROLE_ADMIN = 1 << 5,       /* users, imports, operation; no case access */
};
#define ROLE_STAFF    (ROLE_COUNSELLOR | ROLE_SCHOOL | ROLE_TEAM_LEADER | ROLE_MANAGEMENT | ROLE_ADMIN)
#define ROLE_GUIDANCE (ROLE_COUNSELLOR | ROLE_TEAM_LEADER)

/* What is written in the audit log before the handler's first byte leaves. */
enum audit_kind {
    AUDIT_NONE = 0,
    AUDIT_PERSON,        /* shows one person: the route has {youth}; need-to-know is checked */
    AUDIT_PERSON_CHANGE, /* changes one person: the same, for POST */
    AUDIT_LIST,          /* shows persons in a list: one row naming the list */
    AUDIT_SEARCH,        /* a search among persons: the row holds a keyed hash of the words */
    AUDIT_SYSTEM,        /* users, imports, settings */
};

struct request;
struct reply;

struct route {
    const char *method; /* "GET" or "POST" */
    const char *path;   /* "/unge/{youth}/noter": a {name} takes one segment */
    void (*handle)(struct request *rq);
    unsigned who; /* bits of enum role; 0 refuses all */
    enum audit_kind audit;
    const char *purpose; /* message key, e.g. "purpose.guidance"; needed when audit is not NONE */
    unsigned flags;
    /* Fields that may come more than once (checkboxes of one name), with spaces between; or NULL.
     * Any other field that comes twice makes the request a 400 before any handler runs. */
    const char *lists;
};
enum route_flag {
    ROUTE_UPLOAD = 1,    /* takes files (multipart), up to server_options.max_upload */
    ROUTE_NO_REASON = 2, /* the page where a reason is given: need-to-know is not demanded here */
    ROUTE_CACHEABLE = 4, /* public page: may be cached; all others are no-store */
};

/* Who is asking. Filled by site.identify, for the public by web. Lives in the request's arena. */
struct visitor {
    int64_t user_id;         /* INT_NONE for the public */
    const char *name;        /* shown in the header */
    enum role role;          /* ROLE_PUBLIC for the public */
    const char *institution; /* school staff: their school's number; else NULL */
    enum lang lang;
    bool shortcuts;           /* keyboard shortcuts wanted */
    const char *session_hash; /* identifies the session in the database; NULL for the public */
    const char *csrf;         /* the token every POST must carry; NULL for the public */
    int64_t expires;          /* when the session ends, microseconds of clock_real(); INT_NONE */
    const char *notice;       /* left by reply_redirect_notice() for this page; or NULL */
    const char *undo;         /* path that undoes what the notice tells; or NULL */
};

struct upload {
    const char *field;
    const char *filename; /* as sent, for display only; never a path */
    const char *path;     /* spool file, deleted after the request unless taken by upload_keep() */
    int64_t size;         /* an empty file input gives no upload at all */
};

struct reply {
    int status;       /* 200 unless set */
    const char *type; /* of the body; NULL: no reply has been made yet */
    struct text body;
    const char *location;
    const char *disposition; /* attachment file name, or NULL */
    const char *cookies[4];  /* Set-Cookie values */
    size_t cookies_n;
    bool clear_site_data; /* at logout */
    int refresh;          /* seconds; 0 none */
    int retry_after;      /* seconds; 0 none */
    const char *allow;    /* methods, with a 405 */
};

struct request {
    struct arena *arena; /* everything of this request; reset afterwards */
    struct db *db;       /* this desk's read connection */
    struct store *store; /* for store_write() */
    struct app *app;     /* the program's own context, opaque here */
    const struct route *route;
    const char *method;
    const char *path;  /* decoded, without query and without /en */
    const char *query; /* as sent, without '?', "" when none */
    enum lang lang;
    struct visitor visitor;
    bool secure;        /* our origin is https: cookies are Secure and named __Host-... */
    const char *remote; /* peer address (behind a proxy: what it forwards), for throttling */
    struct reply reply;
    struct params *params; /* path, query and body fields; read with the functions below */
    struct upload *uploads;
    size_t uploads_n;
    struct inside *inside; /* of room web only */
};

/* The segment that {name} took; never NULL for a name of the route. */
const char *request_segment(const struct request *rq, const char *name);
/* A query or body field as typed; NULL when absent. Valid UTF-8 without NUL. */
const char *request_query(const struct request *rq, const char *name);
const char *request_body(const struct request *rq, const char *name);
/* All values of a repeated body field (checkboxes), in order. */
size_t request_body_all(const struct request *rq, const char *name, const char ***ret_values);
const char *request_cookie(const struct request *rq, const char *name);
const char *request_header(const struct request *rq, const char *name);
/* Where we are reached from outside, "https://vejviser.example.dk": for addresses on paper and in calendar
 * files. As the operator set it, never as a visitor's Host header says. */
const char *request_origin(const struct request *rq);
/* The file of a file input; NULL when none was chosen. */
const struct upload *request_upload(const struct request *rq, const char *field);
/* Moves the spool file to `path` (which must not exist), so that it outlives the request. */
bool upload_keep(const struct upload *upload, const char *path, struct err *err);

/* ---- replies ---- */
struct page {
    const char *title;   /* <title> and h1 are the view's business; "Fejl: " is put before it */
    const char *section; /* which menu entry is current: its path, e.g. "/i-dag"; NULL none */
    bool wide;           /* lists and tables use the full width */
    bool has_errors;     /* title starts with the word for error */
    bool printable;      /* person page: print footer says that it holds personal data */
};
/* Renders the view NAME with `data` inside the layout: reply_page(rq, &page, youth_page, &data)
 * calls view_youth_page. The generated view_NAME_data() makes a wrong type a compile error. */
void reply_page_any(struct request *rq, const struct page *page,
                    void (*view)(struct html *, const void *), const void *data);
#define reply_page(rq, page, name, data)                                                           \
    reply_page_any(rq, page, view_##name##_any, view_##name##_data(data))
/* 303, after every POST. `location` is a path of ours. `notice` (may be NULL) is shown once on the
 * next page as a success alert, with an undo button posting to undo_path when that is not NULL.
 * It is kept in the session, so the public (who have none) get a receipt page instead. */
void reply_redirect(struct request *rq, const char *location);
void reply_redirect_notice(struct request *rq, const char *location, const char *notice,
                           const char *undo_path);
/* Shows a plain page in the user's language: what happened and what to do. 400 403 404 405 409 413
 * 415 429 431 500 501 503 have their own words; 503 and 429 also say Retry-After. */
void reply_status(struct request *rq, int status);
/* The world failed (a struct err): logged. ERR_NOT_FOUND 404, ERR_REFUSED 403, ERR_CONFLICT 409,
 * ERR_INPUT 400, ERR_BUSY and ERR_DB 503, else 500. The visitor never sees the err's message. */
void reply_error(struct request *rq, const struct err *err);
void reply_download(struct request *rq, const char *type,
                    const char *filename); /* then fill body */
void reply_json(struct request *rq);       /* then fill body */
/* `set_cookie`: a whole Set-Cookie value, "NAME=VALUE; Path=/; HttpOnly; SameSite=Lax". */
void reply_cookie(struct request *rq, const char *set_cookie);
/* "NAME", or "__Host-NAME" when our origin is https: for cookies made and read in other rooms. */
const char *cookie_name(const struct request *rq, const char *name);
/* What the session's cookie is called, before cookie_name(). The privacy page names it. */
#define SESSION_COOKIE "vejviser"

/* ---- forms: declared fields with validators, read into a typed struct ---- */
enum field_kind {
    FIELD_TEXT,     /* const char *: one line, trimmed, control characters refused; 200 */
    FIELD_LONG,     /* const char *: several lines, trimmed, CRLF -> LF; 10,000 */
    FIELD_CHOICE,   /* const char *: one of choices */
    FIELD_DAY,      /* int32_t: day_parse_any */
    FIELD_INT,      /* int64_t: min..max */
    FIELD_NUMBER,   /* double: number_parse, min..max */
    FIELD_CHECK,    /* bool: present or not */
    FIELD_ID,       /* const char *: 26 letters of an id, or a decimal number */
    FIELD_PASSWORD, /* const char *: not trimmed, never shown again; 1,024 */
    FIELD_CPR,      /* const char *: ten digits after cpr_parse */
}; /* A field left empty, or in error, is NULL, DAY_NONE, INT_NONE, NaN or false in the struct. */
struct field {
    const char *name;
    enum field_kind kind;
    size_t offset; /* of the value in the form's struct */
    bool required;
    int64_t min, max; /* length in characters for texts, else value; 0,0 = default limits */
    const char *const *choices; /* NULL-terminated */
    const char *label;          /* message key of the visible label, for the error summary */
};
#define FORM_FIELDS_MAX 48
struct form {
    bool ok;
    const struct field *fields;
    size_t fields_n;
    const char *typed[FORM_FIELDS_MAX]; /* what the user wrote, to show again; "" when absent */
    const char *error[FORM_FIELDS_MAX]; /* a sentence that says what to do, or NULL */
    size_t errors_n;
    /* For the summary above h1: {{use form_summary v->form}} (view of this room) shows each error
     * as a link to #NAME. Fails that belong to no field are added with field NULL. */
    const char *general;
};
/* Reads and validates; returns form.ok. `ret_values` is the struct the offsets belong to, filled as
 * far as fields are valid. Errors stand in the order of the fields. Works on the body of a POST and the query of a GET. */
bool form_read(struct request *rq, const struct field *fields, size_t n, struct form *ret_form,
               void *ret_values);
/* A further error found by a rule; makes the form not ok. `sentence` in the user's language; `field`
 * NULL: it belongs to none. The first error of a field stays. */
void form_fail(struct form *form, const char *field, const char *sentence);
const char *form_typed(const struct form *form, const char *field);
const char *form_error(const struct form *form, const char *field);

/* ---- server ---- */
/* A door of the house, see the top. False: it has made the reply itself.
 * identify:  reads the session cookie and fills rq->visitor; a visitor without a valid session is
 *            left as web made them (ROLE_PUBLIC, INT_NONE). Refuses nobody; false only when the
 *            database failed (503).
 * authorize: role, need-to-know and the audit row; false with login redirect, reason page, 403 ...
 */
typedef bool gate_fn(struct request *rq);
struct menu_item {
    const char *path;
    const char *label; /* message key */
    unsigned who;
    unsigned
        more; /* for whom it is behind "More" on a wide screen, except while it is the current one */
};
struct site {
    const struct route *const *tables; /* route tables of the rooms and slices, NULL-terminated, */
    const size_t *table_sizes;         /* and their sizes */
    gate_fn *identify;
    gate_fn *authorize; /* NULL refuses everybody everything that is not ROLE_PUBLIC */
    /* Keeps a notice in the visitor's session until a page has shown it; notice NULL takes it away
     * (web calls that once when it has shown visitor.notice). `undo` may be NULL. May be NULL. */
    bool (*notice_put)(struct request *rq, const char *notice, const char *undo, struct err *err);
    /* Remembers the language of a logged-in visitor (POST /sprog). May be NULL: no such button. */
    bool (*language_put)(struct request *rq, enum lang lang, struct err *err);
    const struct menu_item *menu; /* ended by path NULL; shown to those whose role is in `who` */
    struct app *app;
    struct store *store;
    const char *name;    /* municipality's name, in the footer */
    const char *contact; /* e-mail address for questions, on the house's own pages; or NULL */
    const char *was_url; /* https address of the accessibility statement; NULL: our own page */
    bool demo;           /* shows that all persons are invented */
};
/* The house's own pages: / /privatliv /was /om /sundhed /sprog /robots.txt /.well-known/security.txt.
 * A site lists them like any room. */
extern const struct route web_routes[];
extern const size_t web_routes_n;

struct server_options {
    const char *listen;   /* "127.0.0.1:8080", "[::1]:8080" */
    const char *origin;   /* public origin behind a proxy, "https://..." ; NULL = http://listen.
                             * https makes cookies __Host- and Secure */
    unsigned workers;     /* 0 = default */
    int64_t max_upload;   /* bytes; 0 = 20 MiB */
    const char *spool;    /* folder for uploads; NULL = a private temporary one */
    unsigned threads;     /* that read and write sockets; 0 = default */
    unsigned connections; /* open at once; 0 = default */
    unsigned queue;       /* requests that may wait for a worker before 503; 0 = default */
    unsigned patience_ms; /* who has not sent a whole request by then is cut off (a body gets a
                             * second more per 16 KiB); 0 = default */
    unsigned fresh_ms;    /* a public page is made anew after so long (shelf.c); 0 = default */
};
struct server;
/* Checks the tables. Wrong are: a method other than GET and POST, a path that is no path, no handler,
 * two routes for one method and path, a route for nobody, audit without purpose and the other way
 * round, {youth} without a person's audit (or a person's audit without {youth}), {youth} for the
 * public, a POST that logs nothing although it is not for the public, files on a GET.
 * NULL when good, else what is wrong (in English, for the developer). */
const char *router_check(const struct site *site, struct arena *a);
/* Starts threads and listens. NULL and *err when it cannot. */
struct server *server_start(const struct site *site, const struct server_options *options,
                            struct err *err);
int server_port(const struct server *server);
void server_stop(struct server *server); /* finishes running requests first */
/* One request without a socket: the tests' way through the real router and gate (see testing.h).
 * All but method and target may be NULL. The reply lives in `a`. */
struct site_request {
    const char *method, *target;  /* "POST", "/unge/x?a=b" */
    const char *body, *body_type; /* body_type NULL: application/x-www-form-urlencoded */
    size_t body_len;              /* 0: strlen(body) */
    const char *cookie;           /* the Cookie header */
    const char *origin;           /* the Origin header; NULL: our own, "http://localhost" */
    const char *remote;           /* NULL: "127.0.0.1" */
};
void site_handle(const struct site *site, struct db *db, struct arena *a,
                 const struct site_request *in, struct reply *ret_reply);

/* The token of a session for forms: BLAKE2b of its secret (the cookie's value). See csrf.c. */
const char *csrf_token(struct arena *a, const char *session_secret);
/* The token as a page prints it: other letters every time. Views get it by {{csrf}}; a handler needs
 * it only when it makes a form field itself. */
const char *csrf_mask(struct arena *a, const char *token);
/* `given` masked or not. Constant time; false on NULL. */
bool csrf_ok(const char *expected, const char *given);

#endif
