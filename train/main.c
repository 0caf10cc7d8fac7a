/* chancery-train: makes a pack's trained models from treebanks, and reads treebanks with them. */
#include "names.h"
#include "learn.h"
#include "options.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const char help[] =
  "usage: chancery-train make OUT --train [NAME=]FILE [--train [NAME=]FILE]… [options]\n"
  "       chancery-train lemmas MODELS --train FILE [--train FILE]… [--documents TSV] [--words FILE]…\n"
  "       chancery-train ends MODELS --pack FOLDER --train FILE [--train FILE]… [--documents TSV]\n"
  "       chancery-train parse MODELS FILE [--documents TSV] [--style N]\n"
  "       chancery-train lemmatize MODELS FILE [--documents TSV]\n"
  "       chancery-train names MODELS …, score-names MODELS FILE …   (say: names --help)\n"
  "       chancery-train coref MODELS …                              (say: coref --help)\n"
  "       chancery-train statements MODELS …                         (say: statements --help)\n"
  "\n"
  "make   trains tags and trees on CoNLL-U files (.conllu or .conllu.xz) and writes them to OUT, the\n"
  "       models.bin of a pack. The same files and options give the same bytes on every machine.\n"
  "lemmas puts lemmas into MODELS in place of those it has; the rest of it stays, or the file is new.\n"
  "ends   puts where sentences end into MODELS; the pack's text tells what tokens are.\n"
  "parse  prints FILE, CoNLL-U with given words, with the tags, lemmas and trees of MODELS, for measuring.\n"
  "lemmatize  prints FILE with its own tags and the lemmas of MODELS.\n"
  "\n"
  "  --documents TSV   leave out documents whose last column in TSV says NC (not for a pack given away)\n"
  "  --pack FOLDER     the pack's text, for where sentences end; make leaves that out without it\n"
  "  --end-weights N   size of that table, in bytes of the file\n"
  "  --words FILE      rows 'form | UPOS | XPOS | lemma' of words the treebanks may lack, for lemmas\n"
  "  --research        take all documents, and say in the file that it must not be given away\n"
  "  --classes FILE    what dictionaries say forms may be: lines of a form, a tab and any name of that\n"
  "  --style N         whose conventions readers follow: those of the N-th --train file (the last one);"
  " NAME is\n"
  "                    what users call them\n"
  "  --epochs N        passes over the treebanks (24)\n"
  "  --step N          words of a step (1000)\n"
  "  --rate N          how far a step goes, in 1/100000 (300)\n"
  "  --seed N          where chance begins\n"
  "  --teacher FILE    models made from the same treebanks, whose opinions are learnt too; several are"
  " averaged\n"
  "  --trust N         how far they are believed against the treebanks, in parts of a hundred (50)\n"
  "  --note TEXT       what the models were made of, kept in the file\n"
  "\n"
  "Sizes of the network, multiples of 16: --input, --tag-half, --tree-half, --arc, --label; numbers of"
  " layers:\n"
  "--tag-layers, --tree-layers. Parts of a hundred that are dropped while learning: --drop-form,"
  " --drop-input,\n"
  "--drop-layer, --drop-top.\n";

void fail(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fputs("chancery-train: ", stderr);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
  exit(2);
}

void say(const char *format, ...) {
  struct timespec t = {0};
  va_list args;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  va_start(args, format);
  fprintf(stderr, "%5lld s  ", (long long)t.tv_sec);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
}

/* ---- options ----------------------------------------------------------------------------------------- */

enum { TREEBANKS = 16 };

typedef struct {
  net_sizes z;
  schedule t;
  uint32_t style, drops[4], rate, trust;
  end_schedule ends;
  const char *documents, *note, *classes, *pack;
  const char *lists[TREEBANKS]; uint32_t n_lists;          /* of --words */
  bool research;
  const char *train[TREEBANKS]; uint32_t n_train;
  names styles;                /* of the treebanks */
  const char *teachers[TREEBANKS]; uint32_t n_teachers;
  const char *paths[2]; int n_paths;             /* what is not an option */
} options;

