/* SPDX-License-Identifier: EUPL-1.2
 *
 * The outbox: what leaves, how often, under which name, and what does not. The messages are read back
 * with libxml2 and compared with the examples that Digitaliseringsstyrelsen's users publish, when
 * they are there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "letter/memo.h"
#include "letter/outbox.h"
#include "letter/testing.h"

#include <dirent.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXAMPLE "../shared/data/memo/MeMo_Minimum_Example.xml"

/* ---- a sender that keeps what it got ---- */

static struct {
    bool refuse;
    int sent;
    char uuid[64], memo[200000];
} got;

static bool keep(const struct sender *self, const struct envelope *envelope, struct err *err) {
    (void)self;
    if (got.refuse) return err_set(err, ERR_IO, "no line");
    got.sent++;
    snprintf(got.uuid, sizeof got.uuid, "%s", envelope->uuid);
    assert_true(envelope->memo_len < sizeof got.memo);
    memcpy(got.memo, envelope->memo, envelope->memo_len + 1);
    return true;
}
static const struct sender keeper = {keep, NULL};

static void run_outbox(struct house_test *h) {
    size_t n;
    struct err err = {0};
    const struct job_kind *const *kinds = app_jobs(h->arena, &n);
    if (!job_run_all(h->store, kinds, n, NULL, &err)) fail_msg("%s", err.message);
}

static int with_outbox(void **state) {
    house_setup(state);
    struct house_test *h = *state;
    memset(&got, 0, sizeof got);
    outbox_use(&keeper);
    letter_house(h);
    test_sql(h->store, "insert into setting (name, value) values ('municipality_cvr', '12345678')");
    return 0;
}
static int without_outbox(void **state) {
    outbox_use(NULL);
    return house_teardown(state);
}

static int64_t count(struct house_test *h, const char *where) {
    return test_sql_number(h->store,
                           arena_fmt(h->arena, "select count(*) from outbox where %s", where));
}
/* As if the retry's time had come. */
static void time_passes(struct house_test *h) {
    test_sql(h->store, "update outbox set next_at = 0 where state = 'waiting'");
}

/* ---- reading a message back ---- */

static const char *value_of(struct arena *a, xmlNode *node, const char *name) {
    for (xmlNode *n = node; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE) continue;
        if (!strcmp((const char *)n->name, name)) {
            xmlChar *text = xmlNodeGetContent(n);
            const char *copy = arena_dup(a, (const char *)text);
            xmlFree(text);
            return copy;
        }
        const char *deeper = value_of(a, n->children, name);
        if (deeper) return deeper;
    }
    return NULL;
}

/* "Message/MessageHeader/messageType;..." of the elements, in order. */
static void shape_of(struct text *out, xmlNode *node, const char *above) {
    for (xmlNode *n = node; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE) continue;
        assert_string_equal((const char *)n->ns->href, "https://DigitalPost.dk/MeMo-1");
        const char *path = arena_fmt(out->arena, "%s/%s", above, (const char *)n->name);
        text_addf(out, "%s\n", path);
        shape_of(out, n->children, path);
    }
}

