/* SPDX-License-Identifier: EUPL-1.2 */
/* date, calendar and cpr; the vectors are those of rules.md 8 */
#include "test.h"

#include <string.h>

#include "calendar.h"
#include "cpr.h"
#include "date.h"

static int32_t ymd(int y, int m, int d) {
    int32_t day = day_from_ymd(y, m, d);
    assert_int_not_equal(day, DAY_NONE);
    return day;
}

static void days_and_ymd_agree_over_nine_thousand_years(void **state) {
    (void)state;
    assert_int_equal(ymd(1970, 1, 1), 0);
    assert_int_equal(ymd(2000, 3, 1), 11017);
    int32_t expected = ymd(1, 1, 1);
    for (int y = 1; y <= 9999; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= 31; d++) {
                int32_t day = day_from_ymd(y, m, d);
                if (day == DAY_NONE) continue;
                int y2, m2, d2;
                day_to_ymd(day, &y2, &m2, &d2);
                if (day != expected++ || y != y2 || m != m2 || d != d2)
                    fail_msg("%d-%d-%d", y, m, d);
            }
    assert_int_equal(expected - ymd(1, 1, 1),
                     3652059); /* days in 9999 years: 365 * 9999 + 2424 leap days */
}

static void what_is_no_date_is_none(void **state) {
    (void)state;
    static const int none[][3] = {{2026, 2, 29}, {1900, 2, 29}, {2026, 4, 31}, {2026, 0, 1},
                                  {2026, 13, 1}, {2026, 1, 0},  {2026, 1, 32}, {0, 1, 1},
                                  {10000, 1, 1}, {-1, 1, 1}};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(day_from_ymd(none[i][0], none[i][1], none[i][2]), DAY_NONE);
    ymd(2000, 2, 29);
    ymd(2024, 2, 29);
}

