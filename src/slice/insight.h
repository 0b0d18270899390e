/* SPDX-License-Identifier: EUPL-1.2
 *
 * insight: values for what a slice hands out about one person (struct slice, `insight`). What is not
 * known is null. Jansson copies what it is given; the objects belong to the object they are put in.
 */
#ifndef VEJVISER_SLICE_INSIGHT_H
#define VEJVISER_SLICE_INSIGHT_H

#include <stdint.h>

struct json_t;

/* A new list or object under a name; borrowed. */
struct json_t *insight_list(struct json_t *out, const char *name);
struct json_t *insight_object(struct json_t *out, const char *name);
/* A new object at the end of a list; borrowed. */
struct json_t *insight_row(struct json_t *list);

void insight_text(struct json_t *row, const char *name, const char *text);
void insight_day(struct json_t *row, const char *name, int32_t day);
void insight_moment(struct json_t *row, const char *name, int64_t at); /* as its day */
void insight_number(struct json_t *row, const char *name, int64_t n);
void insight_real(struct json_t *row, const char *name, double x);
void insight_yes(struct json_t *row, const char *name, int yes);

#endif
