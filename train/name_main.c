#include "names.h"
#include "options.h"
#include <stdio.h>

static const char help[] =
  "usage: chancery-train names MODELS --pack DIR --names FILE [--names FILE]… [options]\n"
  "       chancery-train score-names MODELS FILE --pack DIR [--show yes]\n"
  "\n"
  "names        trains names on reports with marked names (JSON lines), read with the pack and MODELS,\n"
  "             and puts them into MODELS.\n"
  "score-names  prints precision, recall and F1 of the names that MODELS finds in FILE.\n"
  "\n"
  "  --lists TSV       rows list<TAB>name, beside the pack's own names (tools/make_name_lists.py)\n"
  "  --dev FILE        is measured on\n"
  "  --epochs N --runs N    passes over the reports a run; runs that are averaged\n"
  "  --drop N --hide N      how many features in 100, and words' own forms, are not seen at a time\n"
  "  --rate N          size of a step, in thousandths\n"
  "  --bias N          how much less no name is worth than was learnt: more names, fewer of them right\n"
  "  --weights N       size of the table, in bytes of the file: only the heaviest features stay\n"
  "  --least N         features seen less often learn nothing\n"
  "  --seed N          where the order of the reports begins\n"
  "  --note TEXT       what the names were made of, kept in the file\n";

static bool take_setting(name_settings *k, const char *option, const char *text) {
  const number_option all[] = {
    {"--epochs", &k->epochs, 1, 1000}, {"--runs", &k->runs, 1, 64}, {"--seed", &k->seed, 1, UINT32_MAX},
    {"--rate", &k->rate, 1, 10000}, {"--bias", &k->bias, 0, UINT16_MAX},
    {"--drop", &k->drop, 0, 99}, {"--hide", &k->hide, 0, 100},
    {"--least", &k->least, 1, 100}, {"--weights", &k->n_weights, 1024, 1 << 28},
  };
  return take_number(all, sizeof all / sizeof *all, option, text);
}

typedef struct { name_settings k; bool show; } name_options;

static void take_option(void *options, const char *option, const char *value) {
  name_options *o = options;
  name_settings *k = &o->k;
  if (!strcmp(option, "--pack")) k->folder = value;
  else if (!strcmp(option, "--lists")) k->lists = value;
  else if (!strcmp(option, "--dev")) k->dev = value;
  else if (!strcmp(option, "--note")) k->note = value;
  else if (!strcmp(option, "--show")) o->show = true;
  else if (!strcmp(option, "--names")) take_file(k->files, &k->n_files, MAX_NAME_FILES, value);
  else if (!take_setting(k, option, value)) fail("no option '%s'\n%s", option, help);
}

void names_main(arena *a, int argc, char **argv) {
  name_options o = {.k = {.epochs = 12, .runs = 8, .seed = 20261126, .n_weights = 3 << 19, .least = 2,
                          .rate = 100, .bias = 1800, .drop = 65, .hide = 60, .note = ""}};
  const char *paths[2] = {0};
  bool scores = !strcmp(argv[0], "score-names");
  if (argc == 2 && !strcmp(argv[1], "--help")) {
    fputs(help, stdout);
    return;
  }
  take_options(argc - 1, argv + 1, &o, take_option, paths, 2);
  if (!paths[scores] || (!scores && paths[1]) || !o.k.folder)
    fail("files or --pack DIR are missing\n%s", help);
  o.k.models = paths[0];
  if (!scores && !o.k.n_files) fail("--names FILE is needed\n%s", help);
  if (scores) measure_names(a, paths[0], o.k.folder, paths[1], o.show);
  else train_names(a, &o.k);
}
