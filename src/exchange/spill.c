/* SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/spill.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define NO_TEXT UINT32_MAX

#define STEP 64 /* records that are handed on at once */

enum writing { OPEN, WHOLE, BROKEN };

struct spill {
    FILE *in, *out; /* the same file, each with a place of its own */
    int64_t n, taken;
    pthread_mutex_t lock; /* over what follows */
    pthread_cond_t more;
    int64_t ready; /* records that are in the file as a whole */
    enum writing state;
};

/* A file that both ways lead to: the name is that of the open file, which has none of its own. */
static FILE *open_again(FILE *file) {
    char name[32];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fileno(file));
    return fopen(name, "rbe");
}

struct spill *spill_new(struct arena *a, struct err *err) {
    FILE *out = tmpfile(), *in = out ? open_again(out) : NULL;
    if (!in) {
        err_set(err, ERR_IO, "no temporary file: errno %d", errno);
        if (out) fclose(out);
        return NULL;
    }
    struct spill *spill = arena_alloc(a, sizeof *spill);
    *spill = (struct spill){.in = in, .out = out};
    pthread_mutex_init(&spill->lock, NULL);
    pthread_cond_init(&spill->more, NULL);
    return spill;
}

void spill_close(struct spill *spill) {
    if (!spill) return;
    fclose(spill->in);
    fclose(spill->out);
    pthread_cond_destroy(&spill->more);
    pthread_mutex_destroy(&spill->lock);
}

int64_t spill_count(const struct spill *spill) { return spill->n; }

/* ---- both ways ---- */

struct way {
    FILE *file;
    struct arena *arena; /* where texts go that are taken; NULL: they are added */
};

static void pass(const struct way *s, void *bytes, size_t len) {
    if (s->arena) {
        if (fread(bytes, 1, len, s->file) != len) memset(bytes, 0, len);
    } else {
        fwrite(bytes, 1, len, s->file);
    }
}

static void pass_text(const struct way *s, const char **text) {
    uint32_t len = !s->arena && *text ? (uint32_t)strlen(*text) : NO_TEXT;
    pass(s, &len, sizeof len);
    if (!s->arena) {
        if (len != NO_TEXT) fwrite(*text, 1, len, s->file);
        return;
    }
    *text = NULL;
    if (len == NO_TEXT || len > 1 << 20) return;
    char *copy = arena_alloc(s->arena, (size_t)len + 1);
    pass(s, copy, len);
    *text = copy;
}

static void pass_texts(const struct way *s, const char **const texts[], size_t n) {
    for (size_t i = 0; i < n; i++) pass_text(s, texts[i]);
}
#define PASS_TEXTS(s, ...)                                                                         \
    do {                                                                                           \
        const char **const texts_[] = {__VA_ARGS__};                                               \
        pass_texts((s), texts_, sizeof texts_ / sizeof *texts_);                                   \
    } while (0)

static void pass_guardian(const struct way *s, struct guardian_record *g) {
    PASS_TEXTS(s, &g->name, &g->relation, &g->phone, &g->email, &g->street, &g->post_code, &g->town,
               &g->cpr);
    pass(s, &g->custody, sizeof g->custody);
    pass(s, &g->guarded, sizeof g->guarded);
}

static void pass_pupil(const struct way *s, struct youth_record *r) {
    PASS_TEXTS(s, &r->cpr, &r->external_id, &r->first_name, &r->family_name, &r->sex, &r->phone,
               &r->email, &r->street, &r->post_code, &r->town, &r->municipality, &r->institution,
               &r->grade, &r->class_name);
    pass(s, &r->born, sizeof r->born);
    pass(s, &r->guarded, sizeof r->guarded);
    pass(s, &r->guarded_until, sizeof r->guarded_until);
    pass(s, &r->school_year, sizeof r->school_year);
    pass(s, &r->guardians_known, sizeof r->guardians_known);
    pass(s, &r->guardians_n, sizeof r->guardians_n);
    struct guardian_record *copies = NULL;
    if (s->arena) r->guardians = copies = arena_array(s->arena, r->guardians_n, sizeof *copies);
    for (size_t i = 0; i < r->guardians_n; i++) {
        struct guardian_record g = s->arena ? (struct guardian_record){0} : r->guardians[i];
        pass_guardian(s, &g);
        if (copies) copies[i] = g;
    }
}

