/* json.h: writes canonical JSON into a buf: no spaces, keys in byte order, strings escaped as
 * RFC 8259 asks and no more (UTF-8 as it is), integers only. Keys may be given in any order:
 * jw_end sorts the members of an object. Misuse (a value without a key, a key twice, an end
 * too many) sets buf.status to CH_ERR_ARG. The prefix is jw_ (JSON writer), for json_ is
 * jansson's, which the rooms that read JSON use. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "base/buf.h"
#include "base/arena.h"

typedef struct jw jw;

jw *jw_new(arena *a, buf *out);
void jw_object(jw *j);
void jw_array(jw *j);
void jw_end(jw *j);                       /* of the object or array last begun */
void jw_key(jw *j, const char *key);      /* ASCII, NUL-terminated, borrowed until jw_end */
void jw_str(jw *j, str s);                /* ptr NULL: null; invalid UTF-8 becomes U+FFFD */
void jw_int(jw *j, int64_t n);
void jw_bool(jw *j, bool v);
void jw_null(jw *j);
void jw_span(jw *j, span s);              /* [start,end] */
void jw_raw(jw *j, str canonical);        /* a value that is already canonical JSON */
/* What was to be written could not be made: the buf takes the status. */
void jw_fail(jw *j, ch_status status);
/* Key and value in one. */
void jw_key_str(jw *j, const char *key, str s);
void jw_key_int(jw *j, const char *key, int64_t n);
void jw_key_bool(jw *j, const char *key, bool v);
void jw_key_null(jw *j, const char *key);
void jw_key_span(jw *j, const char *key, span s);
#endif
