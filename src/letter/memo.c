/* SPDX-License-Identifier: EUPL-1.2 */
#include "letter/memo.h"

#include "base/date.h"

#include <libxml/xmlwriter.h>
#include <sodium.h>

#define NAMESPACE "https://DigitalPost.dk/MeMo-1"

static const xmlChar *x(const char *text) { return (const xmlChar *)text; }

static void open_element(xmlTextWriterPtr w, const char *name) {
    xmlTextWriterStartElementNS(w, x("memo"), x(name), NULL);
}
static void element(xmlTextWriterPtr w, const char *name, const char *text) {
    xmlTextWriterWriteElementNS(w, x("memo"), x(name), NULL, x(text));
}
static void close_element(xmlTextWriterPtr w) { xmlTextWriterEndElement(w); }

static void party(xmlTextWriterPtr w, const char *name, const char *id_name, const char *id,
                  const char *type, const char *label) {
    open_element(w, name);
    element(w, id_name, id);
    element(w, "idType", type);
    element(w, "label", label);
    close_element(w);
}

/* The order of the elements is the schema's. */
static void header(xmlTextWriterPtr w, const struct memo *memo) {
    open_element(w, "MessageHeader");
    element(w, "messageType", "DIGITALPOST");
    element(w, "messageUUID", memo->uuid);
    element(w, "label", memo->label);
    element(w, "postType", "MYNDIGHEDSPOST");
    party(w, "Sender", "senderID", memo->sender_cvr, "CVR", memo->sender);
    party(w, "Recipient", "recipientID", memo->recipient_cpr, "CPR", memo->recipient);
    close_element(w);
}

static const char *utc(struct arena *a, int64_t us) {
    time_t seconds = (time_t)(us / 1000000);
    struct tm tm;
    char text[32];
    gmtime_r(&seconds, &tm);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return arena_dup(a, text);
}

static const char *base64(struct arena *a, struct blob blob) {
    size_t max = sodium_base64_encoded_len(blob.len, sodium_base64_VARIANT_ORIGINAL);
    char *out = arena_alloc(a, max);
    return sodium_bin2base64(out, max, blob.ptr, blob.len, sodium_base64_VARIANT_ORIGINAL);
}

static void body(xmlTextWriterPtr w, struct arena *a, const struct memo *memo) {
    open_element(w, "MessageBody");
    element(w, "createdDateTime", utc(a, memo->created));
    open_element(w, "MainDocument");
    element(w, "label", memo->label);
    open_element(w, "File");
    element(w, "encodingFormat", "application/pdf");
    element(w, "filename", memo->filename);
    element(w, "language", "da");
    element(w, "content", base64(a, memo->pdf));
    close_element(w);
    close_element(w);
    close_element(w);
}

bool memo_write(struct arena *a, const struct memo *memo, struct text *ret_xml, struct err *err) {
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlTextWriterPtr w = buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL;
    if (!w) {
        xmlBufferFree(buffer);
        return err_set(err, ERR_IO, "no memory for a message");
    }
    xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL);
    xmlTextWriterStartElementNS(w, x("memo"), x("Message"), x(NAMESPACE));
    xmlTextWriterWriteAttribute(w, x("memoVersion"), x("1.2"));
    header(w, memo);
    body(w, a, memo);
    bool ok = xmlTextWriterEndDocument(w) >= 0; /* a failure on the way shows here, too */
    xmlFreeTextWriter(w);
    text_init(ret_xml, a);
    text_add_n(ret_xml, (const char *)xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer));
    xmlBufferFree(buffer);
    return ok || err_set(err, ERR_INPUT, "the message cannot be written as XML");
}
