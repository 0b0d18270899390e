/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes of any kind, read as an export of pupils: in pieces of the size that the first byte says. */
#include "exchange/reading.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a good record promises to those who write it. */
static bool check_pupil(void *ctx, const struct youth_record *p, struct err *err) {
    (void)ctx, (void)err;
    assert(p->cpr || p->external_id);
    assert(p->first_name && *p->first_name && p->family_name);
    assert(p->institution && p->grade && p->class_name && p->school_year != INT_NONE);
    assert(p->guardians_n <= PUPIL_GUARDIANS_MAX);
    for (size_t i = 0; i < p->guardians_n; i++)
        assert(p->guardians[i].name && p->guardians[i].relation);
    return true;
}

static void check_reject(void *ctx, int64_t row, const char *field, const char *reason) {
    (void)ctx;
    assert(row > 0 && field && reason);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) return 0;
    size_t piece = data[0] + 1U;
    struct arena *a ARENA_AUTO = arena_new();
    struct arena *row ARENA_AUTO = arena_new();
    struct err err;
    struct reading r = {.arena = a,
                        .row = row,
                        .today = 20781,
                        .file_time = 0,
                        .last_rejected = -1,
                        .pupil = check_pupil,
                        .reject = check_reject};
    struct pupils_xml *xml = pupils_xml_new(&r);
    bool ok = true;
    for (size_t at = 1; ok && at < size; at += piece) {
        size_t len = size - at < piece ? size - at : piece;
        ok = pupils_xml_feed(xml, (const char *)data + at, len, &err);
    }
    ok = ok && pupils_xml_end(xml, &err);
    assert(ok == !r.fatal);
    assert(r.rejected + r.skipped <= r.rows);
    pupils_xml_free(xml);
    return 0;
}
