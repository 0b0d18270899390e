/* SPDX-License-Identifier: EUPL-1.2
 *
 * goal: the municipality's goals as data (the four of the policy document come with the program), and what
 * published figures say about them.
 *
 * A figure is what somebody printed, kept as printed, with how it was counted and where it stands.
 * Nothing is recomputed from other numbers (published counts and percentages do not reproduce each
 * other), and two figures are compared only when their definition is the same. Whatever the pages say
 * about a goal is computed by the functions here: a sentence cannot contradict its chart. When the
 * figures do not answer, the answer is "cannot be told", never a guess.
 *
 * A goal, a target and an initiative are rows in versions, changed by the team leader (/team/kvalitet/maal,
 * /indsatser) with who, when and why: what was in force on a day in the past stays as it was.
 *
 * Sources of the rules: the policy document 2021/22; definitions and breaks in docs of the figures
 * (rules/README.md).
 */
#ifndef VEJVISER_GOAL_H
#define VEJVISER_GOAL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/format.h"
#include "db/db.h"
#include "publication/publication.h"
#include "slice/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* The area of the figures that are ours: of the municipality that the house is set to; Viborg, whose goals come with
 * the program, when that is none of the country's (a demo). Before threads start: house_load(). */
const char *goal_area(void);

/* How a number came about; told with the number wherever it is shown. */
enum figure_kind {
    FIGURE_COUNTED,   /* registers: what happened */
    FIGURE_PROJECTED, /* a model's expectation */
    FIGURE_SURVEY,    /* a sample's answers */
    FIGURE_TARGET,    /* what somebody wants */
    FIGURE_OWN, /* the municipality's own casework, as published: in no series with official ones */
};

struct figure {
    int goal; /* its number; 0: belongs to none of them */
    const char *indicator, *area;
    const char *period; /* "2021", "2018/19"; "" = always */
    double value;       /* NaN: none was given */
    const char *unit;   /* "percent", "years", "persons" */
    const char *definition, *source;
    int64_t n;           /* of how many, or how many answered; INT_NONE (and 0): not told */
    double lower, upper; /* 95 % limits as printed; NaN (and both 0): not told */
    int32_t published, retrieved; /* days; DAY_NONE: not told. Own: approved, and as known on */
    bool hidden;                  /* own, and too few to be told: value is NaN */
    double was;      /* the value before its last revision; NaN, when `revised` is not told */
    int32_t revised; /* the day of it; DAY_NONE (and 0): never */
};
struct figures {
    const struct figure *v;
    size_t n;
};

/* A goal as it stood on the day asked for. Texts in the reader's language. */
struct goal {
    int number; /* for good: /maal/{number} */
    const char *name, *text;
    const char *owner;        /* who answers for it */
    int64_t account;          /* the same as a user; INT_NONE: the team leader */
    const char *account_name; /* or NULL */
    const char *horizon;      /* by when, in the council's words; "" */
    const char *basis;        /* the law it rests on; "" */
    int direction;            /* 1: more is better, -1: less */
    const char *measure;    /* what it is judged by: an indicator of figures, "own:KEY" one of room
                               * indicator as published; "": nothing */
    const char *series;     /* the indicator under which its targets stand among the figures */
    const char *definition; /* the way of counting that its targets are set for; "" any */
    const char *unit;       /* of measure and targets */
    const char *const *indicators; /* keys of room indicator */
    size_t indicators_n;
    const char *source;
    int32_t from;         /* first day in force; DAY_NONE: since ever */
    bool retired;         /* no goal any more, since `from` */
    int64_t version;      /* id of the row */
    const char *why, *by; /* of this version; by NULL: came with the program */
    int64_t at;
};
/* A target, or one of the sub-targets on the way. All targets also stand among `figures`, as indicator
 * goal.series of the municipality, definition "council-subtarget" or that of the program. */
struct target {
    int goal;
    const char *period; /* "2025"; "" holds always */
    double value;
    const char *source, *why, *by;
    int64_t at;
};
struct initiative_result {
    int64_t id;
    int32_t day;
    int64_t reached; /* by hand; INT_NONE: not counted */
    const char *result, *by;
    int64_t at;
};
/* What is done about a goal. */
struct initiative {
    const char *id;
    int goal;
    const char *name, *text, *owner;
    int64_t account;
    const char *account_name;
    const char *reach; /* key of room indicator which counts how many took part; "" by hand */
    int32_t next;      /* DAY_NONE: nothing agreed */
    bool retired;
    const char *source, *why, *by;
    int64_t version, at;
    const struct initiative_result *results; /* the newest first */
    size_t results_n;
};
struct goals {
    int32_t day;          /* as they stood, and what was known, on this day */
    const struct goal *v; /* in force, by number */
    size_t n;
    struct figures figures;
    /* The municipality's own figures as published by then (publication_totals). Those that a goal is judged by
     * also stand among `figures`, as own_figure() makes them. */
    const struct published_total *own;
    size_t own_n;
    const struct target *targets; /* by goal and period */
    size_t targets_n;
    const struct initiative *initiatives; /* not the retired, by goal and place */
    size_t initiatives_n;
};
const struct goal *goal_find(const struct goals *goals, int number); /* NULL: none in force */
/* Judged by a figure of one's own: its years are school years, also those of its targets (2025 is 2025/26). */
bool goal_is_own(const struct goal *goal);
/* The key is one of the goal's own figures: named by it, or what it is judged by. */
bool goal_has_own(const struct goal *goal, const char *indicator);
/* A published figure as one of `figures`: indicator "own:KEY", period "2024/25", source of which publication. */
struct figure own_figure(struct arena *a, enum lang lang, const struct published_total *total);

