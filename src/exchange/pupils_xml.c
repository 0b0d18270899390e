/* SPDX-License-Identifier: EUPL-1.2
 *
 * Pupils as STIL's SkoleGrunddata exports them: wsiEKSPORT (WS17) version 7, small, medium, full and
 * fullmyndighed; as a bare document or inside the SOAP answer it came in (interfaces.md 3.6).
 *
 *     UNILoginExportFull @exportDateTime @accessLevel
 *       ImportSource @schoolyear
 *       Institution
 *         InstitutionNumber, Group (GroupId, GroupName, GroupType, GroupLevel) ...
 *         InstitutionPerson
 *           Person @protected: names, CPR, address @protected, phones @protected
 *           Student: Role, Level, MainGroupId, ContactPerson @relation @childCustody: Person
 *
 * Elements are known by their local name and by what they stand in: the levels differ in namespaces
 * (.../7/small to .../7/fullmyndighed, .../7/common), not in names. What we do not know is passed
 * over, so that a later version with more elements is read.
 *
 * The file is hostile until it is read: no document type is accepted, so there are no entities at
 * all; depth, length of texts, size of tags and number of groups are bounded; one person is held at
 * a time. Expat keeps a tag that has not ended in memory, so the distance between what was fed and
 * what was understood is watched, too.
 */
#include "exchange/reading.h"

#include "base/clock.h"
#include "base/date.h"
#include "exchange/seen.h"
#include "gen/msg.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>
#include <unicode/ucnv.h>

#define DEPTH_MAX      64
#define TEXT_MAX       4096
#define TAG_MAX        (1024 * 1024)
#define GROUPS_MAX     20000
#define NAMESPACE_MARK '\n' /* between namespace and name; in neither */

struct group {
    const char *name, *type, *level;
};

/* What the element in hand belongs to, from the outside in. */
enum place { IN_NOTHING, IN_EXPORT, IN_GROUP, IN_PERSON };

struct pupils_xml {
    struct reading *r;
    XML_Parser parser;
    struct err *err; /* of the call in hand */
    bool stopped;    /* a fatal, or r->pupil stopped */
    bool export_seen;
    int64_t fed;
    int depth;
    enum place inside;

    char text[TEXT_MAX]; /* of the element in hand, as far as it has no children */
    size_t text_len;
    bool text_too_long;

    int64_t school_year; /* newest that a source names, or the one of the export's day */
    int64_t export_year;

    struct arena *school; /* of the institution in hand */
    const char *institution;
    struct seen *group_ids;
    struct group *groups;
    size_t groups_n;
    const char *group_id;
    struct group group;

    struct pupil_texts pupil; /* the person in hand, in r->row */
    bool is_student, in_contact, is_replacement;
    const char *role, *main_group;
    const char *first_name, *family_name; /* of the contact in hand */
};

static const char *const pupil_names[PUPIL_FIELDS] = {
    [PUPIL_CPR] = "CivilRegistrationNumber",
    [PUPIL_UNI_ID] = "UserId",
    [PUPIL_FIRST_NAME] = "FirstName",
    [PUPIL_FAMILY_NAME] = "FamilyName",
    [PUPIL_BORN] = "BirthDate",
    [PUPIL_SEX] = "Gender",
    [PUPIL_PHONE] = "MobilePhoneNumber",
    [PUPIL_EMAIL] = "EmailAddress",
    [PUPIL_STREET] = "StreetAddress",
    [PUPIL_POST_CODE] = "PostalCode",
    [PUPIL_TOWN] = "PostalDistrict",
    [PUPIL_MUNICIPALITY] = "MunicipalityCode",
    [PUPIL_GUARDED] = "protected",
    [PUPIL_GUARDED_UNTIL] = "protected",
    [PUPIL_SCHOOL] = "InstitutionNumber",
    [PUPIL_YEAR] = "schoolyear",
    [PUPIL_GRADE] = "Level",
    [PUPIL_CLASS] = "MainGroupId",
};

