/* address.h: a line that gives an address: "Original url: <https://…>", broken by blanks or not. */
#ifndef INTAKE_ADDRESS_H
#define INTAKE_ADDRESS_H
#include "intake/units.h"

typedef struct {
  size_t label;              /* bytes of the label with its colon; 0: none */
  size_t start, end;         /* the address, bytes of the line; equal: there is only a label */
} address;

/* True where the line is an address, a label, or both. `last`: nothing follows the line. */
bool address_starts(str s);                  /* "https://…" or "<https://…" */
bool address_read(const intake_model *m, str s, bool last, address *out);
bool address_is_host(str s);                 /* "example.org", "t.me/channel" */
str address_value(arena *a, str s);          /* without the blanks that broke it */
str address_host(str url);                   /* "www.example.org"; empty: none */
bool address_is_social(const intake_model *m, str url);
#endif
