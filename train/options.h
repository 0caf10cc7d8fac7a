/* options.h: the options of what learns, after the files it reads and writes. */
#ifndef TRAIN_OPTIONS_H
#define TRAIN_OPTIONS_H
#include "train.h"

/* An option that takes a number from least to most, a multiple of step where that is not 0. */
typedef struct { const char *name; uint32_t *to, least, most, step; } number_option;

/* Whether option is one of all [n]; its value is stored. Ends the program where the value is wrong. */
bool take_number(const number_option *all, size_t n, const char *option, const char *text);

/* Adds path to files [*n], which hold most of them. */
void take_file(const char **files, int *n, int most, const char *path);

/* Hands each `--option value` to take; what is no option goes to paths [n_paths], which begin as NULL. */
void take_options(int argc, char **argv, void *settings,
                  void (*take)(void *settings, const char *option, const char *value), const char **paths,
                  int n_paths);
#endif
