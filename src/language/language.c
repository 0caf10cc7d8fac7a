#include "language/language.h"
#include "language/ends.h"
#include "language/given.h"
#include "language/labeller.h"
#include "language/lexicon.h"
#include "language/names.h"
#include "language/quotes.h"
#include "language/sentences.h"
#include "language/tags.h"
#include "language/trees.h"
#include <errno.h>
#include <unistd.h>

struct language_model {
  token_model tokens;
  network_model network;
  network_rooms *rooms;
  tag_model tags;
  end_model ends;
  lemma_model lemmas;
  name_model names;
  labeller labeller;
  bool has_lemmas, has_names, has_labeller;
  const model_file *models;
};

typedef struct {
  language_model *m;
  arena *a;
  const pack *pk;
  lexicon *l;
  const model_file *models;
  const char *style;
  ch_error *err;
  ch_status status;
} loading;

static void load(void *payload) {
  loading *k = payload;
  k->m = ARENA_NEW(k->a, language_model);
  k->m->models = k->models;
  k->status = network_load(&k->m->network, k->a, k->models, k->err);
  if (!k->status && k->style) k->status = network_set_style_named(&k->m->network, k->style, k->err);
  k->m->rooms = network_rooms_new(k->a, &k->m->network);
  if (!k->status) k->status = tokens_words(k->pk, k->l, k->err);
  tag_model_words(k->pk, k->l);
  if (!k->status) k->status = ends_load(&k->m->ends, k->a, k->models, k->err);
  if (!k->status) k->status = tokens_load(&k->m->tokens, k->a, k->pk, k->l, k->err);
  if (!k->status) k->status = tag_model_load(&k->m->tags, k->a, k->pk, &k->m->network, k->l, k->err);
  if (!k->status)
    k->status = lemmas_load(&k->m->lemmas, &k->m->has_lemmas, k->a, k->models, k->l, k->err);
  k->m->has_names = model_file_find(k->models, "name-bias").ptr != NULL;
  if (!k->status && k->m->has_names) k->status = name_model_load(&k->m->names, k->a, k->models, k->err);
  if (!k->status) k->status = labeller_load(&k->m->labeller, &k->m->has_labeller, k->a, k->models, "who-said", k->err);
}

ch_status language_load(const language_model **out, arena *a, const pack *pk, lexicon *l,
                        const model_file *models, const char *style, ch_error *err) {
  loading k = {.a = a, .pk = pk, .l = l, .models = models, .style = style, .err = err};
  *out = NULL;
  if (!arena_run(a, load, &k)) return err_set(err, CH_ERR_MEMORY, "out of memory for the language tables");
  if (!k.status) *out = k.m;
  return k.status;
}

ch_status language_models_open(model_file **out, const char *folder, ch_error *err) {
  buf path = {0};
  *out = NULL;
  buf_printf(&path, "%s/models.bin%c", folder, 0);
  ch_status status = path.status ? err_set(err, CH_ERR_MEMORY, "%s: out of memory", folder) : CH_OK;
  if (!status && access(path.ptr, F_OK) && errno == ENOENT)
    status = err_set(err, CH_ERR_PACK, "%s: no such file; get the pack again, or make it with chancery-train",
                     path.ptr);
  if (!status) status = model_file_open(out, path.ptr, err);
  buf_free(&path);
  return status;
}

void language_models_close(model_file *models) { model_file_close(models); }
uint64_t language_models_sum(const model_file *models) { return model_file_sum(models); }

str language_section(const language_model *m, const char *name) { return model_file_find(m->models, name); }

static bool is_read(block_kind k) { return k == BLOCK_TITLE || k == BLOCK_HEADING || k == BLOCK_PARAGRAPH; }

static void find_tokens(reading *r, const token_model *m) {
  r->blocks = ARENA_ARRAY(r->a, read_block, r->report->n_blocks);
  for (uint32_t i = 0; i < r->report->n_blocks; i++) {
    const block *b = &r->report->blocks[i];
    if (!is_read(b->kind)) continue;
    uint32_t first = r->n;
    tokens_find(r, m, b->view);
    r->blocks[r->n_blocks++] = (read_block){i, first, r->n};
  }
}

/* ---- what needs the network ---------------------------------------------------------------------------- */

typedef struct { arena *a; doc *d; uint32_t sentence_no; const tree *found; } doc_job;

