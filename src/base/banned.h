/* SPDX-License-Identifier: EUPL-1.2
 *
 * Comes before every source file (meson.build: -include), so that functions which overflow, are not
 * thread-safe or start a shell do not compile. The headers that declare them are included first,
 * since the ban holds from here on. tools/bans.py says it with a friendlier message.
 */
#ifndef VEJVISER_BANNED_H
#define VEJVISER_BANNED_H

#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

/* Its headers have macros that name strncpy; after the ban they would not compile (meson.build). */
#ifdef VEJVISER_WITH_XLSX
#include <xlsxwriter.h>
#endif

#undef alloca
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets strncpy strncat stpcpy
#pragma GCC poison localtime gmtime ctime asctime
#pragma GCC poison alloca system popen rand atoi tmpnam mktemp

#endif
