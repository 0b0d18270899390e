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
 */
#include "exchange/pupils_xml.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"

#include <stdio.h>
#include <string.h>

#define GROUPS_MAX 20000

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

static const char *attribute(const char **attributes, const char *name) {
    for (; *attributes; attributes += 2)
        if (!strcmp(pupils_xml_local_name(attributes[0]), name)) return attributes[1];
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
        pupils_xml_stop_fatal(x, msg_exchange_fatal_soap_fault(x->r->lang));
        return;
    }
    if (x->depth > 1 || !strncmp(name, "eksporterXml", 12)) return;
    for (size_t i = 0; wrappers[i]; i++)
        if (!strcmp(name, wrappers[i])) return;
    pupils_xml_stop_fatal(x, msg_exchange_fatal_root(a, x->r->lang, arena_fmt(a, "%.60s", name)));
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
        pupils_xml_stop_fatal(x, msg_exchange_fatal_groups(x->r->arena, x->r->lang, GROUPS_MAX));
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
        pupils_xml_stop(x);
        return;
    }
    if (x->role && strcmp(x->role, "Elev") != 0) { /* Barn, Studerende */
        r->skipped++;
        return;
    }
    if (x->is_replacement) x->pupil.text[PUPIL_CPR] = NULL;
    find_class(x, year);
    if (!pupil_take(r, &x->pupil, &names, x->err)) pupils_xml_stop(x);
}

/* ---- what the reader calls ---- */

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

void pupils_xml_starts(struct pupils_xml *x, const char *name, const char **attributes) {
    if (x->inside == IN_NOTHING)
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

void pupils_xml_ends(struct pupils_xml *x, const char *name, const char *text) {
    if (x->inside == IN_EXPORT && !strncmp(name, "UNILoginExport", 14))
        x->inside = IN_NOTHING;
    else if (x->inside != IN_NOTHING)
        end_inside(x, name, text);
}
