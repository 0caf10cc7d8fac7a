/* test_statements.c: who said what, in sentences of our own. Expected lines: "speaker | mode | content". */
#include "tagged.h"

static const char *line_of(const tagged *x, uint32_t k) {
  const statement *st = &x->f->statements[k];
  return arena_printf(x->a, "%s | %s | %s", tagged_speaker(x, k), statement_mode_text(st->mode),
                      tagged_content(x, k))
      .ptr;
}

static void check(const char *text, const char *expected) { tagged_check(text, expected, line_of); }

static void clauses_behind_the_cue(void **state) {
  (void)state;
  check("Vale/NE said/VD/say that/SC the/DT bridge/NN was/XD/be safe/JJ .",
        "Vale | indirect | the bridge was safe");
  check("Vale/NE said/VD/say the/DT bridge/NN was/XD/be safe/JJ .", "Vale | indirect | the bridge was safe");
  check("Vale/NE told/VD/tell reporters/NS that/SC the/DT bridge/NN held/VD .",
        "Vale | indirect | the bridge held");
  check("Vale/NE told/VD/tell reporters/NS the/DT bridge/NN held/VD .", "Vale | indirect | the bridge held");
  check("Vale/NE said/VD/say in/IN a/DT note/NN that/SC the/DT bridge/NN held/VD .",
        "Vale | indirect | the bridge held");
  check("Vale/NE asked/VD/ask whether/SC the/DT bridge/NN held/VD .",
        "Vale | indirect | whether the bridge held");
  check("Vale/NE said/VD/say Monday/TI that/SC the/DT bridge/NN held/VD .",
        "Vale | indirect | the bridge held");
}

static void objects_and_infinitives(void **state) {
  (void)state;
  check("Vale/NE condemned/VD/condemn the/DT raid/NN and/CC warned/VD/warn of/IN a/DT flood/NN .",
        "Vale | indirect | the raid\nVale | indirect | a flood");
  check("Vale/NE accused/VD/accuse Orm/NE of/IN lying/VG/lie .", "Vale | indirect | Orm of lying");
  check("Vale/NE promised/VD/promise to/TO open/VB the/DT gates/NS .", "Vale | indirect | to open the gates");
  check("Vale/NE called/VD/call for/IN a/DT truce/NN .", "Vale | indirect | a truce");
  check("Vale/NE rejected/VD/reject claims/NS/claim of/IN theft/NN .", "Vale | indirect | claims of theft");
}

static void quotations_and_tags(void **state) {
  (void)state;
  check("\u201c The/DT bridge/NN is/XZ/be safe/JJ , \u201d Vale/NE said/VD/say .",
        "Vale | direct | \u201c The bridge is safe , \u201d");
  check("\u201c The/DT bridge/NN is/XZ/be safe/JJ , \u201d said/VD/say Vale/NE .",
        "Vale | direct | \u201c The bridge is safe , \u201d");
  check("\u201c It/PR is/XZ/be done/VN , \u201d Vale/NE said/VD/say , \u201c and/CC it/PR holds/VZ . \u201d",
        "Vale | direct | \u201c It is done , \u201d + \u201c and it holds . \u201d");
  check("\u201c The/DT bridge/NN is/XZ/be safe/JJ , \u201d Vale/NE said/VD/say . | \u201c Use/VB it/PR . "
        "\u201d",
        "Vale | direct | \u201c The bridge is safe , \u201d + \u201c Use it . \u201d");
  check("Vale/NE said/VD/say : \u201c The/DT bridge/NN is/XZ/be safe/JJ . \u201d",
        "Vale | direct | \u201c The bridge is safe . \u201d");
  check("Vale/NE said/VD/say the/DT bridge/NN was/XD/be \u201c quite/RB safe/JJ . \u201d",
        "Vale | mixed | the bridge was \u201c quite safe . \u201d");
  check("The/DT bridge/NN held/VD , Vale/NE said/VD/say Monday/TI , citing/VG/cite tests/NS .",
        "Vale | indirect | The bridge held");
  check("The/DT bridge/NN , Vale/NE said/VD/say , would/MD hold/VB .",
        "Vale | indirect | The bridge + would hold");
  check("Vale/NE was/XD/be pleased/JJ . || \u201c The/DT bridge/NN is/XZ/be safe/JJ . \u201d", "");
}

static void quotations_go_on(void **state) {
  (void)state;
  check("Vale/NE said/VD/say the/DT bridge/NN held/VD . || \u201c We/PI are/XZ/be glad/JJ it/PR held/VD . "
        "\u201d",
        "Vale | indirect | the bridge held\nVale | direct | \u201c We are glad it held . \u201d");
  check("Vale/NE put/VD/put it/PR bluntly/RB : | \u201c The/DT bridge/NN is/XZ/be gone/VN . \u201d",
        "Vale | direct | \u201c The bridge is gone . \u201d");
}

