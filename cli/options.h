/* options.h: the one table of commands and options, from which parsing, --help, the man page and the shell
 * completions are made. */
#ifndef OPTIONS_H
#define OPTIONS_H
#include "chancery.h"
#include <stdbool.h>

/* Exit codes; in the man page. */
enum { EXIT_OK = 0, EXIT_ERROR = 1, EXIT_USAGE = 2, EXIT_PARTLY = 3, EXIT_RECORD = 4 };

/* The values of an option that may be given several times, in order. */
typedef struct { const char **values; size_t n; } option_list;

typedef struct {
  const char *record, *pack, *as_of, *since, *until, *party, *by, *on, *published, *format, *style, *facts, *progress, *color,
             *from, *to, *as, *tiers;
  bool json, no_text, eager, stats, conllu, known_wrong, all, coverage, help;
  long jobs, batch, max_bytes, memory;
  option_list overlays;
  const char **args; int n_args;        /* what is no option, in order */
} options;

typedef struct {
  const char *name;
  const char *args;                     /* "FILE…" */
  const char *summary;                  /* one line */
  const char *text;                     /* paragraphs for --help and the man page */
  const char *example;                  /* a command line and what it does */
  const char *takes;                    /* names of its options, separated by spaces */
  int (*run)(const options *o);
} command;

typedef enum { OPTION_FLAG, OPTION_TEXT, OPTION_NUMBER, OPTION_LIST } option_kind;
typedef struct {
  const char *name;                     /* without the dashes */
  option_kind kind;
  const char *value;                    /* "FILE"; NULL for a flag */
  const char *help;
  size_t at;                            /* offset in options */
} option;

extern const command commands[];        /* ended by a NULL name */
extern const option option_table[];     /* ended by a NULL name */

const command *command_find(const char *name);
/* The command's nearest name, for "did you mean", or NULL. */
const char *command_near(const char *name);
/* Parses what stands after the command's name. False: it has been said what is wrong. options_free in any case. */
bool options_parse(options *out, const command *c, int argc, char **argv);
void options_free(options *o);
bool command_takes(const command *c, const char *option_name);

/* help.c */
void help_overview(void);
void help_command(const command *c);
int help_run(const options *o);         /* `help`, `help CMD`, `help --man`-like pages: man, bash, zsh, fish */

/* One run function a command. */
int read_run(const options *o);
int add_run(const options *o);
int copies_run(const options *o);
int view_run_reports(const options *o);
int view_run_timeline(const options *o);
int view_run_said(const options *o);
int view_run_show(const options *o);
int dump_run(const options *o);
int export_run(const options *o);
int rebuild_run(const options *o);
int explain_run(const options *o);
int cases_run(const options *o);
int pack_run(const options *o);
int who_run(const options *o);
#endif
