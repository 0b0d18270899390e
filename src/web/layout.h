/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the views of this room show. Filled by reply.c (layout, problem) and pages.c (house).
 */
#ifndef VEJVISER_WEB_LAYOUT_H
#define VEJVISER_WEB_LAYOUT_H

#include "web/web.h"

struct layout_item {
    const char *path, *label;
    bool current;
};

struct layout {
    const char *lang; /* "da", "en" */
    const char *title;
    bool has_errors, wide, printable;
    bool demo;

    struct layout_item *menu, *more;
    size_t menu_n, more_n;
    bool has_search, has_suggestions;
    const char *number_mark; /* "{n}": where app.js puts the number into the message */

    const char *user; /* NULL: nobody is logged in */
    bool can_log_in;  /* the site has a page for it */
    bool has_account; /* the name leads to a page about the account */
    bool shortcuts;
    int64_t expires_seconds; /* 0: no session */

    const char *notice, *undo;
    bool english;                           /* the page is under /en */
    const char *danish_path, *english_path; /* the same page in both; NULL: not a public page */
    const char *switch_lang; /* for logged-in people: "da" or "en", by POST; or NULL */
    const char *site, *contact;
    int32_t today;
};

struct problem_page {
    const char *heading, *text;
    const char *back; /* where to go on; NULL: the front page */
};

struct house_page {
    const char *site, *contact, *was_url;
    const char *session_cookie, *form_cookie;
    bool logged_in, has_events, has_goals, has_login;
};

#endif
