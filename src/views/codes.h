/* codes.h: the code tables of the pack (codes.txt) and what [states] and [cities] say, for the formats of
 * event data. Strings are the pack's and live as long as it does; an unknown word gives NULL or an empty
 * string, no default. */
#ifndef VIEWS_CODES_H
#define VIEWS_CODES_H
#include "base/base.h"

typedef struct {
  str code, name, goldstein, quad, penta, type, mode;
  str contexts;            /* by ';' */
} cameo_code;
typedef struct { str type, quad, quad_name, score; bool reciprocal; } plover_type;
typedef struct { str role, sector, icews; } actor_role;
typedef struct { str id, name, cameo, fips, cow, city_type; } state_codes;
typedef struct { str status, aux; bool goes_out; } status_codes;

typedef struct {
  map cameo, types, modes, roles, states, cameo_states, places, statuses;
  const cameo_code *cameo_rows;
  const plover_type *type_rows;
  const str *mode_scores;
  const actor_role *role_rows;
  const state_codes *state_rows;
  const status_codes *status_rows;
  uint32_t historical_days;
} codes;

/* In the arena, under a guard of its own. Errors: CH_ERR_PACK (no such table, a wrong row), CH_ERR_MEMORY. */
ch_status codes_load(const codes **out, arena *a, const pack *pk, ch_error *err);
const cameo_code *codes_cameo(const codes *c, str code);
const plover_type *codes_type(const codes *c, str type);
str codes_score(const codes *c, arena *a, str type, str mode);      /* the mode's, else the type's */
const actor_role *codes_role(const codes *c, str role);
const state_codes *codes_state(const codes *c, str id);
const state_codes *codes_state_of_cameo(const codes *c, str country);
/* The state that a city stands in, if no other has a city of that name. */
const state_codes *codes_state_of_city(const codes *c, str name);
const status_codes *codes_status(const codes *c, str status);
#endif
