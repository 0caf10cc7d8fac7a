/* code_rules.h: by CAMEO code, what the pack says of it: name, definition, examples, and the rows that give it.
 *
 *   [cameo-codes] ─▶ code ◀─ [frames], [operators]: directly
 *                        ◀─ [compositions]: an operator's act upon an act whose code begins with inner
 *                        ◀─ [code-notes], [code-examples] */
#ifndef CODE_RULES_H
#define CODE_RULES_H
#include "base/base.h"

typedef struct { str id, type; uint32_t verbs, nouns; bool acts_on; } code_frame;
/* A composition; base: not empty where the code is base + N ("purpose | 1041 | +1" upon 141). */
typedef struct { uint32_t family; str inner, base; } code_way;
typedef struct { str parties, sentence; } code_example;

typedef struct {
  str code, name, type, definition;
  code_frame *frames; uint32_t n_frames, cap_frames;
  code_way *ways; uint32_t n_ways, cap_ways;
  code_example *examples; uint32_t n_examples, cap_examples;
} code_entry;

typedef struct { str name; str *operators; uint32_t n, cap; } code_family;

typedef struct {
  arena *a;
  const pack *pk;
  map by_code;
  code_entry *all; uint32_t n, cap;          /* in the order of [cameo-codes] */
  map by_family;
  code_family *families; uint32_t n_families, cap_families;
} code_rules;

/* Rows of codes that [cameo-codes] does not have are left out: `pack check` tells of them. */
void code_rules_read(code_rules *r, arena *a, const pack *pk);
/* Two digits: a root, which no event has. */
static inline bool code_is_root(const code_entry *e) { return e->code.len < 3; }
static inline bool code_has_rule(const code_entry *e) { return e->n_frames || e->n_ways; }
#endif
