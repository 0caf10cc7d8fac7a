/* engine.c: the conductor: the one file that sees all rooms, and the public functions over them. */
#include "base/base.h"
#include "copies/collection.h"
#include "copies/copies.h"
#include "facts/facts.h"
#include "intake/intake.h"
#include "language/language.h"
#include "record/record.h"
#include <stdlib.h>

struct ch_engine {
  arena *a;                    /* pack, lexicon and models: for the engine's life */
  ch_engine_options options;
  const pack *pack;
  str pack_text;               /* "en 0.1.0 <hash>" */
  lexicon *lexicon;
  model_file *models;          /* the trained ones, mapped; NULL: the pack has none */
  const intake_model *intake;
  const language_model *language;
  const facts_model *facts;
  const copies_model *copies;
  const record_model *record;
};

struct ch_facts {
  arena *a;                    /* the report and everything read from it */
  const ch_engine *engine;
  report *report;
  doc *doc;
  facts *facts;
  str fingerprint;
  ch_stats stats;
};

struct ch_card { buf bytes; ch_stats stats; };

struct ch_copies { collection *c; };

struct ch_record { record *r; };

const char *ch_version(void) { return CH_VERSION; }

const char *ch_status_text(ch_status code) {
  switch (code) {
    case CH_OK: return "ok";
    case CH_END: return "no more";
    case CH_ERR_ARG: return "a wrong call";
    case CH_ERR_MEMORY: return "out of memory";
    case CH_ERR_IO: return "cannot open, read or write";
    case CH_ERR_INPUT: return "unreadable input";
    case CH_ERR_LIMIT: return "over a ceiling";
    case CH_ERR_PACK: return "wrong pack";
    case CH_ERR_RECORD: return "wrong record";
    case CH_ERR_BUSY: return "record locked";
    case CH_ERR_STOPPED: return "stopped";
  }
  return "unknown status";
}

/* ---- engine ------------------------------------------------------------------------- */

typedef struct { ch_engine *engine; ch_error *err; ch_status status; } load_job;

/* The hash is of the pack's text, its models and its style: all decide what is found. */
static void name_pack(ch_engine *e) {
  char hash[65];
  str both = arena_printf(e->a, "%s %016llx %s", e->pack->hash, (unsigned long long)language_models_sum(e->models),
                          e->options.style ? e->options.style : "");
  id_hash_hex(both, hash);
  e->pack_text = arena_printf(e->a, "%.*s %.*s %.16s", (int)e->pack->name.len, e->pack->name.ptr,
                              (int)e->pack->version.len, e->pack->version.ptr, hash);
}

/* Rooms load in their order: each may add words to the lexicon, which is fixed afterwards. */
static void load_models(void *payload) {
  load_job *job = payload;
  ch_engine *e = job->engine;
  ch_error *err = job->err;
  const ch_engine_options *o = &e->options;
  job->status = pack_open_with(&e->pack, e->a, o->pack, o->overlays, o->n_overlays, err);
  if (job->status) return;
  e->lexicon = lexicon_new(e->a);
  if ((job->status = intake_load(&e->intake, e->a, e->pack, err)) ||
      (job->status = language_models_open(&e->models, e->options.pack, err)) ||
      (job->status = language_load(&e->language, e->a, e->pack, e->lexicon, e->models, e->options.style, err)) ||
      (job->status = facts_load(&e->facts, e->a, e->pack, e->lexicon, err)))
    return;
  name_pack(e);
  if (!(job->status = copies_load(&e->copies, e->a, e->pack, err)))
    job->status = record_load(&e->record, e->a, e->pack, err);
}

ch_status ch_engine_open(ch_engine **out, const ch_engine_options *options, ch_error *err) {
  if (!out) return err_set(err, CH_ERR_ARG, "no place for the engine was given");
  *out = NULL;
  if (!options || options->size != sizeof *options || !options->pack)
    return err_set(err, CH_ERR_ARG, "engine options without a pack; start from CH_ENGINE_OPTIONS_INIT");
  if (options->n_overlays && !options->overlays) return err_set(err, CH_ERR_ARG, "the overlays are missing");
  ch_engine *e = calloc(1, sizeof *e);
  if (!e || !(e->a = arena_new(0))) {
    free(e);
    return err_set(err, CH_ERR_MEMORY, "no memory for the engine");
  }
  e->options = *options;
  load_job job = {e, err, CH_OK};
  if (!arena_run(e->a, load_models, &job))
    job.status = err_set(err, CH_ERR_MEMORY, "no memory for the pack %s", options->pack);
  e->options.pack = NULL;      /* the caller's strings may go */
  e->options.overlays = NULL;
  if (job.status) {
    ch_engine_close(e);
    return job.status;
  }
  *out = e;
  return CH_OK;
}

