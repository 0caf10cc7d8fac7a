/* encoding.h: bytes of any encoding to UTF-8 text. */
#ifndef INTAKE_ENCODING_H
#define INTAKE_ENCODING_H
#include "intake/intake.h"

/* Sets r->text and adds notes. CH_ERR_INPUT: no text; CH_ERR_LIMIT: over max_text. */
ch_status encoding_read(report *r, arena *a, str name, str bytes, size_t max_text, ch_error *err);
#endif
