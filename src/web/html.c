/* SPDX-License-Identifier: EUPL-1.2
 *
 * What compiled views write with. One escaper serves text and quoted attributes alike: the compiler
 * of the views (tools/html2c.py) lets values stand nowhere else, so that no page has to choose.
 *
 * URLs have two dangers of their own. A value that begins a URL could name a scheme that runs code
 * ("javascript:"), so html_url passes only known beginnings. A value inside one could add a segment
 * or a field, so html_url_part encodes all that has a meaning there.
 */
#include "web/html.h"

#include "base/date.h"
#include "gen/assets.h"

#include <stdbool.h>
#include <string.h>

/* What a character is written as in text and attributes, or NULL for itself. */
static const char *escape(char c) {
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_raw(struct html *out, const char *literal, size_t len) {
    text_add_n(out->out, literal, len);
}

void html_raw_text(struct html *out, const char *trusted) { text_add(out->out, trusted); }

void html_raw_buffer(struct html *out, const struct text *trusted) {
    if (trusted && trusted->len > 0) text_add_n(out->out, trusted->ptr, trusted->len);
}

void html_text(struct html *out, const char *text) {
    if (!text) return;
    while (*text) {
        size_t plain = strcspn(text, "<>&\"'");
        text_add_n(out->out, text, plain);
        text += plain;
        if (*text) text_add(out->out, escape(*text++));
    }
}

void html_int(struct html *out, int64_t n) { text_addf(out->out, "%lld", (long long)n); }

/* ---- URLs ---- */

static bool url_is_safe(const char *url) {
    static const char *const starts[] = {"#", "?", "https:", "tel:", "mailto:"};
    /* "//host" and "/\host" leave the site, although they begin with a slash */
    if (url[0] == '/') return url[1] != '/' && url[1] != '\\';
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncmp(url, starts[i], strlen(starts[i])) == 0) return true;
    return false;
}

/* RFC 3986: unreserved characters stand for themselves everywhere. */
static bool url_unreserved(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~", c));
}

static bool url_reserved(unsigned char c) { return c && strchr(":/?#[]@!$&'()*+,;=%", c); }

static void url_encode(struct html *out, const char *text, bool keep_reserved) {
    for (const char *p = text ? text : ""; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (url_unreserved(c))
            text_addc(out->out, *p);
        else if (keep_reserved && url_reserved(c))
            html_text(out, (const char[]){*p, '\0'});
        else
            text_addf(out->out, "%%%02X", c);
    }
}

void html_url(struct html *out, const char *url) {
    if (!url || !*url) return;
    url_encode(out, url_is_safe(url) ? url : "#", true);
}

void html_url_part(struct html *out, const char *part) { url_encode(out, part, false); }

void html_url_rest(struct html *out, const char *rest) { url_encode(out, rest, true); }

void html_asset(struct html *out, const char *name) { html_text(out, asset_url(name)); }

/* ---- formats ---- */

void html_day_long(struct html *out, int32_t day) {
    html_text(out, fmt_day_long(out->arena, out->lang, day));
}

void html_day_short(struct html *out, int32_t day) {
    html_text(out, fmt_day_short(out->arena, out->lang, day));
}

void html_day_table(struct html *out, int32_t day) {
    html_text(out, fmt_day_table(out->arena, out->lang, day));
}

void html_iso(struct html *out, int32_t day) {
    char buf[11];
    html_text(out, day_iso(buf, day));
}

void html_number(struct html *out, double x, int decimals) {
    html_text(out, fmt_number(out->arena, out->lang, x, decimals));
}

void html_percent(struct html *out, double x, int decimals) {
    html_text(out, fmt_percent(out->arena, out->lang, x, decimals));
}

void html_count(struct html *out, int64_t n) { html_text(out, fmt_int(out->arena, out->lang, n)); }

/* ---- pieces of every page ---- */

void html_icon(struct html *out, const char *name) {
    text_add(out->out,
             "<svg class=\"icon-svg\" focusable=\"false\" aria-hidden=\"true\"><use href=\"");
    html_asset(out, "img/icons.svg");
    text_add(out->out, "#");
    html_text(out, name);
    text_add(out->out, "\"></use></svg>");
}

void html_csrf(struct html *out) {
    if (!out->csrf) return;
    text_add(out->out, "<input type=\"hidden\" name=\"csrf\" value=\"");
    html_text(out, out->csrf);
    text_add(out->out, "\">");
}

void html_body(struct html *out) {
    if (out->body) out->body(out, out->body_data);
}
