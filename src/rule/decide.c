/* SPDX-License-Identifier: EUPL-1.2
 *
 * /admin/regler/{rule}: what one rule was, is and will be, and a new version in two steps. The first
 * shows what it replaces; nothing is kept between them but what stands in the form. Between the steps
 * somebody else may have decided: then the second shows it anew instead of saving.
 */
#include "rule/internal.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/rule.html.h"
#include "rule/views.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_MAX 16 /* grades and categories of one rule */

struct new_input {
    int64_t key, seen;
    const char *value, *source, *why;
    int32_t from, to;
};
#define AT(member) offsetof(struct new_input, member)
static const struct field fields[] = {
    {.name = "hvem",
     .kind = FIELD_INT,
     .offset = AT(key),
     .required = true,
     .max = KEYS_MAX - 1,
     .label = "rule.field_key"},
    {.name = "vaerdi",
     .kind = FIELD_TEXT,
     .offset = AT(value),
     .required = true,
     .max = 40,
     .label = "rule.field_value"},
    {.name = "fra",
     .kind = FIELD_DAY,
     .offset = AT(from),
     .required = true,
     .label = "rule.field_from"},
    {.name = "til", .kind = FIELD_DAY, .offset = AT(to), .label = "rule.field_to"},
    {.name = "kilde", .kind = FIELD_TEXT, .offset = AT(source), .label = "rule.field_source"},
    {.name = "hvorfor",
     .kind = FIELD_LONG,
     .offset = AT(why),
     .required = true,
     .max = 1000,
     .label = "rule.field_why"},
    {.name = "set",
     .kind = FIELD_INT,
     .offset = AT(seen),
     .max = INT64_MAX,
     .label = "rule.new_title"},
};
#undef AT
#define FIELDS_N (sizeof fields / sizeof *fields)
#define SEEN     (FIELDS_N - 1) /* not typed by anybody */

/* The rule of the path. */
struct asked {
    const struct rules *rules;
    const char *rule;
    const struct rule_key *keys[KEYS_MAX];
    size_t n;
};

/* False: the reply has been made. */
static bool asked_find(struct request *rq, struct asked *asked) {
    struct err err = {0};
    *asked = (struct asked){.rule = request_segment(rq, "rule")};
    if (!rules_now(rq->db, &asked->rules, &err)) {
        reply_error(rq, &err);
        return false;
    }
    const struct rule_key *all;
    size_t n = rules_keys(asked->rules, &all);
    for (size_t i = 0; i < n && asked->n < KEYS_MAX; i++)
        if (strcmp(all[i].rule, asked->rule) == 0) asked->keys[asked->n++] = &all[i];
    if (!asked->n) reply_status(rq, 404);
    return asked->n > 0;
}

/* ---- the page */

static struct rule_line period_line(struct request *rq, const struct rule_period *period) {
    const struct rule_row *row = period->row;
    struct rule_line line = {
        .value = rule_value_words(rq->arena, rq->lang, row),
        .valid = rule_valid_table(rq->arena, rq->lang, period->from, period->to),
    };
    if (!row) return line;
    line.source = row->source;
    line.sure = rule_sure_words(rq->arena, rq->lang, row->sure);
    line.made_later = row->made_later;
    if (row->version)
        line.decided =
            msg_rule_decided(rq->arena, rq->lang, clock_day_of(row->known_at), row->by, row->why);
    return line;
}

/* Adds to *lines. Without days: without the empty time before the first rule and after the last. */
static void periods_add(struct request *rq, const struct rules *rules, const struct rule_key *key,
                        int32_t from, int32_t to, struct rule_line **lines, size_t *n) {
    const struct rule_period *periods;
    size_t found = rules_periods(rules, rq->arena, key, from, to, &periods);
    *lines = arena_grow(rq->arena, *lines, *n * sizeof **lines, (*n + found) * sizeof **lines);
    for (size_t i = 0; i < found; i++) {
        bool is_edge = from == DAY_NONE && (i == 0 || i + 1 == found);
        if (is_edge && !periods[i].row && found > 1) continue;
        struct rule_line line = period_line(rq, &periods[i]);
        line.who = rule_who_words(rq->arena, rq->lang, key->grade, key->category);
        (*lines)[(*n)++] = line;
    }
}

static void decisions_add(struct request *rq, const struct rules *rules, const struct rule_key *key,
                          struct rule_page *page) {
    const struct rule_row *const *rows;
    size_t n = rules_rows(rules, rq->arena, key, &rows);
    page->decisions =
        arena_grow(rq->arena, page->decisions, page->decisions_n * sizeof *page->decisions,
                   (page->decisions_n + n) * sizeof *page->decisions);
    for (size_t i = 0; i < n; i++) {
        const struct rule_row *row = rows[i];
        if (!row->version) continue;
        page->decisions[page->decisions_n++] = (struct rule_decision){
            .who = rule_who_words(rq->arena, rq->lang, key->grade, key->category),
            .value = rule_value_words(rq->arena, rq->lang, row),
            .valid = rule_valid_table(rq->arena, rq->lang, row->from, row->to),
            .source = row->source,
            .by = row->by,
            .why = row->why,
            .decided = clock_day_of(row->known_at),
            .made_later = row->made_later,
        };
    }
}

