#include "record/model.h"
#include <stddef.h>

static const struct { const char *name; size_t at; } settings[] = {
    {"window-days", offsetof(record_model, window_days)},
    {"block-cap", offsetof(record_model, block_cap)},
    {"likeness", offsetof(record_model, likeness)},
    {"quote-words", offsetof(record_model, quote_words)},
    {"near-days", offsetof(record_model, near_days)},
    {"near-quote-words", offsetof(record_model, near_quote_words)},
    {"quote-bonus", offsetof(record_model, quote_bonus)},
    {"drift-likeness", offsetof(record_model, drift_likeness)},
    {"event-likeness", offsetof(record_model, event_likeness)},
    {"event-days", offsetof(record_model, event_days)},
};
enum { N_SETTINGS = sizeof settings / sizeof settings[0] };

static ch_status read_row(record_model *m, uint32_t *seen, const pack_row *row, ch_error *err) {
  for (uint32_t i = 0; i < N_SETTINGS; i++) {
    if (!str_eq(pack_field(row, 0), str_of(settings[i].name))) continue;
    if (*seen & 1u << i) return pack_err(err, row, "this value of [merge] is given twice");
    *seen |= 1u << i;
    if (str_u32(pack_field(row, 1), (uint32_t *)(void *)((char *)m + settings[i].at))) return CH_OK;
    return pack_err(err, row, "a value of [merge] is not a whole number");
  }
  return pack_err(err, row, "[merge] has no such value");
}

static void read_spellings(record_model *m, arena *a, const pack *pk) {
  const pack_table *rules = pack_find(pk, "spellings"), *words = pack_find(pk, "spelling-words");
  m->spellings = ARENA_ARRAY(a, spelling_rule, rules->n);
  m->spelling_words = ARENA_ARRAY(a, str, words->n);
  for (uint32_t i = 0; i < rules->n; i++)
    m->spellings[m->n_spellings++] = (spelling_rule){pack_field(&rules->rows[i], 0), pack_field(&rules->rows[i], 1)};
  for (uint32_t i = 0; i < words->n; i++) m->spelling_words[m->n_spelling_words++] = pack_field(&words->rows[i], 0);
}

ch_status record_load(const record_model **out, arena *a, const pack *pk, ch_error *err) {
  const pack_table *t = pack_find(pk, "merge");
  record_model *m = ARENA_NEW(a, record_model);
  uint32_t seen = 0;
  *out = NULL;
  for (uint32_t i = 0; i < t->n; i++) {
    ch_status status = read_row(m, &seen, &t->rows[i], err);
    if (status) return status;
  }
  for (uint32_t i = 0; i < N_SETTINGS; i++)
    if (!(seen & 1u << i)) return err_set(err, CH_ERR_PACK, "[merge] lacks the value %s", settings[i].name);
  read_spellings(m, a, pk);
  *out = m;
  return CH_OK;
}
