/* pack_tables.h: what `chancery pack` prints from the pack's tables alone. */
#ifndef PACK_TABLES_H
#define PACK_TABLES_H
#include "options.h"
#include "base/base.h"

int pack_codebook(const options *o);
int pack_coverage(const options *o);
/* Opens the pack with its overlays and prints what `print` makes of it; `name` stands in complaints. */
int pack_print_tables(const options *o, const char *name,
                      void (*print)(const pack *pk, arena *a, buf *out, const options *o));
#endif
