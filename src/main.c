/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser COMMAND [OPTION...]: the command table, and how the command line is read.
 *
 * All options are known here, with the commands that take them; an option that a command does not
 * take is wrong usage, not silently ignored.
 */
#include "base/clock.h"
#include "base/date.h"
#include "cli.h"
#include "gen/msg.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const struct command commands[] = {
    {"serve", "cli.help.serve", command_serve},       {"demo", "cli.help.demo", command_demo},
    {"migrate", "cli.help.migrate", command_migrate}, {"import", "cli.help.import", command_import},
    {"user", "cli.help.user", command_user},          {"goals", "cli.help.goals", command_goals},
    {"rules", "cli.help.rules", command_rules},       {"routes", "cli.help.routes", command_routes},
    {"check", "cli.help.check", command_check},       {"stat", "cli.help.stat", command_stat},
    {"cohort", "cli.help.cohort", command_cohort},    {"report", "cli.help.report", command_report},
};
#define COMMANDS_N (sizeof commands / sizeof *commands)

enum option_id {
    OPT_DB = 256,
    OPT_DATE,
    OPT_AS_OF,
    OPT_AS,
    OPT_JSON,
    OPT_LISTEN,
    OPT_ORIGIN,
    OPT_SPOOL,
    OPT_OUTBOX,
    OPT_WORKERS,
    OPT_YOUTH,
    OPT_SEED,
    OPT_HEAVY,
    OPT_DRY_RUN,
    OPT_ROLE,
    OPT_NAME,
    OPT_INSTITUTION,
    OPT_YEAR,
    OPT_OUT,
    OPT_LANG,
    OPT_HELP,
    OPT_VERSION,
};
static const struct option options[] = {
    {"db", required_argument, NULL, OPT_DB},
    {"date", required_argument, NULL, OPT_DATE},
    {"as-of", required_argument, NULL, OPT_AS_OF},
    {"as", required_argument, NULL, OPT_AS},
    {"json", no_argument, NULL, OPT_JSON},
    {"listen", required_argument, NULL, OPT_LISTEN},
    {"origin", required_argument, NULL, OPT_ORIGIN},
    {"spool", required_argument, NULL, OPT_SPOOL},
    {"outbox", required_argument, NULL, OPT_OUTBOX},
    {"workers", required_argument, NULL, OPT_WORKERS},
    {"youth", required_argument, NULL, OPT_YOUTH},
    {"seed", required_argument, NULL, OPT_SEED},
    {"heavy", no_argument, NULL, OPT_HEAVY},
    {"dry-run", no_argument, NULL, OPT_DRY_RUN},
    {"role", required_argument, NULL, OPT_ROLE},
    {"name", required_argument, NULL, OPT_NAME},
    {"institution", required_argument, NULL, OPT_INSTITUTION},
    {"year", required_argument, NULL, OPT_YEAR},
    {"out", required_argument, NULL, OPT_OUT},
    {"lang", required_argument, NULL, OPT_LANG},
    {"help", no_argument, NULL, OPT_HELP},
    {"version", no_argument, NULL, OPT_VERSION},
    {0},
};

/* Which command takes which option; --db, --date, --help and --version go with all. */
static const struct {
    enum option_id id;
    const char *commands;
} takes[] = {
    {OPT_JSON, " demo import user goals rules routes check "},
    {OPT_AS_OF, " goals "},
    {OPT_AS, " import "},
    {OPT_LISTEN, " serve "},
    {OPT_ORIGIN, " serve "},
    {OPT_SPOOL, " serve "},
    {OPT_OUTBOX, " serve "},
    {OPT_WORKERS, " serve "},
    {OPT_YOUTH, " demo "},
    {OPT_SEED, " demo "},
    {OPT_HEAVY, " demo "},
    {OPT_DRY_RUN, " import "},
    {OPT_ROLE, " user "},
    {OPT_NAME, " user "},
    {OPT_INSTITUTION, " user "},
    {OPT_YEAR, " report "},
    {OPT_OUT, " report "},
    {OPT_LANG, " report "},
};

static const struct command *command_find(const char *name) {
    for (size_t i = 0; i < COMMANDS_N; i++)
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    return NULL;
}

static bool command_takes(struct arena *a, const struct command *command, int id) {
    for (size_t i = 0; i < sizeof takes / sizeof *takes; i++)
        if ((int)takes[i].id == id)
            return strstr(takes[i].commands, arena_fmt(a, " %s ", command->name)) != NULL;
    return true;
}

int cli_fail(const struct cli *cli, const char *message) {
    (void)cli;
    fprintf(stderr, "vejviser: %s\n", message);
    return EXIT_NOT_DONE;
}

int cli_fail_err(const struct cli *cli, const struct err *err) {
    return cli_fail(cli, err->message);
}

int cli_usage(const struct cli *cli, const char *help) {
    fprintf(stderr, "%s\n", msg_by_key(cli->lang, help));
    return EXIT_USAGE;
}

static void help_all(const struct cli *cli, FILE *out) {
    fprintf(out, "%s\n\n", msg_cli_help_intro(cli->lang));
    for (size_t i = 0; i < COMMANDS_N; i++) {
        const char *help = msg_by_key(cli->lang, commands[i].help);
        fprintf(out, "  %.*s\n", (int)strcspn(help, "\n"), help);
    }
    fprintf(out, "\n%s\n", msg_cli_help_options(cli->lang));
}

static bool read_int(const char *text, int64_t *ret) {
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno || end == text || *end || value < 0) return false;
    *ret = value;
    return true;
}

