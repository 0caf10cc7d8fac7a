/* json.h: writes canonical JSON into a buf: no spaces, keys in byte order, strings escaped as
 * RFC 8259 asks and no more (UTF-8 as it is), integers only. Keys may be given in any order:
 * json_end sorts the members of an object. Misuse (a value without a key, a key twice, an end
 * too many) sets buf.status to CH_ERR_ARG. Reading JSON is jansson's, in the rooms that need it. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include "base/buf.h"
#include "base/arena.h"

typedef struct json json;

json *json_new(arena *a, buf *out);
void json_object(json *j);
void json_array(json *j);
void json_end(json *j);                       /* of the object or array last begun */
void json_key(json *j, const char *key);      /* ASCII, NUL-terminated, borrowed until json_end */
void json_str(json *j, str s);                /* ptr NULL: null; invalid UTF-8 becomes U+FFFD */
void json_int(json *j, int64_t n);
void json_bool(json *j, bool v);
void json_null(json *j);
void json_span(json *j, span s);              /* [start,end] */
void json_raw(json *j, str canonical);        /* a value that is already canonical JSON */
/* Key and value in one. */
void json_key_str(json *j, const char *key, str s);
void json_key_int(json *j, const char *key, int64_t n);
void json_key_bool(json *j, const char *key, bool v);
void json_key_null(json *j, const char *key);
void json_key_span(json *j, const char *key, span s);
#endif
