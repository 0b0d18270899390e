/* SPDX-License-Identifier: EUPL-1.2 */
/* What compiled views write with: nothing a value holds may become markup or leave the site. */
#include "base/test.h"

#include "base/date.h"
#include "gen/assets.h"
#include "web/html.h"

#include <stdbool.h>
#include <string.h>

struct desk {
    struct text text;
    struct html html;
};

static struct html *desk_open(struct desk *desk, void **state) {
    text_init(&desk->text, *state);
    desk->html = (struct html){.out = &desk->text, .arena = *state, .lang = LANG_DA};
    return &desk->html;
}

#define assert_writes(call_, expected_)                                                            \
    do {                                                                                           \
        struct desk desk;                                                                          \
        struct html *out = desk_open(&desk, state);                                                \
        call_;                                                                                     \
        assert_string_equal(text_str(&desk.text), expected_);                                      \
    } while (0)

static void text_is_escaped_for_text_and_attributes(void **state) {
    assert_writes(html_put(out, "<b>\"x\" & 'y'</b>"),
                  "&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;");
    assert_writes(html_put(out, "\303\246\303\270\303\245"), "\303\246\303\270\303\245");
    assert_writes(html_put(out, (const char *)NULL), "");
    assert_writes(html_put(out, ""), "");
}

/* Undoes the five entities; an independent reading of what html_text wrote. */
static size_t unescape(const char *from, char *to) {
    static const struct {
        const char *entity;
        char c;
    } entities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&#39;", '\''}};
    size_t n = 0;
    while (*from) {
        size_t len = 1;
        to[n] = *from;
        for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
            if (strncmp(from, entities[i].entity, strlen(entities[i].entity)) == 0) {
                to[n] = entities[i].c;
                len = strlen(entities[i].entity);
            }
        n++;
        from += len;
    }
    to[n] = '\0';
    return n;
}

static void every_pair_of_bytes_comes_back_and_none_is_markup(void **state) {
    for (int first = 1; first < 256; first++)
        for (int second = 1; second < 256; second++) {
            struct desk desk;
            const char text[] = {(char)first, (char)second, '\0'};
            char back[16];
            html_text(desk_open(&desk, state), text);
            assert_null(strpbrk(text_str(&desk.text), "<>\"'"));
            assert_int_equal(unescape(text_str(&desk.text), back), 2);
            assert_string_equal(back, text);
            arena_reset(*state);
        }
}

static void integers_of_every_type_are_plain_digits(void **state) {
    size_t size = 20220;
    unsigned char small = 7;
    long long least = INT64_MIN;
    assert_writes(html_put(out, size), "20220");
    assert_writes(html_put(out, small), "7");
    assert_writes(html_put(out, least), "-9223372036854775808");
    assert_writes(html_put(out, -1), "-1");
}

