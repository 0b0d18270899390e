/* SPDX-License-Identifier: EUPL-1.2
 *
 * What follows a report: letters, the worklist, the municipality's own judgement, efforts, insight and
 * erasure.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include <jansson.h>

#include "letter/letter.h"
#include "readiness/testing.h"

#define OWN "/unge/" ANNA "/parathed"

/* Anna meets all academic requirements but those of the 3-year kind, and no social one. */
static struct browser sent_social(struct house_test *h, const char *social) {
    struct browser b = house_browser(h, h->skola);
    browser_get(&b, R9, 200);
    browser_post(&b, R9, "del=karakterer&udgave=0&" MARKS(ANNA, "7+4", "4", "4"), 303);
    browser_post(&b, R9,
                 arena_fmt(h->arena,
                           "del=forudsaetninger&udgave=0&per-" ANNA "=7&soc-" ANNA "=%s&grund-" ANNA
                           "=Vi+taler+om+samarbejde",
                           social),
                 303);
    send_report(&b, R9);
    return b;
}

static void the_notices_the_law_names_go_out_as_letters(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct letter_line *lines;
    size_t n;
    classes_of_2021(h);
    struct browser b = sent_social(h, "0");
    browser_get(&b, R9, 200);
    browser_sees(&b, "1 elev og forældrene skal have skriftlig besked");
    browser_post(&b, R9 "/breve", "videre=++", 422);
    browser_sees(&b, "Skriv, hvad der sker nu");
    browser_post(&b, R9 "/breve", "videre=Vi+ringer", 303);
    assert_true(letter_list(h->db, h->arena, ANNA, &lines, &n, &err));
    assert_int_equal(2, n); /* to her and to her mother */
    assert_string_equal("readiness-not-ready", lines[0].template);
    browser_post(&b, R9 "/breve", "videre=Vi+ringer", 303); /* nobody is told twice */
    assert_true(letter_list(h->db, h->arena, ANNA, &lines, &n, &err));
    assert_int_equal(2, n);
    struct browser vera = house_browser(h, h->vera);
    browser_get(&vera, lines[0].href, 200);
    browser_sees(&vera, "ikke-uddannelsesparat");
    browser_sees(&vera, "De sociale forudsætninger er ikke opfyldt");
    browser_sees(&vera, "Vi taler om samarbejde");
    browser_sees(&vera, "Vi ringer");
}

static void in_8th_grade_everybody_gets_the_first_notice(void **state) {
    struct house_test *h = *state;
    const char *path = "/skole/indberetning/82/1";
    classes_of_2021(h);
    struct browser b = house_browser(h, h->skolb);
    browser_get(&b, path, 200);
    browser_post(&b, path, "del=karakterer&udgave=0&" MARKS(ELIF, "12", "12", "12"), 303);
    browser_post(&b, path, "del=forudsaetninger&udgave=0&" ALL_MET(ELIF), 303);
    send_report(&b, path);
    assert_int_equal(1,
                     count(h, "select count(*) from readiness_row where letter = 'readiness-8'"));
}

static void a_correction_with_the_same_result_owes_no_new_letter(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    struct browser b = sent_social(h, "0");
    browser_post(&b, R9 "/breve", "videre=Vi+ringer", 303);
    browser_post(&b, R9 "/ret", "", 303);
    send_report(&b, R9);
    browser_get(&b, R9, 200);
    browser_sees_not(&b, "skal have skriftlig besked");
    browser_post(&b, R9 "/ret", "", 303);
    browser_post(&b, R9, "del=forudsaetninger&udgave=0&per-" ANNA "=7&soc-" ANNA "=1", 303);
    send_report(&b, R9);
    browser_get(&b, R9, 200);
    browser_sees(&b, "1 elev og forældrene skal have skriftlig besked");
}

