/* id.h: ids of the record: a letter, '-', and 26 base-32 letters (RFC 4648, lower case, no
 * padding) of a 128-bit BLAKE2b (RFC 7693, by libsodium). Fields are length-prefixed before
 * hashing, so no two lists of fields run together. Thread-safe. */
#ifndef BASE_ID_H
#define BASE_ID_H
#include "base/arena.h"

#define ID_LEN 28
typedef struct { char z[ID_LEN + 1]; } id;       /* NUL-terminated */

id id_of(char letter, const str *fields, size_t n);
/* A fact's id: report id, kind word, anchor span, ordinal among facts of that kind and span. */
id id_of_fact(char letter, str report, str kind, span anchor, uint32_t ordinal);
/* The 128 bits as two numbers that sort as the ids' letters do (digits before letters). Of a valid id. */
typedef struct { uint64_t high, low; } id_number;
id_number id_number_of(const id *i);
bool id_valid(str s);
static inline str id_str(const id *i) { return (str){i->z, ID_LEN}; }
/* 64 hex digits of BLAKE2b-256: content hashes (packs, sources). */
void id_hash_hex(str bytes, char out[65]);
#endif
