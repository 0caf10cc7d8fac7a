/* intake.h: bytes to a report: its text, blocks, title, date, publisher, url.
 *
 *   file ─source─▶ ch_input ─report_new─▶ report { text, blocks, reading view }
 *
 * The text is the input's bytes, untouched (other encodings are converted; each NUL or invalid
 * byte becomes one `?`). Blocks say what each part is. The reading view is what a reader reads of
 * the blocks: markup left out, words cut at a line's end joined, page furniture inside a paragraph
 * skipped. It is one buffer with a table back to the text, so later rooms see plain prose and
 * still give spans into the untouched bytes. */
#ifndef INTAKE_H
#define INTAKE_H
#include "base/base.h"

typedef enum {
  BLOCK_TITLE, BLOCK_DATE, BLOCK_BYLINE, BLOCK_CAPTION, BLOCK_CREDIT, BLOCK_HEADING,
  BLOCK_PARAGRAPH, BLOCK_RELATED, BLOCK_URL, BLOCK_NOISE
} block_kind;
const char *block_kind_text(block_kind k);               /* the words of FACTS.md */
bool block_kind_parse(str s, block_kind *out);

typedef struct {
  block_kind kind;
  span at;                 /* bytes of text, trimmed; a paragraph cut by a page or blank line is ONE block */
  const span *pieces;      /* [n_pieces] bytes of text that are read, in order, inside `at` */
  uint32_t n_pieces;       /* 1 and equal to `at` where nothing is skipped; white space stays in pieces */
  span view;               /* bytes of the reading view: the pieces, one after the other */
} block;

typedef enum {
  BASIS_NONE, BASIS_DATELINE, BASIS_METADATA, BASIS_URL, BASIS_GIVEN, BASIS_INHERITED
} date_basis;
const char *date_basis_text(date_basis b);               /* "dateline" …; NULL for BASIS_NONE */
bool date_basis_parse(str s, date_basis *out);

typedef struct { str kind, text; span at; bool has_span; } note;     /* what the engine doubts */

typedef struct {
  ch_format format;
  id id;                   /* of source bytes, format and hints other than id and path */
  str source, given_id;    /* name; the caller's id (ptr NULL: none) */
  str text;                /* UTF-8, at most 4 GiB - 1 */
  const block *blocks; uint32_t n_blocks;                /* in order, not overlapping */
  str view;                /* the reading view of all blocks, each ended by '\n' (which maps nowhere) */
  const struct view_run *runs; uint32_t n_runs;          /* view → text, sorted; see report_text_span */
  str title; span title_at; bool title_in_text;          /* title.ptr NULL: none */
  cal_date published; bool published_minute; date_basis published_basis;
  str published_text;      /* as FACTS.md writes it, with the minute where known; ptr NULL: none */
  span published_at; bool published_in_text;
  str publisher; str publisher_basis;                    /* basis: "url", "given", "text"; ptr NULL: none */
  const span *bylines; uint32_t n_bylines;               /* names, bytes of text */
  str url; span url_at; bool url_in_text;                /* value without the spaces that broke it */
  str language;            /* "en" … ; hint or ptr NULL */
  str dateline_place; span dateline_place_at;            /* "GENEVA" of "GENEVA (Agency) — …"; ptr NULL */
  span dateline_at;        /* all of it with its dash: it opens the first paragraph; empty: none */
  const struct given_words *given;                       /* the words, where the input gives them, or NULL */
  note *notes; uint32_t n_notes, cap_notes;              /* later rooms add to them */
} report;

typedef struct view_run { uint32_t view, text, len; } view_run;   /* view[view, view+len) = text[text, …) */

/* Words of a CoNLL-U input: the view holds their forms. The words of a multi-word token whose forms do not make up
 * its own ("au": "à" + "le") all stand at the whole of it in the text. */
typedef struct {
  span view, at;
  bool space_before, inner;    /* inner: not the first word of its multi-word token */
} given_word;
typedef struct {
  uint32_t first, end;         /* words [first, end) */
  uint32_t block;
  const str *comments; uint32_t n_comments;              /* the lines before it, each with its "#" */
  bool space_after;
} given_sentence;
typedef struct given_words {
  given_word *words; uint32_t n_words;
  given_sentence *sentences; uint32_t n_sentences;
} given_words;

/* Sources, as ch_source_open and its fellows say. */
ch_status source_open(ch_source **out, const char *path, const char *name, const ch_source_options *options,
                      ch_error *err);
ch_status source_next(ch_source *source, ch_input *in, ch_error *err);
void source_close(ch_source *source);

/* Makes the report in the arena (under its guard). What cannot be read is a note; only bytes that are no
 * text at all are CH_ERR_INPUT. max_text: ceiling of the text, over which the status is CH_ERR_LIMIT. Pure;
 * thread-safe for different arenas. `pk` gives intake's knowledge: the sections of packs/en/intake.txt. */
typedef struct intake_model intake_model;
ch_status intake_load(const intake_model **out, arena *a, const pack *pk, ch_error *err);
ch_status report_new(report **out, arena *a, const intake_model *model, const ch_input *in,
                     size_t max_text, ch_error *err);
/* The id that the report of this input has, without making it. Pure; thread-safe. */
id report_id(const ch_input *in);
/* Lays the reading view (view, runs, block views) over text and blocks whose `pieces` are set: for
 * reports that come back from facts JSON. */
void report_lay_view(arena *a, report *r);
/* The span of text that a span of the reading view covers (from the first byte to the last). */
span report_text_span(const report *r, span view);
/* The `report` member of a facts line, as FACTS.md has it. Blocks whose pieces are not just their span carry
 * `pieces`: [[start,end],…] (ours, added), so that the reading view can be laid again from the JSON. */
void report_write(jw *j, const report *r, bool with_text);
/* What of a report comparing it with others takes, as bytes, and back. The unpacked report borrows the bytes; NULL: they are
 * no report. */
void report_pack(buf *out, const report *r);
report *report_unpack(arena *a, str bytes);
void report_note(arena *a, report *r, str kind, str text, const span *at);
#endif
