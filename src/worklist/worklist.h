/* SPDX-License-Identifier: EUPL-1.2
 *
 * worklist: what I must do today, /i-dag. Every line is contributed by a slice (slice.h, worklist),
 * with deadline, legal basis and one verb. It sorts, groups and filters them, and hands bulk actions
 * back to the slice that owns the line. It owns only what it takes to undo those.
 */
#ifndef VEJVISER_WORKLIST_H
#define VEJVISER_WORKLIST_H

#include "slice/slice.h"

extern const struct slice worklist_slice;

#endif