/* Runs a job with a room for its sentences, which goes back even where memory ends. */
static void with_room(const language_model *m, void (*job)(void *payload), doc_job *j) {
  network_room *room = network_rooms_take(m->rooms);
  if (!room) arena_fail(j->a);
  tags_use(j->d->tagging, room);
  bool whole = arena_run(j->a, job, j);
  tags_use(j->d->tagging, NULL);
  network_rooms_give(m->rooms, room);
  if (!whole) arena_fail(j->a);
}

static void tag(void *payload) {
  doc *d = ((doc_job *)payload)->d;
  for (uint32_t i = 0; i < d->n_sentences; i++) tags_find(d->tagging, &d->sentences[i]);
}

doc *language_read(arena *a, const language_model *m, const lexicon *l, const report *rep) {
  reading r = {.a = a, .report = rep};
  doc *d = ARENA_NEW(a, doc);
  sentence *sentences;
  quote *quotes;
  forms_init(&r.forms, a, l, rep->view.len);
  if (rep->given) given_tokens(&r, &m->tokens);
  else find_tokens(&r, &m->tokens);
  quotes_find(&r, &quotes, &d->n_quotes);
  if (rep->given) given_sentences(&r, &sentences, &d->n_sentences);
  else sentences_find(&r, &m->tokens, &m->ends, &sentences, &d->n_sentences);
  d->report = rep;
  d->tokens = r.tokens;
  d->n_tokens = r.n;
  d->sentences = sentences;
  d->quotes = quotes;
  d->n_forms = r.forms.n;
  d->tagging = tags_begin(&r, &m->tags, m->has_lemmas ? &m->lemmas : NULL, l);
  with_room(m, tag, &(doc_job){.a = a, .d = d});
  tags_agree(d->tagging, sentences, d->n_sentences);
  for (uint32_t i = 0; i < r.n; i++) r.tokens[i].flags &= (uint16_t)~TOK_INNER;
  return d;
}

static void find_tree(void *payload) {
  doc_job *j = payload;
  j->found = trees_find(j->a, j->d, j->sentence_no);
}

const tree *language_tree(arena *a, const language_model *m, doc *d, uint32_t sentence_no) {
  doc_job j = {a, d, sentence_no, d->trees ? d->trees[sentence_no] : NULL};
  if (!j.found) with_room(m, find_tree, &j);
  return j.found;
}

const name_list *language_names(arena *a, const language_model *m, doc *d) {
  if (!d->names && m->has_names) d->names = names_find(a, &m->names, d);
  return d->names;
}

const labeller *language_labeller(const language_model *m) { return m->has_labeller ? &m->labeller : NULL; }

str language_feats(const language_model *m, const token *t) {
  return t->tag && t->tag <= m->tags.n_tags ? m->tags.features[t->tag] : (str){"", 0};
}

str language_relation(const language_model *m, uint8_t relation) {
  return relation && relation <= m->network.n_labels ? m->network.label_names[relation] : (str){"", 0};
}

uint8_t language_relation_find(const language_model *m, str name) {
  for (uint32_t i = 1; i <= m->network.n_labels; i++)
    if (str_eq(m->network.label_names[i], name)) return (uint8_t)i;
  return 0;
}

str language_xpos(const language_model *m, uint8_t xpos) {
  return xpos && xpos <= m->tags.n_xpos ? m->tags.xpos_names[xpos] : (str){"", 0};
}

uint8_t language_xpos_find(const language_model *m, str name) {
  const uint32_t *x = map_get(&m->tags.xpos_of, name);
  return x ? (uint8_t)*x : 0;
}

str doc_line(arena *a, const doc *d, uint32_t i, uint32_t j) {
  str text = doc_str(d, i, j);
  if (!memchr(text.ptr, '\n', text.len)) return text;
  char *line = ARENA_ARRAY(a, char, text.len);
  size_t n = 0;
  for (size_t k = 0; k < text.len; k++) {
    bool space = text.ptr[k] && strchr(" \t\r\n", text.ptr[k]);
    if (!space) line[n++] = text.ptr[k];
    else if (n && line[n - 1] != ' ') line[n++] = ' ';
  }
  return (str){line, n};
}

str doc_lemma(arena *a, const language_model *m, const doc *d, uint32_t i) {
  const token *t = &d->tokens[i];
  str form = doc_str(d, i, i + 1), folded = utf8_folded(a, form);
  lemma_query q = {form, folded, map_hash(folded), &m->tags.lemma_tags[t->tag]};
  if (!m->has_lemmas || t->flags & TOK_LINK) return form;
  return lemmas_write(a, &m->lemmas, lemmas_find(&m->lemmas, &q), form, folded);
}
