/* CoNLL-U as input: what is laid of it, what is refused, where documents end. */
#include "test_intake.h"
#include "intake/conllu.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ROW(id, form, misc) id "\t" form "\t_\t_\t_\t_\t_\t_\t_\t" misc "\n"

static const char two_paragraphs[] =
  "\xEF\xBB\xBF" "# newdoc id = ours\n# newpar\n# block = title\n# sent_id = 1\n" ROW("1", "Ferries", "_") ROW("2", "sail", "_") "\n"
  "# newpar\n# sent_id = 2\n" ROW("1", "They", "_") ROW("2-3", "can't", "_") ROW("2", "ca", "_") ROW("3", "n't", "_")
  ROW("3.1", "sail", "_") ROW("4", "wait", "SpaceAfter=No") ROW("5", ".", "X=1|SpaceAfter=No") "\r\n"
  "# sent_id = 3\n" ROW("1-2", "Au", "_") ROW("1", "à", "_") ROW("2", "le", "_") ROW("3", "port", "_");

static report *lay(arena *a, const char *text, ch_error *err) {
  reading j = read_input(a, (ch_input){.bytes = str_of(text), .format = CH_FORMAT_CONLLU, .name = STR("x")});
  if (err) *err = j.err;
  else if (j.status) fail_msg("%s", j.err.msg);
  return j.r;
}

static const given_word *word(const report *r, uint32_t i) { return &r->given->words[i]; }

static void text_is_laid_from_the_forms(void **state) {
  (void)state;
  arena *a = arena_new(0);
  const report *r = lay(a, two_paragraphs, NULL);
  assert_str(r->text, "Ferries sail\n\nThey can't wait.Au port\n");
  assert_str(r->view, "Ferries sail\nThey can't wait.àle port\n");
  assert_int_equal(r->n_blocks, 2);
  assert_int_equal(r->blocks[0].kind, BLOCK_TITLE);
  assert_int_equal(r->blocks[1].kind, BLOCK_PARAGRAPH);
  assert_str(str_at(r->text, r->blocks[1].at), "They can't wait.Au port");
  arena_free(a);
}

static void words_and_sentences_are_the_files_own(void **state) {
  (void)state;
  static const char *const forms[] = {"Ferries", "sail", "They", "ca", "n't", "wait", ".", "à", "le", "port"};
  static const char *const places[] = {"Ferries", "sail", "They", "ca", "n't", "wait", ".", "Au", "Au", "port"};
  arena *a = arena_new(0);
  const report *r = lay(a, two_paragraphs, NULL);
  assert_int_equal(r->given->n_words, 10);
  for (uint32_t i = 0; i < 10; i++) {
    assert_str(str_at(r->view, word(r, i)->view), forms[i]);
    assert_str(str_at(r->text, word(r, i)->at), places[i]);
    assert_int_equal(word(r, i)->inner, i == 4 || i == 8);
    assert_int_equal(word(r, i)->space_before, i != 4 && i != 6 && i != 7 && i != 8);
  }
  assert_int_equal(r->given->n_sentences, 3);
  const given_sentence *s = r->given->sentences;
  assert_true(s[0].end == 2 && s[1].first == 2 && s[1].end == 7 && s[2].end == 10);
  assert_true(s[0].block == 0 && s[1].block == 1 && s[2].block == 1);
  assert_int_equal(s[0].n_comments, 4);
  assert_str(s[2].comments[0], "# sent_id = 3");
  arena_free(a);
}

static void refused(const char *text, const char *where, const char *what) {
  arena *a = arena_new(0);
  ch_error err = {0};
  lay(a, text, &err);
  if (err.code != CH_ERR_INPUT || !strstr(err.msg, where) || !strstr(err.msg, what))
    fail_msg("got \"%s\", want %s and \"%s\"", err.msg, where, what);
  arena_free(a);
}

static void wrong_lines_are_named(void **state) {
  (void)state;
  refused("# a\n1\tx\n", "x:2:", "ten columns");
  refused(ROW("1", "x", "_\t_"), "x:1:", "ten columns");
  refused(ROW("1", "x", "_") ROW("3", "y", "_"), "x:2:", "not the next one");
  refused(ROW("1", "x", "_") "\n" ROW("2", "y", "_"), "x:3:", "not the next one");
  refused(ROW("one", "x", "_"), "x:1:", "not the next one");
  refused(ROW("1", "", "_"), "x:1:", "form is empty");
  refused(ROW("1", "\xC2\xA0", "_"), "x:1:", "form is empty");
  refused(ROW("1", "\xFF", "_"), "x:1:", "UTF-8");
  refused(ROW("1", "x\ry", "_"), "x:1:", "carriage return");
  refused(ROW("2-3", "x", "_"), "x:1:", "multi-word token");
  refused(ROW("1-2", "x", "_") ROW("1", "x", "_") ROW("2-3", "y", "_"), "x:3:", "multi-word token");
  refused(ROW("1-1", "x", "_"), "x:1:", "multi-word token");
  refused(ROW("1-3", "xy", "_") ROW("1", "x", "_") "\n", "x:3:", "missing");
  refused(ROW("1-2", "xy", "_") "\n" ROW("1", "x", "_"), "x:2:", "missing");
  refused(ROW("1-4294967295", "xy", "_") ROW("1", "x", "_"), "x:3:", "missing");
}