void ch_engine_close(ch_engine *engine) {
  if (!engine) return;
  arena_free(engine->a);
  language_models_close(engine->models);
  free(engine);
}

ch_str ch_engine_pack(const ch_engine *engine) { return engine->pack_text; }

/* Hands a finished buffer to the caller and frees it. */
static ch_status deliver(buf *out, bool in_memory, ch_write_fn *write, void *payload, ch_error *err) {
  ch_status status = in_memory ? out->status : CH_ERR_MEMORY;
  if (status) err_set(err, status, "no memory to write the output");
  else if (write(out->ptr, out->len, payload)) status = err_set(err, CH_ERR_STOPPED, "the output was stopped");
  buf_free(out);
  return status;
}

/* ---- who ------------------------------------------------------------------------------ */

enum { MAX_QUESTION = 250 };          /* bytes: its words are compared with each other */

typedef struct { arena *a; const ch_engine *engine; str question; cal_date on; buf *out; } who_job;

static void answer(void *payload) {
  who_job *job = payload;
  const ch_engine *e = job->engine;
  facts_who(job->a, jw_new(job->a, job->out), e->facts, e->pack, e->lexicon, job->question, job->on);
  buf_char(job->out, '\n');
}

ch_status ch_who(const ch_engine *engine, const char *question, const char *day, ch_write_fn *write, void *payload,
                 ch_error *err) {
  if (!engine || !question || !write) return err_set(err, CH_ERR_ARG, "no pack, no question or nowhere to write");
  buf out = {0};
  who_job job = {NULL, engine, str_of(question), CAL_NOTHING, &out};
  if (day && (!cal_parse(str_of(day), &job.on) || job.on.no_year))
    return err_set(err, CH_ERR_ARG, "a day is written such as 2025-06-25, not '%s'", day);
  if (job.question.len > MAX_QUESTION || utf8_valid(job.question) < job.question.len)
    return err_set(err, CH_ERR_ARG, "a question is UTF-8 of at most %d bytes", MAX_QUESTION);
  if (!(job.a = arena_new(engine->options.max_memory))) return err_set(err, CH_ERR_MEMORY, "no memory for an answer");
  ch_status status = deliver(&out, arena_run(job.a, answer, &job), write, payload, err);
  arena_free(job.a);
  return status;
}

typedef struct { arena *a; const ch_engine *engine; buf *out; } check_job;

static void check(void *payload) {
  check_job *job = payload;
  facts_check(job->a, job->out, job->engine->facts, job->engine->pack, job->engine->lexicon);
}

ch_status ch_pack_check(const ch_engine *engine, ch_write_fn *write, void *payload, ch_error *err) {
  if (!engine || !write) return err_set(err, CH_ERR_ARG, "no pack or nowhere to write");
  buf out = {0};
  check_job job = {arena_new(engine->options.max_memory), engine, &out};
  if (!job.a) return err_set(err, CH_ERR_MEMORY, "no memory to check the pack");
  ch_status status = deliver(&out, arena_run(job.a, check, &job), write, payload, err);
  arena_free(job.a);
  return status;
}

/* ---- sources -------------------------------------------------------------------------- */

ch_status ch_source_open(ch_source **out, const char *path, const char *name, const ch_source_options *options,
                         ch_error *err) {
  if (!out || !path) return err_set(err, CH_ERR_ARG, "no path or no place for the source was given");
  *out = NULL;
  if (options && options->size != sizeof *options)
    return err_set(err, CH_ERR_ARG, "source options of another size; start from CH_SOURCE_OPTIONS_INIT");
  const ch_source_options defaults = CH_SOURCE_OPTIONS_INIT;
  return source_open(out, path, name ? name : path, options ? options : &defaults, err);
}

ch_status ch_source_next(ch_source *source, ch_input *in, ch_error *err) { return source_next(source, in, err); }

void ch_source_close(ch_source *source) { source_close(source); }

