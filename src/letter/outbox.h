/* SPDX-License-Identifier: EUPL-1.2
 *
 * outbox: how letters leave the house.
 *
 * The outbox makes the message (MeMo 1.2, https://DigitalPost.dk/MeMo-1, with the letter as a tagged
 * PDF in it) and gives it to a sender. Which sender is an agreement between the municipality and a
 * sending service, so it is an adapter: one function. The default one writes the message as a file
 * into a folder, from where the municipality's own forwarder takes it (docs/operators.md).
 *
 * At least once: when the program dies between sending and noting it, the message is sent again with
 * the same UUID and the same bytes, which a file writer overwrites and Digital Post refuses.
 */
#ifndef VEJVISER_LETTER_OUTBOX_H
#define VEJVISER_LETTER_OUTBOX_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Holds a CPR number: nothing of it goes into a log or an err message. */
struct envelope {
    const char *uuid; /* of the message; also the name under which it is known afterwards */
    const char *memo; /* the XML document, UTF-8 */
    size_t memo_len;
};
struct sender {
    /* True: the message has left for good and will survive a power cut. False: try again later. */
    bool (*send)(const struct sender *self, const struct envelope *envelope, struct err *err);
    const char *place; /* of the file writer: its folder */
};
/* The file writer: PLACE/UUID.xml, for its owner only, complete or not there at all. Makes the folder. */
bool outbox_write_file(const struct sender *self, const struct envelope *envelope, struct err *err);

/* Process-wide, before threads; NULL: the file writer with the folder "var/outbox" below the working
 * directory. `sender` lives as long as the program. */
void outbox_use(const struct sender *sender);

#define OUTBOX_JOB "letter-outbox"

#endif
