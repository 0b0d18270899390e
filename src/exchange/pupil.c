/* SPDX-License-Identifier: EUPL-1.2
 *
 * From the texts of one pupil, as XML or CSV holds them, to a youth_record; the same rules for both.
 *
 * What a person can be harmed by is never guessed: a protection, a custody or a CPR number that
 * cannot be read rejects the row. What is merely missing is left out, so that it erases nothing.
 * "ukendt" in an address is how other systems write that CPR has none (interfaces.md 2).
 */
#include "exchange/reading.h"

#include "base/cpr.h"
#include "base/date.h"
#include "gen/msg.h"

#include <string.h>
#include <strings.h>

#define NAME_MAX_CHARS 120
#define TEXT_MAX_CHARS 200
#define FIRST_GRADE    7
#define LAST_GRADE     10
#define AGE_MIN        4
#define AGE_MAX        60

struct taking {
    struct reading *r;
    const struct pupil_texts *texts;
    const struct pupil_names *names;
    struct youth_record *record;
};

static const char *text_of(struct taking *t, enum pupil_field field, size_t max) {
    return reading_text(t->r, t->texts->text[field], max, t->names->pupil[field]);
}

static const char *known_text_of(struct taking *t, enum pupil_field field) {
    const char *text = text_of(t, field, TEXT_MAX_CHARS);
    return text && strcasecmp(text, "ukendt") != 0 ? text : NULL;
}

static void reject(struct taking *t, enum pupil_field field, const char *reason) {
    reading_reject(t->r, t->names->pupil[field], reason);
}

static bool is_one_of(const char *text, const char *const *words) {
    for (; *words; words++)
        if (!strcasecmp(text, *words)) return true;
    return false;
}

/* ja/nej, true/false, 1/0; empty is no. False when it is none of these. */
static bool parse_truth(const char *text, bool *ret_truth) {
    static const char *const yes[] = {"ja", "j", "true", "1", "x", "yes", NULL};
    static const char *const no[] = {"nej", "n", "false", "0", "no", NULL};
    *ret_truth = text && is_one_of(text, yes);
    return !text || *ret_truth || is_one_of(text, no);
}

/* ---- identity ---- */

static void take_cpr(struct taking *t) {
    const char *text = text_of(t, PUPIL_CPR, 20);
    char cpr[11];
    int32_t born;
    int sex;
    if (!text) return;
    if (!cpr_parse(text, cpr, &born, &sex)) {
        reject(t, PUPIL_CPR, msg_exchange_reject_cpr(t->r->lang));
        return;
    }
    t->record->cpr = arena_dup(t->r->row, cpr);
    t->record->born = born;
    t->record->sex = sex == CPR_MALE ? "M" : "K";
}

/* xs:date may carry a time zone, which says nothing about a birthday. */
static int32_t parse_day(const char *text) {
    char iso[11];
    if (strlen(text) > 10 && text[4] == '-' && strchr("Z+-T", text[10])) {
        memcpy(iso, text, 10);
        iso[10] = '\0';
        return day_parse_iso(iso);
    }
    return day_parse_any(text);
}

static void take_born(struct taking *t) {
    const char *text = text_of(t, PUPIL_BORN, 30);
    if (text) {
        t->record->born = parse_day(text);
        if (t->record->born == DAY_NONE) {
            reject(t, PUPIL_BORN, msg_exchange_reject_day(t->r->lang));
            return;
        }
    }
    if (t->record->born == DAY_NONE) return;
    int age = day_age(t->record->born, t->r->today);
    if (age < AGE_MIN || age > AGE_MAX) reject(t, PUPIL_BORN, msg_exchange_reject_born(t->r->lang));
}

static void take_sex(struct taking *t) {
    static const char *const male[] = {"M", "D", "mand", "dreng", NULL};
    static const char *const female[] = {"K", "P", "kvinde", "pige", "F", NULL};
    const char *text = text_of(t, PUPIL_SEX, 20);
    if (!text) return;
    if (is_one_of(text, male))
        t->record->sex = "M";
    else if (is_one_of(text, female))
        t->record->sex = "K";
    else
        reject(t, PUPIL_SEX, msg_exchange_reject_sex(t->r->lang));
}