/* ---- read -------------------------------------------------------------------------------- */

/* The caller's clock, for the statistics: no fact depends on it. */
static uint64_t now_ns(const ch_engine *e) { return e->options.clock ? e->options.clock() : 0; }

typedef struct { ch_facts *f; const ch_input *in; unsigned flags; ch_error *err; ch_status status; } read_job;

static void read_report(void *payload) {
  read_job *job = payload;
  ch_facts *f = job->f;
  const ch_engine *e = f->engine;
  uint64_t t0 = now_ns(e);
  job->status = report_new(&f->report, f->a, e->intake, job->in, e->options.max_text, job->err);
  if (job->status) return;
  uint64_t t1 = now_ns(e);
  f->doc = language_read(f->a, e->language, e->lexicon, f->report);
  if (job->flags & CH_READ_EAGER)
    for (uint32_t i = 0; i < f->doc->n_sentences; i++) language_tree(f->a, e->language, f->doc, i);
  uint64_t t2 = now_ns(e);
  const doc *d = f->doc;
  f->stats = (ch_stats){.bytes = f->report->text.len, .sentences = d->n_sentences, .tokens = d->n_tokens,
                        .trees = d->trees_built, .arena_bytes = arena_used(f->a), .intake_ns = t1 - t0,
                        .language_ns = t2 - t1};
  if (job->flags & CH_READ_WORDS) return;
  f->facts = facts_find(f->a, e->facts, e->language, e->lexicon, f->report, f->doc);
  uint64_t t3 = now_ns(e);
  f->fingerprint = copies_fingerprint(f->a, e->copies, f->report);
  uint64_t t4 = now_ns(e);
  f->stats.trees = f->doc->trees_built;
  f->stats.arena_bytes = arena_used(f->a);
  f->stats.facts_ns = t3 - t2;
  f->stats.copies_ns = t4 - t3;
}

ch_status ch_read(ch_facts **out, const ch_engine *engine, const ch_input *in, unsigned flags, ch_error *err) {
  if (!out || !engine || !in) return err_set(err, CH_ERR_ARG, "engine, input or place for the facts is missing");
  *out = NULL;
  if (in->format == CH_FORMAT_CONLLU && !(flags & CH_READ_WORDS))
    return err_set(err, CH_ERR_ARG, "no facts are read from given words (CoNLL-U): ask with CH_READ_WORDS");
  ch_facts *f = calloc(1, sizeof *f);
  if (!f || !(f->a = arena_new(engine->options.max_memory))) {
    free(f);
    return err_set(err, CH_ERR_MEMORY, "no memory to read a report");
  }
  f->engine = engine;
  read_job job = {f, in, flags, err, CH_OK};
  if (!arena_run(f->a, read_report, &job))
    job.status = err_set(err, CH_ERR_MEMORY, "out of memory, or the report takes more than the %zu bytes allowed",
                         engine->options.max_memory);
  if (job.status) {
    ch_facts_free(f);
    return job.status;
  }
  *out = f;
  return CH_OK;
}

void ch_facts_free(ch_facts *cf) {
  if (!cf) return;
  arena_free(cf->a);
  free(cf);
}

static void write_notes(jw *j, const report *r) {
  jw_key(j, "notes");
  jw_array(j);
  for (uint32_t i = 0; i < r->n_notes; i++) {
    const note *n = &r->notes[i];
    jw_object(j);
    jw_key_str(j, "kind", n->kind);
    jw_key_str(j, "text", n->text);
    if (n->has_span) jw_key_span(j, "span", n->at);
    else jw_key_null(j, "span");
    jw_end(j);
  }
  jw_end(j);
}

typedef struct { const ch_facts *f; unsigned flags; buf *out; } write_job;

static void write_facts(void *payload) {
  write_job *job = payload;
  const ch_facts *f = job->f;
  jw *j = jw_new(f->a, job->out);
  jw_object(j);
  jw_key_int(j, "chancery", CH_CONTRACT);
  jw_key_str(j, "engine", STR(CH_VERSION));
  jw_key_str(j, "pack", f->engine->pack_text);
  jw_key(j, "report");
  report_write(j, f->report, !(job->flags & CH_WRITE_NO_TEXT));
  facts_write(f->a, j, f->facts, f->engine->facts);
  jw_key(j, "copying");
  jw_object(j);
  jw_key_str(j, "fingerprint", f->fingerprint);
  jw_end(j);
  write_notes(j, f->report);
  jw_end(j);
  buf_char(job->out, '\n');
}