static void sources_before_and_behind(void **state) {
  (void)state;
  check("According/VG/accord to/IN the/DT Palace/GO , the/DT bridge/NN held/VD .",
        "Palace | indirect | the bridge held");
  check("The/DT bridge/NN held/VD , according/VG/accord to/IN Vale/NE .",
        "Vale | indirect | The bridge held");
}

static void subjects(void **state) {
  (void)state;
  check("Vale/NE , the/DT minister/NN , said/VD/say the/DT bridge/NN held/VD .",
        "Vale | indirect | the bridge held");
  check("The/DT minister/NN , Vale/NE , said/VD/say the/DT bridge/NN held/VD .",
        "Vale | indirect | the bridge held");
  check("Orm/NE met/VD/meet Vale/NE , who/WP denied/VD/deny the/DT theft/NN .",
        "Vale | indirect | the theft");
  check("Vale/NE praised/VD/praise Orm/NE , adding/VG/add that/SC he/PR worked/VD hard/RB .",
        "Vale | indirect | Orm\nVale | indirect | he worked hard");
  check("Vale/NE said/VD/say the/DT bridge/NN held/VD , but/CC declined/VD/decline to/TO comment/VB on/IN "
        "costs/NS .",
        "Vale | indirect | the bridge held\nVale | declined | costs");
  check("A/DT guard/NN of/IN the/DT Palace/GO said/VD/say the/DT bridge/NN held/VD .",
        " | indirect | the bridge held");
  check("Orm/NE met/VD/meet Vale/NE and/CC said/VD/say the/DT bridge/NN held/VD .",
        "Orm | indirect | the bridge held");
}

/* The plain form of the cue of a text's first statement. */
static void check_lemma(const char *text, const char *expected) {
  tagged x = tagged_new();
  const facts *f = tagged_read(&x, text);
  assert_true(f->n_statements > 0);
  assert_true(str_eq(f->statements[0].cue_lemma, str_of(expected)));
  arena_free(x.a);
}

static void plain_forms_of_cues(void **state) {
  (void)state;
  check_lemma("Vale/NE made/VD/make clear/JJ that/SC the/DT bridge/NN held/VD .", "make clear");
  check_lemma("Vale/NE issued/VD/issue a/DT stern/JJ warning/NN about/IN floods/NS .", "issue warning");
  check_lemma("Vale/NE had/XD/have denied/VN/deny the/DT theft/NN .", "deny");
  check_lemma("The/DT bridge/NN held/VD , according/VG/accord to/IN Vale/NE .", "accord to");
  check_lemma("Vale/NE has/XZ/have not/NG confirmed/VN/confirm the/DT theft/NN .", "not confirm");
}

static void nested(void **state) {
  (void)state;
  tagged x = tagged_new();
  const facts *f =
      tagged_read(&x, "Vale/NE said/VD/say that/SC Orm/NE had/XD/have denied/VN/deny the/DT theft/NN .");
  assert_int_equal(f->n_statements, 2);
  assert_int_equal(f->statements[0].within, NONE);
  assert_int_equal(f->statements[1].within, 0);
  assert_string_equal(tagged_speaker(&x, 1), "Orm");
  arena_free(x.a);
}

static void no_statements(void **state) {
  (void)state;
  check("Vale/NE did/XD/do not/NG say/VB that/SC the/DT bridge/NN held/VD .", "");
  check("Vale/NE will/MD say/VB that/SC the/DT bridge/NN held/VD .", "");
  check("Vale/NE left/VD to/TO say/VB more/JJ .", "");
  check("Workers/NS built/VD a/DT \u201c dream/NN \u201d bridge/NN .", "");
  check("If/SC Vale/NE says/VZ/say the/DT bridge/NN holds/VZ , it/PR holds/VZ .", "");
  check("\u201c I/PI said/VD/say it/PR holds/VZ , \u201d Vale/NE said/VD/say .",
        "Vale | direct | \u201c I said it holds , \u201d");
}

static void silence(void **state) {
  (void)state;
  tagged x = tagged_new();
  const facts *f = tagged_read(
      &x, "The/DT Palace/GO has/XZ/have not/NG publicly/RB confirmed/VN/confirm the/DT visit/NN .");
  assert_int_equal(f->n_statements, 1);
  assert_int_equal(f->statements[0].mode, MODE_DECLINED);
  assert_string_equal(f->statements[0].silence, "not_confirmed");
  assert_string_equal(tagged_speaker(&x, 0), "Palace");
  arena_free(x.a);
}

