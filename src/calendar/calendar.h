/* SPDX-License-Identifier: EUPL-1.2
 *
 * calendar: a colleague's own week, /kalender, and the same as a calendar file at a secret address.
 *
 * This room owns no appointments: its lines are those of the worklist (slice.h, worklist), by day. On the
 * page, behind login and in the use log, they have names. In the file, which goes to phones and to
 * foreign servers, there is no name, no task and no case: how many talks, sessions or deadlines a day holds,
 * and the school of a session with a class. What a line says is read in Vejviser.
 *
 * The address is 128 random bits. Whoever has it can read the file and nothing else: it makes no session. A
 * new address ends the old one at once, as does stopping it or closing the account. The file is made anew at each
 * asking; events have stable ids by day and kind, and what is done is no longer there.
 *
 * Nothing here is about a young person, so the room has no part in insight and erasure by person.
 */
#ifndef VEJVISER_CALENDAR_H
#define VEJVISER_CALENDAR_H

#include "slice/slice.h"

extern const struct slice calendar_slice;

#endif
