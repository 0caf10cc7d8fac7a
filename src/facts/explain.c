/* explain.c: how the facts of one sentence came about, for people. */
#include "facts/facts.h"
#include "facts/facts_model.h"

static const char *when_words(arena *a, const when *w) {
  str v = cal_str(a, w->value);
  return arena_printf(a, "%s (%s)", v.ptr ? v.ptr : "no date", when_basis_text(w->basis)).ptr;
}

static str words_at(const facts *f, span at) { return str_at(f->report->text, at); }

static void line(buf *out, const char *kind, span at, const char *rule, uint16_t p) {
  buf_printf(out, "  %-10s [%u,%u)  rule %s, p %u\n", kind, at.start, at.end, rule ? rule : "-", p);
}

/* A quoted text on one line: line breaks and runs of white space become one space. */
static void quoted(buf *out, const char *label, str s) {
  buf_printf(out, "             %s \"", label);
  bool space = false;
  for (size_t i = 0; i < s.len; i++) {
    bool white = s.ptr[i] == ' ' || s.ptr[i] == '\n' || s.ptr[i] == '\r' || s.ptr[i] == '\t';
    if (white && !space) buf_char(out, ' ');
    if (!white) buf_char(out, s.ptr[i]);
    space = white;
  }
  buf_str(out, STR("\"\n"));
}

static void explain_times(arena *a, buf *out, const facts *f, span at) {
  for (uint32_t i = 0; i < f->n_times; i++) {
    const time_fact *t = &f->times[i];
    if (!span_has(at, t->at.start)) continue;
    line(out, "time", t->at, t->rule, t->p);
    str v = t->value_text.ptr ? t->value_text : cal_str(a, t->value);
    buf_printf(out, "             \"%.*s\" = %s\n", (int)span_len(t->at), words_at(f, t->at).ptr, v.ptr ? v.ptr : "no date");
  }
}

static void explain_mentions(buf *out, const facts *f, const mention *all, uint32_t n, span at) {
  for (uint32_t i = 0; i < n; i++) {
    const mention *m = &all[i];
    if (!span_has(at, m->at.start) || m->actor == NONE) continue;
    const actor *x = &f->actors[m->actor];
    line(out, "actor", m->at, x->rule, x->p);
    buf_printf(out, "             \"%.*s\" (%s) = %.*s, %s, party %.*s\n", (int)span_len(m->at), words_at(f, m->at).ptr,
               mention_form_text(m->form), (int)x->name.len, x->name.ptr, actor_kind_text(x->kind),
               x->party.ptr ? (int)x->party.len : 7, x->party.ptr ? x->party.ptr : "unknown");
  }
}

static void explain_statements(arena *a, buf *out, const facts *f, span at) {
  for (uint32_t i = 0; i < f->n_statements; i++) {
    const statement *s = &f->statements[i];
    if (s->at.end <= at.start || s->at.start >= at.end) continue;
    line(out, s->in_title ? "headline" : "statement", s->at, s->rule, s->p);
    str who = s->speaker == NONE ? STR("nobody named") : f->actors[s->speaker].name;
    buf_printf(out, "             %s, %s, cue \"%.*s\", speaker %.*s, when %s\n", statement_mode_text(s->mode),
               statement_act_text(s->act), (int)s->cue_lemma.len, s->cue_lemma.ptr ? s->cue_lemma.ptr : "",
               (int)who.len, who.ptr, when_words(a, &s->when));
    for (uint32_t k = 0; k < s->n_content; k++) quoted(out, "content", words_at(f, s->content[k]));
    if (s->audience.end) quoted(out, "to", words_at(f, s->audience));
    if (s->channel.end) quoted(out, "in", words_at(f, s->channel));
    for (uint32_t k = 0; k < s->n_via; k++) quoted(out, "through", words_at(f, s->via[k].at));
  }
}

static void explain_events(arena *a, buf *out, const facts *f, span at) {
  for (uint32_t i = 0; i < f->n_events; i++) {
    const event *e = &f->events[i];
    if (!span_has(at, e->trigger.start)) continue;
    line(out, "event", e->trigger, e->rule, e->p);
    buf_printf(out, "             %s, %s, \"%.*s\", when %s\n", e->type ? e->type : "no type", e->status,
               (int)e->label.len, e->label.ptr ? e->label.ptr : "", when_words(a, &e->when));
  }
}

