/* chancery: the command line. */
#include "options.h"
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
  if (argc < 2 || !strcmp(argv[1], "-h") || !strcmp(argv[1], "--help")) {
    help_overview();
    return argc < 2 ? EXIT_USAGE : EXIT_OK;
  }
  if (!strcmp(argv[1], "--version")) {
    printf("chancery %s\n", ch_version());
    return EXIT_OK;
  }
  const command *c = command_find(argv[1]);
  if (!c) {
    const char *near = command_near(argv[1]);
    fprintf(stderr, "chancery: no command '%s'%s%s%s; `chancery help` lists them\n", argv[1],
            near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    return EXIT_USAGE;
  }
  options o;
  if (!options_parse(&o, c, argc - 2, argv + 2)) {
    options_free(&o);
    return EXIT_USAGE;
  }
  int status = EXIT_OK;
  if (o.help) help_command(c);
  else status = c->run(&o);
  options_free(&o);
  if (fflush(stdout) || ferror(stdout)) {
    fprintf(stderr, "chancery: standard output cannot be written\n");
    return EXIT_ERROR;
  }
  return status;
}
