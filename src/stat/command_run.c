/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat: finds the command, shows help, reads the columns its options name, and runs it.
 */
#include "stat/command.h"

#include "base/text.h"
#include "gen/msg.h"
#include "stat/command_private.h"

#include <assert.h>
#include <string.h>

enum { DONE = 0, NOT_DONE = 1, USAGE = 2 };

/* ---- help ---- */

static void help_option(struct text *t, const struct stat_option *option) {
    static const char *const value[] = {
        [STAT_FLAG] = NULL,       [STAT_TEXT] = "TEXT",   [STAT_FILE] = "FILE",
        [STAT_COLUMN] = "COLUMN", [STAT_COLUMNS] = "A,B", [STAT_NUMBER] = "NUMBER",
        [STAT_NUMBERS] = "1,2",   [STAT_WHOLE] = "N",     [STAT_CHOICE] = NULL,
    };
    bool required = option->required || strcmp(option->name, "in") == 0;
    text_addf(t, required ? " --%s" : " [--%s", option->name);
    const char *what = option->kind == STAT_CHOICE ? option->choices : value[option->kind];
    if (what) text_addf(t, " %s", what);
    if (!required) text_addc(t, ']');
}

/* The usage, broken at 100 columns, is made from the options, so that it is never out of date. */
static const char *usage(const struct stat_call *call) {
    struct text all, line, one;
    text_init(&all, call->arena);
    text_init(&line, call->arena);
    text_init(&one, call->arena);
    text_addf(&line, "vejviser %s %s", stat_program_of(call->command), call->command->name);
    for (size_t i = 0; stat_option_at(call->command, i)->name; i++) {
        text_clear(&one);
        help_option(&one, stat_option_at(call->command, i));
        if (line.len + one.len > 100) {
            text_addf(&all, "%s\n", text_str(&line));
            text_clear(&line);
            text_add(&line, "             ");
        }
        text_add(&line, text_str(&one));
    }
    text_addf(&all, "%s\n", text_str(&line));
    return text_str(&all);
}

static void help_one(const struct stat_call *call, FILE *out) {
    fprintf(out, "%s\n%s\n", usage(call), msg_by_key(call->lang, call->command->help));
}

static void help_all(enum lang lang, const char *intro, const struct stat_command *const *commands,
                     FILE *out) {
    fprintf(out, "%s\n\n", msg_by_key(lang, intro));
    for (size_t i = 0; commands[i]; i++) {
        const char *help = msg_by_key(lang, commands[i]->help);
        fprintf(out, "  %-12s %.*s\n", commands[i]->name, (int)strcspn(help, "\n"), help);
    }
}

/* ---- the columns ---- */

static bool is_column(const struct stat_option *option) {
    return option->kind == STAT_COLUMN || option->kind == STAT_COLUMNS;
}

/* A column that two options ask for in the same way is read once. */
static size_t want_of(const struct stat_call *call, struct frame_want *wants, size_t *wants_n,
                      size_t at, const char *name) {
    const struct stat_option *option = stat_option_at(call->command, at);
    struct frame_want want = {.name = name,
                              .kind = option->as,
                              .optional = option->optional && !call->given[at].given,
                              .missing = option->missing,
                              .ranged = option->ranged,
                              .low = option->low,
                              .high = option->high};
    for (size_t i = 0; i < *wants_n; i++) {
        const struct frame_want *w = &wants[i];
        if (strcmp(w->name, name) == 0 && w->kind == want.kind && w->missing == want.missing &&
            w->optional == want.optional && !w->ranged && !want.ranged)
            return i;
    }
    wants[*wants_n] = want;
    return (*wants_n)++;
}

static bool columns_read(struct stat_call *call, struct err *err) {
    size_t most = 0, wants_n = 0;
    for (size_t i = 0; stat_option_at(call->command, i)->name; i++)
        if (is_column(stat_option_at(call->command, i))) most += call->given[i].n;
    if (!most) return true;
    struct frame_want *wants = arena_array(call->arena, most, sizeof *wants);
    struct stat_read *reads = arena_array(call->arena, most, sizeof *reads);
    for (size_t i = 0; stat_option_at(call->command, i)->name; i++) {
        const struct stat_option *option = stat_option_at(call->command, i);
        for (size_t k = 0; is_column(option) && k < call->given[i].n; k++) {
            size_t column = want_of(call, wants, &wants_n, i, call->given[i].names[k]);
            reads[call->reads_n++] = (struct stat_read){i, k, column};
        }
    }
    call->reads = reads;
    struct frame_source source = {.path = stat_text(call, "in")};
    return frame_read(call->arena, &source, wants, wants_n, call->lang, &call->frame, err);
}

void stat_note(struct stat_call *call, const char *message) {
    if (out_note(call->out, message)) fprintf(call->errors, "vejviser: %s\n", message);
}

/* ---- running ---- */

static int fail(const struct stat_call *call, const struct err *err) {
    fprintf(call->errors, "vejviser: %s\n", err->message);
    return err->kind == ERR_INPUT ? USAGE : NOT_DONE;
}

static int run(struct stat_call *call, const char *const *args, size_t args_n, FILE *out) {
    struct err err = {0};
    bool help;
    bool fine = stat_options_read(call, args, args_n, &help, &err);
    if (help) {
        help_one(call, out);
        return DONE;
    }
    if (!fine) return fail(call, &err);
    call->out = out_new(call->arena, stat_text(call, "out"), out, stat_flag(call, "json"));
    fine = columns_read(call, &err) && call->command->run(call, &err) && out_end(call->out, &err);
    if (fine) return DONE;
    out_drop(call->out);
    return fail(call, &err);
}

static const struct stat_command *command_find(const struct stat_command *const *commands,
                                               const char *name) {
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0) return commands[i];
    return NULL;
}

int stat_program(struct arena *a, enum lang lang, const char *program, const char *intro,
                 const struct stat_command *const *commands, void *ctx, const char *const *args,
                 size_t args_n, FILE *out, FILE *errors) {
    if (!args_n) {
        help_all(lang, intro, commands, errors);
        return USAGE;
    }
    if (strcmp(args[0], "--help") == 0 || strcmp(args[0], "-h") == 0) {
        help_all(lang, intro, commands, out);
        return DONE;
    }
    const struct stat_command *command = command_find(commands, args[0]);
    if (!command) {
        fprintf(errors, "vejviser: %s\n", msg_stat_unknown(a, lang, args[0], program));
        return USAGE;
    }
    struct stat_call call = {
        .arena = a, .lang = lang, .command = command, .errors = errors, .ctx = ctx};
    return run(&call, args + 1, args_n - 1, out);
}

int stat_main(struct arena *a, enum lang lang, const char *const *args, size_t args_n, FILE *out,
              FILE *errors) {
    return stat_program(a, lang, "stat", "stat.help.intro", stat_commands, NULL, args, args_n, out,
                        errors);
}
