/* test_actors.c: who is spoken of,
    with the English pack and the real tagger: mentions and what they are tied to. */
#include "facts/actors.h"
#include "facts/phrases.h"
#include "reports.h"

static facts *read_text(void **state, arena *a, const char *text) {
  models *m = *state;
  facts *f = ARENA_NEW(a, facts);
  f->report = report_of_text(m, a, str_of(text));
  f->language = m->language;
  f->doc = language_read(a, m->language, m->l, f->report);
  actors_find(a, m->facts->actors, f);
  return f;
}

/* A mention as "words=who": who is the actor's key, else "(party)", else "()"; a group's members follow. */
static str mention_text(arena *a, const facts *f, const mention *m) {
  const actor *x = &f->actors[m->actor];
  str words = str_at(f->report->text, m->at), who = x->key;
  if (!who.ptr) who = arena_printf(a, "(%.*s)", (int)x->party.len, x->party.ptr ? x->party.ptr : "");
  str line = arena_printf(a, "%.*s=%.*s", (int)words.len, words.ptr, (int)who.len, who.ptr);
  for (uint32_t i = 0; i < x->n_members; i++) {
    str key = f->actors[x->members[i]].key;
    line = arena_printf(a, "%.*s%s%.*s", (int)line.len, line.ptr, i ? "," : ":", (int)key.len, key.ptr);
  }
  return line;
}

/* All mentions of a text, joined by " / ". */
static void assert_mentions(void **state, const char *text, const char *wanted) {
  arena *a = arena_new(0);
  facts *f = read_text(state, a, text);
  str *lines = ARENA_ARRAY(a, str, f->n_mentions + 1);
  for (uint32_t i = 0; i < f->n_mentions; i++) lines[i] = mention_text(a, f, &f->mentions[i]);
  str all = arena_join(a, lines, f->n_mentions, STR(" / "));
  if (!str_eq(all, str_of(wanted))) fail_msg("%s\n  gave   %.*s\n  wanted %s", text, (int)all.len, all.ptr,
      wanted);
  arena_free(a);
}

static const actor *actor_named(const facts *f, const char *name) {
  for (uint32_t i = 0; i < f->n_actors; i++)
    if (str_eq(f->actors[i].name, str_of(name))) return &f->actors[i];
  fail_msg("no actor '%s'", name);
  return NULL;
}

static void titles_and_names(void **state) {
  assert_mentions(state, "Peruvian Deputy Foreign Minister Rosa Quispe met Kenyan envoy Daniel Mwangi.",
                  "Peruvian Deputy Foreign Minister Rosa Quispe=PER:rosa quispe / "
                  "Kenyan envoy Daniel Mwangi=KEN:daniel mwangi");
  assert_mentions(state, "President Rosa Quispe of Peru resigned.",
                  "President Rosa Quispe of Peru=PER:rosa quispe");
  assert_mentions(state, "The chief Norwegian negotiator Ola Hansen waited.",
                  "The chief Norwegian negotiator Ola Hansen=NOR:ola hansen");
}

static void appositions_name_one_actor(void **state) {
  assert_mentions(state, "Rosa Quispe, a spokeswoman for the Peruvian Foreign Ministry, said no.",
                  "Rosa Quispe=PER:rosa quispe / "
                  "a spokeswoman for the Peruvian Foreign Ministry=PER:rosa quispe");
  assert_mentions(state, "Peru's new ambassador to Kenya, Rosa Quispe, arrived.",
                  "Peru's new ambassador to Kenya=PER:rosa quispe / Rosa Quispe=PER:rosa quispe");
  assert_mentions(state, "Norway sent a letter. Its chief negotiator, Ola Hansen, signed it.",
                  "Norway=NOR / Its=NOR / chief negotiator=NOR:ola hansen / Ola Hansen=NOR:ola hansen");
}

static void short_names_and_namesakes(void **state) {
  assert_mentions(state, "Kenyan envoy Daniel Mwangi left. Mr. Mwangi slept. Mwangi woke.",
                  "Kenyan envoy Daniel Mwangi=KEN:daniel mwangi / Mr. Mwangi=KEN:daniel mwangi / "
                  "Mwangi=KEN:daniel mwangi");
  assert_mentions(state, "Kenyan envoy Daniel Mwangi met Kenyan minister Grace Mwangi. Mwangi left.",
                  "Kenyan envoy Daniel Mwangi=KEN:daniel mwangi / "
                  "Kenyan minister Grace Mwangi=KEN:grace mwangi");
}