static const char *const guardian_names[GUARDIAN_FIELDS] = {
    [GUARDIAN_NAME] = "ContactPerson/FirstName",
    [GUARDIAN_RELATION] = "ContactPerson/relation",
    [GUARDIAN_CUSTODY] = "ContactPerson/childCustody",
    [GUARDIAN_PHONE] = "ContactPerson/MobilePhoneNumber",
    [GUARDIAN_EMAIL] = "ContactPerson/EmailAddress",
    [GUARDIAN_STREET] = "ContactPerson/StreetAddress",
    [GUARDIAN_POST_CODE] = "ContactPerson/PostalCode",
    [GUARDIAN_TOWN] = "ContactPerson/PostalDistrict",
    [GUARDIAN_GUARDED] = "ContactPerson/protected",
    [GUARDIAN_CPR] = "ContactPerson/CivilRegistrationNumber",
};

static void stop(struct pupils_xml *x) {
    x->stopped = true;
    XML_StopParser(x->parser, XML_FALSE);
}

static void stop_fatal(struct pupils_xml *x, const char *sentence) {
    reading_fatal(x->r, x->err, sentence);
    stop(x);
}

static int64_t line_of(const struct pupils_xml *x) {
    return (int64_t)XML_GetCurrentLineNumber(x->parser);
}

static const char *local_name(const char *name) {
    const char *mark = strchr(name, NAMESPACE_MARK);
    return mark ? mark + 1 : name;
}

static const char *attribute(const char **attributes, const char *name) {
    for (; *attributes; attributes += 2)
        if (!strcmp(local_name(attributes[0]), name)) return attributes[1];
    return NULL;
}

static bool is_true(const char *text) {
    return text && (!strcmp(text, "true") || !strcmp(text, "1"));
}

/* ---- the export as a whole ---- */

/* 2026-11-20T10:00:00, with fractions and a zone perhaps; INT_NONE when it is no time. */
static int64_t parse_time(const char *text) {
    char date[11], sign = 0;
    int hour, minute, zone_hour = 0, zone_minute = 0;
    if (!text || strlen(text) < 16 || text[10] != 'T') return INT_NONE;
    memcpy(date, text, 10);
    date[10] = '\0';
    int32_t day = day_parse_iso(date);
    if (day == DAY_NONE || sscanf(text + 11, "%2d:%2d", &hour, &minute) != 2) return INT_NONE;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return INT_NONE;
    const char *zone = strpbrk(text + 16, "Z+-");
    if (!zone) return clock_at(day, hour, minute);
    if (*zone != 'Z' && sscanf(zone, "%c%2d:%2d", &sign, &zone_hour, &zone_minute) != 3)
        return INT_NONE;
    int64_t offset = (zone_hour * 60 + zone_minute) * (sign == '-' ? -1 : 1);
    return ((day * INT64_C(24) + hour) * 60 + minute - offset) * 60 * 1000000;
}

static void start_export(struct pupils_xml *x, const char **attributes) {
    int64_t at = parse_time(attribute(attributes, "exportDateTime"));
    int64_t now = clock_now();
    if (at != INT_NONE) x->r->file_time = at < now ? at : now; /* no file is from the future */
    x->export_year = school_year_of(clock_day_of(x->r->file_time));
    x->school_year = INT_NONE;
    x->export_seen = true;
    x->inside = IN_EXPORT;
}

/* An export has several sources with a year each; that of the export's day counts before the newest. */
static void take_source(struct pupils_xml *x, const char **attributes) {
    int64_t year = pupil_school_year(attribute(attributes, "schoolyear"));
    if (year == INT_NONE) year = pupil_school_year(attribute(attributes, "schoolYear"));
    if (year == INT_NONE || x->school_year == x->export_year) return;
    if (x->school_year == INT_NONE || year == x->export_year || year > x->school_year)
        x->school_year = year;
}