static void url_lets_only_known_beginnings_pass(void **state) {
    static const char *const good[] = {"/unge/1?a=b#c", "#main",         "?side=2",
                                       "https://x.dk/", "mailto:a@b.dk", "tel:+4512345678"};
    static const char *const bad[] = {
        "javascript:alert(1)", "JAVASCRIPT:x", " javascript:x", "data:text/html,x",
        "http://x.dk",         "//x.dk/",      "/\\x.dk",       "note",
        "\tjavascript:x",      "vbscript:x",   "/\t/x.dk"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_writes(html_url(out, good[i]), good[i]);
    for (size_t i = 0; i + 1 < sizeof bad / sizeof *bad; i++)
        assert_writes(html_url(out, bad[i]), "#");
    /* browsers drop tabs from a URL before they read it; encoded it is a harmless path */
    assert_writes(html_url(out, bad[sizeof bad / sizeof *bad - 1]), "/%09/x.dk");
    assert_writes(html_url(out, NULL), "");
}

static void url_is_escaped_as_an_attribute(void **state) {
    assert_writes(html_url(out, "/a?b=1&c=2"), "/a?b=1&amp;c=2");
    assert_writes(html_url(out, "/a\"onload='x"), "/a%22onload=&#39;x");
    assert_writes(html_url(out, "/<b> c"), "/%3Cb%3E%20c");
}

static void url_part_cannot_add_a_segment_or_a_field(void **state) {
    assert_writes(html_put_url_part(out, "a/../b?c=d&e#f%"), "a%2F..%2Fb%3Fc%3Dd%26e%23f%25");
    assert_writes(html_put_url_part(out, "S\303\270ren-1_.~"), "S%C3%B8ren-1_.~");
    assert_writes(html_put_url_part(out, 42), "42");
    assert_writes(html_put_url_rest(out, "q=a&r=\303\245 <"), "q=a&amp;r=%C3%A5%20%3C");
}

static void trusted_markup_is_not_escaped(void **state) {
    struct text svg;
    text_init(&svg, *state);
    assert_writes(html_markup(out, &svg), "");
    text_add(&svg, "<svg/>");
    assert_writes(html_markup(out, &svg), "<svg/>");
    assert_writes(html_markup(out, "<b>"), "<b>");
    assert_writes(html_markup(out, (const char *)NULL), "");
    assert_writes(html_raw(out, "<i>xx", 3), "<i>");
}

static void formats_follow_the_language_of_the_page(void **state) {
    int32_t day = day_parse_iso("2026-11-23");
    assert_writes(html_day_long(out, day), "23. november 2026");
    assert_writes(html_day_short(out, day), "23. nov. 2026");
    assert_writes(html_day_table(out, day), "23.11.2026");
    assert_writes(html_iso(out, day), "2026-11-23");
    assert_writes(html_number(out, 26.4, 1), "26,4");
    assert_writes(html_percent(out, 26.4, 1), "26,4\302\240%");
    assert_writes(html_count(out, 1238), "1.238");
    assert_writes((out->lang = LANG_EN, html_count(out, 1238)), "1,238");
    assert_writes((out->lang = LANG_EN, html_day_long(out, day)), "23 November 2026");
    assert_writes(html_iso(out, DAY_NONE), "");
}

static void icon_points_into_the_sprite(void **state) {
    struct desk desk;
    html_icon(desk_open(&desk, state), "a\"b");
    const char *text = text_str(&desk.text);
    assert_non_null(strstr(text, asset_url("img/icons.svg")));
    assert_non_null(strstr(text, "#a&quot;b\"></use></svg>"));
    assert_non_null(strstr(text, "aria-hidden=\"true\""));
}

static void csrf_is_a_hidden_field_or_nothing(void **state) {
    assert_writes(html_csrf(out), "");
    assert_writes((out->csrf = "a\"b", html_csrf(out)),
                  "<input type=\"hidden\" name=\"csrf\" value=\"a&quot;b\">");
}

static void body_text(struct html *out, const void *data) { html_text(out, data); }

static void body_is_the_pages_own_view(void **state) {
    assert_writes(html_body(out), "");
    assert_writes((out->body = body_text, out->body_data = "<x>", html_body(out)), "&lt;x&gt;");
}

static void assets_are_found_by_their_hashed_url_only(void **state) {
    (void)state;
    assert_true(assets_n > 0);
    for (size_t i = 0; i < assets_n; i++) {
        const char *url = asset_url(assets[i].name);
        assert_ptr_equal(asset_find(url), &assets[i]);
        assert_true(assets[i].raw_n > 0);
        assert_true(!assets[i].gzip || assets[i].gzip_n < assets[i].raw_n);
        assert_true(!assets[i].gzip || memcmp(assets[i].gzip, "\x1f\x8b", 2) == 0);
    }
    const struct asset *css = asset_find(asset_url("css/app.css"));
    assert_string_equal(css->type, "text/css; charset=utf-8");
    assert_null(asset_find("/a/0000000000/css/app.css"));
    assert_null(asset_find("/css/app.css"));
    assert_null(asset_find(""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(text_is_escaped_for_text_and_attributes),
        TEST(every_pair_of_bytes_comes_back_and_none_is_markup),
        TEST(integers_of_every_type_are_plain_digits),
        TEST(url_lets_only_known_beginnings_pass),
        TEST(url_is_escaped_as_an_attribute),
        TEST(url_part_cannot_add_a_segment_or_a_field),
        TEST(trusted_markup_is_not_escaped),
        TEST(formats_follow_the_language_of_the_page),
        TEST(icon_points_into_the_sprite),
        TEST(csrf_is_a_hidden_field_or_nothing),
        TEST(body_is_the_pages_own_view),
        TEST(assets_are_found_by_their_hashed_url_only),
    };
    return RUN(tests);
}