static bool take_setting(options *o, const char *option, const char *text) {
  const number_option all[] = {
    {"--end-weights", &o->ends.n, 1024, 1 << 28}, {"--style", &o->style, 0, TREEBANKS},
    {"--epochs", &o->t.epochs, 1, 1000}, {"--step", &o->t.words, 1, 100000},
    {"--seed", &o->t.seed, 1, UINT32_MAX}, {"--rate", &o->rate, 1, 100000}, {"--trust", &o->trust, 0, 100},
    {"--input", &o->z.input, 16, 1024, 16}, {"--tag-half", &o->z.tag_half, 16, 512, 16},
    {"--tree-half", &o->z.tree_half, 16, 512, 16}, {"--arc", &o->z.arc, 16, 512, 16},
    {"--label", &o->z.label, 16, 512, 16}, {"--tag-layers", &o->z.tag_layers, 1, NETWORK_LAYERS},
    {"--tree-layers", &o->z.tree_layers, 1, NETWORK_LAYERS}, {"--drop-form", &o->drops[0], 0, 99},
    {"--drop-input", &o->drops[1], 0, 99}, {"--drop-layer", &o->drops[2], 0, 99},
    {"--drop-top", &o->drops[3], 0, 99},
  };
  return take_number(all, sizeof all / sizeof *all, option, text);
}

/* NAME=FILE, or FILE, whose name up to the first '-' or '.' is its style's name. */
static void take_treebank(options *o, arena *a, const char *text) {
  const char *equals = strchr(text, '='), *slash = strrchr(text, '/'), *file = slash ? slash + 1 : text;
  size_t n = equals ? (size_t)(equals - text) : strcspn(file, "-.");
  str name = {equals ? text : file, n};
  o->train[o->n_train++] = equals ? equals + 1 : text;
  if (!n || names_number(&o->styles, a, name) != o->n_train)
    fail("%s: two treebanks need two names: NAME=FILE", text);
}

static void take_arguments(options *o, arena *a, int argc, char **argv) {
  for (int i = 0; i < argc; i++) {
    const char *option = argv[i];
    if (strncmp(option, "--", 2)) {
      if (o->n_paths == 2) fail("'%s': one file too many", option);
      o->paths[o->n_paths++] = option;
      continue;
    }
    if (!strcmp(option, "--research")) {
      o->research = true;
      continue;
    }
    if (++i == argc) fail("%s: its value is missing", option);
    if (!strcmp(option, "--train")) {
      if (o->n_train == TREEBANKS) fail("more than %d treebanks", TREEBANKS);
      take_treebank(o, a, argv[i]);
    } else if (!strcmp(option, "--teacher")) {
      if (o->n_teachers == TREEBANKS) fail("more than %d teachers", TREEBANKS);
      o->teachers[o->n_teachers++] = argv[i];
    } else if (!strcmp(option, "--words")) {
      if (o->n_lists == TREEBANKS) fail("more than %d lists of words", TREEBANKS);
      o->lists[o->n_lists++] = argv[i];
    } else if (!strcmp(option, "--documents")) o->documents = argv[i];
    else if (!strcmp(option, "--pack")) o->pack = argv[i];
    else if (!strcmp(option, "--classes")) o->classes = argv[i];
    else if (!strcmp(option, "--note")) o->note = argv[i];
    else if (!take_setting(o, option, argv[i])) fail("no option '%s'; see chancery-train --help", option);
  }
  o->t.rate = (float)o->rate / 100000;
  o->z.trust = (float)o->trust / 100;
  o->z.drop_form = (float)o->drops[0] / 100;
  o->z.drop_input = (float)o->drops[1] / 100;
  o->z.drop_layer = (float)o->drops[2] / 100;
  o->z.drop_top = (float)o->drops[3] / 100;
}

/* ---- making ------------------------------------------------------------------------------------------ */