/* The sentence that is read at a byte, or NONE. */
static uint32_t sentence_at(const doc *d, uint32_t byte) {
  for (uint32_t i = 0; i < d->n_sentences; i++) {
    span at = doc_span(d, d->sentences[i].first, d->sentences[i].end);
    if (byte < at.end) return byte < at.start ? NONE : i;
  }
  return NONE;
}

void facts_explain(arena *a, buf *out, const facts_model *m, const facts *f, const language_model *lm,
                   uint32_t byte) {
  uint32_t i = sentence_at(f->doc, byte);
  if (i == NONE) {
    buf_printf(out, "byte %u is in no sentence that is read (a caption, a link, a date line, or past the end)\n",
               byte);
    return;
  }
  const sentence *s = &f->doc->sentences[i];
  span at = doc_span(f->doc, s->first, s->end);
  quoted(out, block_kind_text(f->report->blocks[s->block].kind), words_at(f, at));
  doc_draw(a, out, lm, f->doc, i);
  explain_times(a, out, f, at);
  explain_mentions(out, f, f->mentions, f->n_mentions, at);
  explain_mentions(out, f, f->also, f->n_also, at);
  explain_statements(a, out, f, at);
  explain_events(a, out, f, at);
  if (!m->patterns) events_explain(a, out, m->events, f, i);
}

/* ---- for programs ---- */

static void write_fact(jw *j, const char *kind, span at, const char *rule, uint16_t p) {
  jw_object(j);
  jw_key_str(j, "kind", str_of(kind));
  jw_key_int(j, "p", p);
  jw_key_str(j, "rule", str_of(rule));
  jw_key_span(j, "span", at);
  jw_end(j);
}

static void write_actors(jw *j, const facts *f, const mention *all, uint32_t n, span at) {
  for (uint32_t i = 0; i < n; i++)
    if (span_has(at, all[i].at.start) && all[i].actor != NONE)
      write_fact(j, "actor", all[i].at, f->actors[all[i].actor].rule, f->actors[all[i].actor].p);
}

static void write_facts(jw *j, const facts *f, span at) {
  for (uint32_t i = 0; i < f->n_times; i++)
    if (span_has(at, f->times[i].at.start))
      write_fact(j, "time", f->times[i].at, f->times[i].rule, f->times[i].p);
  write_actors(j, f, f->mentions, f->n_mentions, at);
  write_actors(j, f, f->also, f->n_also, at);
  for (uint32_t i = 0; i < f->n_statements; i++) {
    const statement *s = &f->statements[i];
    if (s->at.end > at.start && s->at.start < at.end)
      write_fact(j, s->in_title ? "headline" : "statement", s->at, s->rule, s->p);
  }
  for (uint32_t i = 0; i < f->n_events; i++)
    if (span_has(at, f->events[i].trigger.start))
      write_fact(j, "event", f->events[i].trigger, f->events[i].rule, f->events[i].p);
}

static void write_sentence(arena *a, jw *j, const facts *f, const language_model *lm, uint32_t i) {
  const sentence *s = &f->doc->sentences[i];
  span at = doc_span(f->doc, s->first, s->end);
  jw_object(j);
  jw_key_str(j, "block", str_of(block_kind_text(f->report->blocks[s->block].kind)));
  jw_key_span(j, "span", at);
  jw_key_str(j, "text", words_at(f, at));
  jw_key(j, "tokens");
  doc_write_tokens(a, j, lm, f->doc, i);
  jw_end(j);
}

void facts_explain_json(arena *a, jw *j, const facts *f, const language_model *lm, uint32_t byte) {
  uint32_t i = sentence_at(f->doc, byte);
  jw_object(j);
  jw_key(j, "sentence");
  if (i == NONE) jw_null(j);
  else write_sentence(a, j, f, lm, i);
  jw_key(j, "facts");
  jw_array(j);
  if (i != NONE) write_facts(j, f, doc_span(f->doc, f->doc->sentences[i].first, f->doc->sentences[i].end));
  jw_end(j);
  jw_end(j);
}
