/* SPDX-License-Identifier: EUPL-1.2
 *
 * The cases of the duty, as room duty judges them.
 */
#include "indicator/internal.h"

#include "base/date.h"
#include "duty/duty.h"

static char letter_of(enum clock_state state) {
    switch (state) {
    case CLOCK_KEPT:
        return 'k';
    case CLOCK_BROKEN:
        return 'b';
    case CLOCK_LAPSED:
        return 'l';
    case CLOCK_WAITS:
    case CLOCK_RUNS:
    case CLOCK_WARNS:
        break;
    }
    return 'r';
}

bool indicator_read_cases(struct db *db, struct arena *a, const struct index *people,
                          struct indicator_data *data, struct err *err) {
    struct duty_lines lines;
    if (!duty_cases_known(db, a, data->ask.from, data->ask.to, data->ask.known, &lines, err))
        return false;
    data->cases = arena_array(a, lines.n + 1, sizeof *data->cases);
    for (size_t i = 0; i < lines.n; i++) {
        const struct duty_line *l = &lines.v[i];
        size_t place = index_find(people, l->youth_id);
        if (place == SIZE_MAX || l->facts.aware > data->ask.to) continue;
        data->cases[data->cases_n++] =
            (struct indicator_case){.person = (uint32_t)place,
                                    .aware = l->facts.aware,
                                    .contact = letter_of(l->state.contact.state),
                                    .activity = letter_of(l->state.activity.state)};
    }
    return true;
}
