#include "test_intake.h"

static void outline_is(const char *text, const char *want) {
  arena *a = arena_new(0);
  report *r = read_text(a, text);
  assert_holds(r);
  assert_str(outline(a, r), want);
  arena_free(a);
}

static void a_page_with_everything(void **state) {
  (void)state;
  outline_is(
    "\n\nEnvoys Meet Again in Oslo\n\nMarch 5, 2024\n\n\nThe conference hall. **Lena Berg / Nordic Wire**\n\n"
    "Envoys of both states [met](#) on Tuesday for a second day of talks, officials <u>said</u>.\n\n"
    "Related article: [Bridge ‘Closed for Repairs,’ Mayor Says](#)\n\n"
    "“We will come back,” one delegate [the eldest] said.\n\n"
    "Original url:\n\n<https://www.example.org/2024/03/05/envoys-meet-again>",
    "title: Envoys Meet Again in Oslo\ndate: March 5, 2024\ncaption: The conference hall.\n"
    "credit: Lena Berg / Nordic Wire\n"
    "paragraph: Envoys of both states met on Tuesday for a second day of talks, officials said.\n"
    "related: Related article: Bridge ‘Closed for Repairs,’ Mayor Says\n"
    "paragraph: “We will come back,” one delegate [the eldest] said.\n"
    "noise: Original url:\nurl: https://www.example.org/2024/03/05/envoys-meet-again\n");
}

static void credits_end_captions(void **state) {
  (void)state;
  static const struct { const char *line, *want; } rows[] = {
    {"The envoy of the host country. palace.example", "caption: The envoy of the host country.\n"
      "credit: palace.example\n"},
    {"A path above the lake. Photo: R. Baud", "caption: A path above the lake.\ncredit: Photo: R. Baud\n"},
    {"Two envoys leave the hall. Photograph by Ellen Ward for The Ledger",
     "caption: Two envoys leave the hall.\ncredit: Photograph by Ellen Ward for The Ledger\n"},
    {"Two envoys leave the hall on Monday. (AP Photo/Lena Berg)",
     "caption: Two envoys leave the hall on Monday.\ncredit: (AP Photo/Lena Berg)\n"},
    {"The hall. Lena Berg/AFP via Getty Images", "caption: The hall.\ncredit: "
      "Lena Berg/AFP via Getty Images\n"},
    {"The U.S. Mission in Geneva. J. Brandt / Rhine Observer",
     "caption: The U.S. Mission in Geneva.\ncredit: J. Brandt / Rhine Observer\n"},
    {"The envoy at home. Ministry of Foreign Affairs",
     "caption: The envoy at home.\ncredit: Ministry of Foreign Affairs\n"},
    {"Lena Berg / Nordic Wire", "credit: Lena Berg / Nordic Wire\n"},
    {"Envoy Lena Berg.", "caption: Envoy Lena Berg.\n"},
    {"The envoy waves to reporters outside the hall on Tuesday.",
     "caption: The envoy waves to reporters outside the hall on Tuesday.\n"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    arena *a = arena_new(0);
    report *r = read_text(a, arena_printf(a, "Envoys Meet Again\n\nMarch 5, 2024\n\n%s\n\n"
                                             "The envoys met for an hour in the old hall and left.\n",
                                             rows[i].line).ptr);
    assert_holds(r);
    str want = arena_printf(a, "title: Envoys Meet Again\ndate: March 5, 2024\n%s"
                               "paragraph: The envoys met for an hour in the old hall and left.\n",
                               rows[i].want);
    assert_str(outline(a, r), want.ptr);
    arena_free(a);
  }
}

static void paragraphs_stay_paragraphs(void **state) {
  (void)state;
  static const char *const lines[] = {
    "The talks are over.", "He called the plan **a disaster**", "She told "
    "the agency it was “the last round.”",
    "By Monday the envoys had left the town.", "The envoy said the 9/11 memorial was closed.",
    "He wrote to the Ministry of Foreign Affairs / Trade that week, and nobody answered.",
    "“[We] hope so,” she said.", "See also the second page of the annex, "
    "which lists every bridge that was closed."};
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    arena *a = arena_new(0);
    report *r = read_text(a, arena_printf(a, "The envoys of both sides met for an hour in the old hall.\n\n"
      "%s\n\n"
                                             "They left before noon and gave no interviews.\n",
                                             lines[i]).ptr);
    assert_int_equal(r->n_blocks, 3);
    for (uint32_t b = 0; b < 3; b++) assert_int_equal(r->blocks[b].kind, BLOCK_PARAGRAPH);
    arena_free(a);
  }
}

