/* SPDX-License-Identifier: EUPL-1.2
 *
 * annual: the municipality's own quality document of a school year, written from live data.
 *
 *     what is said about it          from
 *     introduction, tasks, foreword  people (annual_text, in versions); the program's words until somebody writes
 *     each goal: text, status, chart room goal: the same functions as its page, so the numbers are the same
 *     method, sources                the figures that are in the report
 *
 * A report of a school year holds what was known when it ended: figures of later years are left out (targets are
 * not, since they are about years to come). The municipality's own figures are in it only as published (room
 * publication), also by school and as the way of a year group. With the figures of a year two people approve the
 * texts as they stood when they were sent to approval: that is the published report, which everybody can read at
 * /rapporter/{year}. Anything else is a draft, says so on each page, and is for the team leader and the management.
 *
 * Texts are no texts about a person, and the page where they are written says so. Nothing is overwritten: a text
 * is a row per version. Some texts hold until there is a new one (the tasks), others are about their year only (a
 * comment on its figures).
 */
#ifndef VEJVISER_ANNUAL_H
#define VEJVISER_ANNUAL_H

#include "publication/publication.h"
#include "report/document.h"
#include "slice/slice.h"

extern const struct slice annual_slice;

struct annual_ask {
    int school_year; /* 2021: 2021/22 */
    enum lang lang;
    bool draft; /* with the newest texts; else as published, which is a draft too when nothing is */
    bool sent;  /* with the texts as they were sent to approval, when something waits for it */
    const struct publication *publication; /* the newest of that year; NULL: read it */
    int32_t day; /* that the report bears; DAY_NONE: when it was published, else today */
};
/* The whole report as a model; lives in `a`. */
bool annual_document(struct db *db, struct arena *a, const struct annual_ask *ask,
                     struct document *ret_document, struct err *err);

enum annual_form { ANNUAL_HTML, ANNUAL_PDF, ANNUAL_XLSX };
/* By the end of a file's name; false: none of the three. */
bool annual_form_of(const char *path, enum annual_form *ret_form);
bool annual_file(const struct document *document, enum annual_form form, struct blob *ret_file,
                 struct err *err);

/* "2021/22" or "2021-22"; 0: no school year of which a report can be made on that day. */
int annual_year(const char *text, int32_t today);
#define ANNUAL_FIRST 2016 /* the earliest school year with figures */

#endif