static void the_municipality_judges_anew_only_who_applies_and_never_the_academic(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    struct readiness_now now;
    struct letter_line *lines;
    size_t n;
    const char *more = "&hvorfor=M%C3%B8de+med+skolen&videre=Vi+ringer&dag=20.12.2021";
    classes_of_2021(h);
    sent_social(h, "0");
    on("2021-12-20");
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, OWN, 200);
    browser_sees(&b, "kan I lave en helhedsvurdering");
    browser_get(&b, OWN "/vurdering", 200);
    browser_sees(&b, "Fristen er 10. januar 2022");
    browser_sees(&b, "3-årig gymnasial kan ikke vurderes igen: Gennemsnit 4,8 (krav 5,0)");
    browser_sees_not(&b, "value=\"gym\"");
    browser_post(&b, OWN "/vurdering",
                 arena_fmt(h->arena, "uddannelse=gym&soeger=1&svar=ja%s", more), 422);
    browser_sees(&b, "kan ikke fraviges");
    browser_post(&b, OWN "/vurdering", arena_fmt(h->arena, "uddannelse=hf&svar=ja%s", more), 422);
    browser_sees(&b, "Sæt kryds, hvis eleven søger");
    assert_int_equal(0, count(h, "select count(*) from readiness_judgement"));
    browser_post(&b, OWN "/vurdering",
                 arena_fmt(h->arena, "uddannelse=hf&soeger=1&svar=ja%s", more), 303);
    assert_true(letter_list(h->db, h->arena, ANNA, &lines, &n, &err));
    assert_int_equal(2, n);
    assert_string_equal("readiness-rejudged", lines[0].template);
    int32_t day = day_parse_iso("2021-12-20");
    assert_true(readiness_current(h->db, h->arena, ANNA, day, &now, &err));
    assert_true(now.exists && now.of[TYPE_HF] == ANSWER_YES && now.of[TYPE_EUD] == ANSWER_NO);
    assert_true(readiness_current(h->db, h->arena, ANNA, day - 1, &now, &err));
    assert_true(now.exists && now.of[TYPE_HF] == ANSWER_NO);
    int64_t id = count(h, "select id from readiness_judgement");
    browser_post(&b, arena_fmt(h->arena, OWN "/vurdering/%lld/fortryd", (long long)id), "", 303);
    assert_true(letter_list(h->db, h->arena, ANNA, &lines, &n, &err));
    assert_int_equal(LETTER_WITHDRAWN, lines[0].state);
    assert_int_equal(
        1, count(h, "select count(*) from readiness_judgement where withdrawn_at is not null"));
    browser_get(&b, "/unge/" CARL "/parathed", 200); /* nothing there: no judgement */
    browser_sees(&b, "Skolen har ikke sendt nogen vurdering");
    browser_post(&b, "/unge/" CARL "/parathed/vurdering", "uddannelse=hf&soeger=1&svar=ja", 303);
    assert_int_equal(1, count(h, "select count(*) from readiness_judgement"));
}

static void the_worklist_tells_what_is_missing(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    struct browser vera = house_browser(h, h->vera);
    browser_get(&vera, "/i-dag?alt=1", 200);
    browser_sees(&vera, "Klassen mangler 1. indberetning");
    browser_sees(&vera, "1. dec. 2021");
    sent_social(h, "0");
    browser_get(&vera, "/i-dag?alt=1", 200);
    browser_sees_not(&vera, "Klassen mangler 1. indberetning");
    browser_sees(&vera, "Send 1 skriftlig besked");
    browser_sees(&vera, "Tal med eleven om vurderingen");
    browser_sees_not(&vera, "Vurdér igen"); /* nobody knows that she applies */
    browser_post(&vera, "/unge/" ANNA "/plan/oenske",
                 "prioritet=1&slags=stx&sagt_af=youth&dag=22.11.2021", 303);
    browser_get(&vera, "/i-dag?alt=1", 200);
    browser_sees_not(&vera, "Vurdér igen"); /* the academic requirement is not met */
    browser_post(&vera, "/unge/" ANNA "/plan/oenske",
                 "prioritet=1&slags=hf&sagt_af=youth&dag=22.11.2021", 303);
    browser_get(&vera, "/i-dag?alt=1", 200);
    browser_sees(&vera, "Vurdér igen");
    browser_sees(&vera, "10. jan. 2022");
    browser_get(&vera, "/unge/" ANNA, 200);
    browser_sees(&vera, "1. vurdering i 9. klasse");
    test_sql(h->store, arena_fmt(h->arena,
                                 "insert into contact (id, youth, kind, at, day, author) values "
                                 "(1, '" ANNA "', 'talk', 1, '2021-11-22', %lld)",
                                 (long long)h->vera));
    browser_get(&vera, "/i-dag?alt=1", 200);
    browser_sees_not(&vera, "Tal med eleven om vurderingen");
}

