/* pack.h: a pack's text: tables of rows of fields, with places for error messages.
 *
 * A pack is a folder. Every file NAME.txt in it is UTF-8: `#` at the start of a line is a
 * comment, blank lines count for nothing, `[section]` begins a section, any other line is a row
 * of fields separated by `|`, trimmed. A field may be a list separated by `;`. Section names are
 * unique in a pack, except that a section may go on in another file. Rows keep the order of
 * files by name and lines. What the sections mean is the rooms' business (docs/pack.md). */
#ifndef BASE_PACK_H
#define BASE_PACK_H
#include "base/arena.h"
#include "base/map.h"

typedef struct { str file; uint32_t line; const str *fields; uint32_t n; } pack_row;
typedef struct { str name; const pack_row *rows; uint32_t n; } pack_table;
typedef struct {
  str name, version;       /* from [pack] in pack.txt: rows `name | en`, `version | 0.1.0` */
  char hash[65];           /* BLAKE2b-256 of all files, names and contents, in the order they are read */
  const pack_table *tables; uint32_t n;
} pack;

/* Reads a folder into the arena. Errors: CH_ERR_IO, CH_ERR_PACK ("FILE:LINE: …; …"), CH_ERR_MEMORY. */
ch_status pack_open(const pack **out, arena *a, const char *folder, ch_error *err);
/* The same with overlays: folders [n] of text files whose rows come after the pack's, section by section, in
 * the order given. Only the pack itself has a name and a version; messages call an overlay's file FOLDER/FILE. */
ch_status pack_open_with(const pack **out, arena *a, const char *folder, const char *const *overlays,
                         size_t n, ch_error *err);
/* From memory: one file's bytes (for tests and the fuzzer). Same rules. */
ch_status pack_parse(const pack **out, arena *a, str file, str bytes, ch_error *err);
/* The section, or an empty table. */
const pack_table *pack_find(const pack *p, const char *section);
/* Field i of a row, empty where it has fewer. */
static inline str pack_field(const pack_row *r, uint32_t i) { return i < r->n ? r->fields[i] : (str){"", 0}; }
/* CH_ERR_PACK about a row: "states.txt:12: <message>". */
ch_status pack_err(ch_error *err, const pack_row *r, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#endif
