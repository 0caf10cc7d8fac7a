/* reports.h: reports as the engine reads them, with the English pack, for tests of what needs its models. */
#ifndef TESTS_REPORTS_H
#define TESTS_REPORTS_H
#include "facts/attribution.h"
#include "facts/facts_model.h"
#include "intake/intake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>

typedef struct {
  arena *a;
  lexicon *l;
  const intake_model *intake;
  model_file *trained;
  const language_model *language;
  const facts_model *facts;
  str published;               /* of each report */
} models;

static inline int open_models_with(void **state, const char *const *overlays, size_t n) {
  arena *a = arena_new(0);
  models *m = ARENA_NEW(a, models);
  const pack *pk;
  ch_error err;
  m->a = a;
  m->l = lexicon_new(a);
  m->published = STR("2031-05-14");
  *state = m;
  return pack_open_with(&pk, a, getenv("CHANCERY_PACK"), overlays, n, &err) || intake_load(&m->intake, a, pk, &err) ||
         language_models_open(&m->trained, getenv("CHANCERY_PACK"), &err) ||
         language_load(&m->language, a, pk, m->l, m->trained, NULL, &err) || facts_load(&m->facts, a, pk, m->l, &err);
}

static inline int open_models(void **state) { return open_models_with(state, NULL, 0); }

static inline int close_models(void **state) {
  language_models_close(((models *)*state)->trained);
  arena_free(((models *)*state)->a);
  return 0;
}

static inline report *report_of_text(const models *m, arena *a, str text) {
  report *r;
  ch_error err;
  ch_input in = {.bytes = text, .format = CH_FORMAT_TEXT, .name = STR("test"), .published = m->published};
  if (report_new(&r, a, m->intake, &in, 1 << 26, &err)) fail_msg("%s", err.msg);
  return r;
}

static inline facts *facts_of_text(const models *m, arena *a, str text) {
  report *r = report_of_text(m, a, text);
  return facts_find(a, m->facts, m->language, m->l, r, language_read(a, m->language, m->l, r));
}

/* As far as the rules go: what the network of statements is asked about. */
typedef struct { scene *s; draft_list drafts; } asked;

static inline asked ask_of_text(const models *m, arena *a, str text) {
  report *r = report_of_text(m, a, text);
  asked x;
  facts *f = facts_begin(a, m->facts, m->language, m->l, r, language_read(a, m->language, m->l, r));
  x.s = statements_by_rules(a, m->facts->statements, f, &x.drafts);
  return x;
}

static inline str repeated_text(arena *a, const char *piece, uint32_t n) {
  size_t len = strlen(piece);
  char *text = arena_alloc(a, n * len + 1);
  for (uint32_t i = 0; i < n; i++) memcpy(text + i * len, piece, len);
  return (str){text, n * len};
}
#endif