/* Outside an export: the root, or what a SOAP answer wraps it in. */
static void start_outside(struct pupils_xml *x, const char *name, const char **attributes) {
    static const char *const wrappers[] = {"Envelope", "Header", "Body", "xml", NULL};
    struct arena *a = x->r->arena;
    if (!strncmp(name, "UNILoginExport", 14)) {
        start_export(x, attributes);
        return;
    }
    if (!strcmp(name, "Fault")) {
        stop_fatal(x, msg_exchange_fatal_soap_fault(x->r->lang));
        return;
    }
    if (x->depth > 1 || !strncmp(name, "eksporterXml", 12)) return;
    for (size_t i = 0; wrappers[i]; i++)
        if (!strcmp(name, wrappers[i])) return;
    stop_fatal(x, msg_exchange_fatal_root(a, x->r->lang, arena_fmt(a, "%.60s", name)));
}

/* ---- institution and groups ---- */

static void start_institution(struct pupils_xml *x) {
    arena_reset(x->school);
    x->institution = NULL;
    x->groups = NULL;
    x->groups_n = 0;
    x->group_ids = seen_new(x->school);
}

static void start_group(struct pupils_xml *x) {
    x->inside = IN_GROUP;
    x->group = (struct group){0};
    x->group_id = NULL;
}

static void end_group(struct pupils_xml *x) {
    int64_t first;
    x->inside = IN_EXPORT;
    if (!x->group_id || !x->group_ids) return;
    if (x->groups_n == GROUPS_MAX) {
        stop_fatal(x, msg_exchange_fatal_groups(x->r->arena, x->r->lang, GROUPS_MAX));
        return;
    }
    if (!seen_add(x->group_ids, x->group_id, (int64_t)x->groups_n, &first)) return;
    if (x->groups_n % 64 == 0)
        x->groups = arena_grow(x->school, x->groups, x->groups_n * sizeof *x->groups,
                               (x->groups_n + 64) * sizeof *x->groups);
    x->groups[x->groups_n++] = x->group;
}

static const struct group *group_of(const struct pupils_xml *x, const char *id) {
    int64_t at;
    return id && x->group_ids && seen_find(x->group_ids, id, &at) ? &x->groups[at] : NULL;
}

/* ---- persons ---- */

static void start_person(struct pupils_xml *x) {
    arena_reset(x->r->row);
    x->inside = IN_PERSON;
    x->pupil = (struct pupil_texts){0};
    x->is_student = x->in_contact = x->is_replacement = false;
    x->role = x->main_group = NULL;
}

static const char **contact_in_hand(struct pupils_xml *x) {
    return x->pupil.guardian[x->pupil.guardians_n];
}

static void start_contact(struct pupils_xml *x, const char **attributes) {
    const char *relation = attribute(attributes, "relation");
    const char *custody = attribute(attributes, "childCustody");
    x->in_contact = true;
    x->first_name = x->family_name = NULL;
    if (x->pupil.guardians_n == PUPIL_GUARDIANS_MAX) return;
    const char **contact = contact_in_hand(x);
    contact[GUARDIAN_RELATION] = arena_dup(x->r->row, relation);
    contact[GUARDIAN_CUSTODY] = arena_dup(x->r->row, custody);
}

static void end_contact(struct pupils_xml *x) {
    x->in_contact = false;
    if (x->pupil.guardians_n == PUPIL_GUARDIANS_MAX) return;
    contact_in_hand(x)[GUARDIAN_NAME] =
        arena_fmt(x->r->row, "%s %s", x->first_name ? x->first_name : "",
                  x->family_name ? x->family_name : "");
    x->pupil.guardians_n++;
}

