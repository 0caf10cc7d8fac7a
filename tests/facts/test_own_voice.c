/* test_own_voice.c: answers of transcripts and documents in the speaker's own voice, in sentences of our own. */
#include "tagged.h"

/* "speaker | mode silence | content"; two spaces before one that stands within another. */
static const char *line_of(const tagged *x, uint32_t k) {
  const statement *st = &x->f->statements[k];
  return arena_printf(x->a, "%s%s | %s%s%s | %s", st->within == NONE ? "" : "  ", tagged_speaker(x, k),
                      statement_mode_text(st->mode), st->silence ? " " : "", st->silence ? st->silence : "",
                      tagged_content(x, k))
      .ptr;
}

static const char *lines_of(tagged *x, const char *text) {
  const facts *f = tagged_read(x, text);
  str all = {"", 0};
  for (uint32_t k = 0; k < f->n_statements; k++)
    all = arena_printf(x->a, "%s%s%s", all.ptr, k ? "\n" : "", line_of(x, k));
  return all.ptr;
}

static void check(const char *text, const char *expected) {
  tagged x = tagged_new();
  assert_string_equal(lines_of(&x, text), expected);
  arena_free(x.a);
}

static void answers(void **state) {
  (void)state;
  check("Vale/NE met/VD reporters/NS . || MR./NN VALE/NN : The/DT bridge/NN held/VD . || Q/NN : Why/RB ? || "
        "A/NN : It/PR is/XZ/be new/JJ .",
        "Vale | direct | The bridge held\nVale | direct | It is new");
  check("Vale/NE : We/PI built/VD it/PR . || Reporter/NN : Why/RB ? || Vale/NE : Because/SC it/PR fell/VD .",
        "Vale | direct | We built it\nVale | direct | Because it fell");
}

static void answers_go_on(void **state) {
  (void)state;
  check("MR./NN VALE/NE : The/DT bridge/NN held/VD . || The/DT dam/NN fell/VD . || Q/NN : Why/RB ?",
        "VALE | direct | The bridge held + The dam fell");
  /* behind the last label only what speaks of itself */
  check("Q/NN : Why/RB ? || MR./NN VALE/NE : It/PR held/VD . || The/DT dam/NN fell/VD .",
        "VALE | direct | It held");
  check("Q/NN : Why/RB ? || MR./NN VALE/NE : It/PR held/VD . || The/DT dam/NN fell/VD . || We/PI saw/VD it/PR .",
        "VALE | direct | It held + The dam fell + We saw it");
  /* what names him is the reporter's */
  check("MR./NN VALE/NE : It/PR held/VD . || VALE/NE met/VD workers/NS . || Q/NN : Why/RB ?", "VALE | direct | It held");
}

static void questions_are_nobodys(void **state) {
  (void)state;
  check("Q/NN : Orm/NE said/VD/say the/DT bridge/NN held/VD . || MR./NN VALE/NE : It/PR fell/VD .",
        "VALE | direct | It fell");
}

static void nested_words(void **state) {
  (void)state;
  check("Q/NN : Why/RB ? || MR./NN VALE/NE : I/PI said/VD/say that/SC it/PR held/VD . | Orm/NE said/VD/say it/PR fell/VD .",
        "VALE | direct | I said that it held . Orm said it fell\n  VALE | indirect | it held\n"
        "  Orm | indirect | it fell");
}

static void no_second_statement(void **state) {
  (void)state;
  check("Q/NN : Why/RB ? || Vale/NE : \u201c The/DT bridge/NN is/XZ/be safe/JJ now/RB . \u201d",
        "Vale | direct | \u201c The bridge is safe now . \u201d");
}

