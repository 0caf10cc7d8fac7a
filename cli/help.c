/* help.c: --help, the manual page and the completions, all from the tables of options.c. */
#include "options.h"
#include <stdio.h>
#include <string.h>

static const char exit_codes[] =
    "0  all went well\n1  something failed\n2  a wrong command line\n3  some input could not be read; the rest was done\n"
    "4  the record is locked, damaged or made by a newer version\n";

/* Columns of a UTF-8 string whose characters are all one wide. */
static int columns(const char *s) {
  int n = 0;
  for (; *s; s++) n += (*s & 0xC0) != 0x80;
  return n;
}

/* Prints words wrapped to 78 columns, each line after `indent` spaces. */
static void wrap(const char *text, int indent) {
  int at = 0;
  while (*text) {
    size_t n = strcspn(text, " ");
    char word[128];
    int w;
    snprintf(word, sizeof word, "%.*s", (int)n, text);
    w = columns(word);
    if (at && at + 1 + w > 78) {
      putchar('\n');
      at = 0;
    }
    if (!at) at = printf("%*s%s", indent, "", word), at = indent + w;
    else printf(" %s", word), at += 1 + w;
    text += n;
    while (*text == ' ') text++;
  }
  putchar('\n');
}

void help_overview(void) {
  printf("chancery: the sourced record of a negotiation, from the news about it\n\n"
         "  chancery add samples/          read reports and keep their facts\n"
         "  chancery timeline              what was said and done, day by day\n\ncommands:\n");
  for (const command *c = commands; c->name; c++) printf("  %-10s %s\n", c->name, c->summary);
  printf("\n`chancery help COMMAND` tells more. Nothing is ever sent over a network.\n");
}

static void print_options(const command *c) {
  for (const option *o = option_table; o->name; o++) {
    if (!command_takes(c, o->name)) continue;
    char left[40];
    snprintf(left, sizeof left, "--%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
    printf("  %-18s ", left);
    if (columns(o->help) <= 58) printf("%s\n", o->help);
    else putchar('\n'), wrap(o->help, 21);
  }
}

void help_command(const command *c) {
  printf("example:\n");
  wrap(c->example, 2);
  printf("\nusage: chancery %s%s%s [OPTION…]\n\n", c->name, *c->args ? " " : "", c->args);
  wrap(c->text, 0);
  printf("\noptions:\n");
  print_options(c);
  printf("\nexit codes:\n");
  for (const char *p = exit_codes; *p; p = strchr(p, '\n') + 1) printf("  %.*s\n", (int)strcspn(p, "\n"), p);
}

/* Text for roff: a backslash, and a dot or quote at the start of a line, would be commands. */
static void roff(const char *s) {
  for (bool start = true; *s; s++) {
    if (start && (*s == '.' || *s == '\'')) fputs("\\&", stdout);
    if (*s == '\\') fputs("\\e", stdout);
    else if (*s == '-') fputs("\\-", stdout);
    else putchar(*s);
    start = *s == '\n';
  }
}

static void man_page(void) {
  printf(".\\\" Made by `chancery help man`; edit cli/options.c instead.\n.TH CHANCERY 1 \"\" \"chancery %s\"\n"
         ".SH NAME\nchancery \\- the sourced record of a negotiation, from the news about it\n"
         ".SH SYNOPSIS\n.B chancery\nCOMMAND [OPTION…] [ARGUMENT…]\n.SH COMMANDS\n", ch_version());
  for (const command *c = commands; c->name; c++) {
    printf(".SS ");
    roff(c->name);
    printf(" %s\n", c->args);
    roff(c->text);
    printf("\n.PP\nOptions:");
    for (const option *o = option_table; o->name; o++)
      if (command_takes(c, o->name)) printf(" \\-\\-"), roff(o->name);
    printf(".\n.PP\n.nf\n");
    roff(c->example);
    printf("\n.fi\n");
  }
  printf(".SH OPTIONS\n");
  for (const option *o = option_table; o->name; o++) {
    printf(".TP\n.B \\-\\-");
    roff(o->name);
    printf("%s%s\n", o->value ? " " : "", o->value ? o->value : "");
    roff(o->help);
    putchar('\n');
  }
  printf(".SH EXIT STATUS\n.nf\n");
  roff(exit_codes);
  printf(".fi\n.SH ENVIRONMENT\n.TP\n.B CHANCERY_RECORD\nthe record to use\n.TP\n.B CHANCERY_PACK\nthe language pack\n"
         ".TP\n.B NO_COLOR\nno colour on a terminal\n");
}

static void complete_bash(void) {
  printf("# Made by `chancery help bash`.\n_chancery() {\n  local cur=${COMP_WORDS[COMP_CWORD]}\n"
         "  if [ \"$COMP_CWORD\" = 1 ]; then COMPREPLY=($(compgen -W '");
  for (const command *c = commands; c->name; c++) printf("%s ", c->name);
  printf("' -- \"$cur\")); return; fi\n  case ${COMP_WORDS[1]} in\n");
  for (const command *c = commands; c->name; c++) {
    printf("    %s) words='", c->name);
    for (const option *o = option_table; o->name; o++)
      if (command_takes(c, o->name)) printf("--%s ", o->name);
    printf("' ;;\n");
  }
  printf("    *) words= ;;\n  esac\n  case $cur in\n    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")) ;;\n"
         "    *) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n  esac\n}\ncomplete -F _chancery chancery\n");
}

