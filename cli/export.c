/* export.c: `chancery export`: merged events in the formats of event data. */
#include "inputs.h"
#include "view.h"
#include "views/views.h"
#include <stdio.h>

static void say(uint64_t n, const char *one, const char *many) {
  if (n) fprintf(stderr, "%llu event%s %s\n", (unsigned long long)n, n == 1 ? "" : "s", n == 1 ? one : many);
}

static void say_count(const view_export_count *n) {
  say(n->not_done, "has not happened (planned, cancelled, denied …) and is left out; --all writes it",
      "have not happened (planned, cancelled, denied …) and are left out; --all writes them");
  say(n->undated, "has no date and is left out", "have no date and are left out");
  say(n->no_code, "has no CAMEO code and is left out; plover and polecat do without",
      "have no CAMEO code and are left out; plover and polecat do without");
  say(n->no_type, "has no PLOVER type and is left out", "have no PLOVER type and are left out");
  say(n->shared, "shares its number with another", "share their numbers with others");
}

/* Rows of reports and actors first, which events name; then events, written as they come. */
static ch_status write_rows(ch_record *record, const options *o, view_export *x, ch_error *err) {
  static const struct { const char *row; ch_write_fn *take; } steps[] = {
      {"report", view_export_know}, {"actor", view_export_know}, {"event", view_export_event}};
  ch_query q = CH_QUERY_INIT;
  q.as_of = o->as_of;
  uint64_t left_out = 0;
  ch_status s = CH_OK;
  for (size_t i = 0; !s && i < sizeof steps / sizeof *steps; i++) {
    q.row = steps[i].row;
    s = ch_record_rows(record, &q, steps[i].take, x, &left_out, err);
  }
  view_export_count count;
  ch_error why;
  if (s && s != CH_ERR_STOPPED) return s;
  if ((s = view_export_end(x, &count, &why))) return err_set(err, s, "%s", why.msg);
  view_say_left_out(left_out, o);
  say_count(&count);
  return CH_OK;
}

static ch_status export_record(ch_record *record, ch_engine *engine, const options *o, ch_error *err) {
  view_export_options vo = {.as = o->as, .all = o->all, .coder = STR("chancery " CH_VERSION),
                            .pack = ch_engine_pack(engine)};
  view_export *x = NULL;
  if (!view_date_option(&vo.since, "since", o->since) || !view_date_option(&vo.until, "until", o->until))
    return err_set(err, CH_ERR_ARG, "nothing was written");
  arena *a = arena_new(0);
  if (!a) return err_set(err, CH_ERR_MEMORY, "out of memory");
  const pack *pk = inputs_pack(o, a, err);
  ch_status s = pk ? view_export_open(&x, pk, &vo, to_stdout, NULL, err) : CH_ERR_PACK;
  if (!s) s = write_rows(record, o, x, err);
  view_export_close(x);
  arena_free(a);
  return s;
}

/* Whether the name is one of those that view_export_names lists. */
static bool is_format(const char *name) {
  str rest = str_of(view_export_names), one;
  while (name && str_split(&rest, ',', &one))
    if (str_eq(str_trim(one), str_of(name))) return true;
  return false;
}

int export_run(const options *o) {
  if (!is_format(o->as)) {
    if (o->as) complain("export: no format '%s'; --as takes one of %s", o->as, view_export_names);
    else complain("export: name a format; --as takes one of %s", view_export_names);
    return EXIT_USAGE;
  }
  return view_run_with(o, export_record);
}
