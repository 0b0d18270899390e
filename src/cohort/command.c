/* SPDX-License-Identifier: EUPL-1.2 */
#include "cohort/command.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "gen/msg.h"

#include <string.h>

/* One a line, so that two who each add one do not collide. */
/* clang-format off */
static const struct stat_command *const commands[] = {
    &cohort_command_status,
    &cohort_command_curve,
    &cohort_command_flow,
    &cohort_command_project,
    &cohort_command_whatif,
    NULL,
};
/* clang-format on */

int cohort_main(struct arena *a, enum lang lang, const struct cohort_door *door,
                const char *const *args, size_t args_n, FILE *out, FILE *errors) {
    struct cohort_door copy = *door;
    return stat_program(a, lang, "cohort", "cohort.help.intro", commands, &copy, args, args_n, out,
                        errors);
}

bool command_population(struct stat_call *call, const struct cohort **ret, struct err *err) {
    const struct cohort_door *door = call->ctx;
    int32_t snapshot;
    if (!command_day(call, "snapshot", &snapshot, err)) return false;
    const char *dir = stat_text(call, "csv");
    if (dir && stat_given(call, "db"))
        return stat_refuse_option(call, "csv", msg_cohort_one_source(call->lang), err);
    if (dir) return cohort_read(call->arena, dir, snapshot, call->lang, ret, err);
    if (snapshot == DAY_NONE) snapshot = clock_today() + 1;
    return door->take(door->ctx, call->arena, stat_text(call, "db"), snapshot, ret, err);
}

bool command_day(struct stat_call *call, const char *name, int32_t *ret, struct err *err) {
    const char *text = stat_text(call, name);
    *ret = text ? day_parse_iso(text) : DAY_NONE;
    if (!text || *ret != DAY_NONE) return true;
    return stat_refuse_option(call, name, msg_cohort_no_day(call->lang), err);
}

static bool word_bit(const char *word, size_t len, const char *const *names, const unsigned *bits,
                     unsigned *ret) {
    for (size_t i = 0; names[i]; i++)
        if (strlen(names[i]) == len && memcmp(names[i], word, len) == 0) {
            *ret |= bits[i];
            return true;
        }
    return false;
}

bool command_words(struct stat_call *call, const char *option, const char *const *names,
                   const unsigned *bits, unsigned *ret, struct err *err) {
    *ret = 0;
    for (const char *word = stat_text(call, option); word && *word;) {
        size_t len = strcspn(word, ",");
        if (!word_bit(word, len, names, bits, ret)) {
            struct text all;
            text_init(&all, call->arena);
            for (size_t i = 0; names[i]; i++) text_addf(&all, "%s%s", i ? ", " : "", names[i]);
            const char *what = msg_cohort_no_word(call->arena, call->lang, text_str(&all));
            return stat_refuse_option(call, option, what, err);
        }
        word += len + (word[len] == ',');
    }
    return true;
}
