#include "intake/intake.h"

static void write_text_and_span(jw *j, const char *key, const char *name, str value, bool in_text, span at) {
  jw_key(j, key);
  if (!value.ptr) {
    jw_null(j);
    return;
  }
  jw_object(j);
  jw_key_str(j, name, value);
  if (in_text) jw_key_span(j, "span", at);
  else jw_key_null(j, "span");
  jw_end(j);
}

static str precision_of(const cal_date *d) {
  return d->grain == CAL_MONTH ? STR("month") : d->grain == CAL_YEAR ? STR("year") : STR("day");
}

static void write_published(jw *j, const report *r) {
  jw_key(j, "published");
  if (!r->published_text.ptr) {
    jw_null(j);
    return;
  }
  jw_object(j);
  jw_key_str(j, "value", r->published_text);
  jw_key_str(j, "precision", r->published_minute ? STR("minute") : precision_of(&r->published));
  jw_key_str(j, "basis", str_of(date_basis_text(r->published_basis)));
  if (r->published_in_text) jw_key_span(j, "span", r->published_at);
  else jw_key_null(j, "span");
  jw_end(j);
}

static void write_publisher(jw *j, const report *r) {
  jw_key(j, "publisher");
  if (!r->publisher.ptr) {
    jw_null(j);
    return;
  }
  jw_object(j);
  jw_key_str(j, "name", r->publisher);
  jw_key_str(j, "basis", r->publisher_basis);
  jw_end(j);
}

static void write_bylines(jw *j, const report *r) {
  jw_key(j, "byline");
  jw_array(j);
  for (uint32_t i = 0; i < r->n_bylines; i++) {
    jw_object(j);
    jw_key_str(j, "text", str_at(r->text, r->bylines[i]));
    jw_key_span(j, "span", r->bylines[i]);
    jw_end(j);
  }
  jw_end(j);
}

static void write_block(jw *j, const block *b) {
  jw_object(j);
  jw_key_str(j, "kind", str_of(block_kind_text(b->kind)));
  jw_key_span(j, "span", b->at);
  bool whole = b->n_pieces == 1 && b->pieces[0].start == b->at.start && b->pieces[0].end == b->at.end;
  if (!whole) {
    jw_key(j, "pieces");
    jw_array(j);
    for (uint32_t i = 0; i < b->n_pieces; i++) jw_span(j, b->pieces[i]);
    jw_end(j);
  }
  jw_end(j);
}

static str format_text(ch_format f) {
  return f == CH_FORMAT_MARKDOWN ? STR("markdown") : f == CH_FORMAT_JSONL ? STR("jsonl") : STR("text");
}

void report_write(jw *j, const report *r, bool with_text) {
  jw_object(j);
  jw_key_str(j, "id", id_str(&r->id));
  if (r->given_id.ptr) jw_key_str(j, "given_id", r->given_id);
  jw_key_str(j, "source", r->source);
  jw_key_str(j, "format", format_text(r->format));
  write_text_and_span(j, "title", "text", r->title, r->title_in_text, r->title_at);
  write_published(j, r);
  write_publisher(j, r);
  write_bylines(j, r);
  jw_key_str(j, "language", r->language);
  write_text_and_span(j, "url", "value", r->url, r->url_in_text, r->url_at);
  jw_key(j, "blocks");
  jw_array(j);
  for (uint32_t i = 0; i < r->n_blocks; i++) write_block(j, &r->blocks[i]);
  jw_end(j);
  if (with_text) jw_key_str(j, "text", r->text);
  jw_end(j);
}
