#include "kit.h"
#include <stdlib.h>

const char original[] =
    "Vestria Puts Off Signing of Fishing Accord With Norland\n\n"
    "March 4, 2031\n\n"
    "Vestria will not sign the fishing accord with Norland this spring because the two navies still "
    "dispute where the patrol line runs, Deputy Foreign Minister Ilse Marrow said Tuesday.\n\n"
    "“We want a line that holds for twenty years, and what lies on the table would not survive the first "
    "storm,” Marrow told reporters in Harwick. “Nobody is walking away from the talks.”\n\n"
    "Norland's ambassador, Peder Aune, said his government was “surprised and disappointed” by the "
    "delay, adding that the draft had been agreed word for word in January.\n\n"
    "The accord would let 140 Vestrian trawlers fish north of the Skarn bank in exchange for port access "
    "at Lund for Norland's coast guard. Fishermen on both sides have waited for it since 2027, when the "
    "old quota lapsed.\n\n"
    "Marrow confirmed that experts from the two countries would meet again on April 11 in Harwick, but "
    "declined to say whether the ministers themselves would attend the meeting.\n\n"
    "Vestria closed its waters to foreign trawlers in August 2029 after a collision near Skarn killed "
    "three sailors. Norland has demanded an independent inquiry into the collision ever since, which "
    "Vestria calls “a matter for our own courts.”\n\n"
    "The two governments restored regular ferry traffic last autumn, their first agreement in more than "
    "six years, and promised to reopen the customs office at Lund before the end of the year.\n";

const char rewritten[] =
    "Fishing Deal Between Norland and Vestria Delayed Again\n\n"
    "On Tuesday, Deputy Foreign Minister Ilse Marrow announced that Vestria is not going to sign the "
    "fishing accord with Norland this spring, as the navies of both nations continue to dispute the "
    "course of the patrol line.\n\n"
    "“We need a line that lasts for twenty years, and the present draft would not survive its first "
    "storm,” Marrow stated during a press conference in Harwick. “No one is abandoning the "
    "negotiations.”\n\n"
    "Peder Aune, the ambassador of Norland, responded that his government felt “astonished and let down” "
    "by the delay, and noted that the draft had been agreed in January down to the last word.\n\n"
    "Under the accord, 140 trawlers from Vestria could fish north of the Skarn bank, while the coast "
    "guard of Norland would gain access to the port at Lund. Fishermen in both countries have been "
    "waiting since the old quota lapsed in 2027.\n\n"
    "Experts of the two countries will meet in Harwick again on April 11, Marrow confirmed, though she "
    "would not say whether the ministers would attend the meeting themselves.\n\n"
    "In August 2029, Vestria closed its waters to foreign trawlers following a collision near Skarn in "
    "which three sailors died. Ever since, Norland has been demanding an independent inquiry into the "
    "collision, something Vestria describes as “a matter for our own courts.”\n\n"
    "Last autumn the two governments brought back regular ferry traffic, which was their first agreement "
    "in over six years, and they promised that the customs office at Lund would reopen before the year "
    "ends.\n";

const char later_report[] =
    "Norland Recalls Coast Guard Ship After Radar Quarrel\n\n"
    "April 29, 2031\n\n"
    "Norland ordered its newest coast guard ship back to harbour on Monday after a Vestrian radar "
    "station lit it up twice in one night, the admiralty in Osterby said.\n\n"
    "Captain Rolf Brandal described the incident as careless rather than hostile. No shots were fired "
    "and nobody aboard was hurt, he said, and the vessel would sail again once its instruments had been "
    "checked.\n\n"
    "Opposition lawmakers asked for a hearing. The prime minister's spokeswoman, Tove Lindahl, promised "
    "a written answer by Friday and warned against hasty conclusions about the crew of the station.\n\n"
    "Vestria closed its waters to foreign trawlers in August 2029 after a collision near Skarn killed "
    "three sailors. Norland has demanded an independent inquiry into the collision ever since, which "
    "Vestria calls “a matter for our own courts.”\n";

const char unrelated[] =
    "Parliament in Quillon Passes Budget After Night Session\n\n"
    "Lawmakers in Quillon approved next year's budget at dawn on Thursday by a margin of nine votes, "
    "ending a quarrel over school meals that had divided the governing coalition for weeks.\n\n"
    "Finance Minister Odile Ferrant called the result a victory for patience. The opposition said the "
    "plan rested on rainfall and hope, and vowed to challenge the new levy on reservoirs in court.\n\n"
    "Spending on rural clinics rises by a tenth, while the subsidy for diesel ends in June. Bus drivers "
    "have announced a strike for the following week.\n";

