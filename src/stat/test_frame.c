/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/test.h"

#include "base/date.h"
#include "stat/frame.h"

#include <math.h>
#include <string.h>

static struct frame_source text_of(const char *bytes) {
    return (struct frame_source){.path = "dir/in.csv", .bytes = bytes, .len = strlen(bytes)};
}

static const struct frame_want wants[] = {
    {.name = "id", .kind = FRAME_INT},
    {.name = "start", .kind = FRAME_DAY},
    {.name = "x", .kind = FRAME_DOUBLE, .missing = true},
    {.name = "arm", .kind = FRAME_FACTOR, .optional = true},
};
#define WANTS_N (sizeof wants / sizeof *wants)

static void reads_each_kind(void **state) {
    struct frame f;
    struct err err;
    struct frame_source source = text_of("\xEF\xBB\xBF"
                                         "arm,x,unwanted,id,start\n"
                                         "b,1.5,\"1,2\n3\",7,2022-03-20\r\n"
                                         "\"a \"\"q\"\"\", -2e3 ,,-12,2024-02-29\n"
                                         "\n"
                                         "b,NA,zz,\"0\",1799-01-01");
    assert_true(frame_read(*state, &source, wants, WANTS_N, LANG_EN, &f, &err));
    assert_int_equal(f.n, 3);
    assert_int_equal(f.columns[0].i[0], 7);
    assert_int_equal(f.columns[0].i[1], -12);
    assert_int_equal(f.columns[0].i[2], 0);
    assert_int_equal(f.columns[1].day[0], day_from_ymd(2022, 3, 20));
    assert_int_equal(f.columns[1].day[1], day_from_ymd(2024, 2, 29));
    assert_int_equal(f.columns[1].day[2], day_from_ymd(1799, 1, 1));
    assert_true(f.columns[2].x[0] == 1.5 && f.columns[2].x[1] == -2000);
    assert_true(isnan(f.columns[2].x[2]));
    assert_int_equal(f.columns[3].levels_n, 2);
    assert_string_equal(f.columns[3].levels[0], "b");
    assert_string_equal(f.columns[3].levels[1], "a \"q\"");
    assert_int_equal(f.columns[3].level[2], 0);
    assert_int_equal(frame_row(&f, 1), 3);
    assert_int_equal(frame_row(&f, 2), 5); /* behind an empty line */
    frame_sort_levels(*state, &f.columns[3], f.n);
    assert_string_equal(f.columns[3].levels[0], "a \"q\"");
    assert_int_equal(f.columns[3].level[0], 1);
    assert_int_equal(frame_level(&f.columns[3], "b"), 1);
    assert_true(frame_level(&f.columns[3], "c") == FRAME_NO_LEVEL);
}

static void absent_and_repeated_columns(void **state) {
    static const struct frame_want asked[] = {{.name = "a", .kind = FRAME_INT},
                                              {.name = "b", .kind = FRAME_FACTOR, .optional = true},
                                              {.name = "a", .kind = FRAME_FACTOR}};
    struct frame f;
    struct frame_source source = text_of("a\n10\n9\n10\n");
    assert_true(frame_read(*state, &source, asked, 3, LANG_EN, &f, NULL));
    assert_false(f.columns[1].present);
    assert_int_equal(f.columns[0].i[2], 10);
    assert_int_equal(f.columns[2].levels_n, 2);
    frame_sort_levels(*state, &f.columns[2], f.n);
    assert_string_equal(f.columns[2].levels[0], "9"); /* as numbers, not as text */
    assert_int_equal(f.columns[2].level[0], 1);
}

static void auto_is_a_number_or_a_factor(void **state) {
    static const struct frame_want asked[] = {{.name = "n", .kind = FRAME_AUTO},
                                              {.name = "t", .kind = FRAME_AUTO, .missing = true},
                                              {.name = "u", .kind = FRAME_AUTO}};
    struct frame f;
    struct frame_source source = text_of("n,t,u\n1,2,x\n2,NA,y\n3,z,x\n");
    assert_true(frame_read(*state, &source, asked, 3, LANG_EN, &f, NULL));
    assert_int_equal(f.columns[0].kind, FRAME_DOUBLE);
    assert_int_equal(f.columns[1].kind, FRAME_FACTOR);
    assert_int_equal(f.columns[2].kind, FRAME_FACTOR);
    assert_int_equal(f.columns[1].levels_n, 2);
    assert_true(f.columns[1].level[1] == FRAME_NO_LEVEL);
    struct err err;
    source = text_of("n,t,u\n1,2,x\n2,3,\n");
    assert_false(frame_read(*state, &source, asked, 3, LANG_EN, &f, &err));
    assert_string_equal(err.message, "in.csv, row 3, column u: the cell is empty or NA");
}