static void offices_lead_back_to_their_holders(void **state) {
  assert_mentions(state,
      "Kenyan Foreign Minister Grace Mwangi met Norwegian envoy Ola Hansen. The foreign minister left. "
                         "The envoy stayed.",
                  "Kenyan Foreign Minister Grace Mwangi=KEN:grace mwangi / "
                  "Norwegian envoy Ola Hansen=NOR:ola hansen / "
                  "The foreign minister=KEN:grace mwangi / The envoy=NOR:ola hansen");
  assert_mentions(state,
      "A Peruvian official spoke. The official asked for water. The Kenyan official did not.",
                  "A Peruvian official=(PER) / The official=(PER) / The Kenyan official=(KEN)");
}

static void parties_come_from_the_words_only(void **state) {
  assert_mentions(state, "Geneva negotiators met.", "Geneva negotiators=()");
  assert_mentions(state, "Peru's allies waited.", "Peru's allies=()");
  assert_mentions(state, "The pro-Kenyan crowd met the Peru-backed league.",
                  "The pro-Kenyan crowd=() / the Peru-backed league=()");
  assert_mentions(state, "Former Kenyan envoy Grace Mwangi spoke.",
                  "Former Kenyan envoy Grace Mwangi=grace mwangi");
}

static void capitals_are_governments_or_places(void **state) {
  assert_mentions(state, "Nairobi said talks with Oslo failed.", "Nairobi=KEN / Oslo=NOR");
  assert_mentions(state, "They met in Nairobi and Oslo.", "Nairobi=nairobi / Oslo=oslo");
  assert_mentions(state, "Envoys flew to Nairobi.", "Envoys=() / Nairobi=nairobi");
  assert_mentions(state, "Nairobi's proposal surprised them.", "Nairobi=KEN");
}

static void capitals_of_the_past(void **state) {
  models *m = *state;
  str today = m->published;
  m->published = STR("1985-03-02");
  assert_mentions(state, "Moscow said the Kremlin agreed.", "Moscow=SUN / the Kremlin=SUN:kremlin");
  m->published = today;
  assert_mentions(state, "Moscow said the Kremlin agreed.", "Moscow=RUS / the Kremlin=RUS:kremlin");
}

static void bodies(void **state) {
  assert_mentions(state,
      "The Kenyan Foreign Ministry wrote. The ministry of foreign affairs of Peru answered.",
                  "The Kenyan Foreign Ministry=KEN:foreign ministry / "
                  "The ministry of foreign affairs of Peru=PER:foreign ministry");
  assert_mentions(state, "The Kenyan government and Kenya are one.", "The Kenyan government=KEN / Kenya=KEN");
  assert_mentions(state, "The Kenyan Foreign Ministry wrote. A week later the Foreign Ministry paid.",
                  "The Kenyan Foreign Ministry=KEN:foreign ministry / "
                  "the Foreign Ministry=KEN:foreign ministry");
}

static void groups(void **state) {
  assert_mentions(state, "Senior Kenyan and Norwegian diplomats met.",
                  "Senior Kenyan and Norwegian diplomats=():KEN,NOR");
  assert_mentions(state, "Kenyan officials met. The Kenyan officials left.",
                  "Kenyan officials=(KEN) / The Kenyan officials=(KEN)");
  assert_mentions(state, "Kenya met Norway. Officials from both countries shook hands.",
                  "Kenya=KEN / Norway=NOR / Officials from both countries=():KEN,NOR");
}

static void pairs_need_two_in_focus(void **state) {
  assert_mentions(state, "Kenya met Norway. The two sides agreed.",
                  "Kenya=KEN / Norway=NOR / The two sides=():KEN,NOR");
  assert_mentions(state, "Kenya, Peru and Norway met. The two sides agreed.",
                  "Kenya=KEN / Peru=PER / Norway=NOR");
  assert_mentions(state, "Kenya met Norway in Peru. Both sides agreed.",
                  "Kenya=KEN / Norway=NOR / Peru=PER / Both sides=():KEN,NOR");
}