static void a_class_is_not_missed_after_it_reported_nor_long_before_its_day(void **state) {
    struct house_test *h = *state;
    classes_of_2021(h);
    on("2021-11-16");
    struct browser vera = house_browser(h, h->vera);
    browser_get(&vera, "/i-dag?alt=1", 200);
    browser_sees_not(&vera, "Klassen mangler");
    on("2021-11-17");
    browser_get(&vera, "/i-dag?alt=1", 200);
    browser_sees(&vera, "Klassen mangler 1. indberetning");
}

static void an_effort_is_begun_and_ended_by_guidance(void **state) {
    struct house_test *h = *state;
    struct browser b = house_browser(h, h->vera), skola = house_browser(h, h->skola);
    browser_get(&b, OWN "/indsats", 200);
    browser_post(&b, OWN "/indsats", "hvorfor=&plan=Mentor&dag=23.11.2026", 422);
    browser_post(&b, OWN "/indsats", "hvorfor=Frav%C3%A6r&plan=Mentor&dag=31.7.2024", 422);
    browser_sees(&b, "fra skoleåret 2024/25");
    browser_post(&b, OWN "/indsats", "hvorfor=Frav%C3%A6r&plan=Mentor&dag=24.11.2026", 422);
    browser_post(&b, OWN "/indsats", "hvorfor=Frav%C3%A6r&plan=Mentor&dag=23.11.2026", 303);
    browser_post(&b, OWN "/indsats", "hvorfor=Igen&plan=Igen&dag=23.11.2026", 422);
    browser_sees(&b, "Der er allerede en indsats i gang");
    browser_get(&b, "/unge/" ANNA, 200);
    browser_sees(&b, "Målrettet indsats");
    browser_sees_not(&b, "Uddannelsesparathed");
    browser_get(&b, OWN, 200);
    browser_sees(&b, "Karakterer og målrettet indsats: Anna");
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees(&b, "Tal med eleven om den målrettede indsats");
    browser_sees(&b, "7. dec. 2026");
    browser_get(&skola, OWN, 403);
    int64_t id = count(h, "select id from readiness_effort");
    browser_post(&b, arena_fmt(h->arena, OWN "/indsats/%lld/slut", (long long)id), "", 303);
    browser_get(&b, "/i-dag?alt=1", 200);
    browser_sees_not(&b, "Tal med eleven om den målrettede indsats");
    assert_int_equal(
        0, count(h, arena_fmt(h->arena, "select count(*) from readiness_effort where plan = %s",
                              house_bytes(h->arena, house_hex(h->arena, "Mentor")))));
}

static bool erase(struct db *w, void *ctx, struct err *err) {
    return readiness_slice.erase(w, ANNA, *(int32_t *)ctx, err);
}

static void everything_is_handed_out_and_nothing_is_kept_in_the_end(void **state) {
    struct house_test *h = *state;
    struct err err = {0};
    classes_of_2021(h);
    sent_social(h, "0");
    json_t *out = json_object();
    assert_true(readiness_slice.insight(h->db, h->arena, ANNA, out, &err));
    char *text = json_dumps(out, 0);
    assert_non_null(strstr(text, "Vi taler om samarbejde"));
    assert_non_null(strstr(text, "danish=7 4"));
    free(text);
    json_decref(out);
    int32_t day = day_parse_iso("2026-12-01"); /* five years, but 15 years old */
    assert_true(store_write(h->store, erase, &day, &err));
    assert_int_equal(1, count(h, "select count(*) from readiness_row where youth = '" ANNA "'"));
    day = day_parse_iso("2041-03-15");
    assert_true(store_write(h->store, erase, &day, &err));
    assert_int_equal(0, count(h, "select count(*) from readiness_row where youth = '" ANNA "'"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(the_notices_the_law_names_go_out_as_letters),
        HOUSE_TEST(in_8th_grade_everybody_gets_the_first_notice),
        HOUSE_TEST(a_correction_with_the_same_result_owes_no_new_letter),
        HOUSE_TEST(the_municipality_judges_anew_only_who_applies_and_never_the_academic),
        HOUSE_TEST(the_worklist_tells_what_is_missing),
        HOUSE_TEST(a_class_is_not_missed_after_it_reported_nor_long_before_its_day),
        HOUSE_TEST(an_effort_is_begun_and_ended_by_guidance),
        HOUSE_TEST(everything_is_handed_out_and_nothing_is_kept_in_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