static void broken_sentences_are_one_paragraph(void **state) {
  (void)state;
  outline_is("The envoys of both sides said they may open\n\nthe bridge in May.\n\nNobody answered.\n",
             "paragraph: The envoys of both sides said they may open the bridge in May.\n"
             "paragraph: Nobody answered.\n");
  outline_is("The envoys of both sides agreed to keep the old negotia-\n\nPage 2 of 3\n\f\n"
    "tors in their posts.\n",
             "paragraph: The envoys of both sides agreed to keep the old negotiators in their posts.\n");
  outline_is("The envoys of both sides met on Tuesday in the\n\nhttps://t.me/somebody/12\n\n"
    "Grand Hotel of the town.\n",
             "paragraph: The envoys of both sides met on Tuesday in the Grand Hotel of the town.\n");
  outline_is("The envoys met on Tuesday\n\nRead more: Bridge closed\n\n"
    "in the Grand Hotel of the town, they said.\n",
             "paragraph: The envoys met on Tuesday\nrelated: Read more: Bridge closed\n"
             "paragraph: in the Grand Hotel of the town, they said.\n");
}

static void wrapped_lines_are_joined(void **state) {
  (void)state;
  outline_is("The envoys of both sides met on Tuesday for a second day of talks on the\n"
             "border, and said that the long-\nterm plan for the bridge, which engi-\n"
             "neers drew up in the spring, would be kept. They will meet again in the\nsummer.\n"
             "\nNobody answered questions, and the two cars left the hotel by the back\n"
             "door, a witness said.\n",
             "paragraph: The envoys of both sides met on Tuesday for a second day of talks on the "
             "border, and said that the long-term plan for the bridge, "
             "which engineers drew up in the spring, "
             "would be kept. They will meet again in the summer.\n"
             "paragraph: Nobody answered questions, and the two cars left "
             "the hotel by the back door, a witness said.\n");
}

static void lines_without_blank_ones(void **state) {
  (void)state;
  outline_is("ENVOYS MEET AGAIN IN OSLO\nBy Mira Holt and Ivan Petrak\nMarch 5, 2024\n"
             "Envoys of the two states met on Tuesday for a second day "
             "of talks in the old hall by the lake.\n"
             "They agreed to meet again.\n\"We will come back,\" one delegate told reporters.\n",
             "title: ENVOYS MEET AGAIN IN OSLO\nbyline: By Mira Holt and Ivan Petrak\ndate: March 5, 2024\n"
             "paragraph: Envoys of the two states met on Tuesday for a "
             "second day of talks in the old hall by the lake.\n"
             "paragraph: They agreed to meet again.\n"
             "paragraph: \"We will come back,\" one delegate told reporters.\n");
}

static void running_heads_and_page_numbers(void **state) {
  (void)state;
  outline_is("The Morning Ledger, p. 1\nEnvoys Meet Again\n\nThe envoys "
    "of both sides met for an hour in the old hall.\n\n"
             "- 1 -\n\fThe Morning Ledger, p. 2\n\nThey left before noon and gave no interviews.\n\n- 2 -\n",
             "noise: The Morning Ledger, p. 1\ntitle: Envoys Meet Again\n"
             "paragraph: The envoys of both sides met for an hour in the old hall.\nnoise: 1 -\n"
             "noise: The Morning Ledger, p. 2\nparagraph: They left before noon and gave no interviews.\n"
             "noise: 2 -\n");
}

static void quoted_mail(void **state) {
  (void)state;
  outline_is("From: Desk <desk@example.org>\nDate: Tue, Mar 5, 2024 at 10:11 AM\n"
    "Subject: Envoys meet again\n\n"
             "> The envoys of both sides met on Tuesday in the\n> old hall by the lake.\n>\n"
             "> They left before noon.\n",
             "noise: From: Desk <desk@example.org>\ndate: Tue, Mar 5, 2024 at 10:11 AM\n"
             "title: Envoys meet again\n"
             "paragraph: The envoys of both sides met on Tuesday in the old hall by the lake.\n"
             "paragraph: They left before noon.\n");
}

static void markdown(void **state) {
  (void)state;
  outline_is("# Envoys Meet *Again*\n\n![hall](h.jpg)\n\nThe **two** envoys_met "
    "[sic] on 5 * 3 days, see <https://x.example/a_b_c>.\n\n"
             "## What comes next\n\n* A panel will meet in May\n* A text will follow\n\n"
             "The end came on [Monday](https://x.example/(a)).\n",
             "title: Envoys Meet Again\nnoise: ![hall](h.jpg)\n"
             "paragraph: The two envoys_met [sic] on 5 * 3 days, see https://x.example/a_b_c.\n"
             "heading: What comes next\n"
             "paragraph: A panel will meet in May\nparagraph: A text will follow\n"
             "paragraph: The end came on Monday.\n");
}