static xmlDoc *parsed(const char *xml) {
    xmlDoc *doc = xmlReadMemory(xml, (int)strlen(xml), "memo", NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    return doc;
}

static void the_message_is_memo_with_the_letter_in_it(void **state) {
    struct house_test *h = *state;
    struct letter_draft d = notice_draft(h, ANNA);
    letter_do(h, &d);
    run_outbox(h);
    assert_int_equal(got.sent, 1);
    xmlDoc *doc = parsed(got.memo);
    xmlNode *root = xmlDocGetRootElement(doc);
    struct arena *a = h->arena;
    assert_string_equal(value_of(a, root, "messageUUID"), got.uuid);
    assert_string_equal(value_of(a, root, "senderID"), "12345678");
    assert_string_equal(value_of(a, root, "recipientID"), ANNA_CPR);
    assert_string_equal(value_of(a, root, "label"), "Din plan og ungeydelsen");
    assert_string_equal(value_of(a, root, "encodingFormat"), "application/pdf");
    assert_memory_equal(value_of(a, root, "createdDateTime"), "2026-11-23T08:0", 15);
    const char *content = value_of(a, root, "content");
    unsigned char *pdf = arena_alloc(a, strlen(content));
    size_t len;
    assert_int_equal(0, sodium_base642bin(pdf, strlen(content), content, strlen(content), NULL,
                                          &len, NULL, sodium_base64_VARIANT_ORIGINAL));
    assert_memory_equal(pdf, "%PDF-", 5);
    assert_non_null(memmem(pdf, len, "%%EOF", 5));
    xmlFreeDoc(doc);
    assert_int_equal(1, count(h, "state = 'sent' and sent_at is not null and attempts = 1"));
}

/* The elements of the smallest published example, in its order; ours has a few of the optional ones. */
static void the_message_is_built_like_the_published_example(void **state) {
    struct house_test *h = *state;
    if (access(EXAMPLE, R_OK) != 0) skip();
    struct letter_draft d = notice_draft(h, ANNA);
    letter_do(h, &d);
    run_outbox(h);
    xmlDoc *ours = parsed(got.memo), *theirs = xmlReadFile(EXAMPLE, NULL, XML_PARSE_NONET);
    assert_non_null(theirs);
    struct text own, other;
    text_init(&own, h->arena);
    text_init(&other, h->arena);
    shape_of(&own, xmlDocGetRootElement(ours), "");
    shape_of(&other, xmlDocGetRootElement(theirs), "");
    xmlChar *version = xmlGetNoNsProp(xmlDocGetRootElement(ours), (const xmlChar *)"memoVersion");
    assert_string_equal((const char *)version, "1.2");
    xmlFree(version);
    const char *at = text_str(&own);
    for (const char *line = text_str(&other); *line; line += strcspn(line, "\n") + 1) {
        const char *want = arena_dup_n(h->arena, line, strcspn(line, "\n") + 1);
        const char *found = strstr(at, want);
        if (!found) fail_msg("%s is missing or out of order in\n%s", want, text_str(&own));
        at = found + strlen(want);
    }
    xmlFreeDoc(ours);
    xmlFreeDoc(theirs);
}

static void what_xml_cannot_hold_is_escaped_or_left_out(void **state) {
    struct arena *a = ((struct house_test *)*state)->arena;
    struct memo memo = {.uuid = "u",
                        .label = "a < b & \"c\" ]]> 'd' æøå",
                        .sender_cvr = "1",
                        .sender = "K & K",
                        .recipient_cpr = "2",
                        .recipient = "<Anna>",
                        .created = 0,
                        .filename = "x.pdf",
                        .pdf = {"\0\xff", 2}};
    struct text xml;
    struct err err = {0};
    assert_true(memo_write(a, &memo, &xml, &err));
    xmlDoc *doc = parsed(text_str(&xml));
    assert_string_equal(value_of(a, xmlDocGetRootElement(doc), "label"), memo.label);
    assert_non_null(strstr(text_str(&xml), "&lt;Anna&gt;"));
    assert_non_null(strstr(text_str(&xml), "<memo:content>AP8=</memo:content>"));
    xmlFreeDoc(doc);
    struct sheet sheet = {.municipality = "K", .to = "A\x01\x1b", .subject = "s\n\rq"}, back;
    assert_true(sheet_read(a, sheet_write(a, &sheet), &back));
    assert_string_equal(back.to, "A  ");
    assert_string_equal(back.subject, "s  q");
}

static void a_letter_leaves_once(void **state) {
    struct house_test *h = *state;
    struct letter_draft d = notice_draft(h, ANNA);
    letter_do(h, &d);
    run_outbox(h);
    run_outbox(h);
    assert_int_equal(got.sent, 1);
    assert_int_equal(
        1, test_sql_number(h->store, "select count(*) from job where kind = '" OUTBOX_JOB "'"));
}

/* The program died after the sender had taken it and before that was written down. */
static void after_a_crash_the_same_message_is_sent_again_under_its_uuid(void **state) {
    struct house_test *h = *state;
    struct letter_draft d = notice_draft(h, ANNA);
    letter_do(h, &d);
    run_outbox(h);
    const char *uuid = arena_dup(h->arena, got.uuid), *memo = arena_dup(h->arena, got.memo);
    test_sql(h->store, "update outbox set state = 'waiting', sent_at = null, file = null");
    run_outbox(h);
    assert_int_equal(got.sent, 2);
    assert_string_equal(got.uuid, uuid);
    assert_string_equal(got.memo, memo);
}

static void the_pause_grows_and_then_somebody_must_look(void **state) {
    struct house_test *h = *state;
    struct letter_draft d = notice_draft(h, ANNA);
    letter_do(h, &d);
    got.refuse = true;
    int64_t before = 0;
    for (int i = 1; i <= 8; i++) {
        run_outbox(h);
        assert_int_equal(i, test_sql_number(h->store, "select attempts from outbox"));
        run_outbox(h); /* too early: nobody tries */
        assert_int_equal(i, test_sql_number(h->store, "select attempts from outbox"));
        int64_t pause = test_sql_number(h->store, "select next_at - changed_at from outbox");
        assert_true(i == 8 || pause > before);
        before = pause;
        time_passes(h);
    }
    assert_int_equal(1, count(h, "state = 'failed'"));
    struct browser b = house_browser(h, h->vera);
    browser_get(&b, "/i-dag", 200);
    browser_sees(&b, "Et brev kunne ikke sendes");
    const char *page = arena_fmt(h->arena, "/unge/" ANNA "/breve/%lld",
                                 (long long)test_sql_number(h->store, "select id from letter"));
    browser_get(&b, page, 200);
    browser_sees(&b, "Programmet har prøvet 8 gange");
    got.refuse = false;
    browser_post(&b, page, "handling=igen", 303);
    run_outbox(h);
    assert_int_equal(got.sent, 1);
    assert_int_equal(1, count(h, "state = 'sent'"));
}

static void one_that_fails_holds_up_no_other(void **state) {
    struct house_test *h = *state;
    struct letter_draft d = notice_draft(h, ANNA);
    letter_do(h, &d);
    test_sql(h->store, arena_fmt(h->arena, "update letter set body = %s",
                                 house_bytes(h->arena, "00"))); /* does not open */
    d = notice_draft(h, CARL);
    letter_do(h, &d);
    run_outbox(h);
    assert_int_equal(got.sent, 1);
    assert_non_null(strstr(got.memo, CARL_CPR));
    assert_int_equal(1, count(h, "state = 'waiting' and attempts = 1"));
}

static void without_the_municipalitys_number_nothing_leaves(void **state) {
    struct house_test *h = *state;
    test_sql(h->store, "delete from setting where name = 'municipality_cvr'");
    struct letter_draft d = notice_draft(h, ANNA);
    letter_do(h, &d);
    run_outbox(h);
    assert_int_equal(got.sent, 0);
    assert_int_equal(1, count(h, "state = 'waiting' and attempts = 1"));
}

static void who_lost_custody_or_the_number_since_gets_it_by_hand(void **state) {
    struct house_test *h = *state;
    struct blob sealed = seal_text(h->arena, "guardian", "1", "cpr", "0101809996");
    struct text hex;
    text_init(&hex, h->arena);
    for (size_t i = 0; i < sealed.len; i++)
        text_addf(&hex, "%02x", ((const unsigned char *)sealed.ptr)[i]);
    test_sql(h->store, arena_fmt(h->arena, "update guardian set cpr = %s where id = 1",
                                 house_bytes(h->arena, text_str(&hex))));
    struct letter_draft d = notice_draft(h, ANNA);
    d.to = LETTER_CUSTODY;
    letter_do(h, &d);
    assert_int_equal(1, count(h, "state = 'waiting'"));
    run_outbox(h);
    assert_non_null(strstr(got.memo, "<memo:recipientID>0101809996<"));
    letter_do(h, &d);
    test_sql(h->store, "update guardian set custody = 0");
    run_outbox(h);
    assert_int_equal(got.sent, 1);
    assert_int_equal(1, count(h, "state = 'hand'"));
}

static void a_withdrawn_letter_does_not_leave(void **state) {
    struct house_test *h = *state;
    struct letter_draft d = notice_draft(h, ANNA);
    assert_int_equal(1, letter_undo(h, letter_do(h, &d)));
    run_outbox(h);
    assert_int_equal(got.sent, 0);
}

/* ---- the file writer ---- */

/* The one file in the folder; takes it away. NULL: there are none or several, or something else. */
static const char *only_file(struct arena *a, const char *folder) {
    DIR *dir = opendir(folder);
    const char *name = NULL;
    int n = 0;
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir));) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
        name = arena_fmt(a, "%s/%s", folder, e->d_name);
        n++;
    }
    closedir(dir);
    return n == 1 ? name : NULL;
}

