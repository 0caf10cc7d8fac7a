#include "options.h"
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const option option_table[] = {
  {"record", OPTION_TEXT, "FILE", "the record to use (default: chancery.db, or $CHANCERY_RECORD)", offsetof(options, record)},
  {"pack", OPTION_TEXT, "DIR", "the language pack (default: the one installed, or $CHANCERY_PACK)", offsetof(options, pack)},
  {"overlay", OPTION_LIST, "DIR", "tables that add to the pack's; may be given several times", offsetof(options, overlays)},
  {"from", OPTION_TEXT, "KIND", "whose dictionaries: petrarch or tabari", offsetof(options, from)},
  {"to", OPTION_TEXT, "DIR", "the overlay's folder, made where it is absent", offsetof(options, to)},
  {"as", OPTION_TEXT, "FORMAT", "cameo, gdelt, icews, phoenix, plover or polecat", offsetof(options, as)},
  {"all", OPTION_FLAG, NULL, "export: also what is planned, cancelled, denied or else did not happen; reports: long lists whole", offsetof(options, all)},
  {"jobs", OPTION_NUMBER, "N", "threads (default: as many as there are cores)", offsetof(options, jobs)},
  {"json", OPTION_FLAG, NULL, "JSON lines for programs instead of text for people", offsetof(options, json)},
  {"on", OPTION_TEXT, "DATE", "the day that is asked about (default: all days)", offsetof(options, on)},
  {"as-of", OPTION_TEXT, "DATE", "the record of the reports published up to this day", offsetof(options, as_of)},
  {"since", OPTION_TEXT, "DATE", "only what was said or done on or after this day", offsetof(options, since)},
  {"until", OPTION_TEXT, "DATE", "only what was said or done on or before this day", offsetof(options, until)},
  {"party", OPTION_TEXT, "ID", "only this party: a pack id such as USA, EU", offsetof(options, party)},
  {"by", OPTION_TEXT, "NAME", "only speakers whose name holds these words", offsetof(options, by)},
  {"no-text", OPTION_FLAG, NULL, "leave the reports' texts out; such facts cannot be kept", offsetof(options, no_text)},
  {"published", OPTION_TEXT, "DATE", "publication date of reports that carry none", offsetof(options, published)},
  {"format", OPTION_TEXT, "NAME", "text, markdown, jsonl or conllu (default: by name, then by a look)", offsetof(options, format)},
  {"max-bytes", OPTION_NUMBER, "N", "ceiling of one report's size in bytes (default: 64 MiB)", offsetof(options, max_bytes)},
  {"facts", OPTION_TEXT, "FILE", "keep facts lines that `chancery read` wrote; - reads them from standard input", offsetof(options, facts)},
  {"memory", OPTION_NUMBER, "MIB", "memory for the index (default: 1024)", offsetof(options, memory)},
  {"tiers", OPTION_TEXT, "WHICH", "exact, near or all (default): how hard to look; each takes in the one before", offsetof(options, tiers)},
  {"batch", OPTION_NUMBER, "N", "reports put on the disk at a time (default: 100)", offsetof(options, batch)},
  {"conllu", OPTION_FLAG, NULL, "print words, tags and trees as CoNLL-U; CoNLL-U is read with its words", offsetof(options, conllu)},
  {"eager", OPTION_FLAG, NULL, "build every tree; the facts are the same", offsetof(options, eager)},
  {"style", OPTION_TEXT, "NAME", "the treebank whose conventions words follow, of those of the pack", offsetof(options, style)},
  {"stats", OPTION_FLAG, NULL, "print on standard error how long each room took", offsetof(options, stats)},
  {"known-wrong", OPTION_FLAG, NULL, "every case must fail: one that passes is to be promoted", offsetof(options, known_wrong)},
  {"coverage", OPTION_FLAG, NULL, "a table instead: rows, words and codes of each CAMEO root", offsetof(options, coverage)},
  {"progress", OPTION_TEXT, "WHEN", "auto (on a terminal), plain or off", offsetof(options, progress)},
  {"color", OPTION_TEXT, "WHEN", "auto (on a terminal, unless NO_COLOR is set), always or never", offsetof(options, color)},
  {"help", OPTION_FLAG, NULL, "this text", offsetof(options, help)},
  {NULL, OPTION_FLAG, NULL, NULL, 0},
};

#define VIEW_OPTIONS "record pack overlay as-of json color help"