/* @protected on the person, the address or a phone number: whoever has one has a protection. */
static void take_protected(struct pupils_xml *x, const char **attributes) {
    if (!is_true(attribute(attributes, "protected"))) return;
    if (!x->in_contact)
        x->pupil.text[PUPIL_GUARDED] = "true";
    else if (x->pupil.guardians_n < PUPIL_GUARDIANS_MAX)
        contact_in_hand(x)[GUARDIAN_GUARDED] = "true";
}

/* Where the text of an element goes. */
static const struct slot {
    const char *name;
    int pupil, guardian; /* fields; -1: none */
} slots[] = {
    {"CivilRegistrationNumber", PUPIL_CPR, GUARDIAN_CPR},
    {"UserId", PUPIL_UNI_ID, -1},
    {"FirstName", PUPIL_FIRST_NAME, -1},
    {"FamilyName", PUPIL_FAMILY_NAME, -1},
    {"BirthDate", PUPIL_BORN, -1},
    {"Gender", PUPIL_SEX, -1},
    {"EmailAddress", PUPIL_EMAIL, GUARDIAN_EMAIL},
    {"StreetAddress", PUPIL_STREET, GUARDIAN_STREET},
    {"PostalCode", PUPIL_POST_CODE, GUARDIAN_POST_CODE},
    {"PostalDistrict", PUPIL_TOWN, GUARDIAN_TOWN},
    {"MunicipalityCode", PUPIL_MUNICIPALITY, -1},
    {"MobilePhoneNumber", PUPIL_PHONE, GUARDIAN_PHONE},
    {"HomePhoneNumber", PUPIL_PHONE, GUARDIAN_PHONE},
    {"Level", PUPIL_GRADE, -1},
};

static bool is_home_phone(const char *name) { return name[0] == 'H'; }

static void take_slot(struct pupils_xml *x, const struct slot *slot, const char *text) {
    int field = x->in_contact ? slot->guardian : slot->pupil;
    if (field < 0 || (x->in_contact && x->pupil.guardians_n == PUPIL_GUARDIANS_MAX)) return;
    const char **place = x->in_contact ? &contact_in_hand(x)[field] : &x->pupil.text[field];
    if (*place && is_home_phone(slot->name)) return; /* the mobile number goes first */
    *place = text;
}

static void end_person_text(struct pupils_xml *x, const char *name, const char *text) {
    if (x->in_contact && !strcmp(name, "FirstName")) x->first_name = text;
    if (x->in_contact && !strcmp(name, "FamilyName")) x->family_name = text;
    if (!x->in_contact && !strcmp(name, "Role")) x->role = text;
    if (!strcmp(name, "MainGroupId")) x->main_group = text;
    if (!x->in_contact && !strcmp(name, "CivilRegistrationNumberType"))
        x->is_replacement = !strcmp(text, "CPR_REPLACEMENT_ID");
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (!strcmp(name, slots[i].name)) {
            take_slot(x, &slots[i], text);
            return;
        }
}

/* The class is the main group's name, and where the pupil's level says nothing its level. */
static void find_class(struct pupils_xml *x, char *ret_year) {
    const struct group *group = group_of(x, x->main_group);
    const char **texts = x->pupil.text;
    texts[PUPIL_SCHOOL] = x->institution;
    texts[PUPIL_CLASS] = group && group->name ? group->name : x->main_group;
    if ((!texts[PUPIL_GRADE] || !strcmp(texts[PUPIL_GRADE], "Andet")) && group && group->level)
        texts[PUPIL_GRADE] = group->level;
    int64_t year = x->school_year == INT_NONE ? x->export_year : x->school_year;
    snprintf(ret_year, 8, "%d", (int)year);
    texts[PUPIL_YEAR] = ret_year;
}

static void end_person(struct pupils_xml *x) {
    struct reading *r = x->r;
    struct pupil_names names = {pupil_names, guardian_names};
    char year[8];
    x->inside = IN_EXPORT;
    if (!x->is_student) return;
    if (!reading_row(r, r->rows + 1, x->err)) {
        stop(x);
        return;
    }
    if (x->role && strcmp(x->role, "Elev") != 0) { /* Barn, Studerende */
        r->skipped++;
        return;
    }
    if (x->is_replacement) x->pupil.text[PUPIL_CPR] = NULL;
    find_class(x, year);
    if (!pupil_take(r, &x->pupil, &names, x->err)) stop(x);
}

