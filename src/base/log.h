/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The operator's log: one line per call on stderr, `2026-11-24T03:48:38.123Z warn  text`, for
 * journald to keep.
 *
 * NEVER personal data: no name, CPR number, address, note or search text, and no URL with a query.
 * The audit log in the database knows who looked at whom; this one is read by people who may not.
 * Ids of rows are allowed. Line breaks and control characters in the text are shown as '?', so
 * that nobody can forge a second line.
 */
#pragma once

#include "types.h"

void log_info(const char *format, ...) PRINTF_LIKE(1, 2);
void log_warn(const char *format, ...) PRINTF_LIKE(1, 2);
void log_error(const char *format, ...) PRINTF_LIKE(1, 2);
