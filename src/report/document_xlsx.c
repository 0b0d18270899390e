/* SPDX-License-Identifier: EUPL-1.2
 *
 * A document as a workbook: the text on the first sheet, and for each table and figure a sheet with a real table
 * (and a chart, xlsx_chart.c). The file is written into memory: libxlsxwriter wants a name, and a memory file
 * has one under /proc.
 */
#include "report/xlsx.h"

#include "base/date.h"
#include "gen/msg.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>

#define NAME_MOST 31 /* characters of a sheet's name */
#define CELL_MOST 32767

/* ---- formats ---- */

static lxw_format *format_add(struct xlsx *x, double size, bool bold, bool wrap) {
    lxw_format *format = workbook_add_format(x->book);
    format_set_font_size(format, size);
    if (bold) format_set_bold(format);
    if (wrap) format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    return format;
}

static void formats_open(struct xlsx *x) {
    x->title = format_add(x, 18, true, false);
    x->chapter = format_add(x, 14, true, false);
    x->heading = format_add(x, 11, true, true);
    x->text = format_add(x, 11, false, true);
    x->small = format_add(x, 9, false, true);
    x->mark = format_add(x, 11, true, false);
    format_set_font_color(x->mark, 0xb3192a);
    x->link = format_add(x, 11, false, true);
    format_set_font_color(x->link, 0x0b5563);
    format_set_underline(x->link, LXW_UNDERLINE_SINGLE);
}

/* "#,##0.0" with the unit; kept, since a workbook has each format once. */
lxw_format *xlsx_number_format(struct xlsx *x, const struct table_column *column) {
    const char *digits =
        column->decimals > 0 ? arena_fmt(x->arena, "#,##0.%0*d", column->decimals, 0) : "#,##0";
    const char *unit = column->unit;
    const char *code = unit ? arena_fmt(x->arena, "%s\"\u00a0%s\"", digits, unit) : digits;
    for (size_t i = 0; i < x->numbers_n; i++)
        if (strcmp(x->numbers[i].code, code) == 0) return x->numbers[i].format;
    lxw_format *format = format_add(x, 11, false, false);
    format_set_num_format(format, code);
    if (x->numbers_n < XLSX_FORMATS)
        x->numbers[x->numbers_n++] = (struct xlsx_format){code, format};
    return format;
}

/* ---- cells ---- */

/* A cell holds 32767 characters; bytes are never fewer than those. Always text: "0123" stays so. */
void xlsx_text(struct xlsx *x, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
               const char *text, lxw_format *format) {
    if (!text || !*text) return;
    size_t len = strlen(text);
    if (len > CELL_MOST) text = arena_dup_n(x->arena, text, utf8_cut(text, len, CELL_MOST));
    worksheet_write_string(sheet, row, column, text, format);
}

static void cell_write(struct xlsx *x, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                       const struct table_column *kind, const struct table_cell *cell) {
    if (!cell->why && !cell->text && isfinite(cell->number)) {
        double digits = pow(10, kind->decimals); /* as printed: what is not shown is not told */
        worksheet_write_number(sheet, row, column, round(cell->number * digits) / digits,
                               xlsx_number_format(x, kind));
        return;
    }
    const char *text = cell->why ? cell->why : cell->text ? cell->text : "–";
    xlsx_text(x, sheet, row, column, text, x->text);
}

/* ---- sheets ---- */

/* A name that a workbook can have: no []:*?/\\, at most 31 characters, not there yet. */
static const char *sheet_name(struct xlsx *x, const char *words) {
    char *name = arena_dup(x->arena, words);
    for (char *s = name; *s; s++)
        if (strchr("[]:*?/\\'", *s)) *s = ' ';
    size_t len = strlen(name), characters = 0, cut = 0;
    while (cut < len && characters < NAME_MOST - 3) {
        cut++;
        while (cut < len && ((unsigned char)name[cut] & 0xc0) == 0x80) cut++;
        characters++;
    }
    return arena_fmt(x->arena, "%zu %.*s", ++x->sheets_n, (int)cut, name);
}

/* In a page's head "&" is the beginning of a command. */
static const char *page_head(struct xlsx *x, const char *mark) {
    struct text out;
    text_init(&out, x->arena);
    text_add(&out, "&C");
    for (const char *s = mark; *s; s++) {
        text_addc(&out, *s);
        if (*s == '&') text_addc(&out, '&');
    }
    return text_str(&out);
}

