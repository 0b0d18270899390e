/* SPDX-License-Identifier: EUPL-1.2
 *
 * vejviser report quality --year 2021/22 --out FILE.html|FILE.pdf|FILE.xlsx
 */
#include "cli.h"

#include "annual/annual.h"
#include "base/clock.h"
#include "gen/msg.h"

#include <errno.h>
#include <string.h>

static int write_file(struct cli *cli, struct blob file) {
    FILE *out = fopen(cli->out, "wb");
    bool ok = out && fwrite(file.ptr, 1, file.len, out) == file.len;
    if (out && fclose(out) != 0) ok = false;
    return ok ? EXIT_DONE
              : cli_fail(cli, msg_cli_report_unwritten(cli->arena, cli->lang, cli->out,
                                                       strerror(errno)));
}

static int report(struct cli *cli, const struct annual_ask *ask, enum annual_form form) {
    struct store *store = cli_open(cli, false, true);
    if (!store) return EXIT_NOT_DONE;
    struct document document;
    struct blob file;
    struct err err = {0};
    struct db *db = store_connect(store, &err);
    bool ok = db && annual_document(db, cli->arena, ask, &document, &err) &&
              annual_file(&document, form, &file, &err);
    db_close(db);
    store_close(store);
    return ok ? write_file(cli, file) : cli_fail_err(cli, &err);
}

int command_report(struct cli *cli) {
    enum annual_form form;
    if (cli->args_n != 1 || strcmp(cli->args[0], "quality") != 0 || !cli->year || !cli->out ||
        !annual_form_of(cli->out, &form))
        return cli_usage(cli, "cli.help.report");
    struct annual_ask ask = {.school_year = annual_year(cli->year, clock_today()),
                             .lang = cli->report_lang,
                             .day = DAY_NONE};
    if (!ask.school_year)
        return cli_fail(cli, msg_cli_report_year(cli->arena, cli->lang, cli->year));
    return report(cli, &ask, form);
}
