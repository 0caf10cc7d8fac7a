/* tsv.h: the one writer of rows that are parted by tabs. Whatever a report holds, a row is one line with as many
 * fields as it was begun with:
 *   a tab, a line's end, any control character, U+2028, U+2029   a space; several spaces are one, none at the ends
 *   "                                                            '
 *   \                                                            / (loaders take it for an escape)
 *   a byte that is no UTF-8                                      U+FFFD
 * In a list, parted by ';', an item's own ';' becomes ','. All else stays as it is, in UTF-8. */
#ifndef VIEWS_TSV_H
#define VIEWS_TSV_H
#include "base/base.h"

typedef struct {
  buf *out;
  uint32_t columns, at;    /* fields of a row; those ended so far */
  size_t start;            /* of the field, in out */
  uint32_t items;          /* of the list that the field is */
} tsv;

/* A row of `columns` fields: text and items, tsv_next behind each field, tsv_end behind the last. Another number of
 * fields is misuse and sets the buf's status to CH_ERR_ARG. */
void tsv_begin(tsv *t, buf *out, uint32_t columns);
void tsv_text(tsv *t, str s);        /* adds to the field */
void tsv_number(tsv *t, int64_t n);
/* Adds an item of a list; an empty one keeps its place among the others. */
void tsv_item(tsv *t, str s);
/* An address: what would break a row or a list is percent-encoded instead. */
void tsv_url(tsv *t, str s);
void tsv_next(tsv *t);
void tsv_end(tsv *t);
#endif
