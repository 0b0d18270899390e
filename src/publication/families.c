/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which indicators tell of the same persons, and how their numbers hang together. A test counts them on
 * random municipalities.
 */
#include "publication/control.h"

const struct control_family control_families[] = {
    {{"nothing_15_17", "unknown_15_17", "nothing_15_24", "unknown_15_24"},
     {"unknown_15_17.y == nothing_15_17.u", "unknown_15_17.n == nothing_15_17.b",
      "unknown_15_24.y == nothing_15_24.u", "unknown_15_24.n == nothing_15_24.b",
      "nothing_15_24.y = nothing_15_17.y + ~", "nothing_15_24.n = nothing_15_17.n + ~",
      "nothing_15_24.u = nothing_15_17.u + ~"}},
    {{"dropout_3", "switch_3"},
     {"switch_3.b == dropout_3.b", "dropout_3.b = dropout_3.y + switch_3.y + ~"}},
    {{"dropout_12", "switch_12"},
     {"switch_12.b == dropout_12.b", "dropout_12.b = dropout_12.y + switch_12.y + ~"}},
    {{"wish_eud", "wish_gym", "wish_other"},
     {"wish_gym.b == wish_eud.b", "wish_other.b == wish_eud.b", "wish_gym.u == wish_eud.u",
      "wish_other.u == wish_eud.u", "wish_eud.b = wish_eud.y + wish_gym.y + wish_other.y"}},
    {{"talk_all", "practice", "not_ready_any", "not_ready_wish", "talk_not_ready", "talk_ready"},
     {"practice.b == talk_all.b", "talk_not_ready.b == not_ready_any.y",
      "talk_ready.b == not_ready_any.n", "talk_all.y = talk_ready.y + talk_not_ready.y + ~",
      "talk_all.n = talk_ready.n + talk_not_ready.n + ~", "not_ready_any.y = not_ready_wish.y + ~",
      "not_ready_any.b = not_ready_wish.b + not_ready_wish.u + ~"}},
};
const size_t control_families_n = sizeof control_families / sizeof *control_families;
