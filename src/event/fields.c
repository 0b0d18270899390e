/* SPDX-License-Identifier: EUPL-1.2
 *
 * The fields of the six forms, how they look, and which route is which form.
 */
#include "event/form.h"

#include <stddef.h>
#include <string.h>

static const char *const kinds[] = {EVENT_KINDS, NULL};
static const char *const grades[] = {EVENT_GRADES, NULL};
static const char *const yes_no[] = {"yes", "no", NULL};
static const char *const whos[] = {"young", "adult", NULL};
static const char *const scale[] = {"1", "2", "3", "4", "5", NULL};

#define AT(member) offsetof(struct event_values, member)
#define FIELD(name_, kind_, member_, required_, min_, max_, choices_)                              \
    {                                                                                              \
        .name = name_, .kind = kind_, .offset = AT(member_), .required = required_, .min = min_,   \
        .max = max_, .choices = choices_, .label = "event.field." name_                            \
    }
#define TEXT(name_, member_, max_, required_)                                                      \
    FIELD(name_, FIELD_TEXT, member_, required_, 0, max_, NULL)
#define LONG(name_, member_, max_, required_)                                                      \
    FIELD(name_, FIELD_LONG, member_, required_, 0, max_, NULL)
#define CHOICE(name_, member_, choices_, required_)                                                \
    FIELD(name_, FIELD_CHOICE, member_, required_, 0, 0, choices_)
#define DAY(name_, member_, required_) FIELD(name_, FIELD_DAY, member_, required_, 0, 0, NULL)
#define VERSION                                                                                    \
    {                                                                                              \
        .name = "version", .kind = FIELD_INT, .offset = AT(version), .min = 0, .max = INT64_MAX,   \
        .label = "event.title"                                                                     \
    }

static const struct field event_fields[] = {
    CHOICE("slags", kind, kinds, true),
    TEXT("titel", title, 100, true),
    TEXT("uger", season, 20, false),
    TEXT("skole", school, 6, false),
    TEXT("sted", place, 120, true),
    DAY("dag", day, true),
    TEXT("fra", from, 12, true),
    TEXT("til", to, 12, true),
    LONG("tekst", about, 2000, false),
    CHOICE("tilmelding", sign_up, yes_no, true),
    FIELD("pladser", FIELD_INT, capacity, false, 1, 20000, NULL),
    DAY("frist", until, false),
    VERSION,
};
static const struct field season_fields[] = {
    TEXT("navn_uger", title, 100, true),
    DAY("fra_dag", from_day, true),
    DAY("til_dag", to_day, true),
    LONG("tekst", about, 2000, false),
    VERSION,
};
static const struct field item_fields[] = {
    TEXT("fra", from, 12, true),     TEXT("til", to, 12, false),
    TEXT("punkt", title, 150, true), TEXT("oplaeg", speaker, 150, false),
    TEXT("lokale", room, 80, false),
};
static const struct field cancel_fields[] = {LONG("grund", why, 500, true)};
static const struct field signup_fields[] = {
    TEXT("navn", name, 100, true),
    TEXT("email", email, 150, false),
    FIELD("antal", FIELD_INT, people, true, 1, 99, NULL),
    TEXT("skole", school, 6, false),
    CHOICE("klasse", grade, grades, false),
    {.name = "noegle",
     .kind = FIELD_ID,
     .offset = AT(key),
     .required = true,
     .label = "event.title"},
};
static const struct field answer_fields[] = {
    CHOICE("hvem", who, whos, true),
    CHOICE("nytte", useful, scale, true),
    CHOICE("klogere", wiser, scale, true),
    LONG("kommentar", comment, 500, false),
};
#undef AT

static const struct event_field_look looks[] = {
    {"slags", "event.kind", EVENT_CHIPS, false, "off"},
    {"titel", NULL, EVENT_TEXT, true, "off"},
    {"uger", NULL, EVENT_SELECT, false, "off"},
    {"skole", NULL, EVENT_SELECT, false, "off"},
    {"sted", NULL, EVENT_TEXT, true, "off"},
    {"dag", NULL, EVENT_SHORT, true, "off"},
    {"fra", NULL, EVENT_SHORT, true, "off"},
    {"til", NULL, EVENT_SHORT, false, "off"},
    {"tekst", NULL, EVENT_LONG, true, "off"},
    {"tilmelding", "event.yes_no", EVENT_CHIPS, false, "off"},
    {"pladser", NULL, EVENT_SHORT, true, "off"},
    {"frist", NULL, EVENT_SHORT, true, "off"},
    {"navn_uger", NULL, EVENT_TEXT, true, "off"},
    {"fra_dag", NULL, EVENT_SHORT, true, "off"},
    {"til_dag", NULL, EVENT_SHORT, false, "off"},
    {"punkt", NULL, EVENT_TEXT, true, "off"},
    {"oplaeg", NULL, EVENT_TEXT, true, "off"},
    {"lokale", NULL, EVENT_TEXT, false, "off"},
    {"grund", NULL, EVENT_LONG, true, "off"},
    {"navn", NULL, EVENT_TEXT, false, "name"},
    {"email", NULL, EVENT_MAIL, true, "email"},
    {"antal", NULL, EVENT_SHORT, true, "off"},
    {"klasse", "event.grade", EVENT_SELECT, false, "off"},
    {"hvem", "event.who", EVENT_CHIPS, false, "off"},
    {"nytte", "event.scale", EVENT_CHIPS, false, "off"},
    {"klogere", "event.scale", EVENT_CHIPS, false, "off"},
    {"kommentar", NULL, EVENT_LONG, true, "off"},
};

#define KIND(name_, path_, key_, fields_, save_, ...)                                              \
    [name_] = {path_, key_, fields_, sizeof fields_ / sizeof *fields_, save_, __VA_ARGS__}
const struct event_form_kind event_forms[FORMS_N] = {
    KIND(FORM_NEW, "/arrangementer/ret/ny", "ny", event_fields, event_save_event, false, false,
         NULL),
    KIND(FORM_EVENT, "/arrangementer/ret/{event}/oplysninger", "oplysninger", event_fields,
         event_save_event, true, false, NULL),
    KIND(FORM_SEASON_NEW, "/arrangementer/ret/uger/ny", "uger_ny", season_fields, event_save_season,
         false, false, NULL),
    KIND(FORM_SEASON, "/arrangementer/ret/uger/{uger}", "uger", season_fields, event_save_season,
         false, false, "uger"),
    KIND(FORM_ITEM_NEW, "/arrangementer/ret/{event}/punkt", "punkt", item_fields, event_save_item,
         true, false, NULL),
    KIND(FORM_ITEM, "/arrangementer/ret/{event}/punkt/{punkt}", "punkt_ret", item_fields,
         event_save_item, true, false, "punkt"),
    KIND(FORM_CANCEL, "/arrangementer/ret/{event}/aflys", "aflys", cancel_fields, event_save_cancel,
         true, false, NULL),
    KIND(FORM_SIGNUP, "/arrangementer/{event}/tilmeld", "tilmeld", signup_fields, event_save_signup,
         true, true, NULL),
    KIND(FORM_ANSWER, "/arrangementer/{event}/evaluering", "evaluering", answer_fields,
         event_save_answer, true, true, NULL),
};

const struct event_field_look *event_look_of(const char *name) {
    const struct event_field_look *look = looks;
    while (strcmp(look->name, name) != 0) look++;
    return look;
}