static void refusals(void **state) {
  (void)state;
  check("Q/NN : Why/RB ? || MR./NN VALE/NE : No/DT comment/NN .", "VALE | declined declined | No comment");
  check("Q/NN : Why/RB ? || MR./NN VALE/NE : I/PI ca/MD/can not/NG confirm/VB that/PR .",
        "VALE | declined not_confirmed | I ca not confirm that");
  check("Q/NN : Why/RB ? || MR./NN VALE/NE : Orm/NE has/XZ/have no/NG comment/NN .",
        "VALE | direct | Orm has no comment\n  Orm | declined declined | ");
  check("Q/NN : Why/RB ? || MR./NN VALE/NE : The/DT bridge/NN fell/VD . | No/DT comment/NN .",
        "VALE | direct | The bridge fell . No comment");
}

static void no_transcript(void **state) {
  (void)state;
  check("Background/NN : the/DT bridge/NN fell/VD . || Photo/NN : a/DT boat/NN .", "");
  check("Vale/NE : the/DT bridge/NN fell/VD . || Orm/NE : the/DT dam/NN fell/VD .", "");
  check("A/NN : the/DT bridge/NN fell/VD .", "");
  /* headlines in capitals */
  check("VALE/NE : THE/DT DAM/NN FELL/VD . | We/PI saw/VD it/PR . || ORM/NE : THE/DT BRIDGE/NN HELD/VD . | We/PI saw/VD it/PR .",
        "");
  check("VALE/NE AND/CC ORM/NE : we/PI saw/VD it/PR . || ORM/NE AND/CC VALE/NE : we/PI saw/VD it/PR .", "");
}

static void documents(void **state) {
  (void)state;
  check("Statement/NN by/IN Vale/NE || We/PI built/VD the/DT bridge/NN . || The/DT dam/NN has/XZ/have not/NG held/VN .",
        "Vale | direct | We built the bridge\nVale | direct | The dam has not held");
  check("Vale/NE Orm/NE , Foreign/NN Minister/NN || We/PI built/VD the/DT bridge/NN .",
        "Orm | direct | We built the bridge");
  check("The/DT following/NN is/XZ/be attributable/JJ to/IN Vale/NE : || The/DT envoy/NN saw/VD the/DT dam/NN . || "
        "Orm/NE said/VD/say it/PR held/VD .",
        "Vale | direct | The envoy saw the dam\nOrm | indirect | it held");
}

static void no_documents(void **state) {
  (void)state;
  /* a headline with a verb; nobody speaks of himself; an author */
  check("Statement/NN by/IN Vale/NE angers/VZ Orm/NE || We/PI built/VD the/DT bridge/NN .", "");
  check("Statement/NN by/IN Vale/NE || The/DT bridge/NN fell/VD on/IN a/DT boat/NN .", "");
  check("Vale/NE Orm/NE , Former/JJ Foreign/NN Minister/NN || We/PI built/VD the/DT bridge/NN .", "");
  /* his own name: the reporter's words */
  check("Statement/NN by/IN Vale/NE || We/PI built/VD the/DT bridge/NN . || Vale/NE met/VD the/DT workers/NS .",
        "Vale | direct | We built the bridge");
  check("Vale/NE wrote/VD/write a/DT book/NN . || I/PI liked/VD the/DT book/NN a/DT lot/NN .", "");
}

static void days(void **state) {
  (void)state;
  tagged x = tagged_new();
  const facts *f = tagged_read(&x, "Vale/NE met/VD reporters/NS on/IN Monday/TI . || Q/NN : Why/RB ? || "
                                   "MR./NN VALE/NN : It/PR held/VD .");
  assert_int_equal(f->n_statements, 1);
  assert_int_equal(f->statements[0].when.basis, WHEN_TIME);
  assert_int_equal(f->statements[0].when.time, 0);
  assert_string_equal(f->statements[0].rule, "transcript");
  arena_free(x.a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(answers),       cmocka_unit_test(answers_go_on),       cmocka_unit_test(questions_are_nobodys),
    cmocka_unit_test(nested_words),  cmocka_unit_test(no_second_statement), cmocka_unit_test(refusals),
    cmocka_unit_test(no_transcript), cmocka_unit_test(documents),           cmocka_unit_test(no_documents),
    cmocka_unit_test(days),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