static void a_message_is_one_whole_file_for_its_owner_only(void **state) {
    struct house_test *h = *state;
    char top[] = "/tmp/vejviser-outbox-XXXXXX";
    assert_non_null(mkdtemp(top));
    const char *middle = arena_fmt(h->arena, "%s/a", top);
    const char *folder = arena_fmt(h->arena, "%s/b", middle);
    struct sender files = {outbox_write_file, folder};
    outbox_use(&files);
    struct letter_draft d = notice_draft(h, ANNA);
    letter_do(h, &d);
    run_outbox(h);
    test_sql(h->store, "update outbox set state = 'waiting'"); /* crashed before it was noted */
    run_outbox(h);
    assert_int_equal(1, count(h, "state = 'sent' and file = uuid"));
    struct stat st;
    const char *name = only_file(h->arena, folder);
    assert_non_null(name);
    assert_int_equal(0, stat(folder, &st));
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(0, stat(name, &st));
    assert_int_equal(st.st_mode & 0777, 0600);
    xmlDoc *doc = xmlReadFile(name, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    const char *uuid = value_of(h->arena, xmlDocGetRootElement(doc), "messageUUID");
    assert_string_equal(name, arena_fmt(h->arena, "%s/%s.xml", folder, uuid));
    xmlFreeDoc(doc);
    unlink(name);
    rmdir(folder);
    rmdir(middle);
    rmdir(top);
}

static void a_folder_that_cannot_be_written_is_a_failure(void **state) {
    (void)state;
    struct err err = {0};
    struct envelope envelope = {"u", "<a/>", 4};
    struct sender nowhere = {outbox_write_file, "/proc/no/such"};
    assert_false(outbox_write_file(&nowhere, &envelope, &err));
    assert_int_equal(err.kind, ERR_IO);
}

#define OUTBOX_TEST(f) cmocka_unit_test_setup_teardown(f, with_outbox, without_outbox)

int main(void) {
    const struct CMUnitTest tests[] = {
        OUTBOX_TEST(the_message_is_memo_with_the_letter_in_it),
        OUTBOX_TEST(the_message_is_built_like_the_published_example),
        OUTBOX_TEST(what_xml_cannot_hold_is_escaped_or_left_out),
        OUTBOX_TEST(a_letter_leaves_once),
        OUTBOX_TEST(after_a_crash_the_same_message_is_sent_again_under_its_uuid),
        OUTBOX_TEST(the_pause_grows_and_then_somebody_must_look),
        OUTBOX_TEST(one_that_fails_holds_up_no_other),
        OUTBOX_TEST(without_the_municipalitys_number_nothing_leaves),
        OUTBOX_TEST(who_lost_custody_or_the_number_since_gets_it_by_hand),
        OUTBOX_TEST(a_withdrawn_letter_does_not_leave),
        OUTBOX_TEST(a_message_is_one_whole_file_for_its_owner_only),
        OUTBOX_TEST(a_folder_that_cannot_be_written_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
