/* SPDX-License-Identifier: EUPL-1.2
 *
 * Writes the municipality. One table after the other, each in the order of its key, so that its
 * B-tree fills from one end: people stand in the order of their ids, and what belongs to them is
 * numbered in that order.
 *
 * A part is what one transaction holds: large enough that the commit does not count, small enough
 * that the write-ahead log stays short. Numbers of rows are 1, 2, 3 ...: far below what id_next()
 * gives to rows that come later.
 */
#include "demo/write.h"
#include "access/access.h"
#include "base/collate.h"
#include "demo/words.h"
#include "gen/demo.sql.h"

#include <math.h>
#include <string.h>

#define PART 25000

static const char *number_text(struct arena *a, int64_t n) {
    return arena_fmt(a, "%lld", (long long)n);
}

/* ---- one table at a time ---- */

static bool write_part(struct db *w, void *ctx, struct err *err) {
    struct part *job = ctx;
    struct arena *a ARENA_AUTO = arena_new();
    job->w = w;
    job->a = a;
    for (size_t i = job->from; i < job->to; i++) {
        if (!job->row(job, i, err)) return false;
        arena_reset(a);
    }
    return true;
}

bool write_table(struct store *store, struct world *world, row_fn *row, size_t n, void *ctx,
                 struct err *err) {
    for (size_t from = 0; from < n; from += PART) {
        size_t to = from + PART < n ? from + PART : n;
        struct part job = {.world = world, .row = row, .from = from, .to = to, .ctx = ctx};
        if (!store_write(store, write_part, &job, err)) return false;
    }
    return true;
}

/* ---- the house, its institutions and staff ---- */

static bool setting_row(struct part *job, size_t i, struct err *err) {
    static const struct q_demo_setting_in settings[] = {
        {"municipality", DEMO_MUNICIPALITY},
        {"municipality_name", DEMO_MUNICIPALITY_NAME},
        {"demo", "1"},
        {"municipality_cvr", "99999999"}, /* fails its own check, so it is nobody's */
    };
    return q_demo_setting(job->w, settings[i], NULL, err);
}

static const struct {
    int64_t code;
    const char *name, *group, *top_grade, *owner;
} types[SORTS] = {
    [SORT_FOLKESKOLE] = {1012, "Folkeskoler", "Grundskoler mv.", "9", "2"},
    [SORT_PRIVATE] = {1013, "Friskoler og private grundskoler", "Grundskoler mv.", "9", "5"},
    [SORT_SPECIAL] = {1015, "Specialskoler for børn", "Grundskoler mv.", "10", "2"},
    [SORT_HU] = {1014, "Kommunale ungdomsskoler og ungdomskostskoler", "Grundskoler mv.", "10",
                 "2"},
    [SORT_TENTH] = {1012, "Folkeskoler", "Grundskoler mv.", "10", "2"},
    [SORT_BOARDING] = {1011, "Efterskoler", "Grundskoler mv.", "10", "5"},
    [SORT_STX] = {1061, "Gymnasier og HF-kurser", "Institutioner med almengymnasiale uddannelser",
                  NULL, "4"},
    [SORT_HHX] = {1071, "Erhvervsskoler m.v.", "Institutioner med erhvervsrettede uddannelser",
                  NULL, "4"},
    [SORT_HTX] = {1071, "Erhvervsskoler m.v.", "Institutioner med erhvervsrettede uddannelser",
                  NULL, "4"},
    [SORT_HF] = {1053, "Voksenuddannelsescentre", "Voksenuddannelsesinstitutionerne", NULL, "4"},
    [SORT_TECHNICAL] = {1071, "Erhvervsskoler m.v.",
                        "Institutioner med erhvervsrettede uddannelser", NULL, "4"},
    [SORT_SOCIAL] = {1071, "Erhvervsskoler m.v.", "Institutioner med erhvervsrettede uddannelser",
                     NULL, "4"},
    [SORT_BUSINESS] = {1071, "Erhvervsskoler m.v.", "Institutioner med erhvervsrettede uddannelser",
                       NULL, "4"},
    [SORT_FGU] = {1027, "Institutioner for forberedende grunduddannelse",
                  "Øvrige institutioner primært ikke kompetencegivende uddannelser", NULL, "4"},
    [SORT_STU] = {1026, "Uddannelsesinstitutioner for unge med særlige behov",
                  "Øvrige institutioner primært ikke kompetencegivende uddannelser", NULL, "2"},
    [SORT_KUI] = {2025, "Center for kommunal ungeindsats (KUI)",
                  "Centre for rådgivning og vejledning", NULL, "2"},
    [SORT_FOLK_HIGH] = {1022, "Folkehøjskoler",
                        "Øvrige institutioner primært ikke kompetencegivende uddannelser", NULL,
                        "5"},
    [SORT_HIGHER] = {1085, "Professionshøjskoler", "Institutioner med videregående uddannelser",
                     NULL, "4"},
};

