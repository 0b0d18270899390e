/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the tests of this room share: Anna and Carl have CPR numbers, Anna has a mother with custody
 * and a father without. Include after <cmocka.h>.
 */
#ifndef VEJVISER_LETTER_TESTING_H
#define VEJVISER_LETTER_TESTING_H

#include "letter/letter.h"
#include "tests/house.h"

#define ANNA_CPR "1503119996"
#define CARL_CPR "1503109995"

BROWSER_UNUSED void letter_cpr(struct house_test *h, const char *youth, const char *cpr) {
    struct blob sealed = seal_text(h->arena, "youth", youth, "cpr", cpr);
    struct text hex;
    text_init(&hex, h->arena);
    for (size_t i = 0; i < sealed.len; i++)
        text_addf(&hex, "%02x", ((const unsigned char *)sealed.ptr)[i]);
    test_sql(h->store, arena_fmt(h->arena, "update youth set cpr = %s where id = '%s'",
                                 house_bytes(h->arena, text_str(&hex)), youth));
}

BROWSER_UNUSED void letter_house(struct house_test *h) {
    letter_cpr(h, ANNA, ANNA_CPR);
    letter_cpr(h, CARL, CARL_CPR);
    test_sql(h->store,
             "insert into guardian (id, youth, name, relation, custody, street, post_code, town) "
             "values (1, '" ANNA "', 'Mor Berg', 'mother', 1, 'Hemmelig Sti 7', '0201', 'Nyby'), "
             "(2, '" ANNA "', 'Far Berg', 'father', 0, null, null, null)");
}

BROWSER_UNUSED struct letter_draft notice_draft(const struct house_test *h, const char *youth) {
    static const struct letter_value values[] = {{"plan", "Praktik hos smeden & co. <fra mandag>"}};
    return (struct letter_draft){.template = "duty-notice",
                                 .youth_id = youth,
                                 .to = LETTER_YOUTH,
                                 .values = values,
                                 .values_n = 1,
                                 .account = h->vera,
                                 .day = HOUSE_TODAY,
                                 .about = "duty:1"};
}

struct letter_call {
    struct arena *arena;
    const struct letter_draft *draft;
    int64_t notice, withdrawn;
};
BROWSER_UNUSED bool letter_call_put(struct db *w, void *ctx, struct err *err) {
    struct letter_call *c = ctx;
    return letter_put(w, c->arena, c->draft, &c->notice, err);
}
BROWSER_UNUSED bool letter_call_undo(struct db *w, void *ctx, struct err *err) {
    struct letter_call *c = ctx;
    return letter_withdraw(w, c->notice, &c->withdrawn, err);
}

BROWSER_UNUSED int64_t letter_do(struct house_test *h, const struct letter_draft *draft) {
    struct letter_call call = {.arena = h->arena, .draft = draft};
    struct err err = {0};
    if (!store_write(h->store, letter_call_put, &call, &err)) fail_msg("%s", err.message);
    return call.notice;
}

BROWSER_UNUSED struct err letter_try(struct house_test *h, const struct letter_draft *draft) {
    struct letter_call call = {.arena = h->arena, .draft = draft};
    struct err err = {0};
    assert_false(store_write(h->store, letter_call_put, &call, &err));
    return err;
}

BROWSER_UNUSED int64_t letter_undo(struct house_test *h, int64_t notice) {
    struct letter_call call = {.notice = notice};
    struct err err = {0};
    if (!store_write(h->store, letter_call_undo, &call, &err)) fail_msg("%s", err.message);
    return call.withdrawn;
}

#endif
