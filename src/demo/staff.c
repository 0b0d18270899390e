/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who works with the young people. About one counsellor for 400 of those in grades 7-10 and those
 * under 25 who are out of school without a youth education, three at the least. Some of them have
 * schools, the others work in the youth guidance centre with those out of school; the first one
 * does both, so that one account shows the whole of the program.
 *
 * Only some accounts can log in: hashing one password takes as long as writing thousands of rows.
 */
#include "access/access.h"
#include "base/collate.h"
#include "base/date.h"
#include "demo/internal.h"
#include "demo/words.h"

#include <string.h>

#define PER_COUNSELLOR 400
#define LOGINS_SCHOOL  2

static const struct {
    enum role role;
    const char *login, *name;
} known[] = {
    {ROLE_COUNSELLOR, "vera", "Vera Lindegaard Holm"},
    {ROLE_COUNSELLOR, "jonas", "Jonas Østergaard"},
    {ROLE_COUNSELLOR, "amira", "Amira Saleh"},
};

/* Three words and a number, which can be read aloud. */
static const char *pass_phrase(struct world *world, struct rng *rng) {
    const char *words[3];
    for (int i = 0; i < 3; i++) words[i] = pass_words[rng_below(rng, pass_words_n)];
    return arena_fmt(world->arena, "%s-%s-%s-%d", words[0], words[1], words[2],
                     rng_between(rng, 10, 99));
}

static bool login_taken(const struct world *world, const char *login) {
    for (size_t i = 0; i < world->accounts_n; i++)
        if (!strcmp(world->accounts[i].login, login)) return true;
    return false;
}

/* "mette.holm", with a number when somebody is called so already. */
static const char *login_of(struct world *world, const char *first, const char *family) {
    char *login =
        arena_fmt(world->arena, "%s.%s", fold(world->arena, first), fold(world->arena, family));
    for (char *p = login; *p; p++)
        if (*p == ' ') *p = '-';
    const char *free = login;
    for (int i = 2; login_taken(world, free); i++) free = arena_fmt(world->arena, "%s%d", login, i);
    return free;
}

static struct account *add(struct world *world, enum role role, const char *login, const char *name,
                           bool can_log_in) {
    struct rng rng = rng_make(world->seed, STREAM_STAFF, world->accounts_n);
    if (!name) {
        const struct origin *o = &origins[0];
        bool woman = rng_chance(&rng, 0.65);
        const char *first =
            woman ? o->female[rng_below(&rng, o->female_n)] : o->male[rng_below(&rng, o->male_n)];
        const char *family = o->family[rng_below(&rng, o->family_n)];
        name = arena_fmt(world->arena, "%s %s", first, family);
        if (!login) login = login_of(world, first, family);
    }
    struct account account = {
        .login = login,
        .name = name,
        .role = role_name(role),
        .phone = arena_fmt(world->arena, "01 %02d %02d %02d", rng_between(&rng, 0, 99),
                           rng_between(&rng, 0, 99), rng_between(&rng, 0, 99)),
        .password = can_log_in ? pass_phrase(world, &rng) : NULL,
        .place = NOWHERE,
    };
    struct account *added = list_add(world, accounts);
    *added = account;
    return added;
}

#define DUTY_MOST 30 /* of the duty's young people that one counsellor has beyond their share */

/* ---- who needs a counsellor of the guidance centre ---- */

bool is_out_of_school(const struct world *world, const struct person *person) {
    int age = day_age(person->born, world->date);
    if (age < 15 || age > 24 || person->moved_out != DAY_NONE || person->done != DAY_NONE)
        return false;
    const struct span *now = &world->spans[person->span + person->spans_n - 1];
    return now->kind > KIND_HU && !kind_is_youth_education(now->kind) && now->kind != KIND_HIGHER;
}

/* Under 18 and verified to be in nothing: the clocks of the duty run. */
bool is_duty(const struct world *world, const struct person *person) {
    const struct span *now = &world->spans[person->span + person->spans_n - 1];
    return now->kind == KIND_NONE && is_out_of_school(world, person) &&
           day_age(person->born, world->date) < 18;
}

/* Came to us lately, and nobody has been given to them yet: every third. */
static bool is_new_here(const struct world *world, const struct person *person, size_t slot) {
    const struct span *now = &world->spans[person->span + person->spans_n - 1];
    return slot % 3 == 0 && now->known > world->date - 25 && !is_duty(world, person);
}

/* Neighbours have the same counsellor (the people are in order of their schools). The first
 * counsellor has half a share, and every second of those under the duty, up to DUTY_MOST. */
static void deal_out_of_school(struct world *world, size_t first, size_t n) {
    size_t slot = 0, duty = 0, all = 0;
    for (size_t i = 0; i < world->people_n; i++) all += is_out_of_school(world, &world->people[i]);
    for (size_t i = 0; i < world->people_n; i++) {
        struct person *person = &world->people[i];
        if (!is_out_of_school(world, person)) continue;
        size_t at = slot++ * (2 * n + 1) / all;
        person->counsellor = at == 0 ? 0 : (int16_t)(first + (at - 1) / 2);
        if (is_duty(world, person) && duty++ % 2 == 0 && duty < 2 * DUTY_MOST)
            person->counsellor = 0;
        world->accounts[person->counsellor].load++;
        if (is_new_here(world, person, slot)) person->counsellor = NOWHERE;
    }
}