static void take_names(struct taking *t) {
    struct youth_record *record = t->record;
    record->first_name = text_of(t, PUPIL_FIRST_NAME, NAME_MAX_CHARS);
    record->family_name = text_of(t, PUPIL_FAMILY_NAME, NAME_MAX_CHARS);
    if (!record->first_name && !reading_row_is_rejected(t->r))
        reject(t, PUPIL_FIRST_NAME, msg_exchange_reject_empty(t->r->lang));
    if (!record->family_name) record->family_name = "";
}

static void take_identity(struct taking *t) {
    take_cpr(t);
    t->record->external_id = text_of(t, PUPIL_UNI_ID, 40);
    if (!t->record->cpr && !t->record->external_id && !reading_row_is_rejected(t->r))
        reject(t, PUPIL_CPR, msg_exchange_reject_nobody(t->r->lang));
    take_names(t);
    take_born(t);
    take_sex(t);
}

/* ---- contact and protection ---- */

static void take_protection(struct taking *t) {
    const char *until = text_of(t, PUPIL_GUARDED_UNTIL, 30);
    if (!parse_truth(text_of(t, PUPIL_GUARDED, 10), &t->record->guarded))
        reject(t, PUPIL_GUARDED, msg_exchange_reject_truth(t->r->lang));
    if (!until) return;
    t->record->guarded_until = parse_day(until);
    t->record->guarded = true; /* an end without a mark still speaks of a protection */
    if (t->record->guarded_until == DAY_NONE)
        reject(t, PUPIL_GUARDED_UNTIL, msg_exchange_reject_day(t->r->lang));
}

static void take_contact(struct taking *t) {
    struct youth_record *record = t->record;
    record->phone = text_of(t, PUPIL_PHONE, 40);
    record->email = text_of(t, PUPIL_EMAIL, 254);
    record->street = known_text_of(t, PUPIL_STREET);
    record->post_code = known_text_of(t, PUPIL_POST_CODE);
    record->town = known_text_of(t, PUPIL_TOWN);
    record->municipality = reading_municipality(t->r, known_text_of(t, PUPIL_MUNICIPALITY));
    take_protection(t);
}

/* ---- school ---- */

