/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reading files from outside: what every reader of this room is given and tells. Private to
 * src/exchange (and its fuzz targets).
 *
 *     file -> source_read -> csv_feed / expat -> institutions.c, pupils_csv.c, pupils_xml.c
 *                                                   |-> reading.institution / reading.pupil  a good row
 *                                                   |-> reading.reject    what is wrong in a bad one
 *                                                   '-> reading.fatal     the file cannot be used
 *
 * Two kinds of wrong are kept apart. A *fatal* fault (broken, cut off, wrong file, wrong encoding)
 * means that nothing in the file can be trusted: reading stops and nothing is written. A *reject* is
 * one row that cannot be used: reading goes on, and the row is listed with its number, column and
 * reason. Both are sentences in the user's language and hold no personal data.
 */
#ifndef VEJVISER_READING_H
#define VEJVISER_READING_H

#include "base/format.h"
#include "school/school.h"
#include "youth/youth.h"

#define READING_ROWS_MAX    500000 /* of one file; all of Denmark's grades 7-10 are some 280,000 */
#define PUPIL_GUARDIANS_MAX 16

struct reading {
    enum lang lang;
    struct arena *arena; /* sentences; lives as long as the import */
    struct arena *row;   /* what one row holds; the reader resets it */
    int32_t today;
    int64_t file_time; /* when the file was written: set before, replaced by what the file says */
    const char *fatal; /* set once; NULL = the file is good so far */
    int64_t rows;      /* read so far, good and bad and skipped */
    int64_t number;    /* what the user calls the row in hand */
    int64_t skipped;   /* pupils in other grades than 7 to 10 */
    int64_t rejected;  /* rows, not reasons */
    int64_t last_rejected;
    const char *const *pupil_names; /* what the file calls the fields of a pupil, once it has one */
    void *ctx;                      /* of the functions below; they may be NULL (fuzzing) */
    bool (*institution)(void *ctx, const struct institution *row, struct err *err);
    bool (*pupil)(void *ctx, const struct youth_record *record, struct err *err);
    void (*reject)(void *ctx, int64_t row, const char *field, const char *reason);
    /* What is not wrong and should be looked at: a series that stops. */
    void (*remark)(void *ctx, int64_t row, const char *field, const char *sentence);
    bool (*progress)(void *ctx, int64_t bytes); /* false: stop with ERR_CANCELLED */
};

/* Stops the reading with a sentence for the user; returns false, so that `return reading_fatal(..)`
 * reads well. The first sentence stays. */
bool reading_fatal(struct reading *r, struct err *err, const char *sentence);
/* The row in hand (r->rows) cannot be used, because of this column. */
void reading_reject(struct reading *r, const char *field, const char *reason);
/* Counts one more row; false (fatal) when the file has too many. `number` is what the user calls it:
 * the line of a CSV, the number of the pupil in XML. */
bool reading_row(struct reading *r, int64_t number, struct err *err);
bool reading_row_is_rejected(const struct reading *r);

/* Bytes of a file in pieces of 64 KiB. */
typedef bool source_sink(void *ctx, const char *bytes, size_t len, struct err *err);
/* False: the sink stopped, ERR_IO (also set as fatal), ERR_CANCELLED, or a fatal for what is no text
 * at all (empty, a spreadsheet, a PDF). */
bool source_read(struct reading *r, const char *path, source_sink *sink, void *ctx,
                 struct err *err);
/* The first bytes that are no white space, byte order mark or NUL: '<' tells XML. '\0' when none. */
bool source_first_char(const char *path, char *ret_char, struct err *err);

/* Texts of CSV by name of column. */
#include "exchange/csv.h"
struct column {
    const char *
        name; /* as documented, others after |; compared after folding, so case and _ do not matter */
    bool required;
};
bool column_matches(struct arena *a, const char *wanted, const char *found);
const char *column_shown(struct arena *a, const char *name); /* the first of its names */
/* Decodes, reads rows and finds the columns: `row` gets the texts in the order of `columns`, ""
 * where the file lacks one. Rows with another number of fields than the header are rejected here. */
typedef bool table_row(void *ctx, const char *const *texts, struct err *err);
bool table_read(struct reading *r, const char *path, const struct column *columns, size_t n,
                table_row *row, void *ctx, struct err *err);

/* One line of text: trimmed, white space collapsed, in r->row; NULL when nothing is left. Longer than
 * `max` characters, or with control characters: rejected, and NULL. */
const char *reading_text(struct reading *r, const char *text, size_t max, const char *field);
/* "791" for 791, 0791; NULL for what is no municipality code. */
const char *reading_municipality(struct reading *r, const char *text);

/* ---- the readers ---- */
/* The national register. r->institution is called for each good row. */
bool institutions_read(struct reading *r, const char *path, struct err *err);
/* XML or CSV, whatever the file is. */
bool pupils_read(struct reading *r, const char *path, struct err *err);
bool pupils_csv_read(struct reading *r, const char *path, struct err *err);
bool pupils_xml_read(struct reading *r, const char *path, struct err *err);

/* The same for bytes in pieces: what the XML reader and its fuzz target feed. */
struct pupils_xml;
struct pupils_xml *pupils_xml_new(struct reading *r);
bool pupils_xml_feed(void *xml, const char *bytes, size_t len, struct err *err);
bool pupils_xml_end(struct pupils_xml *xml, struct err *err);
void pupils_xml_free(struct pupils_xml *xml);

/* ---- one pupil, before it is understood ---- */
enum pupil_field {
    PUPIL_CPR,
    PUPIL_UNI_ID,
    PUPIL_FIRST_NAME,
    PUPIL_FAMILY_NAME,
    PUPIL_BORN,
    PUPIL_SEX,
    PUPIL_PHONE,
    PUPIL_EMAIL,
    PUPIL_STREET,
    PUPIL_POST_CODE,
    PUPIL_TOWN,
    PUPIL_MUNICIPALITY,
    PUPIL_GUARDED,
    PUPIL_GUARDED_UNTIL,
    PUPIL_SCHOOL,
    PUPIL_YEAR,
    PUPIL_GRADE,
    PUPIL_CLASS,
    PUPIL_FIELDS
};
enum guardian_field {
    GUARDIAN_NAME,
    GUARDIAN_RELATION,
    GUARDIAN_CUSTODY,
    GUARDIAN_PHONE,
    GUARDIAN_EMAIL,
    GUARDIAN_STREET,
    GUARDIAN_POST_CODE,
    GUARDIAN_TOWN,
    GUARDIAN_GUARDED,
    GUARDIAN_CPR,
    GUARDIAN_FIELDS
};
struct pupil_texts {
    const char *text[PUPIL_FIELDS]; /* NULL or "" = not told */
    const char *guardian[PUPIL_GUARDIANS_MAX][GUARDIAN_FIELDS];
    size_t guardians_n;
};
/* What the file calls the fields, for the list of rejects. */
struct pupil_names {
    const char *const *pupil;
    const char *const *guardian;
};
/* Understands and checks; calls r->pupil when the pupil is good and in grade 7 to 10, rejects with
 * every reason when not good. Returns false only when r->pupil did. */
bool pupil_take(struct reading *r, const struct pupil_texts *texts, const struct pupil_names *names,
                struct err *err);
/* The year a school year starts in: 2026 for 2026-2027, 2026/27, 2026; INT_NONE for anything else. */
int64_t pupil_school_year(const char *text);

#endif
