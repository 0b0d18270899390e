/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/document.h"

#include <string.h>

void document_init(struct document *document, struct arena *a, enum lang lang) {
    *document = (struct document){.arena = a, .lang = lang};
}

static struct document_block *block_add(struct document *d, enum document_kind kind) {
    if (d->n == d->cap) {
        size_t more = d->cap ? d->cap * 2 : 64;
        d->blocks =
            arena_grow(d->arena, d->blocks, d->cap * sizeof *d->blocks, more * sizeof *d->blocks);
        d->cap = more;
    }
    struct document_block *block = &d->blocks[d->n++];
    *block = (struct document_block){.kind = kind};
    return block;
}

void document_heading(struct document *document, int level, const char *text) {
    if (!text || !*text) return;
    struct document_block *block = block_add(document, DOCUMENT_HEADING);
    block->level = level;
    block->text = text;
}

void document_link(struct document *document, enum document_kind kind, const char *text,
                   const char *href) {
    if (!text || !*text) return;
    struct document_block *block = block_add(document, kind);
    block->text = text;
    block->href = href;
}

void document_text(struct document *document, enum document_kind kind, const char *text) {
    document_link(document, kind, text, NULL);
}

void document_fact(struct document *document, const char *label, const char *text) {
    if (!text || !*text) return;
    struct document_block *block = block_add(document, DOCUMENT_FACT);
    block->label = label;
    block->text = text;
}

/* An address at the end of a line is where the words before it lead; alone it is its own words. */
static void written_words(struct document *d, enum document_kind kind, const char *line) {
    const char *space = strrchr(line, ' '), *last = space ? space + 1 : line;
    if (strncmp(last, "https://", 8) != 0 && strncmp(last, "http://", 7) != 0) {
        document_text(d, kind, line);
        return;
    }
    size_t len = space ? (size_t)(space - line) : 0;
    document_link(d, kind, len ? arena_dup_n(d->arena, line, len) : last, last);
}

static void written_line(struct document *d, int level, const char *line) {
    while (*line == ' ' || *line == '\t') line++;
    if (strncmp(line, "# ", 2) == 0)
        document_heading(d, level, line + 2);
    else if (strncmp(line, "- ", 2) == 0)
        written_words(d, DOCUMENT_ITEM, line + 2);
    else
        written_words(d, DOCUMENT_TEXT, line);
}

void document_written(struct document *document, int level, const char *text) {
    while (text && *text) {
        size_t len = strcspn(text, "\r\n");
        if (len) written_line(document, level, arena_dup_n(document->arena, text, len));
        text += len + strspn(text + len, "\r\n");
    }
}

void document_table(struct document *document, const char *heading,
                    const struct table_model *table) {
    if (!table || !table->rows_n) return;
    struct document_block *block = block_add(document, DOCUMENT_TABLE);
    block->text = heading;
    block->table = table;
}

void document_figure(struct document *document, const struct document_figure *figure) {
    block_add(document, DOCUMENT_FIGURE)->figure = figure;
}

/* In a file that is sent there is no address that the numbers could be fetched from. */
void document_chart(struct document *document, const struct chart_model *chart) {
    struct arena *a = document->arena;
    struct document_figure *figure = arena_alloc(a, sizeof *figure);
    struct chart_model *alone = arena_alloc(a, sizeof *alone);
    struct text html, svg;
    *alone = *chart;
    alone->csv_href = NULL;
    text_init(&html, a);
    text_init(&svg, a);
    chart_html(&html, document->lang, alone);
    chart_svg(&svg, document->lang, alone, false);
    *figure = (struct document_figure){
        .id = chart->id,
        .title = chart->title,
        .subtitle = chart->subtitle,
        .source = chart->source,
        .alternative = arena_fmt(a, "%s. %s", chart->title, chart->desc ? chart->desc : ""),
        .html = text_str(&html),
        .svg = text_str(&svg),
        .table = chart->table,
        .chart = alone,
    };
    document_figure(document, figure);
}

/* What a funnel and a flow have alike; `alone` is the figure without an address for its numbers. */
static void drawn(struct document *document, const struct figure_model *alone,
                  const struct text *html, const struct text *svg) {
    struct arena *a = document->arena;
    struct document_figure *figure = arena_alloc(a, sizeof *figure);
    *figure = (struct document_figure){
        .id = alone->id,
        .title = alone->title,
        .subtitle = alone->subtitle,
        .source = alone->source,
        .alternative = arena_fmt(a, "%s. %s", alone->title, alone->desc ? alone->desc : ""),
        .html = text_str(html),
        .svg = text_str(svg),
        .table = alone->table,
    };
    document_figure(document, figure);
}

void document_funnel(struct document *document, const struct funnel_model *funnel) {
    struct funnel_model alone = *funnel;
    struct text html, svg;
    alone.figure.csv_href = NULL;
    text_init(&html, document->arena);
    text_init(&svg, document->arena);
    funnel_html(&html, document->lang, &alone);
    funnel_svg(&svg, document->lang, &alone, false);
    drawn(document, &alone.figure, &html, &svg);
}

void document_flow(struct document *document, const struct flow_model *flow) {
    struct flow_model alone = *flow;
    struct text html, svg;
    alone.figure.csv_href = NULL;
    text_init(&html, document->arena);
    text_init(&svg, document->arena);
    flow_html(&html, document->lang, &alone);
    flow_svg(&svg, document->lang, &alone, false);
    drawn(document, &alone.figure, &html, &svg);
}