const char readout[] =
    "Readout of Foreign Secretary Halden's Call With Foreign Minister Okonta of Merida\n\n"
    "Foreign Secretary Anna Halden spoke today with Foreign Minister Ruben Okonta of Merida. The Foreign "
    "Secretary congratulated Foreign Minister Okonta on his appointment and underlined the lasting "
    "friendship between the people of our country and the people of Merida.\n\n"
    "They discussed trade, the security of shipping and the importance of an open and peaceful sea. The "
    "Foreign Secretary thanked Merida for sheltering families displaced by the flood and welcomed the "
    "visit of the Meridan parliament to our capital this summer.\n\n"
    "The Foreign Secretary and Foreign Minister Okonta agreed to remain in close contact and to meet at "
    "the next opportunity.\n";

const char other_readout[] =
    "Readout of Foreign Secretary Halden's Call With Foreign Minister Lisboa of Tarvia\n\n"
    "Foreign Secretary Anna Halden spoke today with Foreign Minister Carla Lisboa of Tarvia. The Foreign "
    "Secretary congratulated Foreign Minister Lisboa on her appointment and underlined the lasting "
    "friendship between the people of our country and the people of Tarvia.\n\n"
    "They discussed trade, the security of shipping and the importance of an open and peaceful sea. The "
    "Foreign Secretary thanked Tarvia for sheltering families displaced by the flood and welcomed the "
    "visit of the Tarvian parliament to our capital this summer.\n\n"
    "The Foreign Secretary and Foreign Minister Lisboa agreed to remain in close contact and to meet at "
    "the next opportunity.\n";

typedef struct { kit *k; void (*job)(kit *k); } guarded;

static void load_and_run(void *payload) {
  guarded *g = payload;
  const pack *pk;
  const char *folder = getenv("CHANCERY_PACK");
  ch_error err;
  assert_non_null(folder);
  if (pack_open(&pk, g->k->a, folder, &err) || intake_load(&g->k->intake, g->k->a, pk, &err) ||
      copies_load(&g->k->m, g->k->a, pk, &err))
    fail_msg("%s", err.msg);
  g->job(g->k);
}

void with_kit(void (*job)(kit *k)) {
  kit k = {.a = arena_new(0)};
  guarded g = {&k, job};
  assert_non_null(k.a);
  assert_true(arena_run(k.a, load_and_run, &g));
  arena_free(k.a);
}

const report *kit_report(kit *k, const char *text, const char *published, const char *publisher) {
  ch_input in = {.bytes = str_of(text), .format = CH_FORMAT_TEXT, .published = str_of(published),
                 .publisher = str_of(publisher)};
  report *r;
  assert_int_equal(report_new(&r, k->a, k->intake, &in, (size_t)1 << 24, NULL), CH_OK);
  return r;
}

const copy_text *kit_text(kit *k, const char *text, const char *published, const char *publisher) {
  return copies_prepare(k->a, k->m, kit_report(k, text, published, publisher));
}

copy_link kit_compare(kit *k, const char *a, const char *b) {
  return copies_compare(k->a, k->m, kit_text(k, a, NULL, NULL), kit_text(k, b, NULL, NULL));
}

const char *kit_wrapped(kit *k, const char *text, size_t width) {
  size_t n = strlen(text), out = 0, column = 0;
  char *z = ARENA_ARRAY(k->a, char, 2 * n + 1);
  for (size_t i = 0; i < n;) {
    size_t len = strcspn(text + i, " \n");
    if (column && column + len > width) {
      if (column + 6 < width && len > 8 && (text[i + 4] & 0x80) == 0 && (text[i + 5] & 0x80) == 0) {
        memcpy(z + out, text + i, 5);
        out += 5;
        z[out++] = '-';
        i += 5;
        len -= 5;
      } else if (out && z[out - 1] == ' ') {
        out--;
      }
      z[out++] = '\n';
      column = 0;
    }
    memcpy(z + out, text + i, len);
    out += len;
    column += len;
    for (i += len; i < n && (text[i] == ' ' || text[i] == '\n'); i++) {
      z[out++] = text[i];
      column = text[i] == '\n' ? 0 : column + 1;
    }
  }
  return z;
}
