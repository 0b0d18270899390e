/* SPDX-License-Identifier: EUPL-1.2
 *
 * The XML of pupils in two files: pupils_xml.c knows what the elements mean, pupils_xml_parse.c is
 * around expat and knows when a file is broken or too much. Private to these two.
 */
#ifndef VEJVISER_PUPILS_XML_H
#define VEJVISER_PUPILS_XML_H

#include "exchange/reading.h"
#include "exchange/seen.h"

#include <expat.h>

#define PUPILS_XML_TEXT_MAX 4096
#define NAMESPACE_MARK      '\n' /* between namespace and name; in neither */

struct group {
    const char *name, *type, *level;
};

/* What the element in hand belongs to, from the outside in. */
enum place { IN_NOTHING, IN_EXPORT, IN_GROUP, IN_PERSON };

struct pupils_xml {
    struct reading *r;
    XML_Parser parser;
    struct err *err; /* of the call in hand */
    bool stopped;    /* a fatal, or r->pupil stopped */
    bool export_seen;
    int64_t fed;
    int depth;
    enum place inside;

    char text[PUPILS_XML_TEXT_MAX]; /* of the element in hand, as far as it has no children */
    size_t text_len;
    bool text_too_long;

    int64_t school_year; /* newest that a source names, or the one of the export's day */
    int64_t export_year;

    struct arena *school; /* of the institution in hand */
    const char *institution;
    struct seen *group_ids;
    struct group *groups;
    size_t groups_n;
    const char *group_id;
    struct group group;

    struct pupil_texts pupil; /* the person in hand, in r->row */
    bool is_student, in_contact, is_replacement;
    const char *role, *main_group;
    const char *first_name, *family_name; /* of the contact in hand */
};

/* An element begins; `name` without its namespace, x->depth counting it. */
void pupils_xml_starts(struct pupils_xml *x, const char *name, const char **attributes);
/* ... and ends, with its text (trimmed) as far as it had no children. Outside an export: nothing. */
void pupils_xml_ends(struct pupils_xml *x, const char *name, const char *text);

/* Ends the reading, because r->pupil did, or with a sentence for the user. */
void pupils_xml_stop(struct pupils_xml *x);
void pupils_xml_stop_fatal(struct pupils_xml *x, const char *sentence);
const char *pupils_xml_local_name(const char *name);
int64_t pupils_xml_line(const struct pupils_xml *x);

#endif
