/* SPDX-License-Identifier: EUPL-1.2
 *
 * Figures and changes in the reader's language. A sentence is made from the figure it stands beside.
 */
#include "indicator/internal.h"

#include "gen/msg.h"

#include <math.h>

const char *indicator_figure_words(struct arena *a, enum lang lang, const struct indicator *i,
                                   struct indicator_tally t, int32_t day) {
    struct interval s = indicator_share(i, t);
    if (!indicator_holds(i, day) || isnan(s.estimate)) return msg_indicator_command_none(lang);
    return i->unit == UNIT_PERCENT ? fmt_percent(a, lang, s.estimate, 1)
                                   : fmt_number(a, lang, s.estimate, 1);
}

const char *indicator_interval_words(struct arena *a, enum lang lang, const struct indicator *i,
                                     struct indicator_tally t, int32_t day) {
    struct interval s = indicator_share(i, t);
    if (!indicator_holds(i, day) || isnan(s.lower)) return msg_indicator_command_none(lang);
    return msg_indicator_interval(a, lang, fmt_number(a, lang, s.lower, 1),
                                  fmt_percent(a, lang, s.upper, 1));
}

static bool is_broken(const struct indicator *i, int32_t now, int32_t before) {
    return i->broken != DAY_NONE && before < i->broken && i->broken <= now;
}

enum indicator_change indicator_compare(const struct indicator *i, int32_t day, int32_t day_before,
                                        struct indicator_tally now, struct indicator_tally before) {
    if (!indicator_holds(i, day) || !indicator_holds(i, day_before) ||
        is_broken(i, day, day_before))
        return CHANGE_UNKNOWN;
    return indicator_change(i, now, before);
}

const char *indicator_change_words(enum lang lang, const struct indicator *i, int32_t day,
                                   int32_t day_before, struct indicator_tally now,
                                   struct indicator_tally before) {
    if (is_broken(i, day, day_before)) return msg_indicator_change_break(lang);
    switch (indicator_compare(i, day, day_before, now, before)) {
    case CHANGE_UP:
        return i->direction > 0   ? msg_indicator_change_up_good(lang)
               : i->direction < 0 ? msg_indicator_change_up_bad(lang)
                                  : msg_indicator_change_up(lang);
    case CHANGE_DOWN:
        return i->direction < 0   ? msg_indicator_change_down_good(lang)
               : i->direction > 0 ? msg_indicator_change_down_bad(lang)
                                  : msg_indicator_change_down(lang);
    case CHANGE_NONE:
        return msg_indicator_change_none(lang);
    case CHANGE_UNKNOWN:
        break;
    }
    return msg_indicator_change_unknown(lang);
}
