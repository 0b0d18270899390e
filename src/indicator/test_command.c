/* SPDX-License-Identifier: EUPL-1.2
 *
 * `vejviser goals` on a day in the past: figures from the casework and published ones, each as known then.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "goal/testing.h"
#include "indicator/indicator.h"

#include <jansson.h>
#include <string.h>

static const char *command(struct house_test *h, int32_t as_of, enum lang lang, bool json) {
    char *bytes = NULL;
    size_t len = 0;
    struct err err = {0};
    FILE *out = open_memstream(&bytes, &len);
    if (!indicator_command(h->db, lang, as_of, json, out, &err)) fail_msg("%s", err.message);
    fclose(out);
    const char *text = arena_dup(h->arena, bytes);
    free(bytes);
    return text;
}

static void scene(struct house_test *h) {
    struct err err = {0};
    assert_true(store_write(h->store, goal_test_load, NULL, &err));
    test_sql(h->store,
             "update goal set measure = 'own:wish_eud', series = 'goal_2_target', "
             "definition = '' where number = 2; delete from goal_target where goal = 2; "
             "insert into goal_target (id, goal, period, value, source, why, at) values "
             "(71, 2, '2024', 26, 'Byrådet', '', 0), (72, 2, '2025', 30, 'Byrådet', '', 0)");
    goal_test_figure(h, goal_test_publish(h, 2024, 1, day_from_ymd(2025, 10, 13)), 1, 2, "wish_eud",
                     "all", "", 264, 1000);
    goal_test_figure(h, goal_test_publish(h, 2025, 1, day_from_ymd(2026, 10, 13)), 1, 2, "wish_eud",
                     "all", "", 281, 1000);
}

static json_t *wish_of(json_t *goals) {
    json_t *own = json_object_get(json_array_get(goals, 1), "own");
    for (size_t i = 0; i < json_array_size(own); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(own, i), "indicator")),
                   "wish_eud") == 0)
            return json_array_get(own, i);
    return NULL;
}

static void a_day_in_the_past_has_the_figures_that_were_published(void **state) {
    struct house_test *h = *state;
    scene(h);
    static const struct {
        int year, month, day;
        const char *school_year; /* NULL: nothing was published */
        double value;
        bool met;
    } days[] = {{2025, 10, 12, NULL, 0, false},
                {2025, 10, 13, "2024/25", 26.4, true},
                {2026, 10, 12, "2024/25", 26.4, true},
                {2026, 10, 13, "2025/26", 28.1, false}};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        int32_t day = day_from_ymd(days[i].year, days[i].month, days[i].day);
        json_t *goals = json_loads(command(h, day, LANG_EN, true), 0, NULL);
        json_t *published = json_object_get(wish_of(goals), "published");
        json_t *second = json_array_get(goals, 1), *latest = json_object_get(second, "latest");
        json_t *met = json_object_get(second, "subtarget_met");
        if (!days[i].school_year) {
            assert_true(json_is_null(published) && json_is_null(latest) && json_is_null(met));
        } else {
            assert_string_equal(json_string_value(json_object_get(published, "school_year")),
                                days[i].school_year);
            assert_true(json_real_value(json_object_get(published, "value")) == days[i].value);
            assert_string_equal(json_string_value(json_object_get(latest, "period")),
                                days[i].school_year);
            assert_true(json_boolean_value(met) == days[i].met);
        }
        json_decref(goals);
    }
}

static void it_is_no_wider_than_the_terminal(void **state) {
    struct house_test *h = *state;
    scene(h);
    for (int lang = LANG_DA; lang <= LANG_EN; lang++)
        for (size_t width = 80; width <= 120; width += 40) {
            setenv("COLUMNS", arena_fmt(h->arena, "%zu", width), 1);
            const char *text = command(h, HOUSE_TODAY, (enum lang)lang, false);
            for (const char *p = text; *p;) {
                size_t len = strcspn(p, "\n");
                const char *line = arena_dup_n(h->arena, p, len);
                if (utf8_count(line) > width) fail_msg("%zu: %s", width, line);
                p += len + (p[len] == '\n');
            }
            assert_non_null(strstr(text, "2025/26"));
        }
    unsetenv("COLUMNS");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(a_day_in_the_past_has_the_figures_that_were_published),
        HOUSE_TEST(it_is_no_wider_than_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
