/* SPDX-License-Identifier: EUPL-1.2
 *
 * Answers on both sides of a middle: shares sum to 100 whatever the counts, few are not shown, a drawing
 * kept in tests/golden/, and what must hold for any drawing.
 */
#include "report/testing.h"

static const struct likert_row rows[] = {{"2026/27", {4, 9, 22, 61, 47}},
                                         {"2025/26", {7, 13, 30, 52, 31}},
                                         {"2024/25", {1, 2, 3, 5, 4}}};

static struct likert_model likert(void) {
    return (struct likert_model){
        .figure = {.id = "svar",
                   .title = "2026/27: 75 % er enige, 9 % er uenige",
                   .subtitle = "Min plan er motiverende. Procent af dem, der har svaret.",
                   .desc = "Tre skoleår.",
                   .source = "Opdigtede tal."},
        .steps = {"Meget uenig", "Uenig", "Hverken eller", "Enig", "Meget enig"},
        .against = "uenig",
        .in_favour = "enig",
        .row_heading = "Skoleår",
        .few = "færre end 20 svar",
        .rows = rows,
        .rows_n = 3,
        .least = 20};
}

static void svg(struct text *out, const void *model, bool narrow) {
    likert_svg(out, LANG_DA, model, narrow);
}

static void answers_look_as_they_did(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct likert_model model = likert();
    struct text out;
    text_init(&out, a);
    likert_html(&out, LANG_DA, &model);
    golden_check(a, "likert.html", text_str(&out));
}

static int64_t below(uint64_t *state, int64_t n) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (int64_t)(*state % (uint64_t)n);
}

static void shares_sum_to_a_hundred(void **state) {
    (void)state;
    uint64_t random = 11;
    for (int k = 0; k < 20000; k++) {
        struct likert_row row = {.label = ""};
        int shares[LIKERT_STEPS], sum = 0;
        for (int s = 0; s < LIKERT_STEPS; s++)
            row.n[s] = below(&random, 3) ? below(&random, 1 + k % 97) : 0;
        int64_t n = likert_n(&row);
        likert_shares(&row, shares);
        for (int s = 0; s < LIKERT_STEPS; s++) {
            sum += shares[s];
            if (n) assert_true(fabs(shares[s] - 100.0 * (double)row.n[s] / (double)n) < 1);
            if (!row.n[s]) assert_int_equal(shares[s], 0);
        }
        assert_int_equal(sum, n ? 100 : 0);
    }
}

static void few_answers_are_in_no_place(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    struct likert_model model = likert();
    const struct table_model *table = likert_table(a, LANG_DA, &model);
    const struct table_cell *few = &table->cells[2 * table->columns_n];
    assert_string_equal(few[1].why, "færre end 20 svar");
    for (size_t c = 1; c < table->columns_n; c++) assert_true(isnan(few[c].number));
    struct text out;
    text_init(&out, a);
    likert_html(&out, LANG_DA, &model);
    assert_null(strstr(text_str(&out), "15 svar"));
    assert_non_null(strstr(text_str(&out), "143 svar"));
}

static void any_drawing_holds_together(void **state) {
    (void)state;
    struct arena *a ARENA_AUTO = arena_new();
    uint64_t random = 5;
    for (int k = 0; k < 60; k++) {
        struct likert_row some[6];
        struct likert_model model = likert();
        model.rows = some;
        model.rows_n = (size_t)below(&random, 7);
        model.least = k % 3 ? 0 : 20;
        for (size_t r = 0; r < model.rows_n; r++) {
            some[r] =
                (struct likert_row){.label = k % 2 ? "2026/27" : "Et meget langt navn på en række"};
            for (int s = 0; s < LIKERT_STEPS; s++)
                some[r].n[s] = below(&random, 3) * below(&random, 40);
        }
        assert_int_equal(drawings_check(a, svg, &model), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_look_as_they_did),
        cmocka_unit_test(shares_sum_to_a_hundred),
        cmocka_unit_test(few_answers_are_in_no_place),
        cmocka_unit_test(any_drawing_holds_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