static str describe(arena *a, const options *o, const treebank *banks) {
  const net_sizes *z = &o->z;
  str out = arena_printf(a, "%s%s\n", o->research ? "RESEARCH ONLY, not to be given away\n" : "", o->note);
  for (uint32_t i = 0; i < o->n_train; i++)
    out = arena_printf(a, "%.*s%u sentences, %llu words\n", (int)out.len, out.ptr, banks[i].n,
                       (unsigned long long)banks[i].n_words);
  return arena_printf(a, "%.*sinput %u, tags %u x %u, trees %u x %u, arc %u, label %u; drops %u %u %u %u; "
                      "epochs %u, words %u, rate %u, seed %u\n", (int)out.len, out.ptr, z->input,
                      z->tag_layers, z->tag_half, z->tree_layers, z->tree_half, z->arc, z->label, o->drops[0],
                      o->drops[1], o->drops[2], o->drops[3], o->t.epochs, o->t.words, o->rate, o->t.seed);
}

enum { MOST_SECTIONS = 32 };

/* The file must stay open as long as the model is asked. */
static model_file *open_teacher(network_model *m, arena *a, const char *path, const network *w, const names *tags,
                                const names *labels) {
  model_file *file;
  ch_error err;
  if (model_file_open(&file, path, &err) || network_load(m, a, file, &err)) fail("%s", err.msg);
  bool fits = m->n_tags == tags->n && m->n_labels == labels->n && m->n_parts == w->parts->n;
  for (uint32_t t = 1; fits && t <= tags->n; t++) fits = str_eq(m->tag_names[t], tags->names[t]);
  for (uint32_t t = 1; fits && t <= labels->n; t++) fits = str_eq(m->label_names[t], labels->names[t]);
  if (!fits) fail("%s: a teacher must have been made from the same treebanks", path);
  return file;
}

typedef struct { names tags, labels; treebank banks[TREEBANKS]; } corpus;

static corpus *read_corpus(arena *a, const options *o) {
  corpus *c = ARENA_NEW(a, corpus);
  if (o->n_paths != 1 || !o->n_train) fail("one file of models and at least one --train FILE are needed");
  for (uint32_t i = 0; i < o->n_train; i++) {
    treebank_init(&c->banks[i], a, &c->tags, &c->labels);
    treebank_read(&c->banks[i], o->train[i], o->research ? NULL : o->documents, false);
    say("%s: %u sentences, %llu words", o->train[i], c->banks[i].n, (unsigned long long)c->banks[i].n_words);
  }
  if (c->labels.n > UINT8_MAX || c->tags.n >= INT16_MAX)
    fail("more kinds of tags or relations than a model can hold");
  return c;
}

static void make_network(arena *a, const options *o, const corpus *c) {
  tag_parts parts;
  lexis l;
  form_classes classes;
  parts_make(&parts, a, &c->tags);
  classes_read(&classes, a, o->classes);
  lexis_make(&l, a, c->banks, o->n_train, &classes);
  lexis_sets(&l, a, c->banks, o->n_train, &parts);
  network w = {.size = o->z, .parts = &parts, .n_tags = c->tags.n, .n_labels = c->labels.n,
               .n_rows = l.n_rows};
  say("%u rows of words, %u tags, %u relations", l.n_rows, c->tags.n, c->labels.n);
  network_model *teachers = ARENA_ARRAY(a, network_model, o->n_teachers + (size_t)1);
  model_file **files = ARENA_ARRAY(a, model_file *, o->n_teachers + (size_t)1);
  for (uint32_t i = 0; i < o->n_teachers; i++)
    files[i] = open_teacher(&teachers[i], a, o->teachers[i], &w, &c->tags, &c->labels);
  learn(&w, a, &l, c->banks, o->n_train, &o->t, teachers, o->n_teachers);
  for (uint32_t i = 0; i < o->n_teachers; i++) model_file_close(files[i]);
  model_section sections[MOST_SECTIONS] = {
    {"made", describe(a, o, c->banks)}, {"style-names", train_lines(a, o->styles.names, o->styles.n)},
    {"tag-names", train_lines(a, c->tags.names, c->tags.n)},
    {"label-names", train_lines(a, c->labels.names, c->labels.n)}};
  uint32_t n = 4;
  network_sections(a, &w, &l, &parts, o->n_train, o->style ? o->style : o->n_train, sections, &n);
  train_put(a, o->paths[0], sections, n);
}

