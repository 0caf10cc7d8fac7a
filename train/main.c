/* chancery-train: makes a pack's trained models from treebanks, and reads treebanks with them. */
#include "train.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const char help[] =
  "usage: chancery-train make OUT --train FILE [--train FILE]… [options]\n"
  "       chancery-train ends MODELS --pack FOLDER --train FILE [--train FILE]… [options]\n"
  "       chancery-train lemmas MODELS --train FILE [--train FILE]… [--words FILE]… [--documents TSV]\n"
  "       chancery-train parse MODELS FILE [--documents TSV] [--beam N]\n"
  "       chancery-train lemmatize MODELS FILE [--documents TSV]\n"
  "\n"
  "make   trains tags, trees and relations on CoNLL-U files (.conllu or .conllu.xz) and writes them to OUT,\n"
  "       the models.bin of a pack. The same files and options give the same bytes on every machine.\n"
  "ends   trains only where sentences end and puts it into MODELS, made before.\n"
  "lemmas trains only lemmas and puts them into MODELS, made before or new.\n"
  "parse  prints FILE, CoNLL-U with given words, with the tags, lemmas and trees of MODELS, for measuring.\n"
  "lemmatize  prints FILE with its own tags and the lemmas of MODELS.\n"
  "\n"
  "  --documents TSV   leave out documents whose last column in TSV says NC (not for a pack given away)\n"
  "  --pack FOLDER     the pack's text, for where sentences end; make leaves that out without it\n"
  "  --words FILE      rows 'form | UPOS | XPOS | lemma' of words the treebanks may lack, for lemmas\n"
  "  --runs N          runs of the trees and relations that are averaged (4)\n"
  "  --tag-epochs N --move-epochs N --label-epochs N --end-epochs N   passes over the treebanks a run\n"
  "  --beam N          ways that are followed at once, 1 to 64 (8)\n"
  "  --folds N         parts of the treebanks, each tagged by a tagger trained on the others (5)\n"
  "  --tag-weights N --move-weights N --label-weights N --end-weights N   sizes of the tables, in bytes\n"
  "  --tag-margin N --move-margin N   how far behind the best a way is given up by readers (0: never)\n"
  "  --seed N          where the order of the sentences begins\n"
  "  --note TEXT       what the models were made of, kept in the file\n";

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

/* ---- options ------------------------------------------------------------------------------------------- */

typedef struct {
  settings k;
  const char *documents, *note, *pack;
  const char *paths[64]; int n_paths;            /* of --train, or what is not an option */
  const char *lists[8]; uint32_t n_lists;        /* of --words */
} options;

static uint32_t number(const char *option, const char *text, uint32_t least, uint32_t most) {
  uint32_t n;
  if (!str_u32(str_of(text), &n) || n < least || n > most)
    fail("%s: a number from %u to %u, not '%s'", option, least, most, text);
  return n;
}

static bool take_number(settings *k, const char *option, const char *text) {
  const struct { const char *name; uint32_t *to, least, most; } all[] = {
    {"--runs", &k->runs, 1, 64}, {"--tag-epochs", &k->tag_epochs, 1, 100},
    {"--move-epochs", &k->move_epochs, 1, 100}, {"--label-epochs", &k->label_epochs, 1, 100},
    {"--end-epochs", &k->end_epochs, 1, 100}, {"--end-weights", &k->n_ends, 1024, 1 << 28},
    {"--beam", &k->beam, 1, BEAM_MAX}, {"--folds", &k->folds, 2, 100},
    {"--seed", &k->seed, 1, UINT32_MAX}, {"--tag-weights", &k->n_tags, 1024, 1 << 28},
    {"--move-weights", &k->n_moves, 1024, 1 << 28}, {"--label-weights", &k->n_labels, 1024, 1 << 28},
    {"--tag-margin", &k->tag_margin, 0, INT32_MAX}, {"--move-margin", &k->move_margin, 0, INT32_MAX},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    if (strcmp(option, all[i].name)) continue;
    *all[i].to = number(option, text, all[i].least, all[i].most);
    return true;
  }
  return false;
}

static void add_path(options *o, const char *path) {
  if (o->n_paths == (int)(sizeof o->paths / sizeof *o->paths)) fail("too many files");
  o->paths[o->n_paths++] = path;
}

static void add_list(options *o, const char *path) {
  if (o->n_lists == sizeof o->lists / sizeof *o->lists) fail("too many lists of words");
  o->lists[o->n_lists++] = path;
}

static void take_options(options *o, int argc, char **argv) {
  for (int i = 0; i < argc; i++) {
    if (strncmp(argv[i], "--", 2)) { add_path(o, argv[i]); continue; }
    if (i + 1 == argc) fail("%s: its value is missing", argv[i]);
    const char *option = argv[i++];
    if (!strcmp(option, "--train")) add_path(o, argv[i]);
    else if (!strcmp(option, "--words")) add_list(o, argv[i]);
    else if (!strcmp(option, "--documents")) o->documents = argv[i];
    else if (!strcmp(option, "--note")) o->note = argv[i];
    else if (!strcmp(option, "--pack")) o->pack = argv[i];
    else if (!take_number(&o->k, option, argv[i])) fail("no option '%s'; see chancery-train --help", option);
  }
}