/* A help text inside single quotes of a shell script. */
static void shell_quoted(const char *s, char drop) {
  for (; *s; s++)
    if (*s == '\'') fputs("'\\''", stdout);
    else if (*s != drop) putchar(*s);
}

static void complete_zsh(void) {
  printf("#compdef chancery\n# Made by `chancery help zsh`.\nif (( CURRENT == 2 )); then\n  _values command");
  for (const command *c = commands; c->name; c++) printf(" '%s[", c->name), shell_quoted(c->summary, ':'), printf("]'");
  printf("\n  return\nfi\ncase $words[2] in\n");
  for (const command *c = commands; c->name; c++) {
    printf("  %s) _arguments", c->name);
    for (const option *o = option_table; o->name; o++) {
      if (!command_takes(c, o->name)) continue;
      printf(" '--%s[", o->name);
      shell_quoted(o->help, ':');
      printf("]%s%s'", o->value ? ":" : "", o->value ? o->value : "");
    }
    printf(" '*:file:_files' ;;\n");
  }
  printf("esac\n");
}

static void complete_fish(void) {
  printf("# Made by `chancery help fish`.\n");
  for (const command *c = commands; c->name; c++) {
    printf("complete -c chancery -n __fish_use_subcommand -f -a %s -d '", c->name);
    shell_quoted(c->summary, 0);
    printf("'\n");
    for (const option *o = option_table; o->name; o++) {
      if (!command_takes(c, o->name)) continue;
      printf("complete -c chancery -n '__fish_seen_subcommand_from %s' -l %s%s -d '", c->name, o->name, o->value ? " -r" : "");
      shell_quoted(o->help, 0);
      printf("'\n");
    }
  }
}

int help_run(const options *o) {
  static const struct { const char *name; void (*print)(void); } pages[] = {
      {"man", man_page}, {"bash", complete_bash}, {"zsh", complete_zsh}, {"fish", complete_fish}};
  if (!o->n_args) {
    help_overview();
    return EXIT_OK;
  }
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
    if (!strcmp(o->args[0], pages[i].name)) {
      pages[i].print();
      return EXIT_OK;
    }
  const command *c = command_find(o->args[0]);
  if (!c) {
    fprintf(stderr, "chancery help: no command '%s'; `chancery help` lists them\n", o->args[0]);
    return EXIT_USAGE;
  }
  help_command(c);
  return EXIT_OK;
}