static struct input_line input(const struct form *form, struct input_line line) {
    line.type = "text";
    line.autocomplete = "off";
    line.value = form->fields_n ? form_typed(form, line.name) : "";
    line.error = form->fields_n ? form_error(form, line.name) : NULL;
    return line;
}

static size_t value_choices(struct request *rq, const struct rule_unit *unit, const char *typed,
                            struct choice_line **ret_lines) {
    struct choice_line *lines = arena_array(rq->arena, strlen(unit->choices) + 1, sizeof *lines);
    size_t n = 0;
    for (const char *p = unit->choices; *p;) {
        size_t len = strcspn(p, " ");
        const char *value = arena_dup_n(rq->arena, p, len);
        struct rule_row row = {.value = value, .unit = unit};
        lines[n++] = (struct choice_line){value, rule_value_words(rq->arena, rq->lang, &row),
                                          strcmp(value, typed) == 0};
        p += len + (p[len] == ' ');
    }
    *ret_lines = lines;
    return n;
}

static const char *kind_word(const struct rule_unit *unit) {
    static const char *const words[] = {[RULE_WHOLE] = "whole",
                                        [RULE_DECIMAL] = "decimal",
                                        [RULE_MONTH_DAY] = "month-day",
                                        [RULE_DATE] = "date",
                                        [RULE_CHOICE] = "choice"};
    return words[unit->kind];
}

static const char *kind_message(struct request *rq, const char *what,
                                const struct rule_unit *unit) {
    return msg_by_key(rq->lang, arena_fmt(rq->arena, "rule.%s%s", what, kind_word(unit)));
}

static void form_show(struct request *rq, const struct asked *asked, const struct form *form,
                      struct rule_page *page) {
    const struct rule_unit *unit = asked->keys[0]->unit;
    const char *chosen = form->fields_n ? form_typed(form, "hvem") : "0";
    const char *value = form->fields_n ? form_typed(form, "vaerdi") : "";
    page->whose = arena_array(rq->arena, asked->n, sizeof *page->whose);
    page->whose_n = asked->n;
    for (size_t i = 0; i < asked->n; i++) {
        const struct rule_key *key = asked->keys[i];
        const char *who = rule_who_words(rq->arena, rq->lang, key->grade, key->category);
        const char *number = arena_fmt(rq->arena, "%zu", i);
        page->whose[i] = (struct choice_line){number, *who ? who : msg_rule_all(rq->lang),
                                              strcmp(number, chosen) == 0};
    }
    page->has_choices = unit->kind == RULE_CHOICE;
    page->values_n = value_choices(rq, unit, value, &page->values);
    page->value_error = form->fields_n ? form_error(form, "vaerdi") : NULL;
    page->why = form->fields_n ? form_typed(form, "hvorfor") : "";
    page->why_error = form->fields_n ? form_error(form, "hvorfor") : NULL;
    page->value = input(form, (struct input_line){.name = "vaerdi",
                                                  .label = msg_rule_field_value(rq->lang),
                                                  .hint = kind_message(rq, "kind.", unit),
                                                  .width = "input-char-11"});
    page->from = input(form, (struct input_line){.name = "fra",
                                                 .label = msg_rule_field_from(rq->lang),
                                                 .hint = msg_rule_field_day_hint(rq->lang),
                                                 .width = "input-char-11"});
    page->to = input(form, (struct input_line){.name = "til",
                                               .label = msg_rule_field_to(rq->lang),
                                               .hint = msg_rule_field_to_hint(rq->lang),
                                               .width = "input-char-11"});
    page->source = input(form, (struct input_line){.name = "kilde",
                                                   .label = msg_rule_field_source(rq->lang),
                                                   .hint = msg_rule_field_source_hint(rq->lang),
                                                   .width = "input-width-l"});
}

static void page_show(struct request *rq, const struct asked *asked, const struct form *form) {
    bool is_local = asked->keys[0]->is_local;
    struct rule_page page = {
        .form = form,
        .rule = asked->rule,
        .name = rule_name_words(rq->lang, asked->rule),
        .scope = is_local ? msg_rule_by_municipality(rq->lang) : msg_rule_by_law(rq->lang),
        .has_who = asked->n > 1 || *asked->keys[0]->grade || *asked->keys[0]->category,
        .may_decide = rq->visitor.role == ROLE_ADMIN,
        .is_law = !is_local,
    };
    for (size_t i = 0; i < asked->n; i++) {
        const struct rule_key *key = asked->keys[i];
        periods_add(rq, asked->rules, key, DAY_NONE, DAY_NONE, &page.periods, &page.periods_n);
        decisions_add(rq, asked->rules, key, &page);
    }
    form_show(rq, asked, form, &page);
    struct page shell = {
        .title = page.name, .section = "/admin/regler", .wide = true, .has_errors = !form->ok};
    reply_page(rq, &shell, rule_page, &page);
}

void rule_get(struct request *rq) {
    static const struct form blank = {.ok = true};
    struct asked asked;
    if (asked_find(rq, &asked)) page_show(rq, &asked, &blank);
}