static void pronouns(void **state) {
  assert_mentions(state, "Kenyan envoy Grace Mwangi met Norwegian envoy Ola Hansen. She smiled. He left.",
                  "Kenyan envoy Grace Mwangi=KEN:grace mwangi / Norwegian envoy Ola Hansen=NOR:ola hansen / "
                  "She=KEN:grace mwangi / He=NOR:ola hansen");
  assert_mentions(state, "Kenya is buying ships. It has also ordered planes.", "Kenya=KEN / It=KEN");
  assert_mentions(state, "Kenya is buying ships. It is unclear why.", "Kenya=KEN");
  assert_mentions(state, "Kenyan envoy Daniel Mwangi met Norwegian envoy Ola Hansen about his shoes.",
                  "Kenyan envoy Daniel Mwangi=KEN:daniel mwangi / Norwegian envoy Ola Hansen=NOR:ola hansen");
}

static void adjectives_are_modifiers(void **state) {
  arena *a = arena_new(0);
  facts *f = read_text(state, a, "Kenyan strikes hit Peru.");
  assert_int_equal(f->n_mentions, 2);
  assert_true(actors_is_modifier(f, 0));
  assert_false(actors_is_modifier(f, 1));
  assert_int_equal(f->mentions[0].end, 1);
  arena_free(a);
}

static void asking_by_token(void **state) {
  arena *a = arena_new(0);
  facts *f = read_text(state, a, "On Monday the Kenyan Foreign Ministry wrote to Peru.");
  const mention *m = &f->mentions[0];
  assert_int_equal(actors_mention_at(f, m->first), 0);
  assert_int_equal(actors_mention_at(f, m->end - 1), 0);
  assert_int_equal(actors_mention_at(f, m->end), NONE);
  assert_int_equal(actors_mention_at(f, m->first - 1), NONE);
  assert_int_equal(actors_mention_from(f, m->end), 1);
  assert_int_equal(actors_mention_from(f, f->doc->n_tokens), f->n_mentions);
  assert_int_equal(actors_of_party(f, STR("PER")), f->mentions[1].actor);
  assert_int_equal(actors_of_party(f, STR("KEN")), NONE);
  slot s = actors_slot(f, 0);
  assert_true(str_eq(s.party, STR("KEN")) && str_eq(s.code, STR("KENGOV")));
  arena_free(a);
}

static void what_an_actor_carries(void **state) {
  arena *a = arena_new(0);
  facts *f = read_text(state, a,
      "Kenyan Foreign Ministry spokeswoman Kipsang Chebet wrote. A Kremlin official called.");
  const actor *x = actor_named(f, "Kipsang Chebet");
  assert_int_equal(x->gender, 'f');
  assert_int_equal(x->n_roles, 1);
  assert_true(str_eq(x->roles[0].title, STR("Foreign Ministry spokeswoman")) || str_eq(x->roles[0].title,
      STR("spokeswoman")));
  assert_true(str_eq(x->code, STR("KENGOV")));
  x = actor_named(f, "Kremlin official");
  assert_true(x->anonymous && !x->key.ptr && str_eq(x->party, STR("RUS")));
  arena_free(a);
}

static void headlines_make_no_new_people(void **state) {
  assert_mentions(state, "Big Summer Storm Brings Heavy Rain And Wind To All Coasts", "");
}

static void assert_kind(void **state, const char *text, const char *name, actor_kind kind, const char *rule) {
  arena *a = arena_new(0);
  const actor *x = actor_named(read_text(state, a, text), name);
  assert_int_equal(x->kind, kind);
  assert_string_equal(x->rule, rule);
  arena_free(a);
}

static void names_in_no_list(void **state) {
  assert_mentions(state, "Soldiers marched to Vellin on Monday. Vellin was quiet.",
                  "Soldiers=() / Vellin=vellin / Vellin=vellin");
  assert_kind(state, "Soldiers marched to Vellin on Monday. Vellin was quiet.", "Vellin", ACTOR_PLACE,
              "actor-tagged");
  assert_kind(state, "Vermold Bridge fell. It crossed the Orven River.", "Orven River", ACTOR_PLACE,
              "actor-tagged");
  assert_mentions(state, "The Transport Workers Alliance (TWA) met in Peru. The TWA spoke.",
                  "The Transport Workers Alliance=transport workers alliance / "
                  "TWA=transport workers alliance / Peru=PER / The TWA=transport workers alliance");
  assert_mentions(state, "The destroyer HMS Arlen Bay sailed. Later the Arlen Bay came back.", "");
}

