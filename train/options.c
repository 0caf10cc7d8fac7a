#include "options.h"

bool take_number(const number_option *all, size_t n, const char *option, const char *text) {
  for (size_t i = 0; i < n; i++) {
    const number_option *o = &all[i];
    uint32_t value;
    if (strcmp(option, o->name)) continue;
    if (!str_u32(str_of(text), &value) || value < o->least || value > o->most)
      fail("%s: a number from %u to %u, not '%s'", option, o->least, o->most, text);
    if (o->step && value % o->step) fail("%s: a multiple of %u, not %s", option, o->step, text);
    *o->to = value;
    return true;
  }
  return false;
}

void take_file(const char **files, int *n, int most, const char *path) {
  if (*n == most) fail("'%s': one file too many, %d are the most", path, most);
  files[(*n)++] = path;
}

void take_options(int argc, char **argv, void *settings,
                  void (*take)(void *settings, const char *option, const char *value), const char **paths,
                  int n_paths) {
  int n = 0;
  for (int i = 0; i < argc; i++) {
    if (!strncmp(argv[i], "--", 2)) {
      if (i + 1 == argc) fail("%s: its value is missing", argv[i]);
      take(settings, argv[i], argv[i + 1]);
      i++;
    } else if (n == n_paths) {
      fail("'%s': one file too many", argv[i]);
    } else {
      paths[n++] = argv[i];
    }
  }
}
