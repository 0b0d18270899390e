/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes of any kind, decoded and read as CSV: in pieces of the size that the first byte says. */
#include "base/encoding.h"
#include "exchange/csv.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool check_row(void *ctx, const struct csv_row *row, struct err *err) {
    int64_t *last_line = ctx;
    (void)err;
    assert(row->n > 0 && row->n <= CSV_COLUMNS_MAX);
    assert(row->line > *last_line);
    *last_line = row->line;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) return 0;
    size_t piece = data[0] + 1U;
    struct arena *a ARENA_AUTO = arena_new();
    struct decoder *decoder DECODER_AUTO = decoder_new();
    struct err err;
    int64_t last_line = 0;
    struct csv *csv = csv_new(a, check_row, &last_line);
    for (size_t at = 1; at < size; at += piece) {
        size_t len = size - at < piece ? size - at : piece;
        if (!decoder_feed(decoder, data + at, len, csv_feed, csv, &err)) return 0;
    }
    if (decoder_end(decoder, csv_feed, csv, &err)) csv_end(csv, &err);
    return 0;
}