/* Numbers must be the nearest double, also past the fast reader's 15 digits. */
static void numbers_are_exact(void **state) {
    static const char *const texts[] = {"0.1",    "123456789.123456",
                                        "1e22",   "0.30000000000000004",
                                        "1e-300", "-0",
                                        "5.",     "1.7976931348623157e308",
                                        "1e-400", "+3.25",
                                        "007",    "9007199254740993"};
    static const struct frame_want want = {.name = "x", .kind = FRAME_DOUBLE};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct frame f;
        struct frame_source source = text_of(arena_fmt(*state, "x\n%s\n", texts[i]));
        assert_true(frame_read(*state, &source, &want, 1, LANG_EN, &f, NULL));
        assert_true(f.columns[0].x[0] == strtod(texts[i], NULL));
    }
}

static void every_day_of_four_centuries(void **state) {
    static const struct frame_want want = {.name = "d", .kind = FRAME_DAY};
    static const char *const wrong[] = {"2023-02-29",  "2022-13-01", "2022-00-10", "2022-01-00",
                                        "2022-1-01",   "2022/01/01", "20220101",   "2022-01-32",
                                        "2022-01-01x", "x022-01-01", "0000-01-01", "2022-04-31"};
    int32_t first = day_from_ymd(1790, 1, 1), last = day_from_ymd(2210, 1, 1);
    struct frame f;
    struct err err;
    char *bytes = arena_alloc(*state, 2 + (size_t)(last - first) * 11 + 1), *p = bytes + 2;
    memcpy(bytes, "d\n", 2);
    for (int32_t day = first; day < last; day++, p += 11) {
        char iso[11];
        memcpy(p, day_iso(iso, day), 10);
        p[10] = '\n';
    }
    struct frame_source source = text_of(bytes);
    assert_true(frame_read(*state, &source, &want, 1, LANG_EN, &f, NULL));
    assert_int_equal(f.n, last - first);
    for (size_t i = 0; i < f.n; i++) assert_int_equal(f.columns[0].day[i], first + (int32_t)i);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        source = text_of(arena_fmt(*state, "d\n%s\n", wrong[i]));
        assert_false(frame_read(*state, &source, &want, 1, LANG_EN, &f, &err));
        assert_string_equal(err.message, "in.csv, row 2, column d: the date must be written "
                                         "year-month-day, as 2022-03-20");
    }
}

static void semicolons_bring_decimal_commas(void **state) {
    struct frame f;
    struct frame_source source = text_of("id;start;x\n1;2022-03-20;1,5\n2;2022-03-20;2.25\n");
    assert_true(frame_read(*state, &source, wants, WANTS_N, LANG_EN, &f, NULL));
    assert_true(f.columns[2].x[0] == 1.5 && f.columns[2].x[1] == 2.25);
    source = text_of("id\tstart\tx\r\n1\t2022-03-20\t1,5\r\n");
    assert_true(frame_read(*state, &source, wants, WANTS_N, LANG_EN, &f, NULL));
    assert_true(f.columns[2].x[0] == 1.5);
}

