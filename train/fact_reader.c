#include "fact_reader.h"

fact_reader fact_reader_open(arena *a, const char *folder, const char *models) {
  fact_reader r = {.a = a};
  ch_error err;
  if (pack_open(&r.pack, a, folder, &err)) fail("%s", err.msg);
  r.lexicon = lexicon_new(a);
  if (intake_load(&r.intake, a, r.pack, &err) || model_file_open(&r.models, models, &err) ||
      language_load(&r.language, a, r.pack, r.lexicon, r.models, NULL, &err) ||
      facts_load(&r.facts, a, r.pack, r.lexicon, &err))
    fail("%s", err.msg);
  return r;
}

static str member(arena *a, json_t *row, const char *key) {
  json_t *v = json_object_get(row, key);
  return json_is_string(v) ? arena_str(a, (str){json_string_value(v), json_string_length(v)}) : (str){NULL, 0};
}

report *fact_reader_report(const fact_reader *r, json_t *row) {
  arena *a = r->a;
  report *rep;
  ch_error err;
  ch_input in = {.bytes = member(a, row, "text"), .format = CH_FORMAT_JSONL, .name = STR("-"),
                 .given_id = member(a, row, "id"), .published = member(a, row, "published"),
                 .title = member(a, row, "title"), .url = member(a, row, "url")};
  if (report_new(&rep, a, r->intake, &in, SIZE_MAX, &err)) fail("%s", err.msg);
  return rep;
}

doc *fact_reader_doc(const fact_reader *r, report *rep) {
  return language_read(r->a, r->language, r->lexicon, rep);
}

bool fact_reader_span(json_t *list, span *out) {
  int from, to;
  if (json_unpack(list, "[ii]", &from, &to)) return false;
  *out = (span){(uint32_t)from, (uint32_t)to};
  return true;
}
