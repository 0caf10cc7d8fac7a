/* CoNLL-U out and given words in: columns, places, the way back; labels of enhanced relations; the tree drawn. */
#include "test.h"
#include "intake/conllu.h"

static str taken(buf *b) {
  assert_int_equal(b->status, CH_OK);
  str s = arena_str(fix.a, b->len ? buf_get(b) : STR(""));
  buf_free(b);
  return s;
}

static str written(doc *d) {
  buf b = {0};
  doc_conllu(fix.a, &b, fix.language.model, d);
  return taken(&b);
}

/* Column `column` of the first line that begins with this number and form. */
static str column_of(str conllu, const char *begins, int column) {
  str field = {NULL, 0}, line;
  for (str rest = conllu; str_split(&rest, '\n', &line);) {
    if (!str_starts(line, str_of(begins))) continue;
    for (int i = 0; i <= column; i++) assert_true(str_split(&line, '\t', &field));
    return field;
  }
  fail_msg("no line %s in\n%.*s", begins, (int)conllu.len, conllu.ptr);
  return field;
}

static void assert_column(str conllu, const char *begins, int column, const char *want) {
  assert_str(column_of(conllu, begins, column), want);
}

static bool holds(str text, const char *words) { return str_find(text, str_of(words)) != SIZE_MAX; }

static const char report_text[] = "= Ferry Talks Fail\nThe minister’s “friends” couldn’t\tagree .\n- a caption\nHe left.";

static void test_lines(void **state) {
  (void)state;
  str c = written(read_text(report_text));
  assert_true(str_starts(c, STR("# newdoc id = text\n# newpar\n# block = title\n# sent_id = text-1\n# text = Ferry Talks Fail\n1\tFerry\t")));
  assert_true(holds(c, "\n\n# newpar\n# block = paragraph\n# sent_id = text-2\n# text = The minister’s “friends” couldn’t agree .\n"));
  assert_true(holds(c, "\n\n# newpar\n# block = paragraph\n# sent_id = text-3\n# text = He left.\n"));
  assert_true(str_ends(c, STR("\n\n")));
  assert_false(holds(c, "caption"));
  assert_column(c, "2-3\tminister’s", 9, "Bytes=23:35|TokenRange=23:33");
  assert_column(c, "2\tminister", 9, "Bytes=23:31|TokenRange=23:31");
  assert_column(c, "3\t’s", 2, "'s");
  assert_column(c, "4\t“", 9, "SpaceAfter=No|Bytes=36:39|TokenRange=34:35");
  assert_column(c, "7-8\tcouldn’t", 4, "_");
  assert_column(c, "8\tn’t", 3, "PART");
  assert_column(c, "9\tagree", 7, "root");
  assert_column(c, "9\tagree", 6, "0");
  assert_column(c, "9\tagree", 8, "0:root");
  assert_column(c, "9\tagree", 5, "VerbForm=Inf");
  assert_column(c, "2\tleft", 9, "SpaceAfter=No|Bytes=84:88|TokenRange=76:80");
}

static void test_names_and_titles(void **state) {
  (void)state;
  str c = written(read_text("Foreign Minister Anna Keller met Peter Moss of the United Nations in Oslo."));
  assert_column(c, "2\tMinister", 9, "Bytes=8:16|TokenRange=8:16|Title=I");
  assert_column(c, "4\tKeller", 9, "Bytes=22:28|TokenRange=22:28|NE=I-PER");
  assert_column(c, "5\tmet", 9, "Bytes=29:32|TokenRange=29:32");
  assert_column(c, "10\tUnited", 9, "Bytes=51:57|TokenRange=51:57|NE=B-ORG");
  assert_column(c, "13\tOslo", 9, "SpaceAfter=No|Bytes=69:73|TokenRange=69:73|NE=B-LOC");
}