static void what_stands_between(void **state) {
  (void)state;
  check("Vale/NE told/VD/tell guards/NS at/IN the/DT harbor/NN on/IN Monday/TI that/SC it/PR held/VD .",
        "Vale | indirect | it held");
  check("Vale/NE said/VD/say when/RB he/PR came/VD/come that/SC the/DT bridge/NN held/VD .",
        "Vale | indirect | the bridge held");
  check("Vale/NE declined/VD/decline Friday/TI to/TO comment/VB .", "Vale | declined | ");
  check("Vale/NE said/VD/say the/DT bridge/NN held/VD , in/IN remarks/NS/remark to/IN guards/NS .",
        "Vale | indirect | the bridge held");
}

static void two_speakers_in_a_sentence(void **state) {
  (void)state;
  check("Vale/NE wants/VZ/want a/DT truce/NN , Orm/NE said/VD/say .",
        "Orm | indirect | Vale wants a truce\nVale | indirect | a truce");
  check("It/PR is/XZ/be what/WP Vale/NE says/VZ/say is/XZ/be a/DT mistake/NN .",
        "Vale | indirect | is a mistake");
  check("Vale/NE said/VD/say it/PR held/VD , but/CC Orm/NE denied/VD/deny the/DT claim/NN .",
        "Vale | indirect | it held\nOrm | indirect | the claim");
  check("Vale/NE admitted/VD/admit that/SC Orm/NE was/XD/be aware/JJ of/IN it/PR but/CC declined/VD/decline "
        "to/TO comment/VB .",
        "Vale | indirect | Orm was aware of it\nOrm | indirect | it\nVale | declined | ");
}

static void hearsay(void **state) {
  (void)state;
  check("The/DT work/NN stopped/VD , allegedly/RB over/IN unpaid/JJ bills/NS .",
        " | hearsay | over unpaid bills");
  check("The/DT bridge/NN is/XZ/be said/VN/say to/TO be/XB/be safe/JJ .",
        " | hearsay | The bridge + to be safe");
  check("The/DT raid/NN was/XD/be condemned/VN/condemn by/IN Vale/NE .", "Vale | indirect | The raid");
}

/* ---- when ---- */

static const statement *nth(const facts *f, uint32_t k) {
  assert_true(k < f->n_statements);
  return &f->statements[k];
}

static void times_of_statements(void **state) {
  (void)state;
  tagged x = tagged_new();
  const facts *f =
      tagged_read(&x, "The/DT bridge/NN held/VD , Vale/NE said/VD/say Monday/TI . || \u201c It/PR is/XZ/be "
                      "safe/JJ now/RB , \u201d he/PR told/VD/tell reporters/NS . || "
                      "On/IN Friday/TI , Orm/NE said/VD/say the/DT bridge/NN shook/VD . | Vale/NE "
                      "has/XZ/have said/VN/say it/PR is/XZ/be old/JJ .");
  assert_int_equal(f->n_statements, 4);
  assert_int_equal(nth(f, 0)->when.basis, WHEN_TIME);
  assert_int_equal(nth(f, 0)->when.time, 0);
  assert_int_equal(nth(f, 1)->when.basis, WHEN_CARRIED);
  assert_int_equal(nth(f, 1)->when.time, 0);
  assert_int_equal(nth(f, 2)->when.basis, WHEN_TIME);
  assert_int_equal(nth(f, 2)->when.time, 1);
  assert_int_equal(nth(f, 3)->when.basis, WHEN_REPORT);
  arena_free(x.a);
}

