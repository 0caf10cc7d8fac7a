#include "intake/blocks.h"
#include "intake/conllu.h"
#include "intake/encoding.h"
#include "intake/published.h"
#include "intake/publisher.h"

static const char *const kinds[] = {"title", "date", "byline", "caption", "credit", "heading",
                                    "paragraph", "related", "url", "noise"};
static const char *const bases[] = {NULL, "dateline", "metadata", "url", "given", "inherited"};

const char *block_kind_text(block_kind k) { return kinds[k]; }

bool block_kind_parse(str s, block_kind *out) {
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (str_eq(s, str_of(kinds[i]))) return *out = (block_kind)i, true;
  }
  return false;
}

const char *date_basis_text(date_basis b) { return bases[b]; }

bool date_basis_parse(str s, date_basis *out) {
  for (size_t i = 1; i < sizeof bases / sizeof *bases; i++) {
    if (str_eq(s, str_of(bases[i]))) return *out = (date_basis)i, true;
  }
  return false;
}

void report_note(arena *a, report *r, str kind, str text, const span *at) {
  note *n = ARENA_PUSH(a, r->notes, r->n_notes, r->cap_notes);
  *n = (note){.kind = arena_str(a, kind), .text = arena_str(a, text), .has_span = at != NULL};
  if (at) n->at = *at;
}

static str copy(arena *a, str s) { return s.ptr ? arena_str(a, s) : (str){NULL, 0}; }

static str copy_trimmed(arena *a, str s) {
  str bare = s.ptr ? str_trim(s) : s;
  return bare.len ? arena_str(a, bare) : (str){NULL, 0};
}

id report_id(const ch_input *in) {
  static const char *const formats[] = {"auto", "text", "markdown", "jsonl", "conllu"};
  str fields[] = {in->bytes, str_of(formats[in->format]), in->published, in->title, in->url, in->publisher,
                  in->language};
  return id_of('r', fields, sizeof fields / sizeof *fields);
}

/* A given address is the report's; where the text has the same one, its place is kept. */
static void take_url(report *r, arena *a, str given) {
  given = copy_trimmed(a, given);
  if (!given.ptr || (r->url.ptr && str_eq(r->url, given))) return;
  r->url = given;
  r->url_in_text = false;
  r->url_at = (span){0, 0};
}

ch_status report_new(report **out, arena *a, const intake_model *model, const ch_input *in,
                     size_t max_text, ch_error *err) {
  report *r = ARENA_NEW(a, report);
  *out = NULL;
  r->format = in->format == CH_FORMAT_AUTO ? CH_FORMAT_TEXT : in->format;
  r->source = arena_str(a, in->name);
  r->given_id = copy(a, in->given_id);
  r->title = copy_trimmed(a, in->title);
  r->language = copy_trimmed(a, in->language);
  r->id = report_id(in);
  if (in->format == CH_FORMAT_CONLLU) {
    ch_status status = conllu_report(r, a, in, max_text, err);
    if (!status) *out = r;
    return status;
  }
  ch_status s = encoding_read(r, a, in->name, in->bytes, max_text, err);
  if (s) return s;
  page_dates page;
  blocks_find(r, a, model, &page);
  take_url(r, a, in->url);
  published_set(r, a, model, &page, in->published);
  publisher_set(r, a, model, &page, in->publisher);
  report_lay_view(a, r);
  if (!r->n_blocks) report_note(a, r, STR("empty"), STR("the report has no text"), NULL);
  *out = r;
  return CH_OK;
}
