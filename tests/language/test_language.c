/* What holds for every text: properties, over made-up texts of words, signs and random bytes. */
#include "test.h"
#include <stdio.h>

static uint64_t next_number(uint64_t *seed) {              /* xorshift64* */
  *seed ^= *seed >> 12, *seed ^= *seed << 25, *seed ^= *seed >> 27;
  return *seed * UINT64_C(2685821657736338717) >> 16;
}

static const char *const pieces[] = {
  "talks", "The", " ", " ", " ", " ", "\n", ".", "...", "…", ",", "“", "”", "\"", "'", "’", "‘", "«", "»",
  "„", "``", "''", "s", "n't", "'s", "U.S.", "a.m.", "Mr.", "No.", "J.", "12", "1,000.5", "14:30", "-", "–",
  "—", "(", ")", "[", "]", "?", "!", "@", "#", "http://", "www.", ".org", "x@y.com", "/", "&", "$", "US$",
  "%", "é", "Ł", "Да", "مر", "。", "\xC2\xA0", "\xE2\x80\x8B", "_", "*", "= ", "== ", "e\xCC\x81", "cannot",
  "5bn", "\t", "\xF0\x9F\x98\x80", "O'", "1980's", ":", ":-)", "co-", "<", ">"
};

static char *made_up_text(uint64_t seed, size_t n) {
  char *text = arena_alloc(fix.a, 12 * n + 1);
  size_t at = 0;
  for (size_t i = 0; i < n; i++) {
    const char *piece = pieces[next_number(&seed) % (sizeof pieces / sizeof *pieces)];
    memcpy(text + at, piece, strlen(piece));
    at += strlen(piece);
  }
  return text;
}

/* The text of the report is not always UTF-8 in here: intake would have repaired it. */
static char *random_bytes(uint64_t seed, size_t n) {
  char *text = arena_alloc(fix.a, n + 1);
  for (size_t i = 0; i < n; i++) text[i] = (char)(1 + next_number(&seed) % 255);
  return text;
}

static void check_tokens(const doc *d) {
  uint32_t view = 0;
  for (uint32_t i = 0; i < d->n_tokens; i++) {
    const token *t = &d->tokens[i];
    assert_true(t->view >= view && t->view < t->view_end && t->view_end <= d->report->view.len);
    assert_int_equal(span_len(t->at), t->view_end - t->view);
    assert_memory_equal(d->report->text.ptr + t->at.start, d->report->view.ptr + t->view, span_len(t->at));
    assert_true(t->form < d->n_forms);
    assert_true(t->upos < UPOS_COUNT);
    assert_true(t->word <= lexicon_size(fix.language.lexicon) &&
                t->lemma <= lexicon_size(fix.language.lexicon));
    assert_int_equal(t->flags & ~(TOK_LINK * 2 - 1), 0);
    view = t->view_end;
  }
}

/* Every character of a read block that is no white space is in exactly one token. */
static void check_cover(const doc *d) {
  uint32_t k = 0;
  for (uint32_t b = 0; b < d->report->n_blocks; b++) {
    if (d->report->blocks[b].kind == BLOCK_CAPTION) continue;
    span v = d->report->blocks[b].view;
    for (size_t p = v.start; p < v.end;) {
      size_t at = p;
      uint32_t c = utf8_next(str_sub(d->report->view, 0, v.end), &p);
      while (k < d->n_tokens && d->tokens[k].view_end <= at) k++;
      bool covered = k < d->n_tokens && d->tokens[k].view <= at;
      if (!covered && !utf8_is_space(c)) fail_msg("byte %zu (U+%04X) is in no token", at, c);
      if (covered) assert_true(d->tokens[k].view_end <= v.end);
    }
  }
}

static void check_sentences(const doc *d) {
  uint32_t next = 0;
  for (uint32_t k = 0; k < d->n_sentences; k++) {
    const sentence *s = &d->sentences[k];
    assert_int_equal(s->first, next);
    assert_true(s->end > s->first);
    span v = d->report->blocks[s->block].view;
    assert_true(v.start <= d->tokens[s->first].view && d->tokens[s->end - 1].view_end <= v.end);
    next = s->end;
  }
  assert_int_equal(next, d->n_tokens);
}

static void check_quotes(const doc *d) {
  for (uint32_t i = 0; i < d->n_quotes; i++) {
    const quote *q = &d->quotes[i];
    assert_true(q->open <= q->close && q->close < d->n_tokens);
    assert_true(d->tokens[q->open].flags & TOK_OPEN);
    if (q->closed) assert_true(d->tokens[q->close].flags & TOK_CLOSE);
    if (i) assert_true(q->open > d->quotes[i - 1].open);
    if (q->parent == UINT32_MAX) continue;
    assert_true(q->parent < i);
    assert_true(q->close <= d->quotes[q->parent].close);
  }
}

static void check(const char *text) {
  doc *d = read_text(text), *again = read_text(text);
  check_tokens(d);
  check_cover(d);
  check_sentences(d);
  check_quotes(d);
  assert_int_equal(d->n_tokens, again->n_tokens);
  if (d->n_tokens) assert_memory_equal(d->tokens, again->tokens, d->n_tokens * sizeof *d->tokens);
}

static void made_up_texts(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 400; seed++) {
    check(made_up_text(seed, 5 + 3 * (size_t)seed));
    arena_reset(fix.a);
  }
}

static void random_texts(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 200; seed++) {
    check(random_bytes(seed, 4 * (size_t)seed));
    arena_reset(fix.a);
  }
}

/* Long runs of one piece: what is looked at again for each piece would take for ever. */
static void long_runs(void **state) {
  (void)state;
  enum { BYTES = 60000 };
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    char *text = arena_alloc(fix.a, BYTES + 16);
    for (size_t at = 0; at < BYTES; at += strlen(pieces[i])) memcpy(text + at, pieces[i], strlen(pieces[i]));
    doc *d = read_text(text);
    check_sentences(d);
    check_quotes(d);
    arena_reset(fix.a);
  }
}

/* A token's span is in the text where the view leaves parts of the text out. */
static void skipped_parts(void **state) {
  (void)state;
  report r = {0};
  block b = {.kind = BLOCK_PARAGRAPH, .at = {0, 14}, .view = {0, 10}};
  view_run runs[] = {{0, 0, 4}, {4, 8, 6}};
  r.text = STR("The [b]> talks");
  r.view = STR("The  talks\n");
  r.blocks = &b;
  r.n_blocks = 1;
  r.runs = runs;
  r.n_runs = 2;
  doc *d = language_read(fix.a, fix.language.model, fix.language.lexicon, &r);
  assert_int_equal(d->n_tokens, 2);
  assert_str(str_at(r.text, d->tokens[1].at), "talks");
  assert_str(str_at(r.text, doc_span(d, 0, 2)), "The [b]> talks");
}

static void empty_reports(void **state) {
  (void)state;
  check("");
  check("\n\n");
  check("- only a caption");
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(made_up_texts), cmocka_unit_test(random_texts), cmocka_unit_test(long_runs),
    cmocka_unit_test(skipped_parts), cmocka_unit_test(empty_reports)
  };
  return cmocka_run_group_tests(tests, open_language, close_language);
}
