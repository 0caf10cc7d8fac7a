#include "names.h"
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

static bool take_number(name_settings *k, const char *option, const char *text) {
  const struct { const char *name; uint32_t *to, least, most; } all[] = {
    {"--epochs", &k->epochs, 1, 1000}, {"--runs", &k->runs, 1, 64}, {"--seed", &k->seed, 1, UINT32_MAX},
    {"--rate", &k->rate, 1, 10000}, {"--bias", &k->bias, 0, UINT16_MAX},
    {"--drop", &k->drop, 0, 99}, {"--hide", &k->hide, 0, 100},
    {"--least", &k->least, 1, 100}, {"--weights", &k->n_weights, 1024, 1 << 28},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    uint32_t n;
    if (strcmp(option, all[i].name)) continue;
    if (!str_u32(str_of(text), &n) || n < all[i].least || n > all[i].most)
      fail("%s: a number from %u to %u, not '%s'", option, all[i].least, all[i].most, text);
    *all[i].to = n;
    return true;
  }
  return false;
}

typedef struct { name_settings k; const char *paths[2]; bool show; } name_options;

static void take_option(name_options *o, const char *option, const char *value) {
  name_settings *k = &o->k;
  if (!strcmp(option, "--pack")) k->folder = value;
  else if (!strcmp(option, "--lists")) k->lists = value;
  else if (!strcmp(option, "--dev")) k->dev = value;
  else if (!strcmp(option, "--note")) k->note = value;
  else if (!strcmp(option, "--show")) o->show = true;
  else if (!strcmp(option, "--names")) {
    if (k->n_files == MAX_NAME_FILES) fail("too many files");
    k->files[k->n_files++] = value;
  } else if (!take_number(k, option, value)) {
    fail("no option '%s'\n%s", option, help);
  }
}

static void take_options(name_options *o, int argc, char **argv) {
  int n = 0;
  for (int i = 0; i < argc; i++) {
    if (!strncmp(argv[i], "--", 2)) {
      if (i + 1 == argc) fail("%s: its value is missing", argv[i]);
      take_option(o, argv[i], argv[i + 1]);
      i++;
    } else if (n == 2) {
      fail("'%s': one file too many", argv[i]);
    } else {
      o->paths[n++] = argv[i];
    }
  }
}

void names_main(arena *a, int argc, char **argv) {
  name_options o = {.k = {.epochs = 12, .runs = 8, .seed = 20261126, .n_weights = 3 << 19, .least = 2,
                          .rate = 100, .bias = 1800, .drop = 65, .hide = 60, .note = ""}};
  bool scores = !strcmp(argv[0], "score-names");
  if (argc == 2 && !strcmp(argv[1], "--help")) {
    fputs(help, stdout);
    return;
  }
  take_options(&o, argc - 1, argv + 1);
  if (!o.paths[scores] || (!scores && o.paths[1]) || !o.k.folder)
    fail("files or --pack DIR are missing\n%s", help);
  o.k.models = o.paths[0];
  if (!scores && !o.k.n_files) fail("--names FILE is needed\n%s", help);
  if (scores) measure_names(a, o.paths[0], o.k.folder, o.paths[1], o.show);
  else train_names(a, &o.k);
}