static const char *owner_name(const char *code) {
    return *code == '2'   ? "Kommunale"
           : *code == '5' ? "Selvejende, private"
                          : "Selvejende, statslige";
}

static bool institution_row(struct part *job, size_t i, struct err *err) {
    const struct place *place = &job->world->places[i];
    const char *municipality = place->outside ? "998" : DEMO_MUNICIPALITY;
    const char *owner = types[place->sort].owner;
    struct q_demo_institution_in in = {
        .number = place->number,
        .name = place->name,
        .sort_key = sort_key(job->a, place->name),
        .address = arena_fmt(job->a, "%s %zu", streets[i % streets_n], 1 + i * 7 % 90),
        .post_code = post_code(job->a, place->town),
        .town = towns[place->town],
        .phone = arena_fmt(job->a, "01 00 %02zu %02zu", i / 100, i % 100),
        .email = arena_fmt(job->a, "kontor%s@example.com", place->number),
        .type_code = types[place->sort].code,
        .type_name = types[place->sort].name,
        .type_group = types[place->sort].group,
        .top_grade = types[place->sort].top_grade,
        .admin_municipality = *owner == '2' ? municipality : NULL,
        .municipality = municipality,
        .municipality_name = place->outside ? "Nabo Kommune" : DEMO_MUNICIPALITY_NAME,
        .owner_code = owner,
        .owner_name = owner_name(owner),
        .fingerprint = arena_fmt(job->a, "demo-%s", place->number),
        .imported_at = moment(job->world->date - 30, 600),
    };
    return q_demo_institution(job->w, in, NULL, err);
}

static bool account_row(struct part *job, size_t i, struct err *err) {
    const struct account *account = &job->world->accounts[i];
    const char *const *hashes = job->ctx;
    struct q_demo_account_in in = {
        .id = (int64_t)i + 1,
        .login = account->login,
        .name = account->name,
        .role = account->role,
        .institution = account->place == NOWHERE ? NULL : job->world->places[account->place].number,
        .password = hashes[i],
        .phone = account->phone,
        .email = arena_fmt(job->a, "%s@example.com", account->login),
        .created_at = moment(job->world->since - 100, 480),
    };
    return q_demo_account(job->w, in, NULL, err);
}

static const char *class_name(struct arena *a, const struct world *world,
                              const struct class *class) {
    const char *before = world->places[class->place].sort == SORT_HU ? "HU " : "";
    return arena_fmt(a, "%s%d.%c", before, class->grade, class->letter);
}

static bool class_row(struct part *job, size_t i, struct err *err) {
    const struct class *class = &job->world->classes[i];
    struct q_demo_class_in in = {
        .id = (int64_t)i + 1,
        .institution = job->world->places[class->place].number,
        .school_year = class->year,
        .grade = number_text(job->a, class->grade),
        .name = class_name(job->a, job->world, class),
    };
    return q_demo_class(job->w, in, NULL, err);
}

