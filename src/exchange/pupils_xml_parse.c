/* SPDX-License-Identifier: EUPL-1.2
 *
 * The file is hostile until it is read: no document type is accepted, so there are no entities at
 * all; depth, length of texts, size of tags and number of groups are bounded; one person is held at
 * a time. Expat keeps a tag that has not ended in memory, so the distance between what was fed and
 * what was understood is watched, too.
 */
#include "exchange/pupils_xml.h"

#include "gen/msg.h"

#include <string.h>
#include <unicode/ucnv.h>

#define DEPTH_MAX 64
#define TAG_MAX   (1024 * 1024)

void pupils_xml_stop(struct pupils_xml *x) {
    x->stopped = true;
    XML_StopParser(x->parser, XML_FALSE);
}

void pupils_xml_stop_fatal(struct pupils_xml *x, const char *sentence) {
    reading_fatal(x->r, x->err, sentence);
    pupils_xml_stop(x);
}

int64_t pupils_xml_line(const struct pupils_xml *x) {
    return (int64_t)XML_GetCurrentLineNumber(x->parser);
}

const char *pupils_xml_local_name(const char *name) {
    const char *mark = strchr(name, NAMESPACE_MARK);
    return mark ? mark + 1 : name;
}

/* ---- expat's calls ---- */

static void XMLCALL on_start(void *ctx, const char *full_name, const char **attributes) {
    struct pupils_xml *x = ctx;
    const char *name = pupils_xml_local_name(full_name);
    if (x->stopped) return;
    x->text_len = 0;
    x->text_too_long = false;
    if (++x->depth > DEPTH_MAX)
        pupils_xml_stop_fatal(
            x, msg_exchange_fatal_depth(x->r->arena, x->r->lang, pupils_xml_line(x)));
    else
        pupils_xml_starts(x, name, attributes);
}

/* The text without white space around it, in place. */
static const char *trimmed(struct pupils_xml *x) {
    char *start = x->text, *end = x->text + x->text_len;
    while (start < end && strchr(" \t\r\n", *start)) start++;
    while (end > start && strchr(" \t\r\n", end[-1])) end--;
    *end = '\0';
    return start;
}

static void XMLCALL on_end(void *ctx, const char *full_name) {
    struct pupils_xml *x = ctx;
    const char *name = pupils_xml_local_name(full_name);
    if (x->stopped) return;
    if (x->text_too_long) {
        pupils_xml_stop_fatal(x,
                              msg_exchange_fatal_text(x->r->arena, x->r->lang, pupils_xml_line(x)));
        return;
    }
    pupils_xml_ends(x, name, trimmed(x));
    x->text_len = 0;
    x->depth--;
}

static void XMLCALL on_text(void *ctx, const char *text, int len) {
    struct pupils_xml *x = ctx;
    if (x->stopped || x->inside == IN_NOTHING) return;
    size_t n = (size_t)len;
    x->text_too_long = x->text_too_long || x->text_len + n >= PUPILS_XML_TEXT_MAX;
    if (x->text_too_long) return;
    memcpy(x->text + x->text_len, text, n);
    x->text_len += n;
}

static void XMLCALL on_doctype(void *ctx, const char *name, const char *sysid, const char *pubid,
                               int has_internal_subset) {
    (void)name, (void)sysid, (void)pubid, (void)has_internal_subset;
    struct pupils_xml *x = ctx;
    if (!x->stopped) pupils_xml_stop_fatal(x, msg_exchange_fatal_doctype(x->r->lang));
}

/* Encodings that expat does not know, Windows-1252 first of all: any of ICU's with one byte a
 * character. */