lxw_worksheet *xlsx_sheet(struct xlsx *x, const char *name) {
    lxw_worksheet *sheet = workbook_add_worksheet(x->book, name);
    if (!sheet) return NULL;
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_set_landscape(sheet);
    worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
    if (x->document->mark) worksheet_set_header(sheet, page_head(x, x->document->mark));
    return sheet;
}

/* The head's labels must differ, else a workbook does not open. */
static const char *column_label(struct xlsx *x, const struct table_model *table, size_t c) {
    const char *label = table->columns[c].label;
    if (!label || !*label) return arena_fmt(x->arena, "%zu", c + 1);
    size_t before = 0;
    for (size_t i = 0; i < c; i++)
        before += table->columns[i].label && strcmp(table->columns[i].label, label) == 0;
    return before ? arena_fmt(x->arena, "%s (%zu)", label, before + 1) : label;
}

static double column_width(const struct table_model *table, size_t c) {
    size_t most = strlen(table->columns[c].label ? table->columns[c].label : "");
    for (size_t r = 0; r < table->rows_n; r++) {
        const struct table_cell *cell = &table->cells[r * table->columns_n + c];
        const char *text = cell->why ? cell->why : cell->text;
        if (text && strlen(text) > most) most = strlen(text);
    }
    return fmin(60, fmax(10, (double)most + 3));
}

lxw_row_t xlsx_table(struct xlsx *x, lxw_worksheet *sheet, lxw_row_t row,
                     const struct table_model *table) {
    size_t n = table->columns_n;
    lxw_table_column *columns = arena_array(x->arena, n, sizeof *columns);
    lxw_table_column **list = arena_array(x->arena, n + 1, sizeof *list);
    for (size_t c = 0; c < n; c++) {
        columns[c].header = arena_dup(x->arena, column_label(x, table, c));
        list[c] = &columns[c];
    }
    for (size_t i = 0; i < n * table->rows_n; i++)
        cell_write(x, sheet, row + 1 + (lxw_row_t)(i / n), (lxw_col_t)(i % n),
                   &table->columns[i % n], &table->cells[i]);
    lxw_table_options options = {.columns = list,
                                 .style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
                                 .style_type_number = 1,
                                 .no_autofilter = LXW_TRUE,
                                 .first_column = LXW_TRUE};
    lxw_row_t last = row + (lxw_row_t)table->rows_n;
    if (worksheet_add_table(sheet, row, 0, last, (lxw_col_t)(n - 1), &options) != LXW_NO_ERROR)
        x->failed = true;
    for (size_t c = 0; c < n; c++)
        worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, column_width(table, c), NULL);
    return last + 1;
}

/* A sheet for a table or figure; returns its name. */
static const char *table_sheet(struct xlsx *x, const struct document_block *block) {
    const struct document_figure *figure = block->figure;
    const struct table_model *table = figure ? figure->table : block->table;
    const char *title = figure ? figure->title : block->text ? block->text : table->caption;
    const char *name = sheet_name(x, figure && table ? table->caption : title);
    lxw_worksheet *sheet = xlsx_sheet(x, name);
    if (!sheet) {
        x->failed = true;
        return "";
    }
    xlsx_text(x, sheet, 0, 0, title, x->chapter_line);
    if (figure) xlsx_text(x, sheet, 1, 0, figure->subtitle, x->line);
    worksheet_write_url_opt(sheet, 2, 0, arena_fmt(x->arena, "internal:'%s'!A1", x->text_sheet),
                            x->link_line, msg_report_back(x->document->lang), NULL);
    lxw_row_t row = 4;
    if (figure && figure->chart) row = xlsx_chart_room(row);
    lxw_row_t end = table && table->rows_n ? xlsx_table(x, sheet, row, table) : row;
    if (figure) xlsx_text(x, sheet, end + 1, 0, figure->source, x->small_line);
    if (figure && figure->chart) xlsx_chart(x, sheet, name, 4, end + 4, figure);
    return name;
}

/* ---- the text ---- */

static void text_row(struct xlsx *x, const char *text, lxw_format *format) {
    xlsx_text(x, x->first, x->row++, 0, text, format);
}

static void link_row(struct xlsx *x, const char *text, const char *href) {
    if (worksheet_write_url_opt(x->first, x->row, 0, href, x->link, text, NULL) != LXW_NO_ERROR)
        xlsx_text(x, x->first, x->row, 0, text, x->text);
    x->row++;
}

static void head_rows(struct xlsx *x) {
    const struct document *d = x->document;
    text_row(x, d->author, x->text);
    text_row(x, d->title, x->title);
    text_row(x, d->subtitle, x->text);
    text_row(x, fmt_day_long(x->arena, d->lang, d->day), x->text);
    text_row(x, d->mark, x->mark);
}