/* ---- expat's calls ---- */

static void start_inside(struct pupils_xml *x, const char *name, const char **attributes) {
    if (x->inside == IN_EXPORT) {
        if (!strcmp(name, "ImportSource")) take_source(x, attributes);
        if (!strcmp(name, "Institution")) start_institution(x);
        if (!strcmp(name, "Group")) start_group(x);
        if (!strcmp(name, "InstitutionPerson")) start_person(x);
    } else if (x->inside == IN_PERSON) {
        if (!strcmp(name, "Student")) x->is_student = true;
        if (!strcmp(name, "ContactPerson")) start_contact(x, attributes);
        take_protected(x, attributes);
    }
}

static void XMLCALL on_start(void *ctx, const char *full_name, const char **attributes) {
    struct pupils_xml *x = ctx;
    const char *name = local_name(full_name);
    if (x->stopped) return;
    x->text_len = 0;
    x->text_too_long = false;
    if (++x->depth > DEPTH_MAX)
        stop_fatal(x, msg_exchange_fatal_depth(x->r->arena, x->r->lang, line_of(x)));
    else if (x->inside == IN_NOTHING)
        start_outside(x, name, attributes);
    else
        start_inside(x, name, attributes);
}

static void end_inside(struct pupils_xml *x, const char *name, const char *text) {
    struct arena *school = x->school;
    if (x->inside == IN_PERSON) {
        if (!strcmp(name, "InstitutionPerson"))
            end_person(x);
        else if (!strcmp(name, "ContactPerson"))
            end_contact(x);
        else
            end_person_text(x, name, arena_dup(x->r->row, text));
    } else if (x->inside == IN_GROUP) {
        if (!strcmp(name, "GroupId")) x->group_id = arena_dup(school, text);
        if (!strcmp(name, "GroupName")) x->group.name = arena_dup(school, text);
        if (!strcmp(name, "GroupLevel")) x->group.level = arena_dup(school, text);
        if (!strcmp(name, "Group")) end_group(x);
    } else if (!strcmp(name, "InstitutionNumber")) {
        x->institution = arena_dup(school, text);
    }
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
    const char *name = local_name(full_name);
    if (x->stopped) return;
    if (x->text_too_long) {
        stop_fatal(x, msg_exchange_fatal_text(x->r->arena, x->r->lang, line_of(x)));
        return;
    }
    if (x->inside == IN_EXPORT && !strncmp(name, "UNILoginExport", 14))
        x->inside = IN_NOTHING;
    else if (x->inside != IN_NOTHING)
        end_inside(x, name, trimmed(x));
    x->text_len = 0;
    x->depth--;
}

static void XMLCALL on_text(void *ctx, const char *text, int len) {
    struct pupils_xml *x = ctx;
    if (x->stopped || x->inside == IN_NOTHING) return;
    size_t n = (size_t)len;
    x->text_too_long = x->text_too_long || x->text_len + n >= TEXT_MAX;
    if (x->text_too_long) return;
    memcpy(x->text + x->text_len, text, n);
    x->text_len += n;
}

static void XMLCALL on_doctype(void *ctx, const char *name, const char *sysid, const char *pubid,
                               int has_internal_subset) {
    (void)name, (void)sysid, (void)pubid, (void)has_internal_subset;
    struct pupils_xml *x = ctx;
    if (!x->stopped) stop_fatal(x, msg_exchange_fatal_doctype(x->r->lang));
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
    int64_t line = line_of(x);
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
                             msg_exchange_fatal_tag(x->r->arena, x->r->lang, line_of(x)));
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
