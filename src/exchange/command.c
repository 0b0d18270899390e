/* SPDX-License-Identifier: EUPL-1.2 */
#include "exchange/exchange.h"

#include "exchange/import.h"
#include "gen/msg.h"

#include <sys/stat.h>

#define REJECTS_SHOWN 50

static void print_json(FILE *out, const struct import_order *order, const struct import_report *r) {
    fprintf(out,
            "{\"read\":%lld,\"new\":%lld,\"changed\":%lld,\"unchanged\":%lld,\"rejected\":%lld,"
            "\"kept\":%lld,\"skipped\":%lld",
            (long long)r->read, (long long)r->fresh, (long long)r->changed, (long long)r->unchanged,
            (long long)r->rejected, (long long)r->kept, (long long)r->skipped);
    if (order->what == IMPORT_FIGURES) fprintf(out, ",\"remarks\":%zu", r->remarks_n);
    fprintf(out, "}\n");
}

static void print_text(FILE *out, struct arena *a, const struct import_order *order,
                       const struct import_report *r) {
    enum lang lang = order->lang;
    fprintf(
        out, "%s\n",
        msg_exchange_cli_counts(a, lang, r->read, r->fresh, r->changed, r->unchanged, r->rejected));
    if (r->kept) fprintf(out, "%s\n", msg_exchange_cli_kept(a, lang, r->kept));
    if (r->skipped)
        fprintf(out, "%s\n",
                order->what == IMPORT_FIGURES ? msg_exchange_cli_absent(a, lang, r->skipped)
                                              : msg_exchange_cli_skipped(a, lang, r->skipped));
    for (size_t i = 0; i < r->remarks_n; i++)
        fprintf(out, "%s\n",
                msg_exchange_cli_remark(a, lang, r->remarks[i].field, r->remarks[i].reason));
    if (order->dry_run) fprintf(out, "%s\n", msg_exchange_cli_dry(lang));
}

static void print_rejects(FILE *err_out, struct arena *a, enum lang lang,
                          const struct import_report *r) {
    size_t n = r->rejects_n < REJECTS_SHOWN ? r->rejects_n : REJECTS_SHOWN;
    for (size_t i = 0; i < n; i++)
        fprintf(err_out, "%s\n",
                msg_exchange_cli_reject(a, lang, r->rejects[i].row, r->rejects[i].field,
                                        r->rejects[i].reason));
    if (n < r->rejects_n)
        fprintf(err_out, "%s\n", msg_exchange_cli_more_rejects(a, lang, r->rejected));
}

static void print_report(const struct import_order *order, const struct import_report *r, bool json,
                         struct arena *a, FILE *out, FILE *err_out) {
    if (json)
        print_json(out, order, r);
    else if (!r->fatal)
        print_text(out, a, order, r);
    print_rejects(err_out, a, order->lang, r);
    if (r->fatal) fprintf(err_out, "%s\n%s\n", r->fatal, msg_exchange_cli_nothing(order->lang));
}

bool import_command(struct store *store, const char *what, const char *as, const char *path,
                    bool dry_run, bool json, enum lang lang, FILE *out, FILE *err_out,
                    int *ret_exit, struct err *err) {
    struct arena *a ARENA_AUTO = arena_new();
    struct import_order order = {
        .path = path, .dry_run = dry_run, .lang = lang, .user_id = INT_NONE, .role = "system"};
    struct stat status;
    if (!import_what_by_name(what, &order.what)) {
        fprintf(err_out, "%s\n", msg_exchange_cli_what(lang));
        *ret_exit = 2;
        return true;
    }
    order.kind = figure_table_find(as);
    if ((order.what == IMPORT_FIGURES) != (as && order.kind)) {
        fprintf(err_out, "%s\n", msg_exchange_cli_kind(a, lang, figure_table_keys(a)));
        *ret_exit = 2;
        return true;
    }
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) {
        fprintf(err_out, "%s\n", msg_exchange_cli_cannot_open(a, lang, path));
        *ret_exit = 1;
        return true;
    }
    order.route = arena_fmt(a, "cli import %s", what);
    order.file_time = (int64_t)status.st_mtim.tv_sec * 1000000;

    struct db *db = store_connect(store, err);
    if (!db) return false;
    struct import_report report;
    bool ok = import_run(store, db, a, &order, &report, err);
    db_close(db);
    if (!ok) return false;
    print_report(&order, &report, json, a, out, err_out);
    *ret_exit = report.fatal || report.rejected ? 1 : 0;
    return true;
}
