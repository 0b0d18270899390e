/* SPDX-License-Identifier: EUPL-1.2 */
/* A line of words as the options of `vejviser stat`, then bytes as its CSV file, which "@" stands for; after a
 * line of dashes those of a second file, "@@" (totals, groups, a start). Whatever they are: an answer without
 * NaN, or a message and nothing. */
#include "stat/command.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define WORDS_MAX 24

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct files {
    int fd[2];
    char path[2][32];
};

static void file_make(struct files *f, int i, const char *bytes, size_t len) {
    f->fd[i] = memfd_create("fuzz", MFD_CLOEXEC);
    assert(f->fd[i] >= 0);
    assert(write(f->fd[i], bytes, len) == (ssize_t)len);
    (void)snprintf(f->path[i], sizeof f->path[i], "/proc/self/fd/%d", f->fd[i]);
}

/* A number of a size that only costs time. */
static bool is_long(const char *word) {
    size_t digits = 0;
    for (; *word && digits < 6; word++)
        digits = *word >= '0' && *word <= '9' ? digits + 1 : *word == '.' ? digits : 0;
    return digits >= 6 || strpbrk(word, "eE");
}

/* No file but ours is read, and none is written. */
static bool is_allowed(const char *word) {
    size_t len = strlen(word);
    if (strchr(word, '/') || strncmp(word, "--out", 5) == 0) return false;
    return len && word[len - 1] != '-' && !(word[0] != '-' && is_long(word));
}

static size_t words_split(struct arena *a, const char *line, size_t len, const struct files *f,
                          const char **ret) {
    size_t n = 0;
    for (size_t at = 0; at < len && n < WORDS_MAX; at++) {
        size_t end = at;
        while (end < len && line[end] != ' ') end++;
        const char *word = arena_dup_n(a, line + at, end - at);
        at = end;
        if (strcmp(word, "@") == 0)
            ret[n++] = f->path[0];
        else if (strcmp(word, "@@") == 0)
            ret[n++] = f->path[1];
        else if (is_allowed(word))
            ret[n++] = word;
    }
    return n;
}

static void check(struct arena *a, const char *const *words, size_t n) {
    char *out = NULL, *errors = NULL;
    size_t out_n, errors_n;
    FILE *o = open_memstream(&out, &out_n), *e = open_memstream(&errors, &errors_n);
    assert(o && e);
    int code = stat_main(a, LANG_DA, words, n, o, e);
    (void)fclose(o);
    (void)fclose(e);
    assert(code >= 0 && code <= 2);
    assert(code ? out_n == 0 && errors_n > 0 : out_n > 0);
    free(out);
    free(errors);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data, *end = memchr(text, '\n', size);
    if (!end || memchr(text, '\0', (size_t)(end - text))) return 0;
    const char *csv = end + 1;
    size_t left = size - (size_t)(csv - text);
    const char *second = memmem(csv, left, "\n---\n", 5);
    size_t first = second ? (size_t)(second - csv) + 1 : left;
    struct files f;
    file_make(&f, 0, csv, first);
    file_make(&f, 1, second ? second + 5 : "", second ? left - first - 4 : 0);
    struct arena *a ARENA_AUTO = arena_new();
    const char *words[WORDS_MAX];
    size_t n = words_split(a, text, (size_t)(end - text), &f, words);
    check(a, words, n);
    (void)close(f.fd[0]);
    (void)close(f.fd[1]);
    return 0;
}
