#include "options.h"
#include "statements.h"
#include <stdio.h>

static const char help[] =
  "usage: chancery-train statements MODELS --pack DIR --train FILE [--train FILE]… [options]\n"
  "\n"
  "Trains who said what on reports with marked attributions (JSON lines), read with the pack and MODELS, and\n"
  "puts it into MODELS.\n"
  "\n"
  "  --silver FILE --teacher MODELS    reports without marks, and models with who said what that mark them;\n"
  "                    both may be given several times\n"
  "  --trust N         what such marks count, in parts of a hundred\n"
  "  --hold N          each N-th marked report tells how sure statements are: the network is learnt twice, first\n"
  "                    without these; 0: once\n"
  "  --lean N          what is added to the score of beginning a cue, in hundredths\n"
  "  --dev FILE        reports that are measured now and then\n"
  "  --epochs N        passes over the reports\n"
  "  --words N         of a step\n"
  "  --rate N          size of a step, in hundred-thousandths\n"
  "  --rows N --width N --half N --layers N    sizes of the network\n"
  "  --drop-row N --drop-input N --drop-layer N --drop-top N    parts of 100 that are not seen at a time\n"
  "  --trees N         1: features of trees too, which are then made of every sentence\n"
  "  --seed N          where chance begins\n"
  "  --note TEXT       what it was made of, kept in the file\n";

static bool take_setting(statement_settings *k, const char *option, const char *text) {
  const number_option all[] = {
    {"--lean", &k->lean, 0, 1000}, {"--hold", &k->hold, 0, 1000}, {"--trust", &k->trust, 0, 100},
    {"--trees", &k->kind, 0, ATTRIBUTION_TREES}, {"--epochs", &k->epochs, 1, 1000},
    {"--seed", &k->seed, 1, UINT32_MAX}, {"--rate", &k->rate, 1, 10000}, {"--words", &k->words, 1, 100000},
    {"--rows", &k->rows, 1024, 65535}, {"--width", &k->width, 16, 512, 16}, {"--half", &k->half, 16, 256, 16},
    {"--layers", &k->layers, 1, LABELLER_LAYERS}, {"--drop-row", &k->drop_row, 0, 90},
    {"--drop-input", &k->drop_input, 0, 90}, {"--drop-layer", &k->drop_layer, 0, 90},
    {"--drop-top", &k->drop_top, 0, 90},
  };
  return take_number(all, sizeof all / sizeof *all, option, text);
}

static void take_option(void *settings, const char *option, const char *value) {
  statement_settings *k = settings;
  if (!strcmp(option, "--pack")) k->folder = value;
  else if (!strcmp(option, "--note")) k->note = value;
  else if (!strcmp(option, "--dev")) k->dev = value;
  else if (!strcmp(option, "--train")) take_file(k->files, &k->n_files, MAX_STATEMENT_FILES, value);
  else if (!strcmp(option, "--silver")) take_file(k->silver, &k->n_silver, MAX_STATEMENT_FILES, value);
  else if (!strcmp(option, "--teacher")) take_file(k->teachers, &k->n_teachers, MAX_STATEMENT_FILES, value);
  else if (!take_setting(k, option, value)) fail("no option '%s'\n%s", option, help);
}

void statements_main(arena *a, int argc, char **argv) {
  statement_settings k = {.epochs = 10, .seed = 20261126, .rows = 16384, .width = 64, .half = 32, .layers = 2,
                          .trust = 50, .hold = 10, .lean = 90, .words = 800, .rate = 300, .drop_row = 30,
                          .drop_input = 20, .drop_layer = 20, .drop_top = 40, .note = ""};
  if (argc == 2 && !strcmp(argv[1], "--help")) {
    fputs(help, stdout);
    return;
  }
  take_options(argc - 1, argv + 1, &k, take_option, &k.models, 1);
  if (!k.models || !k.folder || !k.n_files) fail("MODELS, --pack DIR or --train FILE is missing\n%s", help);
  if (!k.n_silver != !k.n_teachers) fail("--silver and --teacher go together");
  train_statements(a, &k);
}
