/* SPDX-License-Identifier: EUPL-1.2
 *
 * What this room gives to the house: its routes, and the facts and notices about identity.
 */
#include "youth/pages.h"

#include "base/clock.h"
#include "base/date.h"
#include "gen/msg.h"
#include "gen/youth.sql.h"

#include <string.h>

static const struct route routes[] = {
    {"GET", "/unge", youth_caseload_get, ROLE_GUIDANCE, AUDIT_LIST, "youth.purpose.caseload",
     .flags = 0},
    {"GET", "/unge/{youth}", youth_page_get, ROLE_GUIDANCE | ROLE_SCHOOL, AUDIT_PERSON,
     "youth.purpose.page", .flags = 0},
    {"POST", "/unge/{youth}/cpr", youth_page_cpr, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,
     "youth.purpose.cpr", .flags = 0},
    {"GET", "/unge/{youth}/stamdata", youth_edit_get, ROLE_GUIDANCE, AUDIT_PERSON,
     "youth.purpose.edit", .flags = 0},
    {"POST", "/unge/{youth}/stamdata", youth_edit_post, ROLE_GUIDANCE, AUDIT_PERSON_CHANGE,
     "youth.purpose.edit", .flags = 0},
    {"GET", "/soeg", youth_search_get, ROLE_GUIDANCE | ROLE_SCHOOL, AUDIT_SEARCH,
     "youth.purpose.search", .flags = 0},
    {"GET", "/soeg/forslag", youth_search_json, ROLE_GUIDANCE | ROLE_SCHOOL, AUDIT_SEARCH,
     "youth.purpose.search", .flags = 0},
    {"POST", "/soeg", youth_search_cpr, ROLE_GUIDANCE, AUDIT_SEARCH, "youth.purpose.search",
     .flags = 0},
};

static const char *relation_word(enum lang lang, const char *relation) {
    if (strcmp(relation, "mother") == 0) return msg_youth_relation_mother(lang);
    if (strcmp(relation, "father") == 0) return msg_youth_relation_father(lang);
    if (strcmp(relation, "official") == 0) return msg_youth_relation_official(lang);
    return msg_youth_relation_other(lang);
}

static void phone_fact(struct facts *out, const char *group, const char *label, const char *phone,
                       enum lang lang) {
    struct fact *f = facts_add(out);
    f->group = group;
    f->label = label;
    f->text = phone ? fmt_phone(out->arena, phone) : msg_youth_no_phone(lang);
    f->href = phone ? arena_fmt(out->arena, "tel:%s", phone) : NULL;
}

/* Contact: the young person, who has custody until 18, the address unless it is protected, counsellor.
 * From 18 on the parents are not shown any more (rules.md § 9, Age). */
static bool facts(struct request *rq, const char *youth_id, struct facts *out, struct err *err) {
    struct youth_head head;
    bool found = false;
    int32_t today = clock_today();
    if (!youth_head(rq->db, rq->arena, youth_id, today, &head, &found, err)) return false;
    if (!found) return true;
    const char *group = msg_youth_fact_contact(rq->lang);
    phone_fact(out, group, head.first_name, head.phone, rq->lang);
    if (head.email && (rq->visitor.role & ROLE_GUIDANCE)) {
        struct fact *f = facts_add(out);
        *f = (struct fact){group, msg_youth_fact_email(rq->lang), head.email,
                           arena_fmt(rq->arena, "mailto:%s", head.email)};
    }
    if (rq->visitor.role & ROLE_GUIDANCE) {
        struct fact *f = facts_add(out);
        *f = (struct fact){group, msg_youth_fact_address(rq->lang),
                           head.guarded   ? msg_youth_address_guarded(rq->lang)
                           : head.address ? head.address
                                          : msg_youth_address_none(rq->lang),
                           NULL};
    }
    if (head.age < 18 && (rq->visitor.role & ROLE_GUIDANCE)) {
        struct q_youth_guardians_rows g;
        if (!q_youth_guardians(rq->db, rq->arena, (struct q_youth_guardians_in){youth_id}, &g, err))
            return false;
        for (size_t i = 0; i < g.n; i++) {
            const char *word = relation_word(rq->lang, g.v[i].relation);
            phone_fact(out, group,
                       g.v[i].custody ? word : msg_youth_no_custody(rq->arena, rq->lang, word),
                       g.v[i].phone, rq->lang);
        }
    }
    struct fact *f = facts_add(out);
    *f = (struct fact){
        group, msg_youth_fact_counsellor(rq->lang),
        head.counsellor_name ? head.counsellor_name : msg_youth_no_counsellor(rq->lang), NULL};
    return true;
}

static bool notices(struct request *rq, const char *youth_id, struct notices *out,
                    struct err *err) {
    struct youth_head head;
    bool found = false;
    if (!youth_head(rq->db, rq->arena, youth_id, clock_today(), &head, &found, err)) return false;
    if (!found) return true;
    if (head.guarded) {
        struct notice *n = notices_add(out);
        n->level = 1;
        n->title = head.guarded_until == DAY_NONE
                       ? msg_youth_guarded(rq->lang)
                       : msg_youth_guarded_until(rq->arena, rq->lang, head.guarded_until);
    }
    if (head.moved_out != DAY_NONE) {
        struct notice *n = notices_add(out);
        n->title = msg_youth_moved_out(rq->arena, rq->lang, head.moved_out);
    }
    return true;
}

static const struct db_statement *const person_asks[] = {&statement_youth_head,
                                                         &statement_youth_guardians, NULL};
static const struct db_statement *const caseload_asks[] = {&statement_youth_mine, NULL};

static const struct db_statement *const handover_asks[] = {&statement_youth_handover_count, NULL};

const struct slice youth_slice = {
    .name = "youth",
    .asks = {[PAGE_PERSON] = person_asks,
             [PAGE_CASELOAD] = caseload_asks,
             [PAGE_HANDOVER] = handover_asks},
    .routes = routes,
    .routes_n = sizeof routes / sizeof *routes,
    .facts = facts,
    .notices = notices,
    .handover_preview = youth_handover_preview,
    .handover_move = youth_handover_move,
    .handover_back = youth_handover_back,
    .insight = youth_insight,
    .erase = youth_erase,
};