/* Every place leads back to the form, in bytes and in characters. */
static void test_places(void **state) {
  (void)state;
  doc *d = read_text("“Größe” — naïve café’s 5° can’t.\nДа, we’ll see… ‘so’ 😀 it is.");
  str text = d->report->text, line;
  uint32_t n = 0;
  for (str rest = written(d); str_split(&rest, '\n', &line);) {
    str field[10], range[2];
    if (!line.len || line.ptr[0] == '#') continue;
    for (int i = 0; i < 10; i++) assert_true(str_split(&line, '\t', &field[i]));
    uint32_t at[2], characters = 0;
    str bytes = field[9], pair = str_sub(bytes, str_find(bytes, STR("Bytes=")) + 6, bytes.len);
    str_split(&pair, ':', &range[0]), str_split(&pair, '|', &range[1]);
    assert_true(str_u32(range[0], &at[0]) && str_u32(range[1], &at[1]));
    assert_true(str_eq(str_sub(text, at[0], at[1]), field[1]));
    for (size_t i = 0; i < at[0]; characters++) utf8_next(text, &i);
    str want = arena_printf(fix.a, "|TokenRange=%u:", characters);
    assert_true(holds(field[9], want.ptr));
    n++;
  }
  assert_true(n > 20);
}

static doc *read_given(str conllu) {
  report *r = ARENA_NEW(fix.a, report);
  ch_error err;
  const ch_input in = {.bytes = conllu, .format = CH_FORMAT_CONLLU, .name = STR("x")};
  if (conllu_report(r, fix.a, &in, SIZE_MAX, &err)) fail_msg("%s", err.msg);
  return language_read(fix.a, fix.language.model, fix.language.lexicon, r);
}

static void assert_same_tokens(const doc *d, const doc *e) {
  assert_int_equal(d->n_tokens, e->n_tokens);
  assert_int_equal(d->n_sentences, e->n_sentences);
  assert_int_equal(d->n_quotes, e->n_quotes);
  for (uint32_t i = 0; i < d->n_tokens; i++) {
    const token *t = &d->tokens[i], *u = &e->tokens[i];
    str form = doc_str(d, i, i + 1);
    if (!str_eq(form, doc_str(e, i, i + 1)) || t->flags != u->flags || t->upos != u->upos || t->xpos != u->xpos ||
        t->lemma != u->lemma || t->morph != u->morph)
      fail_msg("token %u, %.*s: flags %x and %x, tags %s and %s", i, (int)form.len, form.ptr, t->flags, u->flags,
               upos_text(t->upos), upos_text(u->upos));
  }
}

static const char *const there_and_back[] = {
  report_text,
  "= MINISTERS’ TALKS END\n“We cannot stay,” he said. “It’s over.”\n\n“We’ll see,” she said, “what the U.S. does.”",
  "Mr. J. Doe wrote to a.b@c.org at 5pm: see http://x.org/a(b) or #ferry. ‘No’, he’d say 1980's 5bn.",
  "The ministers' 'last' offer... wasn't \"final\"!? (So they say.) 'Tis the workers' right.",
};

static void test_there_and_back(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof there_and_back / sizeof *there_and_back; i++) {
    doc *d = read_text(there_and_back[i]);
    str once = written(d);
    doc *e = read_given(once);
    str twice = written(e);                      /* tokens take the tags of their trees when they are written */
    assert_same_tokens(d, e);
    doc *f = read_given(twice);
    str thrice = written(f);
    assert_same_tokens(e, f);
    assert_true(str_eq(twice, thrice));
  }
}

#define ROW(id, form) id "\t" form "\t_\t_\t_\t_\t_\t_\t_\t_\n"

static void test_given_words_stay(void **state) {
  (void)state;
  str c = written(read_given(STR("# sent_id = a7\n# note = kept\n" ROW("1-2", "Gimme") ROW("1", "Give") ROW("2", "me")
                                 ROW("2.1", "please") ROW("3", "the . dot") ROW("4", "U.S") ROW("5", "..") "\n"
                                 "# sent_id = a8\n" ROW("1", "and so"))));
  assert_true(str_starts(c, STR("# sent_id = a7\n# note = kept\n1-2\tGimme\t_\t_\t_\t_\t_\t_\t_\tBytes=0:5|TokenRange=0:5\n1\tGive\t")));
  assert_column(c, "2\tme", 9, "Bytes=0:5|TokenRange=0:5");
  assert_column(c, "3\tthe . dot", 9, "Bytes=6:15|TokenRange=6:15");
  assert_column(c, "4\tU.S", 0, "4");
  assert_column(c, "5\t..", 3, "PUNCT");
  assert_true(holds(c, "\n\n# sent_id = a8\n1\tand so\t"));
  assert_false(holds(c, "please"));
  assert_false(holds(c, "# text"));
}

