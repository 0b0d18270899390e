/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers, periods and places of official figures, as they are written and as they are not. */
#include "base/test.h"
#include "exchange/figures.h"

#include <string.h>

static void numbers_are_danish(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum cell_number is;
        double x;
    } cases[] = {
        {"2.351", NUMBER_GOOD, 2351},
        {"7,3", NUMBER_GOOD, 7.3},
        {"100,0 %", NUMBER_GOOD, 100},
        {"1.234.567,5", NUMBER_GOOD, 1234567.5},
        {" 1 238", NUMBER_GOOD, 1238},
        {"0", NUMBER_GOOD, 0},
        {"-3", NUMBER_GOOD, -3},
        {"12345", NUMBER_GOOD, 12345},
        {"22.9", NUMBER_POINT, 0},
        {"2.3511", NUMBER_POINT, 0},
        {"1,234.5", NUMBER_POINT, 0},
        {"1.23.456", NUMBER_POINT, 0},
        {"1,2,3", NUMBER_POINT, 0},
        {"", NUMBER_ABSENT, 0},
        {"..", NUMBER_ABSENT, 0},
        {"-", NUMBER_ABSENT, 0},
        {"*", NUMBER_ABSENT, 0},
        {" % ", NUMBER_ABSENT, 0},
        {"syv", NUMBER_BAD, 0},
        {"7,", NUMBER_BAD, 0},
        {"7 %%", NUMBER_BAD, 0},
        {"1e3", NUMBER_BAD, 0},
        {"nan", NUMBER_BAD, 0},
        {"1.234567890123456", NUMBER_POINT, 0},
        {"12345678901234567", NUMBER_BAD, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double x = -1;
        if (figure_number(cases[i].text, &x) != cases[i].is) fail_msg("%s", cases[i].text);
        if (cases[i].is == NUMBER_GOOD) assert_true(x == cases[i].x);
    }
}

static void periods_are_of_one_kind(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    static const struct {
        const char *text;
        enum figure_every every;
        enum cell_period is;
        const char *period;
        int at;
    } cases[] = {
        {"2021", EVERY_YEAR, PERIOD_GOOD, "2021", 202100},
        {"2024/2025", EVERY_SCHOOL_YEAR, PERIOD_GOOD, "2024/25", 202400},
        {"1999/00", EVERY_SCHOOL_YEAR, PERIOD_GOOD, "1999/00", 199900},
        {"2025M07", EVERY_MONTH, PERIOD_GOOD, "2025-07", 202507},
        {"2025M13", EVERY_MONTH, PERIOD_BAD, NULL, 0},
        {"2024/2026", EVERY_SCHOOL_YEAR, PERIOD_BAD, NULL, 0},
        {"2024/2025", EVERY_YEAR, PERIOD_OTHER, NULL, 0},
        {"2025Q3", EVERY_MONTH, PERIOD_OTHER, NULL, 0},
        {"2025QMAT09", EVERY_MONTH, PERIOD_RUNNING, NULL, 0},
        {"21", EVERY_YEAR, PERIOD_BAD, NULL, 0},
        {"20211", EVERY_YEAR, PERIOD_BAD, NULL, 0},
        {NULL, EVERY_YEAR, PERIOD_BAD, NULL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *period = NULL;
        int at = 0, order;
        assert_int_equal(cases[i].is, figure_period_read(a, cases[i].text, cases[i].every, &period,
                                                         &at, &order));
        if (!cases[i].period) continue;
        assert_string_equal(cases[i].period, period);
        assert_int_equal(cases[i].at, at);
    }
}

static void places_are_known_in_every_form(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct areas *areas = areas_new(a);
    static const struct {
        const char *text, *area;
    } cases[] = {
        {"791", "Viborg"},
        {"0791", "Viborg"},
        {"Viborg", "Viborg"},
        {"VIBORG", "Viborg"},
        {"Viborg Kommune", "Viborg"},
        {"791 Viborg", "Viborg"},
        {"0", "Denmark"},
        {"000", "Denmark"},
        {"Hele landet", "Denmark"},
        {"82", "Region Midtjylland"},
        {"082", "Region Midtjylland"},
        {"1082", "Region Midtjylland"},
        {"Region Midtjylland", "Region Midtjylland"},
        {"\xc3\x85rhus", "Aarhus"},
        {"K\xc3\xb8"
         "benhavns Kommune",
         "K\xc3\xb8"
         "benhavn"},
        {"Bornholms Regionskommune", "Bornholm"},
        {"Viborghus", NULL},
        {"792", NULL},
        {"", NULL},
        {"79100", NULL},
    };
    bool none;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *area = area_find(a, areas, cases[i].text, &none);
        if (!cases[i].area)
            assert_null(area);
        else if (!area || strcmp(area, cases[i].area) != 0)
            fail_msg("%s is %s", cases[i].text, area ? area : "nowhere");
    }
    assert_null(area_find(a, areas, "98", &none));
    assert_true(none);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_danish),
        cmocka_unit_test(periods_are_of_one_kind),
        cmocka_unit_test(places_are_known_in_every_form),
    };
    return RUN(tests);
}
