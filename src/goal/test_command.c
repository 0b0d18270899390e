/* SPDX-License-Identifier: EUPL-1.2
 *
 * `vejviser goals`: the goals' own part of it, as a table and as JSON.
 */
#include "base/clock.h"
#include "base/test.h"
#include "base/utf8.h"
#include "goal/testing_scene.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static const char *command(struct scene *scene, enum lang lang, size_t width) {
    char *bytes = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&bytes, &len);
    goals_command((struct reader){scene->arena, lang}, &scene->goals, width, out);
    fclose(out);
    const char *text = arena_dup(scene->arena, bytes);
    free(bytes);
    return text;
}

static void the_command_prints_aligned_columns(void **state) {
    struct scene scene = scene_open(*state);
    for (size_t width = 80; width <= 120; width += 40)
        for (int lang = LANG_DA; lang <= LANG_EN; lang++) {
            const char *text = command(&scene, (enum lang)lang, width);
            for (const char *p = text; *p;) {
                size_t len = strcspn(p, "\n");
                assert_true(utf8_count(arena_dup_n(scene.arena, p, len)) <= width);
                assert_true(!len || p[len - 1] != ' ');
                p += len + (p[len] == '\n');
            }
        }
    const char *text = command(&scene, LANG_DA, 160);
    assert_non_null(strstr(text, "22,9\u00a0%  2021         –"));
    assert_non_null(strstr(text, "25\u00a0år, ikke nået"));
    assert_non_null(strstr(text, "30,2\u00a0% (2025)  Kan ikke afgøres\n"));
    scene_close(&scene);
}

/* The sub-target of the newest figure's own year, on both sides of it; none across another way of counting. */
static void the_command_tells_whether_that_years_target_is_met(void **state) {
    struct scene scene = scene_open(*state);
    struct putting p = {.figure = SHARE("2022", 25.3, BEFORE),
                        .at = clock_at(clock_today(), 12, 0)};
    struct err err = {0};
    assert_true(store_write(scene.store, put_write, &p, &err));
    assert_true(goals_read(scene.db, *state, LANG_DA, &scene.goals, &err));
    assert_non_null(strstr(command(&scene, LANG_DA, 160), "25,3\u00a0%, nået"));
    p.figure.value = 25.2;
    assert_true(store_write(scene.store, put_write, &p, &err));
    assert_true(goals_read(scene.db, *state, LANG_DA, &scene.goals, &err));
    assert_non_null(strstr(command(&scene, LANG_DA, 160), "25,3\u00a0%, ikke nået"));
    p.figure = (struct figure)SHARE("2023", 29, "application-from-2023");
    assert_true(store_write(scene.store, put_write, &p, &err));
    assert_true(goals_read(scene.db, *state, LANG_DA, &scene.goals, &err));
    assert_non_null(strstr(command(&scene, LANG_DA, 160), "27,8\u00a0%, talt på en anden måde"));
    scene_close(&scene);
}

static void the_command_prints_json(void **state) {
    struct scene scene = scene_open(*state);
    json_t *list = goals_json((struct reader){*state, LANG_EN}, &scene.goals);
    assert_int_equal(json_array_size(list), 4);
    json_t *second = json_array_get(list, 1);
    assert_string_equal(json_string_value(json_object_get(second, "status")), "unknown");
    assert_string_equal(json_string_value(json_object_get(second, "reason")),
                        "no-figure-for-target-year");
    json_t *latest = json_object_get(second, "latest");
    assert_true(json_real_value(json_object_get(latest, "value")) == 22.9);
    assert_true(json_real_value(json_object_get(second, "missing")) == 7.3);
    assert_true(json_is_null(json_object_get(second, "subtarget")));
    json_t *first = json_array_get(list, 0);
    assert_true(json_is_false(json_object_get(first, "subtarget_met")));
    assert_true(json_is_null(json_object_get(json_array_get(list, 2), "latest")));
    json_decref(list);
    scene_close(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_command_prints_aligned_columns),
        TEST(the_command_tells_whether_that_years_target_is_met),
        TEST(the_command_prints_json),
    };
    return RUN(tests);
}
