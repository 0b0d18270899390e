/* SPDX-License-Identifier: EUPL-1.2 */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "date.h"
#include "utf8.h"

static size_t write_head(char *line, size_t size, const char *level) {
    int64_t ms = clock_now() / 1000;
    int32_t day = (int32_t)(ms / 86400000);
    int in_day = (int)(ms % 86400000);
    char date[11];
    return (size_t)snprintf(line, size, "%sT%02d:%02d:%02d.%03dZ %-5s ", day_iso(date, day),
                            in_day / 3600000, in_day / 60000 % 60, in_day / 1000 % 60,
                            in_day % 1000, level);
}

/* One write() per line, so that lines of different threads do not mix. A log that cannot be
 * written stops nobody. */
static PRINTF_LIKE(2, 0) void log_line(const char *level, const char *format, va_list args) {
    char line[2048];
    size_t head = write_head(line, sizeof line, level);
    vsnprintf(line + head, sizeof line - head - 1, format, args);
    size_t len = head + strlen(line + head);
    len = utf8_cut(line, len, len);
    for (size_t i = head; i < len; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f) line[i] = '?';
    line[len++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, len);
    (void)written;
}

#define LOG_FUNCTION(name_, level_)                                                                \
    void name_(const char *format, ...) {                                                          \
        va_list args;                                                                              \
        va_start(args, format);                                                                    \
        log_line(level_, format, args);                                                            \
        va_end(args);                                                                              \
    }

LOG_FUNCTION(log_info, "info")
LOG_FUNCTION(log_warn, "warn")
LOG_FUNCTION(log_error, "error")