/* Each row: tagged text, and of its last statement the basis and the number of its time. */
static void times_by_place(void **state) {
  (void)state;
  static const struct { const char *text; when_basis basis; uint32_t time; } rows[] = {
    {"Vale/NE refused/VD/refuse on/IN Monday/TI to/TO talk/VB .", WHEN_TIME, 0},
    {"Ruritania/GO on/IN Monday/TI said/VD/say the/DT bridge/NN held/VD .", WHEN_TIME, 0},
    {"Vale/NE liked/VD/like it/PR . | He/PR promised/VD/promise the/DT same/NN in/IN town/NN on/IN "
     "Monday/TI .", WHEN_TIME, 0},
    {"Vale/NE , who/WP left/VD on/IN Monday/TI , said/VD/say the/DT bridge/NN held/VD .", WHEN_REPORT, NONE},
    {"On/IN Monday/TI , when/SC they/PR met/VD/meet , Vale/NE said/VD/say the/DT bridge/NN held/VD "
     ".", WHEN_TIME, 0},
    {"After/SC a/DT raid/NN on/IN Monday/TI in/IN town/NN , Vale/NE said/VD/say the/DT bridge/NN held/VD "
     ".", WHEN_REPORT,
     NONE},
    {"Vale/NE met/VD/meet Orm/NE on/IN Monday/TI and/CC warned/VD/warn that/SC the/DT bridge/NN shook/VD "
     ".", WHEN_TIME, 0},
    /* meetings */
    {"Vale/NE met/VD/meet Orm/NE on/IN Monday/TI . || Orm/NE said/VD/say the/DT bridge/NN held/VD "
     ".", WHEN_CARRIED, 0},
    {"Vale/NE left/VD/leave Orm/NE on/IN Monday/TI . || Orm/NE said/VD/say the/DT bridge/NN held/VD "
     ".", WHEN_REPORT, NONE},
    {"Vale/NE met/VD/meet Orm/NE on/IN Monday/TI . || Dahl/NE said/VD/say the/DT bridge/NN held/VD "
     ".", WHEN_REPORT, NONE},
    {"Vale/NE met/VD/meet Orm/NE on/IN Monday/TI . || Dahl/NE told/VD/tell reporters/NS after/IN the/DT meeting/NN "
     "that/SC the/DT bridge/NN held/VD .", WHEN_CARRIED, 0},
    /* who goes on */
    {"Vale/NE said/VD/say Monday/TI that/SC the/DT bridge/NN held/VD . | \u201c It/PR shook/VD all/DT night/NN , \u201d "
     "Orm/NE replied/VD/reply .", WHEN_CARRIED, 0},
    {"The/DT bridge/NN held/VD , a/DT water/NN official/NM said/VD/say Monday/TI . || The/DT official/NM said/VD/say "
     "that/SC it/PR shook/VD .", WHEN_CARRIED, 0},
    {"Vale/NE said/VD/say Monday/TI that/SC the/DT bridge/NN held/VD . | Vale/NE had/XD/have said/VN/say on/IN "
     "Friday/TI that/SC it/PR shook/VD . | Vale/NE said/VD/say it/PR was/XD/be old/JJ .", WHEN_CARRIED, 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    tagged x = tagged_new();
    const facts *f = tagged_read(&x, rows[i].text);
    if (!f->n_statements) fail_msg("row %zu: nothing", i);
    const when *w = &nth(f, f->n_statements - 1)->when;
    if (w->basis != rows[i].basis || w->time != rows[i].time)
      fail_msg("row %zu: %s %d", i, when_basis_text(w->basis), (int)w->time);
    arena_free(x.a);
  }
}

static void offsets_are_read_backwards(void **state) {
  (void)state;
  tagged x = tagged_new();
  const facts *f = tagged_read(&x, "Vale/NE said/VD/say Monday/TI that/SC the/DT bridge/NN held/VD . || "
                                   "His/PO remarks/NS/remark came/VD/come a/TI week/TI after/TI Orm/NE "
                                   "said/VD/say the/DT bridge/NN shook/VD .");
  assert_int_equal(f->n_statements, 2);
  assert_int_equal(nth(f, 1)->when.basis, WHEN_OFFSET);
  const time_fact *t = &f->times[nth(f, 1)->when.time];
  assert_int_equal(t->expr.base, BASE_STATEMENT);
  assert_int_equal(t->expr.base_ref, 0);
  assert_int_equal(t->expr.n, -1);
  arena_free(x.a);
}

static void times_in_contents_are_not_the_speakers(void **state) {
  (void)state;
  tagged x = tagged_new();
  const facts *f = tagged_read(&x, "Vale/NE said/VD/say the/DT gates/NS closed/VD on/IN Monday/TI .");
  assert_int_equal(nth(f, 0)->when.basis, WHEN_REPORT);
  arena_free(x.a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(clauses_behind_the_cue),
      cmocka_unit_test(objects_and_infinitives),
      cmocka_unit_test(quotations_and_tags),
      cmocka_unit_test(quotations_go_on),
      cmocka_unit_test(sources_before_and_behind),
      cmocka_unit_test(subjects),
      cmocka_unit_test(plain_forms_of_cues),
    cmocka_unit_test(nested),
      cmocka_unit_test(no_statements),
      cmocka_unit_test(silence),
      cmocka_unit_test(what_stands_between),
      cmocka_unit_test(two_speakers_in_a_sentence), cmocka_unit_test(hearsay),
      cmocka_unit_test(times_by_place),
      cmocka_unit_test(times_of_statements),
      cmocka_unit_test(offsets_are_read_backwards),
      cmocka_unit_test(times_in_contents_are_not_the_speakers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