/* ---- making -------------------------------------------------------------------------------------------- */

static str describe(arena *a, const options *o, const treebank *b) {
  str out = arena_printf(a, "%s\n%u sentences, %llu words\n", o->note, b->n, (unsigned long long)b->n_words);
  const settings *k = &o->k;
  return arena_printf(a, "%.*sruns %u, epochs %u %u %u, beam %u, folds %u, seed %u\n", (int)out.len, out.ptr,
                      k->runs, k->tag_epochs, k->move_epochs, k->label_epochs, k->beam, k->folds, k->seed);
}

static void make(arena *a, const options *o) {
  names tags = {0}, labels = {0};
  treebank b;
  parser_model m = {0};
  treebank_init(&b, a, &tags, &labels);
  if (o->n_paths < 2) fail("make needs OUT and at least one --train FILE");
  for (int i = 1; i < o->n_paths; i++) treebank_read(&b, o->paths[i], o->documents, false);
  say("%u sentences, %llu words, %u tags, %u relations", b.n, (unsigned long long)b.n_words, tags.n,
      labels.n);
  if (labels.n > UINT8_MAX || tags.n >= UINT16_MAX ||
      !parser_set_names(&m, a, tags.names, tags.n, labels.names, labels.n))
    fail("more kinds of tags or relations than a model can hold");
  tree_word **words = train_words(a, &b);
  bool *use = ARENA_ARRAY(a, bool, b.n);
  memset(use, true, b.n);
  train_tags(a, &m, &b, words, use, &o->k, o->k.runs);
  say("tags learnt");
  jackknife(a, &m, &b, words, &o->k);
  train_labels(a, &m, &b, words, &o->k);
  say("relations learnt");
  train_moves(a, &m, &b, words, &o->k);
  m.tag_margin = (int32_t)o->k.tag_margin;
  m.move_margin = (int32_t)o->k.move_margin;
  train_write(a, &m, describe(a, o, &b), o->paths[0]);
  train_lemmas(a, &b, o->lists, o->n_lists, o->paths[0]);
  if (o->pack) train_ends(a, &b, o->pack, &o->k, o->paths[0]);
}

/* ---- one part of models made before -------------------------------------------------------------------- */

static void read_treebanks(treebank *b, arena *a, names *tags, names *labels, const options *o) {
  treebank_init(b, a, tags, labels);
  for (int i = 1; i < o->n_paths; i++) treebank_read(b, o->paths[i], o->documents, false);
}

static void make_ends(arena *a, const options *o) {
  names tags = {0}, labels = {0};
  treebank b;
  if (o->n_paths < 2 || !o->pack) fail("ends needs MODELS, --pack FOLDER and at least one --train FILE");
  read_treebanks(&b, a, &tags, &labels, o);
  train_ends(a, &b, o->pack, &o->k, o->paths[0]);
}

static void make_lemmas(arena *a, const options *o) {
  names tags = {0}, labels = {0};
  treebank b;
  if (o->n_paths < 2) fail("lemmas needs MODELS and at least one --train FILE");
  read_treebanks(&b, a, &tags, &labels, o);
  train_lemmas(a, &b, o->lists, o->n_lists, o->paths[0]);
}

/* ---- commands ------------------------------------------------------------------------------------------ */

static void parse(arena *a, const options *o) {
  if (o->n_paths != 2) fail("parse needs MODELS and FILE");
  parse_file(a, o->paths[0], o->paths[1], o->documents, &o->k);
}

static void lemmatize(arena *a, const options *o) {
  if (o->n_paths != 2) fail("lemmatize needs MODELS and FILE");
  lemmatize_file(a, o->paths[0], o->paths[1], o->documents);
}

static const struct { const char *name; void (*run)(arena *a, const options *o); } commands[] = {
  {"make", make}, {"ends", make_ends}, {"lemmas", make_lemmas}, {"parse", parse}, {"lemmatize", lemmatize}
};
enum { COMMANDS = sizeof commands / sizeof *commands };

typedef struct { arena *a; options o; size_t command; } job;

static void run(void *payload) {
  job *j = payload;
  commands[j->command].run(j->a, &j->o);
}

int main(int argc, char **argv) {
  job j = {.o = {.k = SETTINGS, .note = ""}};
  if (argc > 1 && !strcmp(argv[1], "--help")) {
    fputs(help, stdout);
    return 0;
  }
  while (argc > 1 && j.command < COMMANDS && strcmp(argv[1], commands[j.command].name)) j.command++;
  if (argc < 2 || j.command == COMMANDS) {
    fputs(help, stderr);
    return 2;
  }
  take_options(&j.o, argc - 2, argv + 2);
  j.a = arena_new(0);
  if (!j.a || !arena_run(j.a, run, &j)) fail("out of memory");
  arena_free(j.a);
  return 0;
}
