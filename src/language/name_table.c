#include "language/name_table.h"

uint16_t name_table_find(const name_table *g, uint64_t hash) {
  if (!g->n_slots) return 0;
  uint32_t key = name_table_key(hash), i = name_table_slot(hash, g->n_slots);
  while (g->keys[i] && g->keys[i] != key) i = name_table_next(i, g->n_slots);
  return g->keys[i] ? g->values[i] : 0;
}

static bool has_free_slot(const name_table *g) {
  for (uint32_t i = 0; i < g->n_slots; i++)
    if (!g->keys[i]) return true;
  return false;
}

ch_status name_table_load(name_table *g, arena *a, const model_file *m, const char *keys, const char *values,
                         ch_error *err) {
  uint32_t n_values;
  *g = (name_table){0};
  ch_status status = model_file_u32(&g->keys, &g->n_slots, m, a, keys, err);
  if (!status) status = model_file_u16(&g->values, &n_values, m, a, values, err);
  if (status) return status;
  if (g->n_slots != n_values || !has_free_slot(g))
    return model_file_err(err, m, "sections '%s' and '%s' do not fit together", keys, values);
  return CH_OK;
}
