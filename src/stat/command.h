/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser stat NAME: each estimator on a CSV file, so that anyone can check it against R.
 *
 * A command is a row of data: its options, and a function that takes columns and gives a table. The
 * options are read, checked and explained here, the columns they name are read here (frame.h), and
 * the table is written here (out.h), so that a command holds what is its own: the estimator. A new
 * one is a file run_NAME.c with `const struct stat_command stat_NAME`, its line in commands.c, and
 * its words, stat.help.NAME, in po/: what it answers, the definition, its source and the R call that
 * gives the same; the first line is what `vejviser stat --help` shows.
 *
 * Every command takes --in FILE ("-": standard input), --out FILE, --json and --help.
 *
 * Exit codes: 0 done, 1 it could not be done, 2 wrong usage or bad input. Unless it is 0, nothing is
 * written: run() finds what is wrong before it calls out_begin(), and a file is written beside its
 * name and renamed.
 */
#ifndef VEJVISER_STAT_COMMAND_H
#define VEJVISER_STAT_COMMAND_H

#include "base/arena.h"
#include "base/err.h"
#include "base/format.h"
#include "stat/frame.h"
#include "stat/out.h"

enum stat_kind {
    STAT_FLAG = 1, /* stands alone */
    STAT_TEXT,
    STAT_FILE,    /* a path, "-" for standard input */
    STAT_COLUMN,  /* the name of a column of --in */
    STAT_COLUMNS, /* names joined by commas */
    STAT_NUMBER,
    STAT_NUMBERS, /* joined by commas */
    STAT_WHOLE,
    STAT_CHOICE, /* one of .choices */
};

struct stat_option {
    const char *name; /* "exit", written --exit */
    enum stat_kind kind;
    enum frame_kind as;   /* a column: what its cells are */
    bool missing;         /* a column: its cells may be empty */
    bool optional;        /* a column: the file may be without it, and stat_column() is then NULL */
    bool required;        /* without it there is no answer */
    const char *standard; /* what it is when not given, as text; NULL: nothing */
    const char *unless;   /* with this option given, the standard is not used */
    const char *choices;  /* "efron|breslow" */
    bool ranged;          /* a number, or the cells of a column, must be in low..high */
    double low, high;     /* both allowed */
};

/* Options that mean the same in every command. */
#define STAT_BY                                                                                    \
    { "by", STAT_COLUMNS, FRAME_FACTOR }
#define STAT_STRATA                                                                                \
    { "strata", STAT_COLUMNS, FRAME_FACTOR }
#define STAT_CONF                                                                                  \
    { "conf", STAT_NUMBER, .standard = "0.95", .ranged = true, .low = 0.01, .high = 0.999999 }

struct stat_call;

struct stat_command {
    const char *name;
    const char *help;                  /* message key */
    const struct stat_option *options; /* ends with one without a name */
    /* False: *err says why; ERR_INPUT is bad input (exit code 2), everything else is 1. */
    bool (*run)(struct stat_call *call, struct err *err);
    /* NULL: `vejviser stat`. Else the word before the name: a command of another room, which has --csv
     * DIR in the place of --in FILE, and reads its files itself. */
    const char *program;
};

struct stat_call {
    struct arena *arena;
    enum lang lang;
    const struct stat_command *command;
    struct frame frame; /* --in with the columns named by options; n = 0 when none is named */
    struct out *out;
    FILE *errors;                   /* for stat_note() */
    void *ctx;                      /* the other room\'s own */
    const struct stat_given *given; /* private, as what follows */
    const struct stat_read *reads;
    size_t reads_n;
};

/* What an option was given, or its standard. The option must be one of the command's. */
bool stat_given(const struct stat_call *call, const char *name); /* on the command line */
bool stat_flag(const struct stat_call *call, const char *name);
const char *stat_text(const struct stat_call *call, const char *name); /* or NULL */
double stat_number(const struct stat_call *call, const char *name);    /* or NaN */
int64_t stat_whole(const struct stat_call *call, const char *name);    /* or INT_NONE */
size_t stat_choice(const struct stat_call *call, const char *name);    /* its place in choices */
const double *stat_numbers(const struct stat_call *call, const char *name, size_t *ret_n);

/* The column an option names, or NULL when it was not given; of several, number i. */
struct frame_column *stat_column(const struct stat_call *call, const char *name);
struct frame_column *stat_column_at(const struct stat_call *call, const char *name, size_t i);
size_t stat_columns_n(const struct stat_call *call, const char *name);

/* "FILE, row R, column NAME: WHAT" about row i (from 0) of a column of --in. Returns false. */
bool stat_refuse(const struct stat_call *call, const struct frame_column *column, size_t i,
                 const char *what, struct err *err);
/* "--NAME: WHAT", about an option as a whole. Returns false. */
bool stat_refuse_option(const struct stat_call *call, const char *name, const char *what,
                        struct err *err);

/* Something the reader must know though there is an answer: "not estimable" and why, a warning. To
 * stderr, and with --json into the list "notes". The same note is said once. */
void stat_note(struct stat_call *call, const char *message);

/* The rows in groups: every combination of the columns of an option (--by, --strata) that occurs,
 * ordered as R orders them: the first column slowest, levels by number or by bytes. Not given: one
 * group, whose name is "". */
struct stat_groups {
    size_t n;
    uint32_t *of_row;         /* 0..n-1 */
    const char *const *names; /* "sex=1, kom=101" */
};
void stat_groups(const struct stat_call *call, const char *name, struct stat_groups *ret);

/* All commands, in the order in which they are shown; ends with NULL. */
extern const struct stat_command *const stat_commands[];

/* What stands behind `vejviser stat`. Returns the exit code. */
int stat_main(struct arena *a, enum lang lang, const char *const *args, size_t args_n, FILE *out,
              FILE *errors);

/* The same for another room's commands (their .program is `program`); `intro` is the message key of
 * what its --help says first. */
int stat_program(struct arena *a, enum lang lang, const char *program, const char *intro,
                 const struct stat_command *const *commands, void *ctx, const char *const *args,
                 size_t args_n, FILE *out, FILE *errors);

#endif