/* ---- labels ---- */

static void assert_label(const char *text, const char *begins, const char *want) {
  str deps = column_of(written(read_text(text)), begins, 8);
  assert_str(str_sub(deps, str_find(deps, STR(":")) + 1, deps.len), want);
}

static void test_labels(void **state) {
  (void)state;
  assert_label("The minister met the king of the island.", "8\tisland", "nmod:of");
  assert_label("They met in the capital.", "5\tcapital", "obl:in");
  assert_label("He left because of the storm.", "6\tstorm", "obl:because_of");
  assert_label("They signed and left.", "4\tleft", "conj:and");
  assert_label("He met ministers, kings and envoys.", "5\tkings", "conj:and");
  assert_label("He will leave if they stay.", "6\tstay", "advcl:if");
  assert_label("She has a plan to leave.", "6\tleave", "acl:to");
  assert_label("They met yesterday.", "1\tThey", "nsubj");
  assert_label("According to the king, they met.", "4\tking", "obl:according_to");
  assert_label("The king's envoy left.", "2\tking", "nmod:poss");
}

/* ---- drawing ---- */

static str drawn(doc *d, uint32_t k) {
  buf b = {0};
  doc_draw(fix.a, &b, fix.language.model, d, k);
  return taken(&b);
}

static void test_drawing(void **state) {
  (void)state;
  assert_str(drawn(read_text("The old minister signed the “big” treaty."), 0),
             "       0  DET   det            ╭── The\n"
             "       4  ADJ   amod           ├── old\n"
             "       8  NOUN  nsubj        ╭─┴ minister\n"
             "      17  VERB  root         ┼ signed (sign)\n"
             "      24  DET   det          │ ╭── the\n"
             "      28  PUNCT punct        │ │ ╭── “\n"
             "      31  ADJ   amod         │ ├─┼ big  quoted\n"
             "      34  PUNCT punct        │ │ ╰── ”\n"
             "      38  NOUN  obj          ├─┴ treaty\n"
             "      44  PUNCT punct        ╰── .\n");
}

/* However deep a tree is, what stands before the words has a ceiling; every word is on a line. */
static void test_deep_trees(void **state) {
  (void)state;
  char text[8192] = "He";
  for (int i = 0; i < 120; i++) strcat(text, " said that she");
  strcat(text, " left.");
  doc *d = read_text(text);
  uint32_t lines = 0;
  str line;
  for (str rest = drawn(d, 0); str_split(&rest, '\n', &line) && line.len; lines++) assert_true(utf8_width(line) <= 80);
  assert_int_equal(lines, d->n_tokens);
}

static void test_tokens_as_json(void **state) {
  (void)state;
  buf b = {0};
  doc *d = read_text("They left.");
  doc_write_tokens(fix.a, jw_new(fix.a, &b), fix.language.model, d, 0);
  assert_true(str_starts(taken(&b), STR("[{\"feats\":\"Case=Nom|Number=Plur|Person=3|PronType=Prs\",\"form\":\"They\",\"head\":2,\"lemma\":\"they\",\"quoted\":false,"
                                         "\"relation\":\"nsubj\",\"span\":[0,4],\"upos\":\"PRON\",\"xpos\":\"PRP\"},")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_lines), cmocka_unit_test(test_names_and_titles), cmocka_unit_test(test_places),
    cmocka_unit_test(test_there_and_back), cmocka_unit_test(test_given_words_stay), cmocka_unit_test(test_labels),
    cmocka_unit_test(test_drawing), cmocka_unit_test(test_deep_trees), cmocka_unit_test(test_tokens_as_json)};
  return cmocka_run_group_tests(tests, open_language, close_language);
}
