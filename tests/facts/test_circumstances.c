/* test_circumstances.c: to whom, in what and through whom something was said. Expected lines: "speaker |
 * audience | channel | via | translation | content". */
#include "tagged.h"

static const char *words(const tagged *x, span at) {
  return at.end ? arena_printf(x->a, "%.*s", (int)span_len(at), x->r->text.ptr + at.start).ptr : "-";
}

static const char *line_of(const tagged *x, uint32_t k) {
  const statement *st = &x->f->statements[k];
  span nobody = {0, 0};
  return arena_printf(x->a, "%s | %s | %s | %s | %s | %s", words(x, st->has_speaker_at ? st->speaker_at : nobody),
                      words(x, st->audience), words(x, st->channel),
                      words(x, st->n_via ? st->via[0].at : nobody), st->translation ? st->translation : "-",
                      tagged_content(x, k))
      .ptr;
}

static void check(const char *text, const char *expected) { tagged_check(text, expected, line_of); }

static void objects_hear(void **state) {
  (void)state;
  check("Vale/NE told/VD/tell reporters/NS/reporter that/SC the/DT bridge/NN held/VD .",
        "Vale | reporters | - | - | - | the bridge held");
  check("Vale/NE assured/VD/assure Orm/NE that/SC the/DT bridge/NN held/VD .",
        "Vale | Orm | - | - | - | the bridge held");
  check("\u201c The/DT bridge/NN is/XZ/be safe/JJ , \u201d Vale/NE told/VD/tell Orm/NE .",
        "Vale | Orm | - | - | - | \u201c The bridge is safe , \u201d");
  check("\u201c Is/XZ/be it/PR safe/JJ now/RB ? \u201d asked/VD/ask Vale/NE .",
        "Vale | - | - | - | - | \u201c Is it safe now ? \u201d");
}

static void who_is_told_hears(void **state) {
  (void)state;
  check("Vale/NE wrote/VD/write to/IN Orm/NE that/SC the/DT bridge/NN held/VD .",
        "Vale | Orm | - | - | - | the bridge held");
  check("Vale/NE called/VD/call on/IN Orm/NE to/TO open/VB the/DT gates/NS .",
        "Vale | Orm | - | - | - | Orm to open the gates");
  check("Vale/NE was/XD/be assured/VN/assure that/SC the/DT bridge/NN held/VD .",
        "- | Vale | - | - | - | the bridge held");
}

static void channels(void **state) {
  (void)state;
  check("Vale/NE said/VD/say in/IN a/DT statement/NN that/SC the/DT bridge/NN held/VD .",
        "Vale | - | in a statement | - | - | the bridge held");
  check("In/IN a/DT letter/NN to/TO reporters/NS/reporter on/IN Monday/TI , Vale/NE said/VD/say "
        "the/DT bridge/NN held/VD .",
        "Vale | reporters | In a letter to reporters | - | - | the bridge held");
  check("Vale/NE , in/IN a/DT post/NN on/IN his/PO website/NN , said/VD/say the/DT bridge/NN held/VD .",
        "Vale | - | in a post on his website | - | - | the bridge held");
  check("Vale/NE said/VD/say by/IN telephone/NN that/SC the/DT bridge/NN held/VD "
        "and/CC warned/VD/warn of/IN a/DT flood/NN .",
        "Vale | - | by telephone | - | - | the bridge held\nVale | - | by telephone | - | - | a flood");
  check("Vale/NE condemned/VD/condemn the/DT raid/NN in/IN an/DT interview/NN .",
        "Vale | - | in an interview | - | - | the raid");
  check("Vale/NE condemned/VD/condemn the/DT raid/NN in/IN response/NN to/TO Orm/NE .",
        "Vale | - | - | - | - | the raid in response to Orm");
}

