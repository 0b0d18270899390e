/* SPDX-License-Identifier: EUPL-1.2 */
#include "letter/letter.h"

const struct slice letter_slice = {.name = "letter"};