static void bad_input_is_named(void **state) {
    static const struct {
        const char *bytes, *message;
    } cases[] = {
        {"", "in.csv: the file is empty"},
        {"\n\r\n", "in.csv: the file is empty"},
        {"id,start,x\n", "in.csv: the file has no rows below the header"},
        {"id,x\n1,2\n", "in.csv, row 1, column start: the column is missing"},
        {"id,start,x,x\n", "in.csv, row 1, column x: two columns have that name"},
        {"id,start,x\n1,2022-03-20,abc\n",
         "in.csv, row 2, column x: there is text where a number belongs"},
        {"id,start,x\n1,2022-03-20,\"1\n",
         "in.csv, row 2, column x: a quotation mark is never closed"},
        {"id,start,x\n1,2022-03-20,\"1\"2\n",
         "in.csv, row 2, column x: there is text after the quotation mark that closes the cell"},
        {"id,start,x\n\n1,2022-03-20,NaN\n",
         "in.csv, row 3, column x: NaN and infinity are no numbers to calculate with"},
        {"id,start,x\n1,2022-03-20,-Inf\n",
         "in.csv, row 2, column x: NaN and infinity are no numbers to calculate with"},
        {"id,start,x\n1,2022-03-20,1e999\n",
         "in.csv, row 2, column x: NaN and infinity are no numbers to calculate with"},
        {"id,start,x\n1,2022-03-20\n", "in.csv, row 2: the row has fewer cells than the header"},
        {"id,start,x\n1,2022-03-20,1,2\n", "in.csv, row 2: the row has more cells than the header"},
        {"id,start,x\n1.5,2022-03-20,1\n",
         "in.csv, row 2, column id: the number must be a whole number of at most 18 digits"},
        {"id,start,x\n1234567890123456789,2022-03-20,1\n",
         "in.csv, row 2, column id: the number must be a whole number of at most 18 digits"},
        {"id,start,x\none two three four five,2022-03-20,1\n",
         "in.csv, row 2, column id: there is text where a number belongs"},
        {"id,start,x\n0x1F,2022-03-20,1\n",
         "in.csv, row 2, column id: there is text where a number belongs"},
        {"id,start,x\n,2022-03-20,1\n", "in.csv, row 2, column id: the cell is empty or NA"},
        {"id,start,x,arm\n1,2022-03-20,1,\xE6\n",
         "in.csv, row 2, column arm: the text is not UTF-8"},
        {"id,start,x,arm\n1,2022-03-20,1,\n", "in.csv, row 2, column arm: the cell is empty or NA"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct frame f = {.n = 99};
        struct err err = {0};
        struct frame_source source = text_of(cases[i].bytes);
        assert_false(frame_read(*state, &source, wants, WANTS_N, LANG_EN, &f, &err));
        assert_string_equal(err.message, cases[i].message);
        assert_int_equal(err.kind, ERR_INPUT);
        assert_int_equal(f.n, 99);
    }
}

static void ranges_hold_fast_and_slow(void **state) {
    static const struct frame_want asked[] = {
        {.name = "i", .kind = FRAME_INT, .ranged = true, .low = 0, .high = 8},
        {.name = "x", .kind = FRAME_DOUBLE, .ranged = true, .low = -1, .high = 1}};
    static const char *const wrong[] = {"9,0", "-1,0", "\"9\",0", "0,1.5", "0,-1.0001", "0,2e0"};
    struct frame f;
    struct err err;
    struct frame_source source = text_of("i,x\n0,-1\n8,1\n\" 8\",1e0\n");
    assert_false(frame_read(*state, &source, asked, 2, LANG_EN, &f, &err));
    source = text_of("i,x\n0,-1\n8,1\n 8,1e0\n");
    assert_true(frame_read(*state, &source, asked, 2, LANG_EN, &f, &err));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        source = text_of(arena_fmt(*state, "i,x\n%s\n", wrong[i]));
        assert_false(frame_read(*state, &source, asked, 2, LANG_EN, &f, &err));
        assert_non_null(strstr(err.message, "the number is outside what is allowed"));
    }
}

/* ---- many rows: batches, the buffer's edge, factors that grow ---- */

#define ROWS 60000

static const char *many_rows(struct arena *a, size_t *ret_len) {
    size_t len = 0;
    char *bytes = arena_alloc(a, 64 + (size_t)ROWS * 48);
    len += (size_t)snprintf(bytes, 64, "k,text,v\n");
    for (int i = 0; i < ROWS; i++) {
        bool quoted = i % 7 == 0;
        len += (size_t)snprintf(bytes + len, 48, "%d,%sname%c%d%s,%d.25%s\n", i, quoted ? "\"" : "",
                                quoted ? '\n' : ' ', i % 5000, quoted ? "\"" : "", i,
                                quoted ? "" : "\r");
    }
    *ret_len = len;
    return bytes;
}