static void the_cited_speak(void **state) {
  (void)state;
  const char *reported = "two officials | - | - | The newspaper | - | the bridge held";
  check("The/DT newspaper/NN said/VD/say the/DT bridge/NN held/VD , citing/VG/cite two/CD "
        "officials/NS/official .", reported);
  check("The/DT newspaper/NN , citing/VG/cite two/CD officials/NS/official , said/VD/say the/DT bridge/NN "
        "held/VD .", reported);
  check("The/DT newspaper/NN , citing/VG/cite no/DT one/NN , said/VD/say the/DT bridge/NN held/VD .",
        "The newspaper | - | - | - | - | the bridge held");
  check("Vale/NE said/VD/say the/DT bridge/NN held/VD , citing/VG/cite two/CD officials/NS/official .",
        "Vale | - | - | - | - | the bridge held");
}

static void quoted_as_saying(void **state) {
  (void)state;
  check("The/DT newspaper/NN quoted/VD/quote Vale/NE as/SC saying/VG/say that/SC the/DT bridge/NN held/VD .",
        "Vale | - | - | The newspaper | - | the bridge held");
  check("Vale/NE was/XD/be quoted/VN/quote as/SC saying/VG/say by/IN the/DT newspaper/NN that/SC "
        "the/DT bridge/NN held/VD .",
        "Vale | - | - | the newspaper | - | the bridge held");
  check("Vale/NE , quoted/VN/quote by/IN the/DT newspaper/NN , said/VD/say the/DT bridge/NN held/VD .",
        "Vale | - | - | the newspaper | - | the bridge held");
}

static void outlets_pass_on(void **state) {
  (void)state;
  check("The/DT bridge/NN held/VD , Vale/NE said/VD/say , the/DT newspaper/NN reported/VD/report .",
        "Vale | - | - | the newspaper | - | The bridge held");
  check("The/DT newspaper/NN said/VD/say the/DT bridge/NN held/VD .",
        "The newspaper | - | - | - | - | the bridge held");
}

static void translations(void **state) {
  (void)state;
  check("Vale/NE said/VD/say through/IN an/DT interpreter/NN that/SC the/DT bridge/NN held/VD .",
        "Vale | - | - | an interpreter | unknown | the bridge held");
  check("\u201c It/PR is/XZ/be safe/JJ now/RB , \u201d Vale/NE said/VD/say , in/IN a/DT translation/NN "
        "by/IN the/DT newspaper/NN .",
        "Vale | - | in a translation by the newspaper | the newspaper | outlet | "
        "\u201c It is safe now , \u201d");
}

static void what_is_said_does_not_hear(void **state) {
  (void)state;
  check("Vale/NE urged/VD/urge restraint/NN .", "Vale | - | - | - | - | restraint");
  check("Vale/NE urged/VD/urge Orm/NE to/TO open/VB the/DT gates/NS .",
        "Vale | Orm | - | - | - | Orm to open the gates");
}

static void a_request_is_no_topic(void **state) {
  (void)state;
  check("Vale/NE did/XD/do not/NG respond/VB to/IN a/DT request/NN for/IN comment/NN .", "Vale | - | - | - | - | ");
  check("Vale/NE did/XD/do not/NG respond/VB to/IN the/DT proposal/NN .", "Vale | - | - | - | - | to the proposal");
}

static void an_occasion_says_nothing_itself(void **state) {
  (void)state;
  check("Vale/NE told/VD/tell reporters/NS/reporter in/IN a/DT statement/NN by/IN Orm/NE that/SC the/DT bridge/NN "
        "held/VD .",
        "Vale | reporters | in a statement by Orm | - | - | the bridge held");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(objects_hear),     cmocka_unit_test(who_is_told_hears), cmocka_unit_test(channels),
      cmocka_unit_test(the_cited_speak),  cmocka_unit_test(quoted_as_saying),
      cmocka_unit_test(outlets_pass_on),  cmocka_unit_test(translations),
      cmocka_unit_test(what_is_said_does_not_hear), cmocka_unit_test(a_request_is_no_topic),
      cmocka_unit_test(an_occasion_says_nothing_itself),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
