/* SPDX-License-Identifier: EUPL-1.2
 *
 * How the options of a stat command are read: against the command's own table, with a message for
 * each thing that can be wrong. "--name value" and "--name=value" are both taken.
 */
#include "stat/command.h"

#include "gen/msg.h"
#include "stat/command_private.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <string.h>

static const struct stat_option common[] = {
    {"in", STAT_FILE},
    {"out", STAT_FILE},
    {"json", STAT_FLAG},
    {"help", STAT_FLAG},
};
#define COMMON_N (sizeof common / sizeof *common)

size_t stat_options_n(const struct stat_command *command) {
    size_t n = 0;
    while (command->options[n].name) n++;
    return n;
}

const struct stat_option *stat_option_at(const struct stat_command *command, size_t i) {
    static const struct stat_option csv = {"csv", STAT_FILE};
    if (i == 0 && command->program) return &csv;
    return i < COMMON_N ? &common[i] : &command->options[i - COMMON_N];
}

/* Common options first, so that their places are the same in every command. */
static size_t option_find(const struct stat_command *command, const char *name, size_t len) {
    size_t n = COMMON_N + stat_options_n(command);
    for (size_t i = 0; i < n; i++) {
        const char *other = stat_option_at(command, i)->name;
        if (strlen(other) == len && memcmp(other, name, len) == 0) return i;
    }
    return SIZE_MAX;
}

static size_t option_of(const struct stat_call *call, const char *name) {
    size_t i = option_find(call->command, name, strlen(name));
    assert(i != SIZE_MAX);
    return i;
}

/* ---- values ---- */

static bool refuse(const struct stat_call *call, const struct stat_option *option, const char *what,
                   struct err *err) {
    (void)call;
    return err_set(err, ERR_INPUT, "--%s: %s", option->name, what);
}

static bool in_range(const struct stat_call *call, const struct stat_option *option, double x,
                     struct err *err) {
    if (!option->ranged || (x >= option->low && x <= option->high)) return true;
    const char *low = arena_fmt(call->arena, "%.15g", option->low);
    const char *high = arena_fmt(call->arena, "%.15g", option->high);
    return refuse(call, option, msg_stat_range(call->arena, call->lang, low, high), err);
}

/* A plain decimal number: no "inf", no "nan", no hexadecimal, nothing after it. */
static bool number_read(const char *text, size_t len, double *ret) {
    char copy[64], *end;
    if (!len || len >= sizeof copy || strspn(text, "0123456789+-.eE") < len) return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    *ret = strtod(copy, &end);
    return *end == '\0' && isfinite(*ret);
}

static bool read_numbers(const struct stat_call *call, const struct stat_option *option,
                         struct stat_given *given, struct err *err) {
    size_t n = 1;
    for (const char *s = given->text; *s; s++) n += *s == ',';
    given->numbers = arena_array(call->arena, n, sizeof *given->numbers);
    for (const char *s = given->text; given->n < n; s += strcspn(s, ",") + 1) {
        double x;
        if (!number_read(s, strcspn(s, ","), &x))
            return refuse(call, option, msg_stat_no_number(call->lang), err);
        if (!in_range(call, option, x, err)) return false;
        given->numbers[given->n++] = x;
    }
    if (n > 1 && option->kind != STAT_NUMBERS)
        return refuse(call, option, msg_stat_no_number(call->lang), err);
    return true;
}

static bool read_whole(const struct stat_call *call, const struct stat_option *option,
                       struct stat_given *given, struct err *err) {
    char *end;
    errno = 0;
    long long value = strtoll(given->text, &end, 10);
    if (errno || end == given->text || *end)
        return refuse(call, option, msg_stat_no_whole(call->lang), err);
    given->whole = value;
    return in_range(call, option, (double)value, err);
}

static bool read_choice(const struct stat_call *call, const struct stat_option *option,
                        struct stat_given *given, struct err *err) {
    size_t len = strlen(given->text);
    given->n = 0;
    for (const char *s = option->choices;; s++, given->n++) {
        size_t one = strcspn(s, "|");
        if (one == len && memcmp(s, given->text, len) == 0) return true;
        s += one;
        if (!*s) break;
    }
    return refuse(call, option, msg_stat_choices(call->arena, call->lang, option->choices), err);
}

static bool read_names(const struct stat_call *call, const struct stat_option *option,
                       struct stat_given *given, struct err *err) {
    size_t n = 1;
    if (option->kind == STAT_COLUMNS)
        for (const char *s = given->text; *s; s++) n += *s == ',';
    given->names = arena_array(call->arena, n, sizeof *given->names);
    for (const char *s = given->text; given->n < n;) {
        size_t len = n > 1 ? strcspn(s, ",") : strlen(s);
        if (!len) return refuse(call, option, msg_stat_no_name(call->lang), err);
        given->names[given->n++] = arena_dup_n(call->arena, s, len);
        s += len + 1;
    }
    return true;
}

static bool value_read(const struct stat_call *call, const struct stat_option *option,
                       struct stat_given *given, struct err *err) {
    switch (option->kind) {
    case STAT_NUMBER:
    case STAT_NUMBERS:
        return read_numbers(call, option, given, err);
    case STAT_WHOLE:
        return read_whole(call, option, given, err);
    case STAT_CHOICE:
        return read_choice(call, option, given, err);
    case STAT_COLUMN:
    case STAT_COLUMNS:
        return read_names(call, option, given, err);
    case STAT_FLAG:
    case STAT_TEXT:
    case STAT_FILE:
        break;
    }
    return true;
}

