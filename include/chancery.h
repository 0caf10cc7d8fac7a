/* chancery.h: the public interface of libchancery.
 *
 *   bytes ─ch_source─▶ ch_input ─ch_read─▶ ch_facts ─ch_facts_write─▶ a line of JSON
 *                                              │
 *                                       ch_record_add ─▶ ch_record ─ch_record_rows─▶ rows of JSON
 *
 * Rules that hold for every function unless its comment says otherwise:
 *  ownership  What comes through `T **out` is yours and ends with its own close or free
 *             (NULL is fine). What is returned or handed to a callback is borrowed from the
 *             object asked and dies with it. Input is copied before a call returns.
 *  strings    (pointer, length), UTF-8, not NUL-terminated, except `const char *` parameters.
 *  spans      half-open [start, end) in BYTES of a report's text; texts are under 4 GiB.
 *  errors     a negative ch_status; `*out` is then NULL. `err` may be NULL; it is the
 *             caller's and is written only on failure. Nothing prints, exits or aborts.
 *  threads    a ch_engine is immutable and shared freely; every other object is used by one
 *             thread at a time; different objects may be used by different threads.
 *  purity     ch_read depends on the input, its hints, the build and the pack: no clock,
 *             no network, no locale, no memory of other reports.
 */
#ifndef CHANCERY_H
#define CHANCERY_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

#define CH_VERSION "0.1.0"   /* equals ch_version() */
#define CH_CONTRACT 1        /* version of the facts contract (FACTS.md) that is written */

#if defined(_WIN32)
#define CH_API
#else
#define CH_API __attribute__((visibility("default")))
#endif

/* ---- values ------------------------------------------------------------------------ */

typedef struct { const char *ptr; size_t len; } ch_str;
typedef struct { uint32_t start, end; } ch_span;

typedef enum {
  CH_OK = 0,
  CH_END = 1,            /* nothing more to give (ch_source_next) */
  CH_ERR_ARG = -1,       /* a wrong call */
  CH_ERR_MEMORY = -2,    /* out of memory, or over the memory option */
  CH_ERR_IO = -3,        /* a file could not be opened, read or written */
  CH_ERR_INPUT = -4,     /* the input is unreadable: what, where and what to do are in msg */
  CH_ERR_LIMIT = -5,     /* the input is over a ceiling that is an option */
  CH_ERR_PACK = -6,      /* the pack is missing, damaged or wrong */
  CH_ERR_RECORD = -7,    /* the record is damaged or from a newer version */
  CH_ERR_BUSY = -8,      /* the record is locked by another process */
  CH_ERR_STOPPED = -9    /* the caller's callback asked to stop */
} ch_status;

typedef struct {
  ch_status code;
  uint64_t position;     /* byte (or line, where msg says so) in the input; 0 if unknown */
  char msg[400];         /* one line: what is wrong, where, what to do; NUL-terminated */
} ch_error;

/* Takes a piece of output; returns 0 to go on, else the call ends with CH_ERR_STOPPED. */
typedef int ch_write_fn(const char *bytes, size_t n, void *payload);

CH_API const char *ch_version(void);
CH_API const char *ch_status_text(ch_status code);   /* a constant; "unknown status" else */

/* ---- engine: a pack, loaded ---------------------------------------------------------- */

typedef struct ch_engine ch_engine;
typedef struct {
  size_t size;             /* sizeof(ch_engine_options): set by the initialiser */
  const char *pack;        /* folder of the pack, e.g. "packs/en" */
  size_t max_text;         /* ceiling of one report's text in bytes */
  size_t max_memory;       /* ceiling of the memory one report may take, in bytes; a thread keeps up to 35 MB of what
                            * it made of words besides, until the engine is closed */
  uint64_t (*clock)(void); /* nanoseconds, for ch_facts_stats alone; NULL: its times stay 0 */
  const char *style;       /* whose conventions tags and trees follow where the pack's treebanks differ, by the
                              name it has in the pack; NULL: the pack's choice */
  const char *const *overlays;   /* [n_overlays] folders of tables that add to the pack's, in order; or NULL */
  size_t n_overlays;
} ch_engine_options;
#define CH_ENGINE_OPTIONS_INIT \
  { sizeof(ch_engine_options), NULL, (size_t)64 << 20, (size_t)2048 << 20, NULL, NULL, NULL, 0 }

/* Opens the pack. Errors: CH_ERR_PACK (with file and line), CH_ERR_IO, CH_ERR_MEMORY. */
CH_API ch_status ch_engine_open(ch_engine **out, const ch_engine_options *options, ch_error *err);
CH_API void ch_engine_close(ch_engine *engine);
/* "en 0.1.0 <hash>": name, version and content hash of the pack. */
CH_API ch_str ch_engine_pack(const ch_engine *engine);