static bool post_row(struct part *job, size_t i, struct err *err) {
    const struct post *post = &job->world->posts[i];
    struct q_demo_post_in in = {
        .id = (int64_t)i + 1,
        .account = row_of(post->account),
        .institution = job->world->places[post->place].number,
        .from_day = post->from,
        .to_day = post->to,
        .cover_for = row_of(post->cover_for),
        .absence = post->cover_for == NOWHERE ? INT_NONE : ABSENCE_NOW,
    };
    return q_demo_post(job->w, in, NULL, err);
}

/* ---- what they do ---- */

static bool member_row(struct part *job, size_t i, struct err *err) {
    const struct member *m = &job->world->members[i];
    struct q_demo_member_in in = {
        .id = (int64_t)i + 1,
        .youth = job->world->people[m->person].id,
        .class = m->class + INT64_C(1),
        .from_day = m->from,
        .to_day = m->to,
    };
    return q_demo_member(job->w, in, NULL, err);
}

static const char *programme_of(const struct span *span) {
    if (span->programme == NOWHERE) return NULL;
    return span->kind == KIND_HIGHER ? studies[span->programme] : trades[span->programme].name;
}

static const char *cause_of(const struct span *span) {
    if (span->cause == NOWHERE) return NULL;
    return span->outcome == OUT_SWITCHED ? cause_of_switch[span->cause] : causes[span->cause];
}

static bool is_idle(const struct span *span) {
    return span->kind == KIND_NONE || span->kind == KIND_UNKNOWN;
}

static bool spell_put(struct part *job, const struct person *p, const struct span *span,
                      struct err *err) {
    int64_t *next = job->ctx;
    const struct world *world = job->world;
    struct q_demo_spell_in in = {
        .id = ++*next,
        .youth = p->id,
        .kind = kind_names[span->kind],
        .programme = programme_of(span),
        .institution = span->place == NOWHERE ? NULL : world->places[span->place].number,
        .place = span->employer != NOWHERE ? employers[span->employer]
                 : span->away              ? "Uden for kommunen"
                                           : NULL,
        .hours = span->hours ? span->hours : NAN,
        .from_day = span->from,
        .to_day = span->to,
        .outcome = outcome_names[span->outcome],
        .cause = cause_of(span),
        .source = span->kind <= KIND_HU          ? "school"
                  : is_idle(span) || span->hours ? "guidance"
                                                 : "register",
        .known_at = moment(span->known, 8 * 60),
        .known_by = is_idle(span) ? row_of(p->counsellor) : INT_NONE,
        .ended_known_at = span->to == DAY_NONE ? INT_NONE : moment(span->ended_known, 9 * 60),
    };
    return q_demo_spell(job->w, in, NULL, err);
}

static bool spell_rows(struct part *job, size_t i, struct err *err) {
    const struct person *p = &job->world->people[i];
    for (uint32_t s = 0; s < p->spans_n; s++)
        if (!spell_put(job, p, &job->world->spans[p->span + s], err)) return false;
    return true;
}

/* ---- guidance ---- */

static const char *note_text(struct arena *a, const struct world *world, const struct note *note) {
    if (note->text < 0) return NULL;
    const char *const *texts[] = {notes_pupil, notes_idle, notes_student, notes_restricted};
    const char *text = texts[note->about][note->text];
    const char *gap = strstr(text, "%s");
    if (!gap) return text;
    return arena_fmt(a, "%.*s%s%s", (int)(gap - text), text,
                     call_name(a, world, &world->people[note->person]), gap + 2);
}

static bool session_row(struct part *job, size_t i, struct err *err) {
    const struct session *s = &job->world->sessions[i];
    int64_t id = (int64_t)i + 1;
    const char *text = s->text < 0 ? NULL : notes_session[s->text];
    struct q_demo_session_in in = {
        .id = id,
        .class = s->class + INT64_C(1),
        .theme = themes[s->theme],
        .day = s->day,
        .author = row_of(s->author),
        .note = seal_text(job->a, "collective_session", number_text(job->a, id), "note", text),
        .at = moment(s->day, s->minute),
        .plan = s->planned ? id : INT_NONE,
    };
    return q_demo_session(job->w, in, NULL, err);
}