ch_status ch_facts_write(const ch_facts *cf, unsigned flags, ch_write_fn *write, void *payload, ch_error *err) {
  if (!cf || !cf->facts || !write) return err_set(err, CH_ERR_ARG, "no facts or nowhere to write them");
  buf out = {0};
  write_job job = {cf, flags, &out};
  return deliver(&out, arena_run(cf->a, write_facts, &job), write, payload, err);
}

static void conllu(void *payload) {
  write_job *job = payload;
  const ch_engine *e = job->f->engine;
  doc_conllu(job->f->a, job->out, e->language, job->f->doc);
}

ch_status ch_facts_conllu(const ch_facts *cf, ch_write_fn *write, void *payload, ch_error *err) {
  if (!cf || !write) return err_set(err, CH_ERR_ARG, "no words or nowhere to write them");
  buf out = {0};
  write_job job = {cf, 0, &out};
  return deliver(&out, arena_run(cf->a, conllu, &job), write, payload, err);
}

typedef struct { const ch_facts *f; uint32_t byte; unsigned flags; buf *out; } explain_job;

static void explain(void *payload) {
  explain_job *job = payload;
  const ch_facts *f = job->f;
  const ch_engine *e = f->engine;
  if (!(job->flags & CH_WRITE_JSON)) {
    facts_explain(f->a, job->out, e->facts, f->facts, e->language, job->byte);
    return;
  }
  facts_explain_json(f->a, jw_new(f->a, job->out), f->facts, e->language, job->byte);
  buf_char(job->out, '\n');
}

ch_status ch_facts_explain(const ch_facts *cf, uint32_t byte, unsigned flags, ch_write_fn *write,
                           void *payload, ch_error *err) {
  if (!cf || !cf->facts || !write) return err_set(err, CH_ERR_ARG, "no facts or nowhere to write");
  buf out = {0};
  explain_job job = {cf, byte, flags, &out};
  return deliver(&out, arena_run(cf->a, explain, &job), write, payload, err);
}

void ch_facts_stats(const ch_facts *cf, ch_stats *out) { *out = cf->stats; }

/* ---- copies -------------------------------------------------------------------------------- */

typedef struct {
  arena *a;
  const ch_engine *engine;
  const ch_input *in;
  ch_card *card;
  ch_error *err;
  ch_status status;
} card_job;

static void make_card(void *payload) {
  card_job *job = payload;
  const ch_engine *e = job->engine;
  report *r;
  uint64_t t0 = now_ns(e);
  job->status = report_new(&r, job->a, e->intake, job->in, e->options.max_text, job->err);
  if (job->status) return;
  uint64_t t1 = now_ns(e);
  collection_card(&job->card->bytes, job->a, e->copies, r);
  job->card->stats = (ch_stats){.bytes = r->text.len, .intake_ns = t1 - t0, .copies_ns = now_ns(e) - t1};
}

ch_status ch_card_new(ch_card **out, const ch_engine *engine, const ch_input *in, ch_error *err) {
  if (!out || !engine || !in) return err_set(err, CH_ERR_ARG, "engine, input or place for the card is missing");
  *out = NULL;
  card_job job = {arena_new(engine->options.max_memory), engine, in, calloc(1, sizeof(ch_card)), err, CH_OK};
  bool whole = job.a && job.card && arena_run(job.a, make_card, &job);
  arena_free(job.a);
  if (!whole || (job.card->bytes.status && !job.status))
    job.status = err_set(err, CH_ERR_MEMORY, "out of memory, or the report takes more than the %zu bytes allowed",
                         engine->options.max_memory);
  if (job.status) ch_card_free(job.card);
  else *out = job.card;
  return job.status;
}

void ch_card_free(ch_card *card) {
  if (!card) return;
  buf_free(&card->bytes);
  free(card);
}

void ch_card_stats(const ch_card *card, ch_stats *out) { *out = card->stats; }