/* ---- a new version */

/* What form_read cannot know. */
static void check(struct request *rq, const struct asked *asked, struct new_input *in,
                  struct form *form) {
    if (in->key != INT_NONE && in->key >= (int64_t)asked->n)
        form_fail(form, "hvem",
                  kind_message(rq, "value_bad_", &(struct rule_unit){.kind = RULE_CHOICE}));
    const struct rule_unit *unit = asked->keys[0]->unit;
    if (in->value && !rule_value_read(rq->arena, unit, in->value, &in->value))
        form_fail(form, "vaerdi", kind_message(rq, "value_bad_", unit));
    if (in->from != DAY_NONE && in->to != DAY_NONE && in->to < in->from)
        form_fail(form, "til", msg_rule_to_before(rq->lang));
    if (!in->source && !asked->keys[0]->is_local)
        form_fail(form, "kilde", msg_rule_source_missing(rq->lang));
}

static void typed_again(struct request *rq, const struct form *form, struct rule_preview *page) {
    page->typed = arena_array(rq->arena, FIELDS_N, sizeof *page->typed);
    for (size_t i = 0; i < SEEN; i++)
        page->typed[page->typed_n++] = (struct choice_line){fields[i].name, form->typed[i], false};
}

static void preview_show(struct request *rq, const struct asked *asked, const struct form *form,
                         const struct new_input *in, bool has_changed) {
    const struct rule_key *key = asked->keys[in->key];
    const struct law_key *law =
        law_key_find(asked->rules->law, key->rule, key->grade, key->category);
    struct rule_row fresh = {.value = in->value, .unit = key->unit};
    value_is_of(key->unit, in->value, &fresh.thousandths);
    int32_t end = version_end(law, in->from, in->to);
    struct rule_preview page = {
        .rule = asked->rule,
        .name = rule_name_words(rq->lang, asked->rule),
        .in_past = in->from < clock_today(),
        .has_changed = has_changed,
        .seen = arena_fmt(rq->arena, "%lld", (long long)asked->rules->newest),
    };
    const char *who = rule_who_words(rq->arena, rq->lang, key->grade, key->category);
    const char *name = *who ? arena_fmt(rq->arena, "%s (%s)", page.name, who) : page.name;
    page.sentence = msg_rule_preview_new(rq->arena, rq->lang, name,
                                         rule_value_words(rq->arena, rq->lang, &fresh),
                                         rule_valid_words(rq->arena, rq->lang, in->from, end));
    if (end != in->to) page.bounded = msg_rule_preview_bounded(rq->arena, rq->lang, end);
    periods_add(rq, asked->rules, key, in->from, end, &page.periods, &page.periods_n);
    if (page.periods_n == 1 &&
        strcmp(page.periods[0].value, rule_value_words(rq->arena, rq->lang, &fresh)) == 0)
        page.same = msg_rule_preview_same(rq->lang);
    typed_again(rq, form, &page);
    struct page shell = {.title = msg_rule_preview_title(rq->lang), .section = "/admin/regler"};
    reply_page(rq, &shell, rule_preview, &page);
}

struct save_work {
    struct request *rq;
    struct rule_new version;
};

static bool save_write(struct db *w, void *ctx, struct err *err) {
    const struct save_work *work = ctx;
    struct audit_entry entry = audit_entry_of(work->rq, "rule");
    entry.detail = arena_fmt(work->rq->arena, "rule:%s", work->version.rule);
    return rule_add(w, &work->version, err) && audit_append(w, &entry, err);
}

static void save(struct request *rq, const struct asked *asked, const struct new_input *in) {
    const struct rule_key *key = asked->keys[in->key];
    struct save_work work = {
        .rq = rq,
        .version = {.rule = key->rule,
                    .grade = key->grade,
                    .category = key->category,
                    .value = in->value,
                    .from = in->from,
                    .to = in->to,
                    .source = in->source,
                    .why = in->why,
                    .account = rq->visitor.user_id},
    };
    struct err err = {0};
    if (!store_write(rq->store, save_write, &work, &err) || !rules_reload(rq->db, &err)) {
        reply_error(rq, &err);
        return;
    }
    reply_redirect_notice(rq, arena_fmt(rq->arena, "/admin/regler/%s", key->rule),
                          msg_rule_saved(rq->lang), NULL);
}

/* Buttons: none = preview, "gem" = save, "ret" = back to the form. */
void rule_post(struct request *rq) {
    struct asked asked;
    struct new_input in = {0};
    struct form form;
    if (!asked_find(rq, &asked)) return;
    form_read(rq, fields, FIELDS_N, &form, &in);
    check(rq, &asked, &in, &form);
    if (!form.ok || request_body(rq, "ret")) {
        if (!form.ok) rq->reply.status = 422;
        page_show(rq, &asked, &form);
        return;
    }
    bool has_changed = in.seen != INT_NONE && in.seen != asked.rules->newest;
    if (request_body(rq, "gem") && !has_changed)
        save(rq, &asked, &in);
    else
        preview_show(rq, &asked, &form, &in, has_changed && request_body(rq, "gem"));
}