/* Who holds an office, or whom a name speaks for, as the reader would think: "the Ruritanian foreign minister",
 * "Strelsau", "Anna Vale". day: FACTS.md form, or NULL for all times. Writes one line of canonical JSON
 * (docs/pack.md); of what the pack does not know, its lists are empty. */
CH_API ch_status ch_who(const ch_engine *engine, const char *question, const char *day, ch_write_fn *write,
                        void *payload, ch_error *err);

/* Clashes in the pack's tables, a line of canonical JSON each ({"check","file","line","todo","what"}); none: it is
 * clean. What keeps a pack from loading is the error of ch_engine_open. */
CH_API ch_status ch_pack_check(const ch_engine *engine, ch_write_fn *write, void *payload, ch_error *err);

/* ---- sources: a file, a stream or bytes, as reports ------------------------------------ */

typedef struct ch_source ch_source;
typedef enum {
  CH_FORMAT_AUTO, CH_FORMAT_TEXT, CH_FORMAT_MARKDOWN, CH_FORMAT_JSONL, CH_FORMAT_CONLLU
} ch_format;

/* One report's bytes and the hints given with them. Absent strings have ptr NULL. */
typedef struct {
  ch_str bytes;            /* the source bytes; for JSONL the decoded "text" */
  ch_format format;        /* all but AUTO; CONLLU: words are given (`# newdoc` parts reports) */
  ch_str name;             /* source path below the folder named; "-" for a stream */
  ch_str given_id, published, title, url, publisher, language;   /* hints */
  uint64_t line;           /* line of a JSONL or CoNLL-U file, from 1; else 0 */
} ch_input;

typedef struct {
  size_t size;
  ch_format format;        /* AUTO: by the name's ending, else by a look at the bytes */
  const char *published;   /* date for reports that carry none (FACTS.md form), or NULL */
  size_t max_bytes;        /* ceiling of one report's source bytes */
} ch_source_options;
#define CH_SOURCE_OPTIONS_INIT { sizeof(ch_source_options), CH_FORMAT_AUTO, NULL, (size_t)64 << 20 }

/* Opens a regular file, or standard input for "-". `name` is what reports say they come from. */
CH_API ch_status ch_source_open(ch_source **out, const char *path, const char *name,
                                const ch_source_options *options, ch_error *err);
/* The next report: CH_OK, CH_END, or an error about one report, after which the next call
 * goes on with the one after it. `*in` lives until the next call. */
CH_API ch_status ch_source_next(ch_source *source, ch_input *in, ch_error *err);
CH_API void ch_source_close(ch_source *source);

/* ---- read: one report's bytes to its facts --------------------------------------------- */

typedef struct ch_facts ch_facts;
enum {
  CH_READ_EAGER = 1,       /* build every tree; the facts are the same */
  CH_WRITE_NO_TEXT = 2,    /* leave the text out; such facts cannot be kept */
  CH_READ_WORDS = 4,       /* words alone, for ch_facts_conllu: no facts are looked for */
  CH_WRITE_JSON = 8        /* ch_facts_explain: one line of canonical JSON */
};
typedef struct {           /* what ch_read counted */
  uint64_t bytes, sentences, tokens, trees, arena_bytes;
  uint64_t intake_ns, language_ns, facts_ns, copies_ns;
} ch_stats;

/* Errors: CH_ERR_INPUT, CH_ERR_LIMIT, CH_ERR_MEMORY; CH_ERR_ARG: CoNLL-U without CH_READ_WORDS. */
CH_API ch_status ch_read(ch_facts **out, const ch_engine *engine, const ch_input *in,
                         unsigned flags, ch_error *err);
CH_API void ch_facts_free(ch_facts *facts);
/* One line of canonical JSON with its newline. Errors: CH_ERR_STOPPED, CH_ERR_MEMORY. */
CH_API ch_status ch_facts_write(const ch_facts *facts, unsigned flags, ch_write_fn *write,
                                void *payload, ch_error *err);
/* How sentence and facts at a byte came about, as text for people (or JSON): the tree with
 * its tags, and the rules that fired. `byte` is a place in the report's text. */
CH_API ch_status ch_facts_explain(const ch_facts *facts, uint32_t byte, unsigned flags,
                                  ch_write_fn *write, void *payload, ch_error *err);
/* The report's sentences as CoNLL-U: words, tags, lemmas, trees, with places in the text
 * (docs/language.md). Of a CoNLL-U input the words, sentences and comments are its own. */
CH_API ch_status ch_facts_conllu(const ch_facts *facts, ch_write_fn *write, void *payload,
                                 ch_error *err);
CH_API void ch_facts_stats(const ch_facts *facts, ch_stats *out);

/* ---- copies: who copied whom among any number of reports, without their facts --------------- */

