#include "views/families.h"

/* A copy that is not shown need not be read: its words are those of another member. */
static bool is_copy(const json_t *member) { return str_eq(row_str(member, "relation"), STR("same_report")); }

static void visit(family_reader *r, view_seen *seen, const json_t *member, bool wanted, family_fn *call,
                  void *payload) {
  if (!wanted && is_copy(member)) return;
  arena_reset(r->step);
  family_member m = {.id = row_str(member, "report"), .row = member};
  m.text = texts_get(&r->texts, m.id);
  if (wanted) {
    m.fresh = novelty_of(seen, r->step, m.text, &r->links);
    call(payload, &m);
  }
  seen_add(seen, r->a, m.text);
}

void family_each(family_reader *r, const json_t *family, const bool *wanted, family_fn *call, void *payload) {
  str head = row_str(family, "head");
  const json_t *members = json_object_get(family, "members");
  view_seen seen;
  arena_reset(r->a);
  seen_begin(&seen, r->a);
  size_t i;
  json_t *m;
  json_array_foreach(members, i, m)
    if (str_eq(row_str(m, "report"), head)) visit(r, &seen, m, true, call, payload);
  json_array_foreach(members, i, m)
    if (!str_eq(row_str(m, "report"), head)) visit(r, &seen, m, !wanted || wanted[i], call, payload);
}

/* ---- guards ---------------------------------------------------------------------------------------- */

typedef struct { family_reader *r; family_job *job; void *payload; } guarded;

static void run_inner(void *payload) {
  guarded *g = payload;
  g->job(g->r, g->payload);
}

static void run_outer(void *payload) {
  guarded *g = payload;
  if (!arena_run(g->r->step, run_inner, g)) arena_fail(g->r->a);
}

ch_status family_read(const view_rows *rows, const view_options *o, family_job *job, void *payload,
                      ch_error *err) {
  family_reader r = {.rows = rows, .o = o, .a = arena_new(0), .step = arena_new(0)};
  r.texts = (view_texts){.a = r.step, .o = o};
  guarded g = {&r, job, payload};
  bool good = r.a && r.step && links_make(&r.links, rows) && arena_run(r.a, run_outer, &g);
  texts_end(&r.texts);
  links_free(&r.links);
  arena_free(r.step);
  arena_free(r.a);
  return good ? CH_OK : err_set(err, CH_ERR_MEMORY, "out of memory");
}
