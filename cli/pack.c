/* pack.c: work on the tables of a language pack. */
#include "inputs.h"
#include "pack_import.h"
#include <string.h>

int pack_run(const options *o) {
  if (o->n_args && !strcmp(o->args[0], "import")) return pack_import(o);
  complain("pack: say what to do: `chancery pack import`; see `chancery help pack`");
  return EXIT_USAGE;
}