/* ---- the command line ---- */

/* Takes args[*i] and, when its value stands apart, args[*i + 1]. */
static bool option_take(const struct stat_call *call, struct stat_given *all,
                        const char *const *args, size_t args_n, size_t *i, struct err *err) {
    const char *arg = args[*i];
    if (strcmp(arg, "-h") == 0) arg = "--help";
    if (strncmp(arg, "--", 2) != 0)
        return err_set(err, ERR_INPUT, "%s", msg_stat_stray(call->arena, call->lang, arg));
    const char *program = stat_program_of(call->command);
    size_t len = strcspn(arg + 2, "="), at = option_find(call->command, arg + 2, len);
    if (at == SIZE_MAX)
        return err_set(
            err, ERR_INPUT, "%s",
            msg_stat_unknown_option(call->arena, call->lang, program, call->command->name, arg));
    const struct stat_option *option = stat_option_at(call->command, at);
    struct stat_given *given = &all[at];
    if (given->given) return refuse(call, option, msg_stat_twice(call->lang), err);
    given->given = true;
    bool joined = arg[2 + len] == '=';
    if (option->kind == STAT_FLAG)
        return joined ? refuse(call, option, msg_stat_no_value(call->lang), err) : true;
    if (!joined && *i + 1 == args_n) return refuse(call, option, msg_stat_value(call->lang), err);
    given->text = joined ? arg + 3 + len : args[++*i];
    return value_read(call, option, given, err);
}

static bool is_help(const struct stat_given *all) { return all[3].given; }

/* Standards, and what must be there. */
static bool options_complete(const struct stat_call *call, struct stat_given *all,
                             struct err *err) {
    size_t n = COMMON_N + stat_options_n(call->command);
    for (size_t i = 0; i < n; i++) {
        const struct stat_option *option = stat_option_at(call->command, i);
        bool required = option->required || strcmp(option->name, "in") == 0;
        if (all[i].given) continue;
        if (required)
            return err_set(err, ERR_INPUT, "%s",
                           msg_stat_required(call->arena, call->lang,
                                             stat_program_of(call->command), call->command->name,
                                             option->name));
        if (option->unless && stat_given(call, option->unless)) continue;
        all[i].text = option->standard;
        if (option->standard && !value_read(call, option, &all[i], err)) return false;
    }
    return true;
}

bool stat_options_read(struct stat_call *call, const char *const *args, size_t args_n,
                       bool *ret_help, struct err *err) {
    size_t n = COMMON_N + stat_options_n(call->command);
    struct stat_given *all = arena_array(call->arena, n, sizeof *all);
    call->given = all;
    *ret_help = false;
    for (size_t i = 0; i < args_n; i++)
        if (!option_take(call, all, args, args_n, &i, err)) return false;
    *ret_help = is_help(all);
    return *ret_help || options_complete(call, all, err);
}

/* ---- what a command asks ---- */

static const struct stat_given *given_of(const struct stat_call *call, const char *name) {
    return &call->given[option_of(call, name)];
}

bool stat_given(const struct stat_call *call, const char *name) {
    return given_of(call, name)->given;
}

bool stat_flag(const struct stat_call *call, const char *name) { return stat_given(call, name); }

const char *stat_text(const struct stat_call *call, const char *name) {
    return given_of(call, name)->text;
}

double stat_number(const struct stat_call *call, const char *name) {
    const struct stat_given *given = given_of(call, name);
    return given->n ? given->numbers[0] : (double)NAN;
}

const double *stat_numbers(const struct stat_call *call, const char *name, size_t *ret_n) {
    const struct stat_given *given = given_of(call, name);
    *ret_n = given->n;
    return given->numbers;
}

int64_t stat_whole(const struct stat_call *call, const char *name) {
    const struct stat_given *given = given_of(call, name);
    return given->text ? given->whole : INT_NONE;
}

size_t stat_choice(const struct stat_call *call, const char *name) {
    const struct stat_given *given = given_of(call, name);
    assert(given->text); /* a choice has a standard or is required */
    return given->n;
}

size_t stat_columns_n(const struct stat_call *call, const char *name) {
    return given_of(call, name)->n;
}

struct frame_column *stat_column_at(const struct stat_call *call, const char *name, size_t i) {
    size_t option = option_of(call, name);
    for (size_t k = 0; k < call->reads_n; k++)
        if (call->reads[k].option == option && call->reads[k].part == i) {
            struct frame_column *column = &call->frame.columns[call->reads[k].column];
            return column->present ? column : NULL;
        }
    return NULL;
}

struct frame_column *stat_column(const struct stat_call *call, const char *name) {
    return stat_column_at(call, name, 0);
}

bool stat_refuse(const struct stat_call *call, const struct frame_column *column, size_t i,
                 const char *what, struct err *err) {
    return frame_refuse(&call->frame, i, (size_t)(column - call->frame.columns), call->lang, what,
                        err);
}

bool stat_refuse_option(const struct stat_call *call, const char *name, const char *what,
                        struct err *err) {
    return refuse(call, stat_option_at(call->command, option_of(call, name)), what, err);
}
