/* SPDX-License-Identifier: EUPL-1.2
 *
 * For tests: a database with the goals and figures that come with the program. Include after <cmocka.h>.
 */
#ifndef VEJVISER_GOAL_TESTING_SCENE_H
#define VEJVISER_GOAL_TESTING_SCENE_H

#include "db/testing.h"
#include "goal/goal.h"
#include "web/testing.h"

#define BEFORE "application-before-2023"
#define SHARE(year_, value_, definition_)                                                          \
    { 2, "eud_application_share", "Viborg", year_, value_, "percent", definition_, "s" }

BROWSER_UNUSED bool goal_test_load(struct db *w, void *ctx, struct err *err) {
    (void)ctx;
    return goal_load(w, err);
}

struct scene {
    struct arena *arena;
    struct store *store;
    struct db *db;
    struct goals goals;
};

BROWSER_UNUSED struct scene scene_open(struct arena *a) {
    struct scene scene = {.arena = a, .store = test_store()};
    struct err err = {0};
    if (!store_write(scene.store, goal_test_load, NULL, &err)) fail_msg("%s", err.message);
    scene.db = store_connect(scene.store, &err);
    assert_non_null(scene.db);
    if (!goals_read(scene.db, a, LANG_DA, &scene.goals, &err)) fail_msg("%s", err.message);
    return scene;
}

BROWSER_UNUSED void scene_close(struct scene *scene) {
    db_close(scene->db);
    test_store_drop(scene->store);
}

struct putting {
    struct figure figure;
    int64_t at;
    enum figure_put put;
};

BROWSER_UNUSED bool put_write(struct db *w, void *ctx, struct err *err) {
    struct putting *p = ctx;
    struct arena *a ARENA_AUTO = arena_new();
    return goal_figure_put(w, a, &p->figure, p->at, &p->put, err);
}

#endif