static const struct frame_want many_wants[] = {{.name = "k", .kind = FRAME_INT},
                                               {.name = "text", .kind = FRAME_FACTOR},
                                               {.name = "v", .kind = FRAME_DOUBLE}};

static bool check_batch(void *ctx, const struct frame *batch, struct err *err) {
    size_t *seen = ctx;
    (void)err;
    assert_int_equal(batch->first, *seen);
    for (size_t i = 0; i < batch->n; i++) {
        assert_int_equal(batch->columns[0].i[i], *seen + i);
        assert_true(batch->columns[2].x[i] == (double)(*seen + i) + 0.25);
        assert_true(batch->columns[1].level[i] < batch->columns[1].levels_n);
        assert_int_equal(frame_row(batch, i), *seen + i + 2);
    }
    *seen += batch->n;
    return true;
}

static void many_rows_in_batches(void **state) {
    struct frame_source source = {.path = "in.csv"};
    source.bytes = many_rows(*state, &source.len);
    size_t seen = 0;
    assert_true(frame_scan(&source, many_wants, 3, LANG_EN, check_batch, &seen, NULL));
    assert_int_equal(seen, ROWS);
    struct frame f;
    assert_true(frame_read(*state, &source, many_wants, 3, LANG_EN, &f, NULL));
    assert_int_equal(f.n, ROWS);
    for (int i = 0; i < ROWS; i++) {
        const char *name = f.columns[1].levels[f.columns[1].level[i]];
        assert_string_equal(name, arena_fmt(*state, "name%c%d", i % 7 == 0 ? '\n' : ' ', i % 5000));
    }
}

static bool stop_at_once(void *ctx, const struct frame *batch, struct err *err) {
    (void)ctx;
    return frame_refuse(batch, 3, 1, LANG_DA, "sådan", err);
}

static void a_sink_stops(void **state) {
    struct frame_source source = {.path = "in.csv"};
    source.bytes = many_rows(*state, &source.len);
    struct err err;
    assert_false(frame_scan(&source, many_wants, 3, LANG_DA, stop_at_once, NULL, &err));
    assert_string_equal(err.message, "in.csv, række 5, kolonne text: sådan");
}

static void rows_have_a_limit(void **state) {
    static const struct frame_want want = {.name = "x", .kind = FRAME_FACTOR};
    size_t len = 3 * (size_t)FRAME_ROW_MAX;
    char *bytes = arena_alloc(*state, len);
    struct frame f;
    struct err err;
    for (int quoted = 0; quoted < 2; quoted++) {
        memset(bytes, quoted ? '\n' : 'a', len);
        memcpy(bytes, quoted ? "x\n1\n\"" : "x\n1\n2", 5);
        struct frame_source source = {.path = "in.csv", .bytes = bytes, .len = len};
        assert_false(frame_read(*state, &source, &want, 1, LANG_EN, &f, &err));
        assert_string_equal(err.message, "in.csv, row 3: the row is longer than 256 KB");
    }
}

static void files_and_their_absence(void **state) {
    char path[] = "/tmp/vejviser-frame-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    size_t len;
    const char *bytes = many_rows(*state, &len);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    close(fd);
    struct frame f;
    struct err err;
    struct frame_source source = {.path = path};
    assert_true(frame_read(*state, &source, many_wants, 3, LANG_EN, &f, &err));
    assert_int_equal(f.n, ROWS);
    unlink(path);
    assert_false(frame_read(*state, &source, many_wants, 3, LANG_EN, &f, &err));
    assert_int_equal(err.kind, ERR_IO);
    assert_non_null(strstr(err.message, "cannot be read: No such file"));
    source.path = "/tmp";
    assert_false(frame_read(*state, &source, many_wants, 3, LANG_EN, &f, &err));
    assert_int_equal(err.kind, ERR_IO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(reads_each_kind),
        TEST(absent_and_repeated_columns),
        TEST(auto_is_a_number_or_a_factor),
        TEST(numbers_are_exact),
        TEST(every_day_of_four_centuries),
        TEST(semicolons_bring_decimal_commas),
        TEST(bad_input_is_named),
        TEST(ranges_hold_fast_and_slow),
        TEST(many_rows_in_batches),
        TEST(a_sink_stops),
        TEST(rows_have_a_limit),
        TEST(files_and_their_absence),
    };
    return RUN(tests);
}