static int XMLCALL on_encoding(void *ctx, const char *name, XML_Encoding *ret_encoding) {
    (void)ctx;
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(name, &status);
    if (U_FAILURE(status)) return XML_STATUS_ERROR;
    bool single = ucnv_getMaxCharSize(converter) == 1;
    for (int i = 0; single && i < 256; i++) {
        char byte = (char)i;
        const char *from = &byte;
        status = U_ZERO_ERROR;
        UChar32 c = ucnv_getNextUChar(converter, &from, &byte + 1, &status);
        ret_encoding->map[i] = U_FAILURE(status) || c == 0xfffd || c > 0xffff ? -1 : (int)c;
    }
    ucnv_close(converter);
    ret_encoding->data = NULL;
    ret_encoding->convert = NULL;
    ret_encoding->release = NULL;
    return single ? XML_STATUS_OK : XML_STATUS_ERROR;
}

struct pupils_xml *pupils_xml_new(struct reading *r) {
    struct pupils_xml *x = arena_alloc(r->arena, sizeof *x);
    x->r = r;
    x->school = arena_new();
    x->parser = XML_ParserCreateNS(NULL, NAMESPACE_MARK);
    if (!x->parser) abort(); /* as everywhere: no memory, no program */
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    XML_SetCharacterDataHandler(x->parser, on_text);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    XML_SetUnknownEncodingHandler(x->parser, on_encoding, NULL);
    XML_SetParamEntityParsing(x->parser, XML_PARAM_ENTITY_PARSING_NEVER);
    return x;
}

void pupils_xml_free(struct pupils_xml *x) {
    XML_ParserFree(x->parser);
    arena_free(x->school);
}

/* What expat found, in the user's words. */
static bool broken(struct pupils_xml *x, struct err *err) {
    struct reading *r = x->r;
    enum XML_Error error = XML_GetErrorCode(x->parser);
    int64_t line = pupils_xml_line(x);
    switch (error) {
    case XML_ERROR_NO_ELEMENTS:
        return reading_fatal(r, err,
                             x->depth ? msg_exchange_fatal_cut(r->arena, r->lang, line)
                                      : msg_exchange_fatal_no_xml(r->lang));
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_PARTIAL_CHAR:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
        return reading_fatal(r, err, msg_exchange_fatal_cut(r->arena, r->lang, line));
    case XML_ERROR_UNKNOWN_ENCODING:
    case XML_ERROR_INCORRECT_ENCODING:
        return reading_fatal(r, err, msg_exchange_fatal_xml_encoding(r->arena, r->lang, line));
    case XML_ERROR_INVALID_TOKEN:
        return reading_fatal(r, err, msg_exchange_fatal_xml_token(r->arena, r->lang, line));
    default:
        return reading_fatal(
            r, err, msg_exchange_fatal_xml(r->arena, r->lang, line, XML_ErrorString(error)));
    }
}

static bool feed(struct pupils_xml *x, const char *bytes, size_t len, bool last, struct err *err) {
    x->err = err;
    enum XML_Status status = XML_Parse(x->parser, bytes, (int)len, last);
    if (x->stopped) return false;
    if (status != XML_STATUS_OK) return broken(x, err);
    x->fed += (int64_t)len;
    if (x->fed - XML_GetCurrentByteIndex(x->parser) > TAG_MAX)
        return reading_fatal(x->r, err,
                             msg_exchange_fatal_tag(x->r->arena, x->r->lang, pupils_xml_line(x)));
    return true;
}

bool pupils_xml_feed(void *ctx, const char *bytes, size_t len, struct err *err) {
    return feed(ctx, bytes, len, false, err);
}

bool pupils_xml_end(struct pupils_xml *x, struct err *err) {
    if (!feed(x, "", 0, true, err)) return false;
    return x->export_seen || reading_fatal(x->r, err, msg_exchange_fatal_no_export(x->r->lang));
}

bool pupils_xml_read(struct reading *r, const char *path, struct err *err) {
    struct pupils_xml *x = pupils_xml_new(r);
    bool ok = source_read(r, path, pupils_xml_feed, x, err) && pupils_xml_end(x, err);
    pupils_xml_free(x);
    return ok;
}