/* ---- rules: no database, no words ---- */

/* The first year of a period: "2021" and "2021/22" are 2021; 0 when it has none. */
int figure_year(const struct figure *figure);
enum figure_kind figure_kind_of(const char *indicator);
/* The figure of exactly that period, or, with period NULL, the newest; with a value; else NULL. */
const struct figure *figure_find(struct figures figures, const char *indicator, const char *area,
                                 const char *period);
/* The newest before `than` of the same indicator, area and definition; NULL when there is none. */
const struct figure *figure_before(struct figures figures, const struct figure *than);

enum goal_status { GOAL_UNKNOWN, GOAL_BEHIND, GOAL_ON_TRACK, GOAL_REACHED };
enum goal_reason {
    REASON_NONE,      /* the status is known */
    REASON_NO_VALUE,  /* no figure for the municipality at all */
    REASON_NO_TARGET, /* the goal names no number to reach */
    REASON_NO_YEAR,   /* there are figures, but none for a year with a (sub-)target */
    REASON_BREAK,     /* there is one, but counted in another way than the target was set for */
};
enum goal_met { MET_UNKNOWN /* or counted in another way */, MET_NOT, MET_YES };
struct standing {
    enum goal_status status;
    enum goal_reason reason;      /* why the status is unknown */
    const struct figure *latest;  /* newest figure of the municipality; NULL none */
    const struct figure *judged;  /* the figure that was compared, and with what; */
    const struct figure *against; /* NULL when the status is unknown */
    const struct figure *target;  /* the last target: what is to be reached in the end; or NULL */
    double gap;                   /* how far `latest` is from `target`, > 0 = still missing; NaN */
    const struct figure *this_year; /* the target of goals->day's year; NULL: there is none */
    double gap_year;                /* how far `latest` is from that; NaN */
    const struct figure *of_latest; /* the target of the year of `latest`; NULL: there is none */
    enum goal_met met;              /* whether `latest` meets it */
};
/* Compares the newest figure that has a target for the same year (a target without a year holds
 * always). Reached: the last target is met, by a figure of any year up to it. */
struct standing goal_standing(const struct goals *goals, const struct goal *goal);

/* ---- beyond one figure: both need to know how many stand behind it (stat/) ---- */

/* The 95 % limits: as printed, else Wilson's when it is a share of n; false: not known. */
bool figure_limits(const struct figure *figure, double *ret_lower, double *ret_upper);
/* Of the same indicator and definition. Up or down only when the difference is larger than its uncertainty. */
enum figure_change {
    FIGURE_CHANGE_UNKNOWN, /* one of them does not say of how many */
    FIGURE_CHANGE_NONE,
    FIGURE_CHANGE_UP,
    FIGURE_CHANGE_DOWN
};
enum figure_change figure_change(const struct figure *from, const struct figure *to);

/* Where the measure of a goal leads when things go on as they did: a binomial trend with overdispersion over the
 * years counted as the newest is (at least three), to the last target, else three years on. Never across a break. */
#define OUTLOOK_MAX 10
enum outlook_why {
    OUTLOOK_GOOD,
    OUTLOOK_NO_FIGURE,
    OUTLOOK_NO_SHARE,  /* no share of people, or an expectation already */
    OUTLOOK_NO_COUNTS, /* nobody tells of how many */
    OUTLOOK_FEW_YEARS,
};
enum goal_expectation { EXPECT_NOTHING, EXPECT_REACHED, EXPECT_MISSED, EXPECT_OPEN };
struct outlook_year {
    int year;
    double share, lower95, upper95, lower50, upper50; /* percent */
};
struct goal_outlook {
    enum outlook_why why;
    int first, latest; /* years it rests on */
    struct outlook_year years[OUTLOOK_MAX];
    size_t n;
    const struct figure *target; /* that of the last year; NULL: none of the same way of counting */
    enum goal_expectation
        expectation; /* reached or missed only when the whole 95 % interval says so */
};
struct goal_outlook goal_outlook(struct arena *a, const struct goals *goals,
                                 const struct goal *goal);

/* ---- database ---- */

/* Brings the goals, initiatives and figures of the program into the database; idempotent: what was changed in the
 * municipality stays. Inside store_write(). */
bool goal_load(struct db *w, struct err *err);
/* As they stand today, by the clock. */
bool goals_read(struct db *db, struct arena *a, enum lang lang, struct goals *ret_goals,
                struct err *err);