const command commands[] = {
  {"read", "FILE…", "facts of reports, as JSON lines",
   "Reads each report by itself, remembers nothing and prints one line of JSON a report (docs/facts.md). A FILE is "
   "plain text, Markdown or JSON lines; a folder stands for the reports in it; - is standard input. With --conllu it "
   "prints sentences instead (docs/language.md), and takes CoNLL-U files too, with the words they give.",
   "chancery read report.txt | python3 -m json.tool",
   "pack overlay jobs no-text conllu style published format max-bytes eager stats progress help", read_run},
  {"add", "FILE…", "read reports and keep their facts in the record",
   "Reads each report, keeps it whole or not at all, and brings the merged record up to date. The same report again "
   "changes nothing. What cannot be read is said in one line, and the rest goes on.",
   "chancery add samples/ && chancery timeline",
   "record pack overlay jobs facts published format max-bytes batch stats progress help", add_run},
  {"copies", "FILE…", "who copied whom among any number of reports, without their facts",
   "Reads each report's words alone, finds the earlier ones it was made from or shares something with, and prints rows as "
   "`chancery dump` does, by the caller's ids: report, family and link (docs/copies.md). The order of the reports changes nothing. "
   "Memory is bounded, and the cost of a report does not grow with their number; what does not fit stands in $TMPDIR "
   "meanwhile, some 4 KB a report.",
   "chancery copies wire.jsonl > links.jsonl",
   "pack overlay jobs memory tiers published format max-bytes stats progress help", copies_run},
  {"reports", "", "the reports kept, by family: which are copies of which",
   "Reports by thread and family: under the first report of a family its copies, rewrites, excerpts and revisions, each with "
   "how much of its text is new (stands in no earlier member, nor in a report that it took a passage from), what a revision "
   "changed, altered quotations, and its first new sentence. Long lists are cut; --all shows all. With --json each "
   "member has `new`, in thousandths, and `new_span`.",
   "chancery reports --as-of 1985-03-12", VIEW_OPTIONS " all", view_run_reports},
  {"timeline", "", "what was said and done, day by day",
   "Statements and events of the merged record in order of time, each with its sources.",
   "chancery timeline --since 1987-01-01 --party SUN", VIEW_OPTIONS " since until party", view_run_timeline},
  {"said", "", "statements: who, when, what, and where it stands",
   "Every merged statement by speaker and day, with the best wording and the reports that carry it.",
   "chancery said --by Nitze", VIEW_OPTIONS " since until party by", view_run_said},
  {"show", "ID [ID]", "one row of the record and the words behind it, or two reports",
   "Takes the id of any row, or of any fact merged into a row. Of a link, or of two reports, it shows both texts beside each "
   "other: passages that they share stand in brackets, with the same number on both sides, and words of a passage that the "
   "other side has not between stars. In a narrow terminal one stands under the other.",
   "chancery show s-aaaaaaaaaaaaaaaaaaaaaaaaaa", VIEW_OPTIONS, view_run_show},
  {"dump", "", "the whole record, canonical JSON lines",
   "Two records made of the same reports by the same build and pack give the same bytes.",
   "chancery dump --as-of 1985-03-12 > record.jsonl", "record pack overlay as-of help", dump_run},
  {"export", "", "merged events in a format of event data",
   "Writes what happened as rows of a format that the field's programs read (docs/export.md): cameo (a plain table of ours), "
   "gdelt (GDELT 2.0, without a header), icews, phoenix and polecat, or plover (JSON lines). An event of several parties is a "
   "row for each pair, but one row in polecat and plover. What is not known is empty. How many events are left out, and why, "
   "is said on standard error.",
   "chancery export --as gdelt --since 1985-01-01 > events.tsv", "record pack overlay as as-of since until all help", export_run},
  {"rebuild", "", "make every merged row again from the facts kept",
   "Gives the rows that adding gave; for a record kept by an earlier version.",
   "chancery rebuild --record chancery.db", "record pack overlay help", rebuild_run},
  {"explain", "FILE:BYTE | REPORT:BYTE | SENTENCE", "how the facts of a sentence came about",
   "Shows the sentence at a byte of a file (or of a report of the record, by its id) as a tree: place, tag, relation and "
   "word, with its lemma in brackets where it is another; and each fact with the rule that made it. Anything else is "
   "taken as a sentence to read.",
   "chancery explain 'The minister said on Monday that the talks would go on.'",
   "record pack overlay json published help", explain_run},
  {"who", "OFFICE | NAME", "who holds an office, whom a name speaks for",
   "Answers from the pack, as reading a report would: the holder of an office on a day, with party, CAMEO code, title, "
   "term and rule; the party that a name stands for; the roles of a person. Without --on: at all times. Exit code 1: "
   "the pack knows nothing of it. Several holders are all shown, and none is picked.",
   "chancery who 'the Turkish foreign minister' --on 2019-05-01",
   "pack overlay on json help", who_run},
  {"cases", "FILE…", "run golden cases: input, why, expected",
   "Each case is a short report and the facts it should give (docs/cases.md). Prints what differs.",
   "chancery cases tests/cases/statements.case", "pack overlay known-wrong help", cases_run},
  {"pack", "check | codebook | import FILE…", "work on the language pack's tables",
   "`pack check` reads the pack's tables and says what clashes, a line each: file, line, what, and what to do. Names that two "
   "rows claim and [ambiguous] does not have, terms of one office that overlap, unknown parties and titles, dates that "
   "end before they begin, rows that stand twice; frames that no text can reach, classes and compositions that nothing uses, "
   "types that are not their code's. Exit code 1: something is wrong (docs/pack.md). With --coverage it prints a table "
   "instead: how many frames and words each root of CAMEO has, and which codes nothing gives.\n"
   "`pack codebook` prints the codebook, as Markdown: PLOVER's types, CAMEO's codes, what gives them, and examples.\n"
   "`pack import` makes an overlay of the dictionaries of PETRARCH (1 and 2) or TABARI: a folder of tables that --overlay adds "
   "to the pack. Names of actors and agents are found with their codes, each on the days it is for; with verbs, events are "
   "coded by their patterns; discards and issues go with them. Prints how many rows were read and imported, and each row "
   "left out, with its reason (docs/pack.md).",
   "chancery pack import --from petrarch actors.txt agents.txt verbs.txt --to mine && chancery read --overlay mine report.txt",
   "from to coverage pack overlay json help", pack_run},
  {"help", "[COMMAND | man | bash | zsh | fish]", "help on a command; the manual page; shell completions",
   "Without a word: the commands. `man` prints the manual page, the others a completion script.",
   "chancery help said", "help", help_run},
  {NULL, NULL, NULL, NULL, NULL, NULL, NULL},
};