static void make_lemmas(arena *a, const options *o, const corpus *c) {
  treebank all = treebank_join(a, c->banks, o->n_train);
  train_lemmas(a, o->paths[0], &all, o->lists, o->n_lists);
}

static void make_ends(arena *a, const options *o, const corpus *c) {
  treebank all = treebank_join(a, c->banks, o->n_train);
  train_ends(a, &all, o->pack, &o->ends, o->paths[0]);
}

/* ---- commands ---------------------------------------------------------------------------------------- */

static void run_make(arena *a, const options *o) {
  if (o->style > o->n_train) fail("--style %u: there are %u treebanks", o->style, o->n_train);
  const corpus *c = read_corpus(a, o);
  if (!access(o->paths[0], F_OK) && unlink(o->paths[0])) fail("%s: cannot be made anew", o->paths[0]);
  make_network(a, o, c);
  make_lemmas(a, o, c);
  if (o->pack) make_ends(a, o, c);
}

static void run_ends(arena *a, const options *o) {
  if (!o->pack) fail("ends needs --pack FOLDER");
  make_ends(a, o, read_corpus(a, o));
}

static void run_lemmas(arena *a, const options *o) { make_lemmas(a, o, read_corpus(a, o)); }

static void run_parse(arena *a, const options *o) {
  if (o->n_paths != 2) fail("parse needs MODELS and FILE");
  parse_file(a, o->paths[0], o->paths[1], o->documents, o->style);
}

static void run_lemmatize(arena *a, const options *o) {
  if (o->n_paths != 2) fail("lemmatize needs MODELS and FILE");
  lemmatize_file(a, o->paths[0], o->paths[1], o->documents);
}

static const struct { const char *name; void (*run)(arena *a, const options *o); } commands[] = {
  {"make", run_make}, {"lemmas", run_lemmas}, {"ends", run_ends}, {"parse", run_parse},
  {"lemmatize", run_lemmatize}
};
enum { COMMANDS = sizeof commands / sizeof *commands };

/* Commands with options of their own. */
typedef void own_main(arena *a, int argc, char **argv);
static const struct { const char *name; own_main *run; } others[] = {
  {"names", names_main}, {"score-names", names_main}, {"coref", coref_main}, {"statements", statements_main}
};

static own_main *own_command(const char *name) {
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (!strcmp(name, others[i].name)) return others[i].run;
  return NULL;
}

typedef struct { arena *a; options o; size_t command; own_main *of_facts; int argc; char **argv; } job;

static void run(void *payload) {
  job *j = payload;
  if (j->command == COMMANDS) {
    j->of_facts(j->a, j->argc + 1, j->argv - 1);
    return;
  }
  take_arguments(&j->o, j->a, j->argc, j->argv);
  commands[j->command].run(j->a, &j->o);
}

int main(int argc, char **argv) {
  job j = {.o = {.z = {.input = 64, .tag_half = 48, .tag_layers = 1, .tree_half = 64, .tree_layers = 3,
                       .arc = 64, .label = 64},
                 .t = {.epochs = 24, .words = 1000, .seed = 1}, .drops = {15, 10, 12, 15},
                 .ends = {.epochs = 8, .runs = 4, .seed = 20261126, .n = 262144}, .rate = 300, .trust = 50,
                 .note = ""}};
  if (argc > 1 && !strcmp(argv[1], "--help")) {
    fputs(help, stdout);
    return 0;
  }
  while (argc > 1 && j.command < COMMANDS && strcmp(argv[1], commands[j.command].name)) j.command++;
  if (argc > 1) j.of_facts = own_command(argv[1]);
  if (argc < 2 || (j.command == COMMANDS && !j.of_facts)) {
    fputs(help, stderr);
    return 2;
  }
  j.argc = argc - 2;
  j.argv = argv + 2;
  j.a = arena_new(0);
  if (!j.a || !arena_run(j.a, run, &j)) fail("out of memory");
  arena_free(j.a);
  return 0;
}