static void nothing_is_an_empty_report(void **state) {
  (void)state;
  arena *a = arena_new(0);
  const report *r = lay(a, "# only a comment\n\n\n", NULL);
  assert_int_equal(r->given->n_words + r->given->n_sentences + r->n_blocks, 0);
  assert_int_equal(r->text.len, 0);
  arena_free(a);
}

/* ---- sources ---- */

typedef struct { char path[64]; ch_source *s; } opened;

static opened open_text(const char *text, size_t max) {
  opened o = {.path = "/tmp/chancery-XXXXXX.conllu"};
  int fd = mkstemps(o.path, 7);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, text, strlen(text)), strlen(text));
  close(fd);
  ch_source_options options = CH_SOURCE_OPTIONS_INIT;
  options.max_bytes = max;
  ch_error err;
  if (source_open(&o.s, o.path, "n", &options, &err)) fail_msg("%s", err.msg);
  return o;
}

static void document_is(const opened *o, const char *bytes, uint64_t line) {
  ch_input in;
  ch_error err;
  if (source_next(o->s, &in, &err)) fail_msg("%s", err.msg);
  assert_str(in.bytes, bytes);
  assert_int_equal(in.format, CH_FORMAT_CONLLU);
  assert_int_equal(in.line, line);
}

static void wrong_is(const opened *o, ch_status status, const char *what) {
  ch_input in;
  ch_error err = {0};
  assert_int_equal(source_next(o->s, &in, &err), status);
  if (!strstr(err.msg, what)) fail_msg("got \"%s\", want \"%s\"", err.msg, what);
}

static void end_is(opened *o) {
  ch_input in;
  ch_error err;
  assert_int_equal(source_next(o->s, &in, &err), CH_END);
  source_close(o->s);
  unlink(o->path);
}

#define DOC(name) "# newdoc id = " name "\n"
#define SENTENCE(form) ROW("1", form, "_") "\n"

static void a_document_is_a_report(void **state) {
  (void)state;
  opened o = open_text(DOC("a") SENTENCE("x") SENTENCE("y") DOC("b") SENTENCE("z") ROW("1", "last", "_"), 1 << 20);
  document_is(&o, DOC("a") SENTENCE("x") SENTENCE("y"), 1);
  document_is(&o, DOC("b") SENTENCE("z") SENTENCE("last"), 6);
  end_is(&o);
}

static void a_wrong_sentence_alone_is_left_out(void **state) {
  (void)state;
  opened o = open_text(SENTENCE("x") ROW("2", "y", "_") ROW("9", "y", "_") "\n" ROW("1-2", "z", "_") "\n" SENTENCE("z")
                       "bad\n\n" DOC("b") SENTENCE("v"), 1 << 20);
  wrong_is(&o, CH_ERR_INPUT, "n:3: the word's number is not the next one; the sentence is left out");
  wrong_is(&o, CH_ERR_INPUT, "n:7: a multi-word token");
  wrong_is(&o, CH_ERR_INPUT, "n:10: not ten columns");
  document_is(&o, SENTENCE("x") SENTENCE("z"), 1);
  document_is(&o, DOC("b") SENTENCE("v"), 12);
  end_is(&o);
}

static void a_wrong_first_sentence_ends_the_document_before(void **state) {
  (void)state;
  opened o = open_text(SENTENCE("x") "bad\n" DOC("b") "\n" SENTENCE("y"), 1 << 20);
  wrong_is(&o, CH_ERR_INPUT, "n:3:");
  document_is(&o, SENTENCE("x"), 1);
  document_is(&o, SENTENCE("y"), 6);
  end_is(&o);
}

static void ceilings_hold(void **state) {
  (void)state;
  enum { MAX = 100 };
  opened o = open_text(SENTENCE("x") SENTENCE("y") SENTENCE("z") SENTENCE("u") SENTENCE("v") SENTENCE("w")
                       DOC("b") SENTENCE("short"), MAX);
  wrong_is(&o, CH_ERR_LIMIT, "n:1: a document of more than 100 bytes");
  document_is(&o, DOC("b") SENTENCE("short"), 13);
  end_is(&o);
  o = open_text(ROW("1", "x", "_") ROW("2", "x", "_") ROW("3", "x", "_") ROW("4", "x", "_") ROW("5", "x", "_")
                ROW("6", "x", "_") "\n" SENTENCE("good"), MAX);
  wrong_is(&o, CH_ERR_INPUT, "ceiling");
  document_is(&o, SENTENCE("good"), 8);
  end_is(&o);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(text_is_laid_from_the_forms), cmocka_unit_test(words_and_sentences_are_the_files_own),
    cmocka_unit_test(wrong_lines_are_named), cmocka_unit_test(nothing_is_an_empty_report),
    cmocka_unit_test(a_document_is_a_report), cmocka_unit_test(a_wrong_sentence_alone_is_left_out),
    cmocka_unit_test(a_wrong_first_sentence_ends_the_document_before), cmocka_unit_test(ceilings_hold)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