typedef struct ch_card ch_card;        /* a report made ready for comparing */
/* Pure, like ch_read, and far cheaper. Errors: CH_ERR_INPUT, CH_ERR_LIMIT, CH_ERR_MEMORY. */
CH_API ch_status ch_card_new(ch_card **out, const ch_engine *engine, const ch_input *in, ch_error *err);
CH_API void ch_card_free(ch_card *card);
CH_API void ch_card_stats(const ch_card *card, ch_stats *out);   /* bytes, intake_ns, copies_ns; the others are 0 */

typedef struct ch_copies ch_copies;
enum { CH_TIER_EXACT = 1, CH_TIER_NEAR = 2, CH_TIER_REST = 4 };
typedef struct {
  size_t size;
  size_t memory;           /* bytes for keys and mapped pages; about 50 a report come on top */
  unsigned tiers;          /* CH_TIER_…: how hard to look */
} ch_copies_options;
#define CH_COPIES_OPTIONS_INIT \
  { sizeof(ch_copies_options), (size_t)1 << 30, CH_TIER_EXACT | CH_TIER_NEAR | CH_TIER_REST }
typedef struct { uint64_t reports, heads, links, compared, disk_bytes; } ch_copies_stats;

/* What does not fit into memory stands in $TMPDIR (or /tmp) until it is closed: some 4 KB a report. The engine must outlive
 * it. Errors: CH_ERR_IO, CH_ERR_MEMORY. */
CH_API ch_status ch_copies_open(ch_copies **out, const ch_engine *engine, const ch_copies_options *options, ch_error *err);
CH_API void ch_copies_close(ch_copies *copies);
/* Takes a report; the order of reports changes nothing. Errors stick. */
CH_API ch_status ch_copies_add(ch_copies *copies, const ch_card *card, ch_error *err);
/* Gives the rows (report, family, link, as the record has them, by the caller's ids) of all reports, once. */
CH_API ch_status ch_copies_find(ch_copies *copies, ch_write_fn *write, void *payload, ch_error *err);
CH_API void ch_copies_count(const ch_copies *copies, ch_copies_stats *out);

/* ---- record: the facts of many reports, kept and merged ---------------------------------- */

typedef struct ch_record ch_record;
enum { CH_RECORD_CREATE = 1, CH_RECORD_READONLY = 2 };

/* The engine gives the thresholds of copying; it must outlive the record.
 * Errors: CH_ERR_IO, CH_ERR_RECORD, CH_ERR_BUSY, CH_ERR_MEMORY. */
CH_API ch_status ch_record_open(ch_record **out, const ch_engine *engine, const char *path,
                                unsigned flags, ch_error *err);
CH_API void ch_record_close(ch_record *record);   /* what was added and not committed is dropped */

typedef enum { CH_ADDED_NEW, CH_ADDED_AGAIN } ch_added;
/* Takes one line of ch_facts_write (with text). A report is kept whole or not at all; the
 * same report again does nothing. Errors: CH_ERR_INPUT (not facts, or without text). */
CH_API ch_status ch_record_add(ch_record *record, const char *facts, size_t n, ch_added *out,
                               ch_error *err);
/* Adds a report that the record keeps already, without its being read: what it is kept by is made of the input alone. *out
 * is CH_ADDED_AGAIN, and the name it comes under now is kept as ch_record_add would; or CH_ADDED_NEW, and nothing was done:
 * read it and add its facts. */
CH_API ch_status ch_record_add_again(ch_record *record, const ch_input *in, ch_added *out, ch_error *err);
/* Puts what was added on the disk: after a crash the next keep merges it. */
CH_API ch_status ch_record_commit(ch_record *record, ch_error *err);
/* Commits what was added and brings the merged rows up to date. Long work is committed in parts: after a crash or a failure
 * what is done stays done, and the next keep goes on. */
CH_API ch_status ch_record_keep(ch_record *record, ch_error *err);
/* Makes every derived row again from sources, facts and corrections. */
CH_API ch_status ch_record_rebuild(ch_record *record, ch_error *err);

typedef struct {
  size_t size;
  const char *as_of;       /* YYYY-MM-DD: the record of reports published up to then; or NULL */
  const char *row;         /* only rows of this kind ("statement"); NULL: all, as dump orders them */
  const char *id;          /* only the row this id (its own or a member's) resolves to; or NULL */
} ch_query;
#define CH_QUERY_INIT { sizeof(ch_query), NULL, NULL, NULL }

/* Calls `write` once for each row, a line of canonical JSON with its newline, in dump order.
 * `*left_out` (may be NULL): reports without a date that an as-of view leaves out. */
CH_API ch_status ch_record_rows(ch_record *record, const ch_query *query, ch_write_fn *write,
                                void *payload, uint64_t *left_out, ch_error *err);
/* The facts line of one report as kept, by report id. CH_ERR_ARG: no such report. */
CH_API ch_status ch_record_facts(ch_record *record, const char *report_id, ch_write_fn *write,
                                 void *payload, ch_error *err);

#ifdef __cplusplus
}
#endif
#endif