/* As they stood, and with what was known, on a day. */
bool goals_read_on(struct db *db, struct arena *a, enum lang lang, int32_t day,
                   struct goals *ret_goals, struct err *err);
/* The same with the own figures that were published by another moment, of school years up to `last`. */
bool goals_read_with(struct db *db, struct arena *a, enum lang lang, int32_t day, int64_t published,
                     int last, struct goals *ret_goals, struct err *err);

/* Keeps a figure that somebody has published, brought in at the moment `imported`. One figure stands for an
 * indicator, area, period and definition: the same again changes nothing; another value replaces it, and the one
 * before is kept. Inside store_write(). */
enum figure_put { FIGURE_NEW, FIGURE_SAME, FIGURE_REPLACED };
bool goal_figure_put(struct db *w, struct arena *a, const struct figure *figure, int64_t imported,
                     enum figure_put *ret_put, struct err *err);

/* What goal_figure_put() would do, and the value that stands now (NaN). */
bool goal_figure_compare(struct db *db, struct arena *a, const struct figure *figure,
                         enum figure_put *ret_put, double *ret_was, struct err *err);
/* Of which table of which publisher (exchange/figures.h) the figure that stands there is, and who brought it in
 * (INT_NONE: the command line). Inside store_write(), after goal_figure_put(). */
bool goal_figure_from(struct db *w, const struct figure *figure, const char *kind, int64_t by,
                      struct err *err);
/* The goal that the program's own figures of that indicator belong to; 0: none. */
bool goal_of_figures(struct db *db, struct arena *a, const char *indicator, int *ret_goal,
                     struct err *err);
/* Every figure of an indicator, by area, period and definition. goals_read() leaves out those from files that
 * belong to no goal, or are of places that the program's own figures are not about; here they all are. */
bool figures_of(struct db *db, struct arena *a, const char *indicator, struct figures *ret,
                struct err *err);

/* ---- words: what the pages and the reports say; all texts live in the arena ---- */

/* Who reads: what every function of this room that makes words needs. */
struct reader {
    struct arena *arena;
    enum lang lang;
};

const char *figure_name(struct reader r, const struct figure *figure); /* what is measured */
const char *figure_definition(struct reader r, const struct figure *figure);
const char *figure_area(struct reader r, const struct figure *figure);
const char *figure_period(struct reader r, const struct figure *figure); /* "2021", "årgang 2019" */
const char *figure_kind_name(struct reader r, const struct figure *figure);
/* "22,9 %", "28 år", "99.000 personer", with the decimals its series is printed with. */
const char *figure_value(struct reader r, struct figures figures, const struct figure *figure);
int figure_decimals(struct figures figures, const struct figure *figure);
const char *figure_unit(struct reader r, const struct figure *figure);
/* The distinct sources of figures, joined with "; ". NULLs in the list are skipped. */
const char *sources_text(struct reader r, const struct figure *const *figures, size_t n);

/* One goal: every sentence is computed from the figures. */
struct goal_kpi {
    const char *label, *value;
};
struct goal_story {
    const char *line;    /* one or two sentences: what the figures say */
    const char *finding; /* the same as the heading of the chart */
    enum goal_status status;
    const char *badge;   /* "Bag målet" */
    const char *verdict; /* why that is the status */
    const char
        *distance; /* how far it is to this year's target; NULL: there is none to compare with */
    const char *outlook; /* where it leads, or why that cannot be told; NULL: it is not asked */
    const char *as_of;   /* of which period the newest figure is */
    const char *source;  /* of the figures in line, verdict and kpis */
    struct goal_kpi kpis[4];
    size_t kpis_n;
};
struct goal_story goal_tell(struct reader r, const struct goals *goals, int number);
const char *goal_badge(enum lang lang, enum goal_status status);

/* All figures of a goal (0: of none), a row each with its source. `for_file`: bare numbers with
 * their unit and definition apart, for CSV. */
const struct table_model *goal_table(struct reader r, struct figures figures, int goal,
                                     bool for_file);
/* The chart of one goal; the table must be given since a chart has one. */
const struct chart_model *goal_chart(struct reader r, const struct goals *goals, int number);

/* For `vejviser goals`: each goal as known on a day, its newest figure, the target of that figure's year and
 * whether it is met, the last target, status and source; as a table of `width` characters, and as a JSON list of
 * objects (the caller's; NULL). */
void goals_command(struct reader r, const struct goals *goals, size_t width, FILE *out);
struct json_t *goals_json(struct reader r, const struct goals *goals);

/* ---- goal 1: the way of a year group, from the casework ---- */

#include "goal/way.h"

/* Drawn, with what it says; NULL: too few are followed, or left school. `figures`: the official ones beside it. */
const struct chart_model *goal_way_chart(struct reader r, const struct goal_way *way,
                                         struct figures figures, const char *const **ret_sentences,
                                         size_t *ret_n);
const struct flow_model *goal_way_flow(struct reader r, const struct goal_way *way);

/* The way of a year group (way.h), for publications. */
struct publication_document;
extern const struct publication_document goal_way_document;

extern const struct slice goal_slice;

#endif