int64_t pupil_school_year(const char *text) {
    if (!text || strspn(text, "0123456789") != 4) return INT_NONE;
    int64_t year =
        (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
    if (year < 1990 || year > 2100) return INT_NONE;
    if (!text[4]) return year;
    if (text[4] != '-' && text[4] != '/') return INT_NONE;
    const char *end = text + 5;
    size_t len = strlen(end);
    if (strspn(end, "0123456789") != len || (len != 2 && len != 4)) return INT_NONE;
    int64_t last = (end[len - 2] - '0') * 10 + (end[len - 1] - '0');
    return last == (year + 1) % 100 ? year : INT_NONE;
}

/* 9, 09, 9., 9. klasse, 9b: the number in front; -1 when there is none. */
static int64_t leading_number(const char *text) {
    if (!text || *text < '0' || *text > '9') return -1;
    int64_t number = *text++ - '0';
    if (*text >= '0' && *text <= '9') number = number * 10 + (*text++ - '0');
    return *text >= '0' && *text <= '9' ? -1 : number;
}

/* The levels of the export format that are no grade of the grundskole, or below it. */
static bool is_other_level(const char *text) {
    static const char *const levels[] = {"DT", "U1", "U2", "U3", "U4", "VU", "Andet", NULL};
    return is_one_of(text, levels);
}

/* Sets the grade; false when the pupil is in another grade than those of the service. */
static bool take_grade(struct taking *t) {
    const char *text = text_of(t, PUPIL_GRADE, 40);
    int64_t grade = leading_number(text ? text : t->record->class_name);
    if (grade < 0 && text && is_other_level(text)) return false;
    if (grade < 0) {
        if (!reading_row_is_rejected(t->r))
            reject(t, PUPIL_GRADE, msg_exchange_reject_grade(t->r->lang));
        return true;
    }
    t->record->grade = arena_fmt(t->r->row, "%d", (int)grade);
    return grade >= FIRST_GRADE && grade <= LAST_GRADE;
}

static void take_year(struct taking *t) {
    const char *text = text_of(t, PUPIL_YEAR, 20);
    t->record->school_year = text ? pupil_school_year(text) : school_year_of(t->r->today);
    if (t->record->school_year == INT_NONE)
        reject(t, PUPIL_YEAR, msg_exchange_reject_year(t->r->lang));
}

static bool take_school(struct taking *t) {
    struct youth_record *record = t->record;
    record->class_name = text_of(t, PUPIL_CLASS, 60);
    record->institution = text_of(t, PUPIL_SCHOOL, 10);
    if (!take_grade(t)) return false;
    if (!record->class_name && !reading_row_is_rejected(t->r))
        reject(t, PUPIL_CLASS, msg_exchange_reject_empty(t->r->lang));
    if (!record->institution && !reading_row_is_rejected(t->r))
        reject(t, PUPIL_SCHOOL, msg_exchange_reject_empty(t->r->lang));
    take_year(t);
    return true;
}

/* ---- guardians ---- */

static const char *relation_of(const char *text) {
    static const struct {
        const char *word, *relation;
    } relations[] = {{"Mor", "mother"},        {"Far", "father"},
                     {"Andet", "other"},       {"anden", "other"},
                     {"medmor", "mother"},     {"medfar", "father"},
                     {"officiel", "official"}, {"Officielt tilknyttet person", "official"}};
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
        if (!strcasecmp(text, relations[i].word)) return relations[i].relation;
    return NULL;
}

/* A contact person with a replacement number, or one that is no number, has none: the pupil's row is
 * not refused for it, and letters go by hand. */
static const char *guardian_cpr(struct reading *r, const char *text) {
    char cpr[11];
    int32_t born;
    int sex;
    return text && cpr_parse(text, cpr, &born, &sex) ? arena_dup(r->row, cpr) : NULL;
}

static void take_guardian(struct taking *t, const char *const *texts, struct guardian_record *g) {
    struct reading *r = t->r;
    const char *const *names = t->names->guardian;
    const char *clean[GUARDIAN_FIELDS];
    for (size_t i = 0; i < GUARDIAN_FIELDS; i++)
        clean[i] = reading_text(r, texts[i], TEXT_MAX_CHARS, names[i]);
    const char *relation = clean[GUARDIAN_RELATION];
    *g = (struct guardian_record){
        .name = clean[GUARDIAN_NAME],
        .relation = relation ? relation_of(relation) : "other",
        .phone = clean[GUARDIAN_PHONE],
        .email = clean[GUARDIAN_EMAIL],
        .street = clean[GUARDIAN_STREET],
        .post_code = clean[GUARDIAN_POST_CODE],
        .town = clean[GUARDIAN_TOWN],
    };
    if (!g->relation)
        reading_reject(r, names[GUARDIAN_RELATION], msg_exchange_reject_relation(r->lang));
    if (!parse_truth(clean[GUARDIAN_CUSTODY], &g->custody))
        reading_reject(r, names[GUARDIAN_CUSTODY], msg_exchange_reject_truth(r->lang));
    if (!parse_truth(clean[GUARDIAN_GUARDED], &g->guarded))
        reading_reject(r, names[GUARDIAN_GUARDED], msg_exchange_reject_truth(r->lang));
    g->cpr = guardian_cpr(r, clean[GUARDIAN_CPR]);
}

static void take_guardians(struct taking *t) {
    struct guardian_record *guardians =
        arena_array(t->r->row, PUPIL_GUARDIANS_MAX, sizeof *guardians);
    size_t n = 0;
    for (size_t i = 0; i < t->texts->guardians_n; i++) {
        take_guardian(t, t->texts->guardian[i], &guardians[n]);
        if (guardians[n].name) n++;
    }
    t->record->guardians = guardians;
    t->record->guardians_n = n;
    t->record->guardians_known = n > 0; /* none told is not the same as none */
}

bool pupil_take(struct reading *r, const struct pupil_texts *texts, const struct pupil_names *names,
                struct err *err) {
    struct youth_record record = {.born = DAY_NONE, .guarded_until = DAY_NONE};
    struct taking t = {r, texts, names, &record};
    r->pupil_names = names->pupil;
    if (!take_school(&t)) {
        if (!reading_row_is_rejected(r)) r->skipped++;
        return true;
    }
    take_identity(&t);
    take_contact(&t);
    take_guardians(&t);
    if (reading_row_is_rejected(r) || !r->pupil) return true;
    return r->pupil(r->ctx, &record, err);
}