static void pass_institution(const struct way *s, struct institution *i) {
    PASS_TEXTS(s, &i->number, &i->name, &i->unit_kind, &i->parent, &i->address, &i->post_code,
               &i->town, &i->phone, &i->email, &i->web, &i->type_name, &i->type_group,
               &i->top_grade, &i->leader, &i->cvr, &i->admin_municipality, &i->municipality,
               &i->municipality_name, &i->region, &i->region_name, &i->owner_code, &i->owner_name,
               &i->p_number, &i->road_code);
    pass(s, &i->type_code, sizeof i->type_code);
    pass(s, &i->latitude, sizeof i->latitude);
    pass(s, &i->longitude, sizeof i->longitude);
}

static bool checked(FILE *file, struct err *err) {
    if (!ferror(file) && !feof(file)) return true;
    return err_set(err, ERR_IO, "the temporary file of the import failed; is the disk full?");
}

/* ---- adding ---- */

static bool hand_on(struct spill *spill, enum writing state, struct err *err) {
    bool ok = fflush(spill->out) == 0 && checked(spill->out, err);
    pthread_mutex_lock(&spill->lock);
    spill->ready = spill->n;
    spill->state = ok ? state : BROKEN;
    pthread_cond_signal(&spill->more);
    pthread_mutex_unlock(&spill->lock);
    return ok || err_set(err, ERR_IO, "the temporary file of the import: errno %d", errno);
}

static bool added(struct spill *spill, struct err *err) {
    spill->n++;
    return spill->n % STEP == 0 ? hand_on(spill, OPEN, err) : checked(spill->out, err);
}

bool spill_add_pupil(struct spill *spill, int64_t row, struct youth_record *record,
                     struct err *err) {
    const struct way way = {.file = spill->out};
    pass(&way, &row, sizeof row);
    pass_pupil(&way, record);
    return added(spill, err);
}

bool spill_add_institution(struct spill *spill, int64_t row, struct institution *record,
                           struct err *err) {
    const struct way way = {.file = spill->out};
    pass(&way, &row, sizeof row);
    pass_institution(&way, record);
    return added(spill, err);
}

bool spill_end(struct spill *spill, bool whole, struct err *err) {
    return hand_on(spill, whole ? WHOLE : BROKEN, err);
}

/* ---- taking ---- */

bool spill_rewind(struct spill *spill, struct err *err) {
    spill->taken = 0;
    if (fseek(spill->in, 0, SEEK_SET) != 0)
        return err_set(err, ERR_IO, "the temporary file of the import: errno %d", errno);
    return true;
}

enum spill_state spill_wait(struct spill *spill, int64_t *ret_n) {
    pthread_mutex_lock(&spill->lock);
    while (spill->taken == spill->ready && spill->state == OPEN)
        pthread_cond_wait(&spill->more, &spill->lock);
    bool broken = spill->state == BROKEN, more = spill->taken < spill->ready;
    *ret_n = spill->state == WHOLE ? spill->ready : INT_NONE;
    pthread_mutex_unlock(&spill->lock);
    return broken ? SPILL_BROKEN : more ? SPILL_RECORD : SPILL_END;
}

bool spill_next_pupil(struct spill *spill, struct arena *a, int64_t *ret_row,
                      struct youth_record *ret_record, struct err *err) {
    const struct way way = {spill->in, a};
    spill->taken++;
    pass(&way, ret_row, sizeof *ret_row);
    pass_pupil(&way, ret_record);
    return checked(spill->in, err);
}

bool spill_next_institution(struct spill *spill, struct arena *a, int64_t *ret_row,
                            struct institution *ret_record, struct err *err) {
    const struct way way = {spill->in, a};
    spill->taken++;
    pass(&way, ret_row, sizeof *ret_row);
    pass_institution(&way, ret_record);
    return checked(spill->in, err);
}