static void iso_dates_are_read_strictly(void **state) {
    (void)state;
    assert_int_equal(day_parse_iso("2026-11-23"), ymd(2026, 11, 23));
    static const char *const bad[] = {
        "",           "2026-11-2", "2026-11-233", "2026-1-23",  " 2026-11-23", "2026-11-23 ",
        "2026/11/23", "20261123",  "2026-02-30",  "x026-11-23", "2026-11-23T", "2026-",
        "-026-11-23", "2026-+1-23"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (day_parse_iso(bad[i]) != DAY_NONE) fail_msg("%s", bad[i]);
    assert_int_equal(day_parse_iso(NULL), DAY_NONE);
    char buf[11];
    assert_string_equal(day_iso(buf, ymd(987, 6, 5)), "0987-06-05");
    assert_string_equal(day_iso(buf, ymd(2026, 11, 23)), "2026-11-23");
    assert_string_equal(day_iso(buf, DAY_NONE), "");
}

static void people_write_dates_in_many_ways(void **state) {
    (void)state;
    static const char *const good[] = {"2026-11-23", "23.11.2026", "23/11/2026", "23-11-2026",
                                       "231126",     " 23.11.26 ", "23/11/26",   "23-11-26"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (day_parse_any(good[i]) != ymd(2026, 11, 23)) fail_msg("%s", good[i]);
    assert_int_equal(day_parse_any("3.4.2026"), ymd(2026, 4, 3));
    assert_int_equal(day_parse_any("150310"), ymd(2010, 3, 15));
    assert_int_equal(day_parse_any("010136"), ymd(2036, 1, 1));
    assert_int_equal(day_parse_any("010137"), ymd(1937, 1, 1));
    static const char *const bad[] = {"",
                                      " ",
                                      "23.11/2026",
                                      "23.11.026",
                                      "23.11.20266",
                                      "23.11",
                                      "31.02.2026",
                                      "1503101",
                                      "15031",
                                      "23. 11.2026",
                                      "11.23.2026",
                                      "23..11.2026",
                                      "23.11.2026x",
                                      "23.11.",
                                      "2026-11-2",
                                      "150310-1234",
                                      "abc",
                                      "23.11.-26",
                                      "310226"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (day_parse_any(bad[i]) != DAY_NONE) fail_msg("%s", bad[i]);
    assert_int_equal(day_parse_any(NULL), DAY_NONE);
}

static void weeks_follow_iso_8601(void **state) {
    (void)state;
    static const int vectors[][5] = {{2026, 11, 23, 2026, 48}, {2021, 1, 3, 2020, 53},
                                     {2021, 1, 4, 2021, 1},    {2024, 12, 30, 2025, 1},
                                     {2020, 12, 31, 2020, 53}, {2023, 1, 1, 2022, 52}};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        int year, week;
        day_iso_week(ymd(vectors[i][0], vectors[i][1], vectors[i][2]), &year, &week);
        assert_int_equal(year, vectors[i][3]);
        assert_int_equal(week, vectors[i][4]);
    }
    assert_int_equal(day_weekday(ymd(2026, 11, 23)), 1);
    assert_int_equal(day_weekday(ymd(2026, 11, 29)), 7);
    assert_int_equal(day_weekday(ymd(1969, 12, 31)), 3);
    assert_int_equal(day_weekday(ymd(1900, 1, 1)), 1);
}

static void months_ages_and_school_years(void **state) {
    struct arena *a = *state;
    assert_int_equal(day_add_months(ymd(2026, 1, 31), 1), ymd(2026, 2, 28));
    assert_int_equal(day_add_months(ymd(2024, 1, 31), 1), ymd(2024, 2, 29));
    assert_int_equal(day_add_months(ymd(2026, 3, 15), -3), ymd(2025, 12, 15));
    assert_int_equal(day_add_months(ymd(2026, 12, 1), 25), ymd(2029, 1, 1));
    assert_int_equal(day_add_months(DAY_NONE, 1), DAY_NONE);
    assert_int_equal(day_age(ymd(2010, 3, 15), ymd(2026, 3, 14)), 15);
    assert_int_equal(day_age(ymd(2010, 3, 15), ymd(2026, 3, 15)), 16);
    assert_int_equal(day_age(ymd(2008, 2, 29), ymd(2026, 2, 28)), 17);
    assert_int_equal(day_age(ymd(2008, 2, 29), ymd(2026, 3, 1)), 18);
    assert_int_equal(day_age(DAY_NONE, 0), -1);
    assert_int_equal(school_year_of(ymd(2026, 7, 31)), 2025);
    assert_int_equal(school_year_of(ymd(2026, 8, 1)), 2026);
    assert_int_equal(school_year_first_day(2026), ymd(2026, 8, 1));
    assert_int_equal(school_year_last_day(2026), ymd(2027, 7, 31));
    assert_string_equal(school_year_text(a, 2026), "2026/27");
    assert_string_equal(school_year_text(a, 1999), "1999/00");
}

/* rules.md 8.1: skærtorsdag, langfredag, påske, 2. påske, store bededag (0 = none), himmelfart,
 * pinse, 2. pinse; ddmm */
static const int table[][9] = {
    {2020, 904, 1004, 1204, 1304, 805, 2105, 3105, 106},
    {2021, 104, 204, 404, 504, 3004, 1305, 2305, 2405},
    {2022, 1404, 1504, 1704, 1804, 1305, 2605, 506, 606},
    {2023, 604, 704, 904, 1004, 505, 1805, 2805, 2905},
    {2024, 2803, 2903, 3103, 104, 0, 905, 1905, 2005},
    {2025, 1704, 1804, 2004, 2104, 0, 2905, 806, 906},
    {2026, 204, 304, 504, 604, 0, 1405, 2405, 2505},
    {2027, 2503, 2603, 2803, 2903, 0, 605, 1605, 1705},
    {2028, 1304, 1404, 1604, 1704, 0, 2505, 406, 506},
    {2029, 2903, 3003, 104, 204, 0, 1005, 2005, 2105},
    {2030, 1804, 1904, 2104, 2204, 0, 3005, 906, 1006},
};

static const enum holiday columns[] = {
    HOLIDAY_NONE,          HOLIDAY_MAUNDY_THURSDAY, HOLIDAY_GOOD_FRIDAY,
    HOLIDAY_EASTER_SUNDAY, HOLIDAY_EASTER_MONDAY,   HOLIDAY_PRAYER_DAY,
    HOLIDAY_ASCENSION,     HOLIDAY_WHIT_SUNDAY,     HOLIDAY_WHIT_MONDAY};

static void holidays_are_those_of_the_table_and_no_others(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int year = table[i][0], expected = 3, found = 0;
        for (int c = 1; c <= 8; c++) {
            if (table[i][c] == 0) continue;
            expected++;
            int32_t day = ymd(year, table[i][c] % 100, table[i][c] / 100);
            if (holiday_of(day) != columns[c]) fail_msg("%d column %d", year, c);
        }
        assert_int_equal(easter_sunday(year), ymd(year, table[i][3] % 100, table[i][3] / 100));
        assert_int_equal(holiday_of(ymd(year, 1, 1)), HOLIDAY_NEW_YEAR);
        assert_int_equal(holiday_of(ymd(year, 12, 25)), HOLIDAY_CHRISTMAS);
        assert_int_equal(holiday_of(ymd(year, 12, 26)), HOLIDAY_BOXING_DAY);
        for (int32_t day = ymd(year, 1, 1); day <= ymd(year, 12, 31); day++)
            found += day_is_holiday(day);
        assert_int_equal(found, expected);
    }
}

/* Easter's extremes, from the literature: 22 March (1818) to 25 April (1943, 2038), and the leap
 * of 1981. */
static void easter_is_right_at_its_extremes(void **state) {
    (void)state;
    assert_int_equal(easter_sunday(1818), ymd(1818, 3, 22));
    assert_int_equal(easter_sunday(1943), ymd(1943, 4, 25));
    assert_int_equal(easter_sunday(2038), ymd(2038, 4, 25));
    assert_int_equal(easter_sunday(1981), ymd(1981, 4, 19));
    assert_int_equal(easter_sunday(1954), ymd(1954, 4, 18));
    assert_int_equal(holiday_of(ymd(1818, 3, 19)), HOLIDAY_MAUNDY_THURSDAY);
    assert_int_equal(holiday_of(ymd(2038, 6, 14)), HOLIDAY_WHIT_MONDAY);
    for (int y = 1583; y < 3000; y++) assert_int_equal(day_weekday(easter_sunday(y)), 7);
}

static void deadlines_are_counted_as_the_rules_say(void **state) {
    (void)state;
    assert_int_equal(workdays_add(ymd(2021, 3, 31), 5, NULL), ymd(2021, 4, 12));
    assert_int_equal(weekdays_add(ymd(2021, 3, 31), 5, NULL), ymd(2021, 4, 9));
    assert_int_equal(workdays_add(ymd(2023, 5, 4), 5, NULL), ymd(2023, 5, 12));
    assert_int_equal(workdays_add(ymd(2024, 4, 25), 5, NULL), ymd(2024, 5, 2));
    assert_int_equal(ymd(2024, 1, 15) + 30, ymd(2024, 2, 14));
    struct calendar_rules may_closed = calendar_default;
    may_closed.closed_1_may = true;
    assert_int_equal(workdays_add(ymd(2024, 4, 25), 5, &may_closed), ymd(2024, 5, 3));
}

static void the_municipality_decides_about_four_days(void **state) {
    (void)state;
    static const struct calendar_rules all_open = {0};
    static const int days[][2] = {{6, 5}, {12, 24}, {12, 31}, {5, 1}};
    static const bool open_by_default[] = {false, false, false, true};
    for (int i = 0; i < 4; i++) {
        int32_t day = ymd(2024, days[i][0], days[i][1]); /* a Wednesday or Tuesday in 2024 */
        assert_int_equal(day_is_workday(day, NULL), open_by_default[i]);
        assert_true(day_is_workday(day, &all_open));
        assert_false(day_is_holiday(day));
    }
    assert_false(day_is_workday(ymd(2026, 11, 21), &all_open)); /* Saturday */
    assert_true(day_is_weekday(ymd(2026, 11, 21), &all_open));
    assert_false(day_is_weekday(ymd(2026, 11, 22), &all_open)); /* Sunday */
    assert_false(day_is_workday(DAY_NONE, NULL));
}

static void between_is_the_inverse_of_add(void **state) {
    (void)state;
    for (int32_t day = ymd(2023, 3, 1); day < ymd(2024, 3, 1); day++)
        for (int n = -12; n <= 12; n++) {
            if (day_is_workday(day, NULL))
                assert_int_equal(workdays_between(day, workdays_add(day, n, NULL), NULL), n);
            if (day_is_weekday(day, NULL))
                assert_int_equal(weekdays_between(day, weekdays_add(day, n, NULL), NULL), n);
            if (n > 0) assert_true(weekdays_add(day, n, NULL) <= workdays_add(day, n, NULL));
        }
    assert_int_equal(workdays_add(ymd(2026, 11, 22), 0, NULL), ymd(2026, 11, 22));
    assert_int_equal(workdays_add(DAY_NONE, 5, NULL), DAY_NONE);
}

static void a_deadline_rolls_to_an_open_day(void **state) {
    (void)state;
    assert_int_equal(deadline_roll(ymd(2026, 11, 21)), ymd(2026, 11, 23)); /* Saturday -> Monday */
    assert_int_equal(deadline_roll(ymd(2026, 11, 23)), ymd(2026, 11, 23));
    assert_int_equal(deadline_roll(ymd(2026, 4, 2)), ymd(2026, 4, 7)); /* over Easter */
    assert_int_equal(deadline_roll(ymd(2026, 12, 24)),
                     ymd(2026, 12, 28)); /* Thursday, over Christmas and a weekend */
    assert_int_equal(deadline_roll(ymd(2026, 12, 31)), ymd(2027, 1, 4));
    assert_int_equal(deadline_roll(ymd(2026, 6, 5)), ymd(2026, 6, 8));
    assert_int_equal(deadline_roll(ymd(2023, 5, 5)), ymd(2023, 5, 8));
    assert_int_equal(deadline_roll(ymd(2024, 4, 26)), ymd(2024, 4, 26));
    assert_int_equal(deadline_roll(DAY_NONE), DAY_NONE);
}

static int century_in(const char *cpr) {
    char digits[11];
    int32_t born;
    int sex, y, m, d;
    assert_true(cpr_parse(cpr, digits, &born, &sex));
    day_to_ymd(born, &y, &m, &d);
    return y;
}

static void the_seventh_digit_gives_the_century(void **state) {
    (void)state;
    for (int seventh = 0; seventh <= 9; seventh++)
        for (int yy = 0; yy <= 99; yy++) {
            char cpr[11] = "1503000004";
            cpr[4] = (char)('0' + yy / 10), cpr[5] = (char)('0' + yy % 10),
            cpr[6] = (char)('0' + seventh);
            int expected = seventh <= 3                   ? 1900
                           : seventh == 4 || seventh == 9 ? (yy <= 36 ? 2000 : 1900)
                                                          : (yy <= 57 ? 2000 : 1800);
            assert_int_equal(century_in(cpr), expected + yy);
        }
    assert_int_equal(century_in("1503360000"), 1936);
    assert_int_equal(century_in("1503364000"), 2036);
    assert_int_equal(century_in("1503374000"), 1937);
    assert_int_equal(century_in("1503575000"), 2057);
    assert_int_equal(century_in("1503585000"), 1858);
}

static void cpr_is_read_as_people_type_it(void **state) {
    (void)state;
    static const char *const good[] = {"1503104239", "150310-4239", " 15 03 10 - 42 39 ",
                                       "150310 4239"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char digits[11];
        int32_t born = 0;
        int sex = 0;
        assert_true(cpr_parse(good[i], digits, &born, &sex));
        assert_string_equal(digits, "1503104239");
        assert_int_equal(born, ymd(2010, 3, 15));
        assert_int_equal(sex, CPR_MALE);
    }
    static const char *const bad[] = {
        "",           "150310423",   "15031042390", "150310--4239", "15-03-10-4239", "150310/4239",
        "3102104239", "7503104239",  "1513104239",  "15031O4239",   "0003104239",    "290210-4239",
        "١٥٠٣١٠٤٢٣٩", "150310-423x", "1503104239\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char digits[11] = "untouched";
        int32_t born = 7;
        int sex = 7;
        if (cpr_parse(bad[i], digits, &born, &sex)) fail_msg("%s", bad[i]);
        assert_string_equal(digits, "untouched");
        assert_int_equal(born + sex, 14);
    }
    char digits[11];
    int32_t born;
    int sex;
    assert_false(cpr_parse(NULL, digits, &born, &sex));
    assert_true(cpr_parse("290208-4238", digits, &born, &sex)); /* a leap year */
    assert_int_equal(sex, CPR_FEMALE);
}

/* 4*0 + 3*7 + 2*0 + 7*7 + 6*6 + 5*1 + 4*4 + 3*2 + 2*8 + 1*5 = 154 = 14 * 11 */
static void modulus_11_warns_and_never_refuses(void **state) {
    (void)state;
    assert_true(cpr_modulus11_ok("0707614285"));
    assert_false(cpr_modulus11_ok("0707614286"));
    assert_false(cpr_modulus11_ok("1503104239"));
}

static void cpr_is_masked(void **state) {
    struct arena *a = *state;
    assert_string_equal(cpr_masked(a, ymd(2010, 3, 15)), "150310-••••");
    assert_string_equal(cpr_masked(a, ymd(2009, 1, 5)), "050109-••••");
    assert_string_equal(cpr_masked(a, DAY_NONE), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(days_and_ymd_agree_over_nine_thousand_years),
        TEST(what_is_no_date_is_none),
        TEST(iso_dates_are_read_strictly),
        TEST(people_write_dates_in_many_ways),
        TEST(weeks_follow_iso_8601),
        TEST(months_ages_and_school_years),
        TEST(holidays_are_those_of_the_table_and_no_others),
        TEST(easter_is_right_at_its_extremes),
        TEST(deadlines_are_counted_as_the_rules_say),
        TEST(the_municipality_decides_about_four_days),
        TEST(between_is_the_inverse_of_add),
        TEST(a_deadline_rolls_to_an_open_day),
        TEST(the_seventh_digit_gives_the_century),
        TEST(cpr_is_read_as_people_type_it),
        TEST(modulus_11_warns_and_never_refuses),
        TEST(cpr_is_masked),
    };
    return RUN(tests);
}
