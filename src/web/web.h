/* SPDX-License-Identifier: EUPL-1.2
 *
 * web: from a socket to a handler and back. The only room that knows HTTP.
 *
 *     server -> router (finds the route, asks the gate, opens a desk) -> handler -> reply
 *
 * One worker, one desk: a fixed pool of worker threads, each with a read connection and an arena
 * that is reset after every request. Nothing else is shared.
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
#define ROLE_STAFF                                                                                \
    (ROLE_COUNSELLOR | ROLE_SCHOOL | ROLE_TEAM_LEADER | ROLE_MANAGEMENT | ROLE_ADMIN)
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
};
enum route_flag {
    ROUTE_UPLOAD = 1,     /* takes multipart files, spooled to disk, up to server_options.max_upload */
    ROUTE_NO_REASON = 2,  /* the page where a reason is given: need-to-know is not demanded here */
    ROUTE_CACHEABLE = 4,  /* public page: may be cached; all others are no-store */
};

/* Who is asking. Filled by the gate. Lives in the request's arena. */
struct visitor {
    int64_t user_id;          /* INT_NONE for the public */
    const char *name;         /* shown in the header */
    enum role role;           /* ROLE_PUBLIC for the public */
    const char *institution;  /* school staff: their school's number; else NULL */
    enum lang lang;
    bool shortcuts;           /* keyboard shortcuts wanted */
    const char *session_hash; /* identifies the session in the database; NULL for the public */
    const char *csrf;         /* the token every POST must carry; NULL for the public */
    int64_t expires;          /* when the session ends, microseconds; INT_NONE */
};

struct upload {
    const char *field;
    const char *filename; /* as sent, for display only; never a path */
    const char *path;     /* spool file, deleted after the request unless moved with upload_keep() */
    int64_t size;
};

struct reply {
    int status; /* 200 unless set */
    const char *type;
    struct text body;
    const char *location;
    const char *disposition; /* attachment file name, or NULL */
    const char *cookies[4];  /* Set-Cookie values */
    size_t cookies_n;
    bool clear_site_data; /* at logout */
    int refresh;          /* seconds; 0 none */
};

struct request {
    struct arena *arena; /* everything of this request; reset afterwards */
    struct db *db;       /* this desk's read connection */
    struct store *store; /* for store_write() */
    struct app *app;     /* the program's own context, opaque here */
    const struct route *route;
    const char *method;
    const char *path;  /* decoded, without query */
    const char *query; /* as sent, without '?', "" when none */
    enum lang lang;
    struct visitor visitor;
    const char *remote;    /* peer address, for throttling and the security log */
    struct reply reply;
    struct params *params; /* path, query and body fields; read with the functions below */
    struct upload *uploads;
    size_t uploads_n;
    const void *server; /* internal */
};

/* The segment that {name} took; never NULL for a name of the route. */
const char *request_segment(const struct request *rq, const char *name);
/* A query (GET) or body (POST) field as typed; NULL when absent. Duplicate fields other than
 * declared lists make the request a 400 before any handler runs. */
const char *request_query(const struct request *rq, const char *name);
const char *request_body(const struct request *rq, const char *name);
/* All values of a repeated body field (checkboxes), in order. */
size_t request_body_all(const struct request *rq, const char *name, const char ***ret_values);
const char *request_cookie(const struct request *rq, const char *name);
const char *request_header(const struct request *rq, const char *name);

/* ---- replies ---- */
struct page {
    const char *title;   /* <title> and h1 are the view's business; "Fejl: " is put before it */
    const char *section; /* which menu entry is current: its path, e.g. "/i-dag"; NULL none */
    bool wide;           /* lists and tables use the full width */
    bool has_errors;     /* title starts with the word for error */
    bool printable;      /* person page: print footer says that it holds personal data */
};
/* Renders the view NAME with `data` inside the layout: reply_page(rq, &page, youth_page, &data) calls
 * view_youth_page. The generated view_NAME_data() makes a wrong type a compile error. */
void reply_page_any(struct request *rq, const struct page *page,
                    void (*view)(struct html *, const void *), const void *data);