ch_status ch_copies_open(ch_copies **out, const ch_engine *engine, const ch_copies_options *options, ch_error *err) {
  if (!out || !engine) return err_set(err, CH_ERR_ARG, "engine or place for the copies is missing");
  *out = NULL;
  if (options && options->size != sizeof *options)
    return err_set(err, CH_ERR_ARG, "options of another size; start from CH_COPIES_OPTIONS_INIT");
  const ch_copies_options defaults = CH_COPIES_OPTIONS_INIT;
  ch_copies *c = calloc(1, sizeof *c);
  if (!c) return err_set(err, CH_ERR_MEMORY, "no memory for the copies");
  ch_status status = collection_open(&c->c, engine->copies, options ? options : &defaults, err);
  if (status) free(c);
  else *out = c;
  return status;
}

void ch_copies_close(ch_copies *copies) {
  if (!copies) return;
  collection_close(copies->c);
  free(copies);
}

ch_status ch_copies_add(ch_copies *copies, const ch_card *card, ch_error *err) {
  if (!copies || !card) return err_set(err, CH_ERR_ARG, "no copies or no card");
  return collection_add(copies->c, buf_get(&card->bytes), err);
}

ch_status ch_copies_find(ch_copies *copies, ch_write_fn *write, void *payload, ch_error *err) {
  if (!copies || !write) return err_set(err, CH_ERR_ARG, "no copies or nowhere to write");
  return collection_find(copies->c, write, payload, err);
}

void ch_copies_count(const ch_copies *copies, ch_copies_stats *out) { *out = collection_stats(copies->c); }

/* ---- record -------------------------------------------------------------------------------- */

ch_status ch_record_open(ch_record **out, const ch_engine *engine, const char *path, unsigned flags, ch_error *err) {
  if (!out || !engine || !path) return err_set(err, CH_ERR_ARG, "engine, path or place for the record is missing");
  *out = NULL;
  ch_record *c = calloc(1, sizeof *c);
  if (!c) return err_set(err, CH_ERR_MEMORY, "no memory for the record");
  const record_context context = {engine->copies, engine->record, STR(CH_VERSION), engine->pack_text};
  ch_status status = record_open(&c->r, &context, path, flags, err);
  if (status) free(c);
  else *out = c;
  return status;
}

void ch_record_close(ch_record *cr) {
  if (!cr) return;
  record_close(cr->r);
  free(cr);
}

ch_status ch_record_add(ch_record *cr, const char *line, size_t n, ch_added *out, ch_error *err) {
  if (!cr || !line) return err_set(err, CH_ERR_ARG, "no record or no facts");
  return record_add(cr->r, (str){line, n}, out, err);
}

/* Whether a facts line can say it as it is: no JSON can tell of other bytes. */
static bool is_plain(str s) { return utf8_valid(s) == s.len && !(s.len && memchr(s.ptr, 0, s.len)); }

ch_status ch_record_add_again(ch_record *cr, const ch_input *in, ch_added *out, ch_error *err) {
  if (!cr || !in || !out) return err_set(err, CH_ERR_ARG, "no record, no input or no place for the answer");
  *out = CH_ADDED_NEW;
  if (!in->name.ptr || !is_plain(in->name) || !is_plain(in->given_id)) return CH_OK;
  const id name = report_id(in);
  return record_add_again(cr->r, id_str(&name), in->given_id, in->name, out, err);
}

ch_status ch_record_commit(ch_record *cr, ch_error *err) { return record_commit(cr->r, err); }

ch_status ch_record_keep(ch_record *cr, ch_error *err) { return record_keep(cr->r, err); }

ch_status ch_record_rebuild(ch_record *cr, ch_error *err) { return record_rebuild(cr->r, err); }

ch_status ch_record_rows(ch_record *cr, const ch_query *query, ch_write_fn *write, void *payload,
                         uint64_t *left_out, ch_error *err) {
  if (!cr || !write) return err_set(err, CH_ERR_ARG, "no record or nowhere to write");
  if (query && query->size != sizeof *query)
    return err_set(err, CH_ERR_ARG, "a query of another size; start from CH_QUERY_INIT");
  const ch_query all = CH_QUERY_INIT;
  return record_rows(cr->r, query ? query : &all, write, payload, left_out, err);
}

ch_status ch_record_facts(ch_record *cr, const char *report_id, ch_write_fn *write, void *payload,
                          ch_error *err) {
  if (!cr || !report_id || !write) return err_set(err, CH_ERR_ARG, "no record, no id or nowhere to write");
  return record_facts(cr->r, str_of(report_id), write, payload, err);
}