static void nouns_say_what_a_name_is_of(void **state) {
  assert_mentions(state, "They live in the town of Ormsk.", "the town of Ormsk=ormsk");
  assert_kind(state, "The Orven tribe left the Calder district.", "Orven", ACTOR_GROUP, "actor-tagged");
  assert_kind(state, "The Orven tribe left the Calder district.", "Calder", ACTOR_PLACE, "actor-tagged");
  assert_mentions(state, "The newspaper Ormsk Courier closed.", "The newspaper Ormsk Courier=ormsk courier");
  assert_mentions(state, "Veltrex, a company in Vellin, hired nobody.",
                  "Veltrex=veltrex / a company=veltrex / Vellin=vellin");
  assert_mentions(state, "A farmer, Zorvan Okelle, left.",
                  "A farmer=zorvan okelle / Zorvan Okelle=zorvan okelle");
}

static void common_nouns(void **state) {
  assert_mentions(state, "Militants burned a bank and two hotels near the river.",
                  "Militants=() / a bank=() / two hotels=() / the river=()");
  assert_mentions(state, "The Norwegian villagers fled.", "The Norwegian villagers=(NOR)");
  assert_mentions(state, "The people of Peru voted.", "The people of Peru=(PER)");
  assert_mentions(state, "The school bus was late.", "");
  arena *a = arena_new(0);
  facts *f = read_text(state, a, "The hungry villagers waited. The hungry villagers sang. A teacher left. "
                                 "A teacher came.");
  assert_int_equal(f->n_mentions, 4);
  assert_int_equal(f->mentions[0].actor, f->mentions[1].actor);
  assert_int_not_equal(f->mentions[2].actor, f->mentions[3].actor);
  const actor *x = &f->actors[f->mentions[0].actor];
  assert_true(x->kind == ACTOR_GROUP && x->plural && x->anonymous);
  assert_true(!x->key.ptr && !x->party.ptr && !x->code.ptr);
  assert_int_equal(f->actors[f->mentions[2].actor].kind, ACTOR_PERSON);
  arena_free(a);
}

/* Without the tagger only the pack's names are known, and nothing breaks. */
static void without_the_tagger(void **state) {
  arena *a = arena_new(0);
  models *m = *state;
  facts *f = read_text(state, a, "Soldiers of Kenya marched to Vellin.");
  facts *bare = ARENA_NEW(a, facts);
  bare->report = f->report;
  bare->doc = f->doc;
  actors_find(a, m->facts->actors, bare);
  assert_int_equal(f->n_mentions, bare->n_mentions + 1);
  assert_true(actors_of_party(bare, STR("KEN")) != NONE);
  arena_free(a);
}

static void nothing_to_find(void **state) {
  assert_mentions(state, "", "");
  assert_mentions(state, "- , ' \" of the and to", "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(titles_and_names), cmocka_unit_test(appositions_name_one_actor),
      cmocka_unit_test(short_names_and_namesakes), cmocka_unit_test(offices_lead_back_to_their_holders),
      cmocka_unit_test(parties_come_from_the_words_only),
          cmocka_unit_test(capitals_are_governments_or_places),
      cmocka_unit_test(capitals_of_the_past), cmocka_unit_test(bodies), cmocka_unit_test(groups),
      cmocka_unit_test(pairs_need_two_in_focus), cmocka_unit_test(pronouns),
          cmocka_unit_test(adjectives_are_modifiers),
      cmocka_unit_test(asking_by_token), cmocka_unit_test(what_an_actor_carries),
      cmocka_unit_test(headlines_make_no_new_people), cmocka_unit_test(names_in_no_list),
      cmocka_unit_test(nouns_say_what_a_name_is_of), cmocka_unit_test(common_nouns),
      cmocka_unit_test(without_the_tagger), cmocka_unit_test(nothing_to_find)};
  return cmocka_run_group_tests(tests, open_models, close_models);
}
