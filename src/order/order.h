/* SPDX-License-Identifier: EUPL-1.2
 *
 * order: education orders (uddannelsespålæg) of young people on benefits, as the job centre told the guidance
 * service of them (rules.md § 3.3; LAB § 30).
 *
 *     order     given on a day, with the benefit it goes with; one open at a time
 *     step      what the young person was asked for, by when, whom it waits for; then the answer
 *     contact   whom we speak to at the job centre
 *     end       how it ended, and why
 *
 * The job centre gives orders and decides what follows from them; this room writes down and reminds, it
 * decides nothing and sends no letter: no letter of the guidance service about orders is named in the rules.
 *
 * The law is that of the day an order was given on (rule order_status):
 *     full      until 30 June 2025: three steps, propose, apply, begin and complete, each after the one before
 *     unclear   from 1 July 2025, when uddannelseshjælp ceased: what is left of the order is not settled in
 *               our sources, so that the steps are written down as the job centre's letter names them
 *     (none)    before 2020 no rule is known here; as unclear
 * An order keeps its words and steps when the law changes while it runs; the page says that it changed.
 * "uddannelsesparat" of the job centre is another concept than that of UPV: no type is shared.
 *
 * Insight: everything here about one person, texts opened, withdrawn rows too. Erasure: all
 * of it, when rules_case_over() says so (rule.h).
 */
#ifndef VEJVISER_ORDER_H
#define VEJVISER_ORDER_H

#include "slice/slice.h"

extern const struct slice order_slice;

/* education_order.benefit; messages order.benefit.NAME */
#define ORDER_BENEFITS "uddannelseshjaelp", "kontanthjaelp", "dagpenge"
/* education_order.ready: the job centre's judgement; messages order.ready.NAME */
#define ORDER_READY "obvious", "ready", "activity"
/* education_order_step.kind, in the order of the law; messages order.step.NAME */
#define ORDER_STEPS "propose", "apply", "start", "other"
/* education_order_step.waits_for; messages order.waits.NAME */
#define ORDER_WAITS "youth", "guidance", "job_centre"
/* education_order_step.outcome; messages order.outcome.NAME */
#define ORDER_OUTCOMES "met", "not_met", "excused"
/* education_order.end_reason; messages order.end.NAME */
#define ORDER_ENDS                                                                                 \
    "completed", "work", "off_benefit", "excused", "cancelled", "moved", "mistake", "other"

#endif
