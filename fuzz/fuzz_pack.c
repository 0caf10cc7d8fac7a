/* pack_parse: any bytes give a pack whose rows can be walked, or one line that says where it is wrong. */
#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check(bool good) {
  if (!good) __builtin_trap();
}

static void walk(const pack *p) {
  for (uint32_t i = 0; i < p->n; i++) {
    check(p->tables[i].name.len > 0);
    check(!i || str_cmp(p->tables[i - 1].name, p->tables[i].name) < 0);
    for (uint32_t k = 0; k < p->tables[i].n; k++) {
      const pack_row *row = &p->tables[i].rows[k];
      check(row->n > 0 && row->line > 0);
      for (uint32_t f = 0; f <= row->n; f++) {
        str field = pack_field(row, f);
        check(utf8_valid(field) == field.len && str_eq(str_trim(field), field));
      }
    }
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  arena *a = arena_new((size_t)64 << 20);
  if (!a) return 0;
  const pack *p;
  ch_error err = {0};
  ch_status status = pack_parse(&p, a, STR("x.txt"), (str){(const char *)bytes, n}, &err);
  check((status == CH_OK) == (p != NULL));
  if (p) walk(p);
  else check(err.code == status && err.msg[0] && !strchr(err.msg, '\n'));
  arena_free(a);
  return 0;
}