static void block_rows(struct xlsx *x, const struct document_block *block) {
    switch (block->kind) {
    case DOCUMENT_HEADING:
        x->row++;
        text_row(x, block->text, block->level == 2 ? x->chapter : x->heading);
        return;
    case DOCUMENT_ITEM:
    case DOCUMENT_LEAD:
    case DOCUMENT_TEXT:
    case DOCUMENT_NOTE: {
        const char *mark = block->kind == DOCUMENT_ITEM ? "• " : "";
        const char *text = arena_fmt(x->arena, "%s%s", mark, block->text);
        if (block->href)
            link_row(x, text, block->href);
        else
            text_row(x, text, block->kind == DOCUMENT_NOTE ? x->small : x->text);
        return;
    }
    case DOCUMENT_FACT:
        xlsx_text(x, x->first, x->row, 0, block->label, x->text);
        xlsx_text(x, x->first, x->row++, 1, block->text, x->heading);
        return;
    case DOCUMENT_TABLE:
    case DOCUMENT_FIGURE: {
        const char *name = table_sheet(x, block);
        if (block->figure) text_row(x, block->figure->title, x->heading);
        link_row(x, msg_report_sheet_see(x->arena, x->document->lang, name),
                 arena_fmt(x->arena, "internal:'%s'!A1", name));
        return;
    }
    }
}

/* ---- the file ---- */

static void properties(struct xlsx *x) {
    const struct document *d = x->document;
    lxw_doc_properties about = {0};
    about.title = arena_dup(x->arena, d->title);
    about.subject = arena_dup(x->arena, d->subtitle);
    about.author = arena_dup(x->arena, d->author);
    about.company = arena_dup(x->arena, d->author);
    about.comments = arena_dup(x->arena, d->mark);
    about.created =
        ((time_t)d->day * 24 + 12) * 3600; /* the document's day, not the moment of writing */
    workbook_set_properties(x->book, &about);
}

static void fill(struct xlsx *x) {
    const struct document *d = x->document;
    formats_open(x);
    x->chapter_line = format_add(x, 14, true, false);
    x->line = format_add(x, 11, false, false);
    x->small_line = format_add(x, 9, false, false);
    x->link_line = format_add(x, 11, false, false);
    format_set_underline(x->link_line, LXW_UNDERLINE_SINGLE);
    format_set_font_color(x->link_line, 0x0b5563);
    x->text_sheet = msg_report_sheet_text(d->lang);
    x->first = xlsx_sheet(x, x->text_sheet);
    if (!x->first) {
        x->failed = true;
        return;
    }
    worksheet_set_column(x->first, 0, 0, 90, NULL);
    worksheet_set_column(x->first, 1, 1, 40, NULL);
    properties(x);
    head_rows(x);
    for (size_t i = 0; i < d->n && !x->failed; i++) block_rows(x, &d->blocks[i]);
}

static bool read_back(struct arena *a, int fd, struct blob *ret, struct err *err) {
    off_t len = lseek(fd, 0, SEEK_END);
    if (len <= 0) return err_set(err, ERR_IO, "a workbook cannot be written");
    char *bytes = arena_alloc(a, (size_t)len);
    for (off_t at = 0; at < len;) {
        ssize_t n = pread(fd, bytes + at, (size_t)(len - at), at);
        if (n <= 0) return err_set(err, ERR_IO, "a workbook cannot be read: %s", strerror(errno));
        at += n;
    }
    *ret = (struct blob){bytes, (size_t)len};
    return true;
}

bool document_xlsx(const struct document *document, struct blob *ret_xlsx, struct err *err) {
    struct arena *a = document->arena;
    struct xlsx x = {.arena = a, .document = document};
    int fd = memfd_create("vejviser-xlsx", MFD_CLOEXEC);
    if (fd < 0) return err_set(err, ERR_IO, "a workbook cannot be written: %s", strerror(errno));
    x.book = workbook_new(arena_fmt(a, "/proc/self/fd/%d", fd));
    if (x.book) fill(&x);
    lxw_error status = x.book ? workbook_close(x.book) : LXW_ERROR_MEMORY_MALLOC_FAILED;
    bool ok = status == LXW_NO_ERROR && !x.failed && read_back(a, fd, ret_xlsx, err);
    close(fd);
    if (status != LXW_NO_ERROR || x.failed)
        return err_set(err, ERR_IO, "a workbook cannot be written: %s",
                       status != LXW_NO_ERROR ? lxw_strerror(status) : "a sheet is refused");
    return ok;
}
