/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser serve: the server and the job runner, until SIGINT or SIGTERM.
 */
#include "cli.h"

#include "base/log.h"
#include "cohort/cohort.h"
#include "gen/msg.h"
#include "letter/outbox.h"
#include "quality/quality.h"

#include <malloc.h>
#include <signal.h>
#include <string.h>

/* glibc gives each thread a heap of its own, up to eight a processor, and what one has had for a large
 * page no other gets. Two serve as fast, with half of the memory (bench/README.md). */
#define HEAPS 2

/* Signals wait in the mask of every thread and are taken here, so that no handler runs anywhere. */
static void signals_block(sigset_t *set) {
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, set, NULL);
}

static bool is_local(const char *listen) {
    return strncmp(listen, "127.", 4) == 0 || strncmp(listen, "[::1]", 5) == 0 ||
           strncmp(listen, "localhost", 9) == 0;
}

static int serve(struct cli *cli, struct store *store) {
    struct err err = {0};
    sigset_t set;
    mallopt(M_ARENA_MAX, HEAPS);
    store_serves(store);
    signals_block(&set);
    const struct site *site = app_site(store, cli->arena);
    const char *wrong = router_check(site, cli->arena);
    if (wrong) return cli_fail(cli, wrong);
    struct sender sender = {outbox_write_file, cli->outbox};
    if (cli->outbox) outbox_use(&sender);
    size_t kinds_n;
    const struct job_kind *const *kinds = app_jobs(cli->arena, &kinds_n);
    quality_serve(true);
    struct job_runner *jobs = job_runner_start(store, kinds, kinds_n, site->app, &err);
    if (!jobs) return cli_fail_err(cli, &err);
    struct server_options options = {
        .listen = cli->listen ? cli->listen : "127.0.0.1:8080",
        .origin = cli->origin,
        .workers = cli->workers == INT_NONE ? 0 : (unsigned)cli->workers,
        .spool = cli->spool,
    };
    struct server *server = server_start(site, &options, &err);
    if (!server) {
        job_runner_stop(jobs);
        return cli_fail_err(cli, &err);
    }
    if (!is_local(options.listen) && !cli->origin) log_warn("%s", msg_cli_serve_open(LANG_EN));
    fprintf(stderr, "%s\n", msg_cli_serving(cli->arena, cli->lang, options.listen));
    int signal_number;
    sigwait(&set, &signal_number);
    server_stop(server);
    job_runner_stop(jobs);
    return EXIT_DONE;
}

int command_serve(struct cli *cli) {
    if (cli->args_n) return cli_usage(cli, "cli.help.serve");
    struct store *store = cli_open(cli, false, true);
    if (!store) return EXIT_NOT_DONE;
    int code = serve(cli, store);
    cohort_forget();
    quality_forget();
    store_close(store);
    return code;
}
