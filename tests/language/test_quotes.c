#include "test.h"

/* Each quote as the words between its marks, "(" where it is not closed, its parent's number behind '^'. */
static str print_quotes(const doc *d) {
  str out = {"", 0};
  for (uint32_t i = 0; i < d->n_quotes; i++) {
    const quote *q = &d->quotes[i];
    uint32_t end = q->closed ? q->close : q->close + 1;
    str words = q->open + 1 < end ? doc_str(d, q->open + 1, end) : (str){"", 0};
    out = arena_printf(fix.a, "%.*s%s%s%.*s", (int)out.len, out.ptr, i ? " | " : "", q->closed ? "" : "(",
                       (int)words.len, words.ptr);
    if (q->parent != UINT32_MAX) out = arena_printf(fix.a, "%.*s^%u", (int)out.len, out.ptr, q->parent);
  }
  return out;
}

static void assert_quotes(const char *text, const char *want) {
  assert_str(print_quotes(read_text(text)), want);
}

static void glyphs(void **state) {
  (void)state;
  assert_quotes("“One,” he said, “two.”", "One, | two.");
  assert_quotes("\"One,\" he said, \"two.\"", "One, | two.");
  assert_quotes("«Une» and „zwei“ and „three” and ‟four”", "Une | zwei | three | four");
  assert_quotes("``One,'' he said", "One,");
  assert_quotes("‘One,’ he said, 'two.'", "One, | two.");
  assert_quotes("''One,'' he said, ‘’two’’ and ‘‘three’’ as planned''", "One, | two | three");
  assert_quotes("‹one› «two ‹three› four»", "one | two ‹three› four | three^1");
}

static void apostrophes(void **state) {
  (void)state;
  assert_quotes("It's the envoys' plan; they don't like '60s rock 'n' roll", "");
  assert_quotes("‘It’s the states’ plan,’ he said.", "It’s the states’ plan,");
  assert_quotes("She said 'it's the envoys' plan' again", "it's the envoys' plan");
}

static void nesting(void **state) {
  (void)state;
  assert_quotes("“He said ‘never’ twice,” she said.", "He said ‘never’ twice, | never^0");
  assert_quotes("\"He said 'never' twice,\" she said.", "He said 'never' twice, | never^0");
}

static void paragraphs(void **state) {
  (void)state;
  assert_quotes("“One goes on.\n“Two goes on.\n“Three ends,” he said. “Four.”",
                "One goes on.\n“Two goes on.\n“Three ends, | Four.");
  assert_quotes("\"One goes on.\n\"Two ends,\" he said.", "One goes on.\n\"Two ends,");
  assert_quotes("“One has no end.\nTwo is plain.\n“Three,” he said.", "(One has no end. | Three,");
  assert_quotes("“One has no end.\n== “Heading”\nText", "(One has no end. | Heading");
  assert_quotes("“A ‘b goes on.\n“‘C ends’ here”", "A ‘b goes on.\n“‘C ends’ here | b goes on.\n“‘C ends^0");
}

static void unbalanced(void **state) {
  (void)state;
  assert_quotes("An end only” here", "");
  assert_quotes("“One has no end. “Two,” he said.", "(One has no end. | Two,");
  assert_quotes("A board of 6\" by 4\" is here", "");
  assert_quotes("“He said ‘never,” she said.", "He said ‘never, | (never,^0");
  assert_quotes("“", "(");
  assert_quotes("”", "");
  assert_quotes("“”", "");
}

static void flags(void **state) {
  (void)state;
  doc *d = read_text("She “said no” to us.\n“Open here.\nNot here.");
  uint32_t open = token_of(d, "“"), close = token_of(d, "”");
  assert_true(d->tokens[open].flags & TOK_OPEN);
  assert_true(d->tokens[close].flags & TOK_CLOSE);
  assert_false(d->tokens[open].flags & TOK_QUOTED);
  assert_false(d->tokens[close].flags & TOK_QUOTED);
  assert_true(d->tokens[token_of(d, "said")].flags & TOK_QUOTED);
  assert_false(d->tokens[token_of(d, "us")].flags & TOK_QUOTED);
  assert_true(d->tokens[token_of(d, "Open")].flags & TOK_QUOTED);
  assert_false(d->tokens[token_of(d, "Not")].flags & TOK_QUOTED);
  assert_true(d->tokens[close].upos == UPOS_PUNCT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(glyphs), cmocka_unit_test(apostrophes), cmocka_unit_test(nesting),
        cmocka_unit_test(paragraphs),
    cmocka_unit_test(unbalanced), cmocka_unit_test(flags)
  };
  return cmocka_run_group_tests(tests, open_language, close_language);
}