/* ---- schools ---- */

static void add_post(struct world *world, int account, int place, int32_t from, int32_t to,
                     int cover_for) {
    *list_add(world, posts) =
        (struct post){(int16_t)account, (int16_t)place, (int16_t)cover_for, from, to};
}

/* The largest school first, each to whom has least to do. One school changes hands at New Year. */
static void deal_schools(struct world *world, const uint32_t *pupils, size_t counsellors) {
    int32_t since = school_year_first_day(world->year - world->history + 1);
    int year, month, mday;
    day_to_ymd(world->date, &year, &month, &mday);
    int32_t new_year = day_from_ymd(year, 1, 1);
    bool *dealt = arena_array(world->arena, world->places_n, sizeof *dealt);
    for (int round = 0;; round++) {
        int place = NOWHERE, account = 0;
        for (size_t i = 0; i < world->places_n; i++)
            if (!dealt[i] && pupils[i] && (place == NOWHERE || pupils[i] > pupils[place]))
                place = (int)i;
        if (place == NOWHERE) return;
        for (size_t i = 1; i < counsellors; i++)
            if (world->accounts[i].load < world->accounts[account].load) account = (int)i;
        dealt[place] = true;
        world->accounts[account].load += pupils[place];
        if (round == 1) {
            int before = account == 1 ? 2 : 1;
            add_post(world, before, place, since, new_year - 1, NOWHERE);
            add_post(world, account, place, new_year, DAY_NONE, NOWHERE);
        } else {
            add_post(world, account, place, since, DAY_NONE, NOWHERE);
        }
    }
}

/* The last, thus smallest, school of the second counsellor is covered by the first for a while. */
static void cover(struct world *world) {
    for (size_t i = world->posts_n; i-- > 0;) {
        if (world->posts[i].account != 1 || world->posts[i].to != DAY_NONE) continue;
        add_post(world, 0, world->posts[i].place, world->date - 12, world->date + 30, 1);
        return;
    }
}

int post_holder(const struct world *world, int place, int32_t day) {
    for (size_t i = 0; i < world->posts_n; i++) {
        const struct post *post = &world->posts[i];
        if (post->place == place && post->cover_for == NOWHERE && post->from <= day &&
            (post->to == DAY_NONE || post->to >= day))
            return post->account;
    }
    return NOWHERE;
}

static void give_pupils(struct world *world) {
    for (size_t i = 0; i < world->people_n; i++) {
        struct person *person = &world->people[i];
        if (person->class == NOBODY || person->moved_out != DAY_NONE) continue;
        int place = world->classes[person->class].place;
        person->counsellor = (int16_t)post_holder(world, place, world->date);
    }
}

/* ---- the others ---- */

static void add_school_staff(struct world *world) {
    size_t schools = 0, n = 0;
    for (size_t i = 0; i < world->posts_n; i++) {
        if (world->posts[i].to != DAY_NONE || schools++ % 2) continue;
        add(world, ROLE_SCHOOL, n ? NULL : "skole", NULL, n < LOGINS_SCHOOL)->place =
            world->posts[i].place;
        n++;
    }
    if (n == 1) add(world, ROLE_SCHOOL, NULL, NULL, true)->place = world->posts[0].place;
}

void staff_make(struct world *world) {
    uint32_t *pupils = arena_array(world->arena, world->places_n, sizeof *pupils);
    size_t in_school = 0, out = 0;
    for (size_t i = 0; i < world->people_n; i++) {
        const struct person *person = &world->people[i];
        if (person->class != NOBODY) {
            pupils[world->classes[person->class].place]++;
            in_school++;
        }
        out += is_out_of_school(world, person);
    }
    size_t n = (in_school + out + PER_COUNSELLOR / 2) / PER_COUNSELLOR;
    if (n < 3) n = 3;
    size_t centre = n * out / (in_school + out + 1);
    if (centre < 1) centre = 1;
    for (size_t i = 0; i < n; i++) {
        bool is_known = i < sizeof known / sizeof *known;
        add(world, ROLE_COUNSELLOR, is_known ? known[i].login : NULL,
            is_known ? known[i].name : NULL, is_known);
    }
    deal_out_of_school(world, n - centre, centre);
    deal_schools(world, pupils, n - centre);
    cover(world);
    give_pupils(world);
    add(world, ROLE_TEAM_LEADER, "teamleder", "Birgitte Åkjær Munk", true);
    add(world, ROLE_MANAGEMENT, "ledelse", "Søren Bisgaard", true);
    add(world, ROLE_ADMIN, "admin", "Kim Thorsen", true);
    add_school_staff(world);
}
