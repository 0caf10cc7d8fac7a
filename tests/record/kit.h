/* kit.h: reports of our own for tests of the record, and a copies room small enough to foresee what it
 * says.
 *
 * A report is a list of lines, each about a numbered matter: "Matter 7, Ada Holm of Aland said: "wording 2
 * of seven" on Monday." Two lines of one matter are one passage; two of one matter and wording are the
 * same words. fake_copies.c compares reports by that. Each line carries a statement, an event and a time. */
#ifndef KIT_H
#define KIT_H
#include "../base/test.h"
#include "facts/facts.h"
#include "record/record.h"

enum { MAX_LINES = 8 };

typedef struct {
  uint32_t matter, wording;    /* matter 0: end of the list */
  int speaker;                 /* 0: none; else a number; n and n + 100 are of one party; 101 … bodies */
  int days;                    /* the remark was made so many days before the report; -1: not said */
  bool declined;
} kit_line;

typedef struct {
  const char *name;            /* names the report: its id is made from it */
  const char *published;       /* FACTS.md form, or NULL */
  const char *publisher;       /* or NULL */
  const char *source;          /* or NULL: name */
  kit_line lines[MAX_LINES];
} kit_report;

/* The facts line of a report, malloc'd. */
char *kit_facts(const kit_report *r);
id kit_report_id(const kit_report *r);
id kit_statement_id(const kit_report *r, uint32_t line);
id kit_event_id(const kit_report *r, uint32_t line);

/* Thresholds of the fake copies room and of the merge, for the program's life. */
enum { KIT_CAP = 5 };          /* a key that more heads hold says nothing */
record_context kit_context(void);
void kit_end(void);
/* A new folder for a test's files, and a path in it; both static. */
const char *kit_path(const char *name);
record *kit_open(const char *path);
void kit_add(record *r, const kit_report *rep, ch_added want);
void kit_keep(record *r);
int kit_collect(const char *bytes, size_t n, void *out);     /* a ch_write_fn into a buf */
/* Rows of a query, malloc'd, NUL-terminated. */
char *kit_rows(record *r, const char *row, const char *row_id, const char *as_of);
char *kit_dump(record *r);
/* The one row that holds this text, or NULL; static until the next call. */
const char *kit_row(const char *rows, const char *with);
/* Fails unless the row holds the text. */
void kit_has(const char *row, const char *text);

/* Random reports of a seed: copies, rewrites, background, undated ones. */
enum { KIT_RANDOM = 40 };
void kit_random(kit_report out[KIT_RANDOM], uint64_t seed);
#endif
