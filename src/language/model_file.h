/* model_file.h: a pack's trained models in one file, mapped read-only.
 *
 *   64 bytes   "CHMODELS", u32 format, u32 oldest reader that can read it, u64 length,
 *              u64 XXH3 of all from byte 32 on, u32 number of sections, zeros
 *   32 bytes   a section each: name (16 bytes, zeros behind it), u64 start, u64 length
 *   sections   each begins at a multiple of 64
 *
 * Numbers are little-endian. Whatever the bytes are, what is handed out lies inside them: a file that is
 * cut, damaged or made by a newer trainer is refused. */
#ifndef LANGUAGE_MODEL_FILE_H
#define LANGUAGE_MODEL_FILE_H
#include "language/language.h"

enum { MODEL_FORMAT = 1, MODEL_NAME = 16 };

/* CH_ERR_IO: no such file, or it cannot be read; CH_ERR_PACK: it is no sound model file; CH_ERR_MEMORY. */
ch_status model_file_open(model_file **out, const char *path, ch_error *err);
/* The same of bytes in memory, borrowed; `name` is what messages call them. */
ch_status model_file_of(model_file **out, str bytes, const char *name, ch_error *err);
void model_file_close(model_file *m);                      /* NULL is fine */

/* The bytes of a section; ptr NULL where there is none. */
str model_file_find(const model_file *m, const char *section);
/* The i-th section's name and bytes, in the order of the file; NULL behind the last. */
const char *model_file_section(const model_file *m, uint32_t i, str *bytes);
/* The numbers of a section, where they lie or, where this machine cannot read them there, copied;
 * CH_ERR_PACK where there is no such section or its length is not of whole numbers. */
ch_status model_file_u32(const uint32_t **out, uint32_t *n, const model_file *m, arena *a,
                         const char *section, ch_error *err);
ch_status model_file_u16(const uint16_t **out, uint32_t *n, const model_file *m, arena *a,
                         const char *section, ch_error *err);
/* "FILE: message" as CH_ERR_PACK. */
ch_status model_file_err(ch_error *err, const model_file *m, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The file of these sections, for the trainer; names are shorter than MODEL_NAME. */
typedef struct { const char *name; str bytes; } model_section;
void model_file_write(buf *out, const model_section *sections, uint32_t n);
#endif