static bool contact_row(struct part *job, size_t i, struct err *err) {
    const struct note *n = &job->world->notes[i];
    int64_t id = (int64_t)i + 1;
    struct q_demo_contact_in in = {
        .id = id,
        .youth = job->world->people[n->person].id,
        .session = n->session == NOBODY ? INT_NONE : n->session + INT64_C(1),
        .kind = note_kinds[n->kind],
        .at = moment(n->day, n->minute),
        .day = n->day,
        .author = row_of(n->author),
        .body = seal_text(job->a, "contact", number_text(job->a, id), "body",
                          note_text(job->a, job->world, n)),
        .restricted = n->about == ABOUT_RESTRICTED,
        .attended = !n->absent,
        .withdrawn_at = n->withdrawn ? moment(n->day, n->minute + 4) : INT_NONE,
        .withdrawn_by = n->withdrawn ? row_of(n->author) : INT_NONE,
    };
    return q_demo_contact(job->w, in, NULL, err);
}

static bool follow_up_row(struct part *job, size_t i, struct err *err) {
    const struct task *t = &job->world->tasks[i];
    struct q_demo_follow_up_in in = {
        .id = (int64_t)i + 1,
        .youth = job->world->people[t->person].id,
        .contact = t->note == NOBODY ? INT_NONE : t->note + INT64_C(1),
        .owner = row_of(t->owner),
        .due = t->due,
        .what = t->idle ? tasks_idle[t->what] : tasks_pupil[t->what],
        .done_at = moment(t->done, 10 * 60),
        .done_by = t->done == DAY_NONE ? INT_NONE : row_of(t->owner),
    };
    return q_demo_follow_up(job->w, in, NULL, err);
}

/* ---- all ---- */

static bool hash_passwords(const struct world *world, const char **hashes, struct err *err) {
    for (size_t i = 0; i < world->accounts_n; i++) {
        char hash[128];
        if (!world->accounts[i].password) continue;
        if (!password_hash(world->accounts[i].password, hash, err)) return false;
        hashes[i] = arena_dup(world->arena, hash);
    }
    return true;
}

bool world_write(struct store *store, struct world *world, struct err *err) {
    const char **hashes = arena_array(world->arena, world->accounts_n, sizeof *hashes);
    int64_t spell = 0;
    return hash_passwords(world, hashes, err) &&
           write_table(store, world, setting_row, 4, NULL, err) &&
           write_table(store, world, institution_row, world->places_n, NULL, err) &&
           write_table(store, world, account_row, world->accounts_n, hashes, err) &&
           write_table(store, world, class_row, world->classes_n, NULL, err) &&
           absences_write(store, world, err) &&
           write_table(store, world, post_row, world->posts_n, NULL, err) &&
           people_write(store, world, err) &&
           write_table(store, world, member_row, world->members_n, NULL, err) &&
           write_table(store, world, spell_rows, world->people_n, &spell, err) &&
           planned_write(store, world, err) && initiatives_write(store, world, err) &&
           write_table(store, world, session_row, world->sessions_n, NULL, err) &&
           write_table(store, world, contact_row, world->notes_n, NULL, err) &&
           write_table(store, world, follow_up_row, world->tasks_n, NULL, err) &&
           letters_write(store, world, err) && plans_write(store, world, err) &&
           changes_write(store, world, err) && events_write(store, world, err) &&
           readiness_write(store, world, err) && retention_write(store, world, err) &&
           duties_write(store, world, err) && orders_write(store, world, err) &&
           placements_write(store, world, err) && outreach_write(store, world, err) &&
           annuals_write(store, world, err) && quality_write(store, world, err) &&
           publications_write(store, world, err);
}