#define reply_page(rq, page, name, data)                                                          \
    reply_page_any(rq, page, view_##name##_any, view_##name##_data(data))
/* 303, after every POST. `location` is a path of ours. `notice` (may be NULL) is shown once on the
 * next page as a success alert, with an undo button posting to undo_path when that is not NULL. */
void reply_redirect(struct request *rq, const char *location);
void reply_redirect_notice(struct request *rq, const char *location, const char *notice,
                           const char *undo_path);
/* Shows a plain page in the user's language: what happened and what to do. */
void reply_status(struct request *rq, int status);                      /* 400 403 404 409 413 ... */
void reply_error(struct request *rq, const struct err *err);            /* 503 / 500, logged */
void reply_download(struct request *rq, const char *type, const char *filename);  /* then fill body */
void reply_json(struct request *rq);                                    /* then fill body */
void reply_cookie(struct request *rq, const char *set_cookie);

/* ---- forms: declared fields with validators, read into a typed struct ---- */
enum field_kind {
    FIELD_TEXT,     /* const char *: one line, trimmed, control characters refused */
    FIELD_LONG,     /* const char *: several lines, CRLF -> LF */
    FIELD_CHOICE,   /* const char *: one of choices */
    FIELD_DAY,      /* int32_t: day_parse_any */
    FIELD_INT,      /* int64_t: min..max */
    FIELD_NUMBER,   /* double: number_parse, min..max */
    FIELD_CHECK,    /* bool: present or not */
    FIELD_ID,       /* const char *: 26 letters of an id, or a decimal number */
    FIELD_PASSWORD, /* const char *: not trimmed, never shown again */
    FIELD_CPR,      /* const char *: ten digits after cpr_parse */
};
struct field {
    const char *name;
    enum field_kind kind;
    size_t offset; /* of the value in the form's struct */
    bool required;
    int64_t min, max;           /* length in characters for texts, else value; 0,0 = default limits */
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
};
/* Reads and validates. `ret_values` is the struct the offsets belong to; it is filled as far as
 * fields are valid. Works on the body of a POST and the query of a GET. */
bool form_read(struct request *rq, const struct field *fields, size_t n, struct form *ret_form,
               void *ret_values);
/* A further error found by a rule; makes the form not ok. `sentence` in the user's language. */
void form_fail(struct form *form, const char *field, const char *sentence);
const char *form_typed(const struct form *form, const char *field);
const char *form_error(const struct form *form, const char *field);

/* ---- server ---- */
/* The gate decides, before any handler, whether this visitor may; it writes the audit row. Returns
 * false when it has made the reply itself (login, reason page, 403, 503). */
typedef bool gate_fn(struct request *rq);
struct menu_item {
    const char *path;
    const char *label; /* message key */
    unsigned who;
};
struct site {
    const struct route *const *tables; /* route tables of the rooms and slices, NULL-terminated, */
    const size_t *table_sizes;         /* and their sizes */
    gate_fn *gate;
    const struct menu_item *menu; /* ended by path NULL */
    struct app *app;
    struct store *store;
    const char *name; /* municipality's name, in the footer */
    bool demo;        /* shows that all persons are invented */
};
struct server_options {
    const char *listen;     /* "127.0.0.1:8080", "[::1]:8080" */
    const char *origin;     /* public origin behind a proxy, "https://..." ; NULL = http://listen.
                             * https makes cookies __Host- and Secure */
    unsigned workers;       /* 0 = default */
    int64_t max_upload;     /* bytes; 0 = 20 MiB */
    const char *spool;      /* folder for uploads; NULL = a private temporary one */
};
struct server;
/* Checks the tables: duplicates, audit without purpose, {youth} without audit, POST without audit or
 * ROLE_PUBLIC... NULL when good, else what is wrong (in English, for the developer). */
const char *router_check(const struct site *site, struct arena *a);
/* Starts threads and listens. NULL and *err when it cannot. */
struct server *server_start(const struct site *site, const struct server_options *options,
                            struct err *err);
int server_port(const struct server *server);
void server_stop(struct server *server); /* finishes running requests first */
/* One request without a socket: the tests' way through the real router and gate. `raw_headers` and
 * `body` may be NULL. The reply lives in `a`. */
struct site_request {
    const char *method, *target, *body, *body_type, *cookie, *origin;
    const char *remote;
};
void site_handle(const struct site *site, struct db *db, struct arena *a,
                 const struct site_request *in, struct reply *ret_reply);

/* Keyed token of a session, for forms (csrf) — see csrf.c. */
const char *csrf_token(struct arena *a, const char *session_secret);
bool csrf_ok(const char *expected, const char *given); /* constant time; false on NULL */

#endif
