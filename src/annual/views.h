/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room's views show. Private to src/annual.
 */
#ifndef VEJVISER_ANNUAL_VIEWS_H
#define VEJVISER_ANNUAL_VIEWS_H

#include "annual/internal.h"

struct annual_line {
    const char *year, *path;
    const char *state, *badge; /* "Udkast"; class */
};
struct annual_list_page {
    bool public; /* the reader sees the published ones only */
    const struct annual_line *lines;
    size_t lines_n;
};

struct annual_download { /* one form, in both languages */
    const char *label, *danish, *english;
};
struct annual_page {
    const char *year, *title, *subtitle, *author, *mark;
    const char *when; /* published, and by whom; NULL: it is not */
    const char *sent; /* the draft as it waits for approval; NULL: none waits */
    const char *other,
        *other_words;  /* the draft of a published one, and back; NULL: there is none */
    const char *texts; /* where they are edited; NULL: not by this visitor */
    const struct annual_download *downloads;
    size_t downloads_n;
    const char *body; /* made by report */
};

struct annual_text_line {
    const char *name, *from, *href, *begins;
};
struct annual_texts_page {
    const char *year, *report;
    const struct annual_text_line *lines;
    size_t lines_n;
};

struct annual_version {
    const char *heading, *text;
};
struct annual_edit_page {
    const struct form *form; /* NULL: nothing is wrong */
    const char *title, *action, *back, *hint, *holds;
    const char *conflict, *theirs; /* or NULL */
    const char *typed, *error;     /* error or NULL */
    int64_t version;
    bool line;
    const struct annual_version *history;
    size_t history_n;
};

#endif