static void addresses(void **state) {
  (void)state;
  static const struct { const char *tail, *url; } rows[] = {
    {"Original url:\n\nhttps://www.example.org/2024/03/envo ys-meet-again",
      "https://www.example.org/2024/03/envoys-meet-again"},
    {"Original url: <https://www.example.org/2024/envo\nys-meet>",
      "https://www.example.org/2024/envoys-meet"},
    {"https://www.example.org/a", "https://www.example.org/a"},
    {"https://t.me/somebody/12", NULL},
    {"Source: https://t.me/somebody/12", "https://t.me/somebody/12"},
    {"https://www.example.org/a\n\nThe hall was closed on Monday, a witness said.", NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    arena *a = arena_new(0);
    report *r = read_text(a, arena_printf(a, "The envoys of both sides met for an hour in the old hall.\n\n"
      "%s\n",
                                          rows[i].tail).ptr);
    assert_holds(r);
    if (rows[i].url) assert_str(r->url, rows[i].url);
    else assert_null(r->url.ptr);
    arena_free(a);
  }
}

static void bylines(void **state) {
  (void)state;
  arena *a = arena_new(0);
  report *r = read_text(a, "Envoys Meet Again\n\nBy [Mira Holt](https://x.example/m), "
    "Ivan Petrak and Ann Lee in Oslo\n\n"
                           "The envoys of both sides met for an hour in the old hall.\n\n"
                           "(Reporting by Mira Holt; Editing by Bo Lund)\n");
  assert_true(r->n_bylines >= 3);
  assert_str(str_at(r->text, r->bylines[0]), "Mira Holt");
  assert_str(str_at(r->text, r->bylines[1]), "Ivan Petrak");
  assert_str(str_at(r->text, r->bylines[2]), "Ann Lee");
  arena_free(a);
}

/* Shuffled pieces of pages: whatever comes out, it holds together, and twice the same. */
static void random_pages(void **state) {
  (void)state;
  static const char *const bits[] = {"\n", "\n\n", "\r\n", "\f", " ", "**", "*", "_", "[", "](", "](#)",
    ")", "<u>", "</u>", "<br>",
    "> ", "# ", "- ", "Original url:", "https://x.example/a-b", "Read more:", "By Ann Lee", "March "
    "5, 2024", "Photo: ", "\\", "-\n",
    "Page 2 of 3", "The envoys met", " said.", "lower case", "\xE2\x80\x9CYes\xE2\x80\x9D", "Lena "
    "Berg / AFP", "\xC2\xA0", "\xC2\xAD",
    "---\n", "\xEF\xBB\xBF", "OSLO, March 5 (Reuters) - ", "!", "|", "1. ",
    "\xD0\x96\xD0\xB6\xD0\xB6\xD0\xB6"};
  uint64_t seed = 17;
  arena *a = arena_new(0);
  const intake_model *model = load_model(a);
  for (int round = 0; round < 3000; round++) {
    arena *own = arena_new(0);
    str text = STR("");
    for (int n = number_in(&seed, 0, 40); n > 0; n--) {
      str parts[] = {text, str_of(bits[next_number(&seed) % (sizeof bits / sizeof *bits)])};
      text = arena_join(own, parts, 2, STR(""));
    }
    reading j = {.a = own, .model = model, .in = {.bytes = text, .format = CH_FORMAT_TEXT, .name = STR("x")}};
    assert_true(arena_run(own, run_reading, &j));
    assert_int_equal(j.status, CH_OK);
    assert_holds(j.r);
    str once = outline(own, j.r);
    assert_true(arena_run(own, run_reading, &j));
    assert_true(str_eq(once, outline(own, j.r)));
    arena_free(own);
  }
  arena_free(a);
}

/* Long runs of what could be asked about again and again must not take time that grows with the square. */
static void hostile_lengths(void **state) {
  (void)state;
  static const char *const bits[] = {"[", "](", "*a ", "_a ", "<a ", "a-\nb", "> ", "\\", "a\n", "**",
    "Read more: x\n\n", "By Ann Lee\n", "Read more: ", "http://a "};
  for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
    arena *a = arena_new(0);
    size_t each = strlen(bits[i]), n = 300000 / each;
    char *text = arena_alloc(a, n * each + 1);
    for (size_t k = 0; k < n; k++) memcpy(text + k * each, bits[i], each);
    report *r = read_text(a, text);
    assert_true(r->text.len == n * each);
    arena_free(a);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_page_with_everything), cmocka_unit_test(credits_end_captions),
    cmocka_unit_test(paragraphs_stay_paragraphs), cmocka_unit_test(broken_sentences_are_one_paragraph),
    cmocka_unit_test(wrapped_lines_are_joined), cmocka_unit_test(lines_without_blank_ones),
    cmocka_unit_test(running_heads_and_page_numbers), cmocka_unit_test(quoted_mail),
      cmocka_unit_test(markdown),
    cmocka_unit_test(addresses), cmocka_unit_test(bylines), cmocka_unit_test(random_pages),
    cmocka_unit_test(hostile_lengths)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
