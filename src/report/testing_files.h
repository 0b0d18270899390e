/* SPDX-License-Identifier: EUPL-1.2
 *
 * A file as other programs read it: pdfinfo and pdftotext of poppler-utils, qpdf, python3. NULL without them,
 * and then a test skips. Include after <cmocka.h>.
 */
#ifndef VEJVISER_REPORT_TESTING_FILES_H
#define VEJVISER_REPORT_TESTING_FILES_H

#include "base/arena.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TOOL_SAYS_MOST ((size_t)1 << 20)

static inline bool tool_run(const char *const *args, const char *out) {
    posix_spawn_file_actions_t files;
    pid_t pid;
    int status = -1;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    bool there = posix_spawnp(&pid, args[0], &files, NULL, (char **)(uintptr_t)args, environ) == 0;
    if (there) waitpid(pid, &status, 0);
    posix_spawn_file_actions_destroy(&files);
    return there && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* What a tool says of the file that stands where `file` is in its arguments. */
static inline const char *tool_says_of(struct arena *a, struct blob pdf, const char **args,
                                       size_t file_at) {
    char path[] = "/tmp/vejviser-report-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0 || write(fd, pdf.ptr, pdf.len) != (ssize_t)pdf.len) abort();
    close(fd);
    const char *out = arena_fmt(a, "%s.out", path);
    args[file_at] = path;
    bool ok = tool_run(args, out);
    char *text = arena_alloc(a, TOOL_SAYS_MOST);
    FILE *file = ok ? fopen(out, "r") : NULL;
    if (file) {
        text[fread(text, 1, TOOL_SAYS_MOST - 1, file)] = '\0';
        fclose(file);
    }
    unlink(out);
    unlink(path);
    return file ? text : NULL;
}

/* `tool option FILE`; `last` "-" makes pdftotext write to stdout. */
static inline const char *tool_says(struct arena *a, struct blob file, const char *tool,
                                    const char *option, const char *last) {
    const char *args[] = {tool, option, NULL, last, NULL};
    return tool_says_of(a, file, args, 2);
}

/* What a Python script prints, whose sys.argv[1] is the file. */
static inline const char *python_says(struct arena *a, struct blob file, const char *script) {
    const char *args[] = {"python3", "-c", script, NULL, NULL};
    return tool_says_of(a, file, args, 3);
}

static inline void says(const char *text, const char *words) {
    if (!strstr(text, words)) fail_msg("'%s' is not in\n%s", words, text);
}

#endif