/* False: the value cannot be read. */
static bool option_read(struct cli *cli, int id, const char *value) {
    switch (id) {
    case OPT_DB:
        cli->url = value;
        return true;
    case OPT_DATE:
        cli->date = day_parse_iso(value);
        return cli->date != DAY_NONE;
    case OPT_AS:
        cli->as = value;
        return true;
    case OPT_AS_OF:
        cli->as_of = day_parse_iso(value);
        return cli->as_of != DAY_NONE;
    case OPT_JSON:
        cli->json = true;
        return true;
    case OPT_LISTEN:
        cli->listen = value;
        return true;
    case OPT_ORIGIN:
        cli->origin = value;
        return true;
    case OPT_SPOOL:
        cli->spool = value;
        return true;
    case OPT_OUTBOX:
        cli->outbox = value;
        return true;
    case OPT_WORKERS:
        return read_int(value, &cli->workers);
    case OPT_YOUTH:
        return read_int(value, &cli->youth);
    case OPT_SEED:
        return read_int(value, &cli->seed);
    case OPT_HEAVY:
        cli->heavy = true;
        return true;
    case OPT_DRY_RUN:
        cli->dry_run = true;
        return true;
    case OPT_ROLE:
        cli->role = value;
        return true;
    case OPT_NAME:
        cli->name = value;
        return true;
    case OPT_INSTITUTION:
        cli->institution = value;
        return true;
    case OPT_YEAR:
        cli->year = value;
        return true;
    case OPT_OUT:
        cli->out = value;
        return true;
    case OPT_LANG:
        cli->report_lang = strcmp(value, "en") == 0 ? LANG_EN : LANG_DA;
        return strcmp(value, "da") == 0 || strcmp(value, "en") == 0;
    default:
        return false;
    }
}

struct seen {
    int ids[64];
    size_t n;
    bool help, version;
};

/* Reads all options; what is left in cli->args begins with the command's name. */
static bool command_line_read(struct cli *cli, int argc, char **argv, struct seen *seen) {
    int id;
    while ((id = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (id == '?') return false; /* getopt has said what is wrong */
        if (id == 'h' || id == OPT_HELP)
            seen->help = true;
        else if (id == OPT_VERSION)
            seen->version = true;
        else if (!option_read(cli, id, optarg)) {
            fprintf(stderr, "vejviser: %s\n", msg_cli_bad_value(cli->arena, cli->lang, optarg));
            return false;
        } else if (seen->n < 64) {
            seen->ids[seen->n++] = id;
        }
    }
    cli->args_n = (size_t)(argc - optind);
    cli->args = arena_array(cli->arena, cli->args_n + 1, sizeof *cli->args);
    for (size_t i = 0; i < cli->args_n; i++) cli->args[i] = argv[optind + (int)i];
    return true;
}

static enum lang lang_of_environment(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return lang_from_locale(value);
    }
    return LANG_DA;
}

static int run(struct cli *cli, const struct seen *seen) {
    if (seen->version) {
        puts("vejviser " VEJVISER_VERSION);
        return EXIT_DONE;
    }
    if (!cli->args_n) {
        help_all(cli, seen->help ? stdout : stderr);
        return seen->help ? EXIT_DONE : EXIT_USAGE;
    }
    const struct command *command = command_find(cli->args[0]);
    if (!command) {
        fprintf(stderr, "vejviser: %s\n", msg_cli_unknown(cli->arena, cli->lang, cli->args[0]));
        return EXIT_USAGE;
    }
    if (seen->help) {
        puts(msg_by_key(cli->lang, command->help));
        return EXIT_DONE;
    }
    for (size_t i = 0; i < seen->n; i++)
        if (!command_takes(cli->arena, command, seen->ids[i])) return cli_usage(cli, command->help);
    cli->args++;
    cli->args_n--;
    if (cli->date != DAY_NONE) clock_fix(cli->date);
    app_init();
    return command->run(cli);
}

/* `vejviser stat ...` and `vejviser cohort ...` have options of their own, which differ from one
 * estimator to the next. */
static int run_estimator(struct cli *cli, int (*command)(struct cli *cli), int argc, char **argv) {
    cli->args_n = (size_t)argc - 2;
    cli->args = arena_array(cli->arena, cli->args_n + 1, sizeof *cli->args);
    for (size_t i = 0; i < cli->args_n; i++) cli->args[i] = argv[i + 2];
    return command(cli);
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    if (sodium_init() < 0) {
        fputs("vejviser: libsodium does not start\n", stderr);
        return EXIT_NOT_DONE;
    }
    struct arena *arena ARENA_AUTO = arena_new();
    struct cli cli = {.arena = arena,
                      .lang = lang_of_environment(),
                      .url = getenv("VEJVISER_DB"),
                      .outbox = getenv("VEJVISER_OUTBOX"),
                      .youth = INT_NONE,
                      .seed = INT_NONE,
                      .workers = INT_NONE,
                      .date = DAY_NONE,
                      .as_of = DAY_NONE};
    struct seen seen = {0};
    if (argc > 1 && strcmp(argv[1], "stat") == 0)
        return run_estimator(&cli, command_stat, argc, argv);
    if (argc > 1 && strcmp(argv[1], "cohort") == 0)
        return run_estimator(&cli, command_cohort, argc, argv);
    if (!command_line_read(&cli, argc, argv, &seen)) return EXIT_USAGE;
    return run(&cli, &seen);
}
