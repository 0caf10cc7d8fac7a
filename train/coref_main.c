#include "coref.h"
#include "options.h"
#include <stdio.h>

static const char help[] =
  "usage: chancery-train coref MODELS --pack DIR --coref FILE [--coref FILE]… [options]\n"
  "\n"
  "Trains coreference on reports with marked entities (JSON lines), read with the pack and MODELS, and puts\n"
  "it into MODELS.\n"
  "\n"
  "  --epochs N --kind-epochs N    passes over the reports for links and for kinds\n"
  "  --runs N          runs that are averaged\n"
  "  --rate N          size of a step, in thousandths\n"
  "  --drop N          how many features in 100 are not seen at a time\n"
  "  --miss N --join N --wrong N   costs of a missed, a needless, a wrong link, in tenths\n"
  "  --links N --kinds N    sizes of the tables, in weights\n"
  "  --seed N          where chance begins\n"
  "  --note TEXT       what it was made of, kept in the file\n";

static bool take_setting(coref_settings *k, const char *option, const char *text) {
  const number_option all[] = {
    {"--epochs", &k->epochs, 1, 1000}, {"--kind-epochs", &k->kind_epochs, 1, 1000}, {"--runs", &k->runs, 1, 64},
    {"--seed", &k->seed, 1, UINT32_MAX}, {"--rate", &k->rate, 1, 10000}, {"--drop", &k->drop, 0, 99},
    {"--miss", &k->miss, 0, 1000}, {"--join", &k->join, 0, 1000}, {"--wrong", &k->wrong, 0, 1000},
    {"--links", &k->n_links, 1024, 1 << 24}, {"--kinds", &k->n_kinds, 1024, 1 << 24},
  };
  return take_number(all, sizeof all / sizeof *all, option, text);
}

static void take_option(void *settings, const char *option, const char *value) {
  coref_settings *k = settings;
  if (!strcmp(option, "--pack")) k->folder = value;
  else if (!strcmp(option, "--note")) k->note = value;
  else if (!strcmp(option, "--coref")) take_file(k->files, &k->n_files, MAX_COREF_FILES, value);
  else if (!take_setting(k, option, value)) fail("no option '%s'\n%s", option, help);
}

void coref_main(arena *a, int argc, char **argv) {
  coref_settings k = {.epochs = 10, .kind_epochs = 8, .runs = 4, .seed = 20261126, .n_links = 1 << 17,
                      .n_kinds = 1 << 15, .rate = 60, .drop = 40, .miss = 20, .join = 0, .wrong = 10,
                      .note = ""};
  if (argc == 2 && !strcmp(argv[1], "--help")) {
    fputs(help, stdout);
    return;
  }
  take_options(argc - 1, argv + 1, &k, take_option, &k.models, 1);
  if (!k.models || !k.folder || !k.n_files) fail("MODELS, --pack DIR or --coref FILE is missing\n%s", help);
  train_coref(a, &k);
}