const command *command_find(const char *name) {
  for (const command *c = commands; c->name; c++)
    if (!strcmp(c->name, name)) return c;
  return NULL;
}

/* Letters by which two short words differ: places that differ, plus the difference in length. */
static size_t apart(const char *a, const char *b) {
  size_t n = strlen(a), m = strlen(b), common = n < m ? n : m, d = n + m - 2 * common;
  for (size_t i = 0; i < common; i++) d += a[i] != b[i];
  return d;
}

const char *command_near(const char *name) {
  const char *best = NULL;
  size_t least = 3;
  for (const command *c = commands; c->name; c++)
    if (apart(c->name, name) < least) {
      least = apart(c->name, name);
      best = c->name;
    }
  return best;
}

bool command_takes(const command *c, const char *option_name) {
  size_t n = strlen(option_name);
  for (const char *p = c->takes; (p = strstr(p, option_name)); p += n)
    if ((p == c->takes || p[-1] == ' ') && (p[n] == ' ' || !p[n])) return true;
  return false;
}

static const option *option_find(const command *c, const char *name, size_t n) {
  for (const option *o = option_table; o->name; o++)
    if (strlen(o->name) == n && !memcmp(o->name, name, n) && command_takes(c, o->name)) return o;
  return NULL;
}

static bool usage(const command *c, const char *what, const char *which) {
  fprintf(stderr, "chancery %s: %s%s; see `chancery help %s`\n", c->name, what, which, c->name);
  return false;
}

static bool set_number(long *place, const char *value) {
  char *end;
  errno = 0;
  *place = strtol(value, &end, 10);
  return !errno && end != value && !*end && *place > 0;
}

/* Sets one option from argv[*i] (and the next, where the value stands apart). */
static bool set_option(options *out, const command *c, int argc, char **argv, int *i) {
  const char *name = argv[*i] + 2, *equals = strchr(name, '=');
  const option *o = option_find(c, name, equals ? (size_t)(equals - name) : strlen(name));
  if (!o) return usage(c, "it has no option ", argv[*i]);
  char *place = (char *)out + o->at;
  if (o->kind == OPTION_FLAG) {
    if (equals) return usage(c, "no value goes with ", argv[*i]);
    *(bool *)(void *)place = true;
    return true;
  }
  const char *value = equals ? equals + 1 : *i + 1 < argc ? argv[++*i] : NULL;
  if (!value) return usage(c, "a value is missing after ", argv[*i]);
  option_list *list = (option_list *)(void *)place;
  if (o->kind == OPTION_TEXT) *(const char **)(void *)place = value;
  else if (o->kind == OPTION_LIST) list->values[list->n++] = value;
  else if (!set_number((long *)(void *)place, value)) return usage(c, "a whole number above 0 goes with --", o->name);
  return true;
}

void options_free(options *o) {
  free(o->args);
  free(o->overlays.values);
}

bool options_parse(options *out, const command *c, int argc, char **argv) {
  *out = (options){.args = calloc((size_t)argc + 1, sizeof *out->args), .progress = "auto", .color = "auto"};
  out->overlays.values = calloc((size_t)argc + 1, sizeof *out->overlays.values);
  if (!out->args || !out->overlays.values) return usage(c, "out of memory", "");
  bool plain = false;                   /* after "--" */
  for (int i = 0; i < argc; i++) {
    if (!plain && !strcmp(argv[i], "--")) plain = true;
    else if (!plain && !strcmp(argv[i], "-h")) out->help = true;
    else if (!plain && !strncmp(argv[i], "--", 2)) {
      if (!set_option(out, c, argc, argv, &i)) return false;
    } else if (!plain && argv[i][0] == '-' && argv[i][1]) return usage(c, "it has no option ", argv[i]);
    else out->args[out->n_args++] = argv[i];
  }
  if (!out->record) out->record = getenv("CHANCERY_RECORD");
  if (!out->record || !*out->record) out->record = "chancery.db";
  return true;
}
