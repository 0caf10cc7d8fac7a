#include "language/language.h"
#include "language/ends.h"
#include "language/given.h"
#include "language/lemmas.h"
#include "language/lexicon.h"
#include "language/quotes.h"
#include "language/sentences.h"
#include "language/tags.h"
#include "language/trees.h"
#include <errno.h>
#include <unistd.h>

struct language_model {
  token_model tokens;
  tag_model tags;
  end_model ends;
  parser_model parser;
  lemma_model lemmas;
  lemma_tag *lemma_tags;       /* [UPOS_COUNT × (n_xpos + 1)] of the tags that tokens have */
  bool has_parser, has_lemmas; /* has_lemmas: trained ones; else by the pack's rules */
};

typedef struct {
  language_model *m;
  arena *a;
  const pack *pk;
  lexicon *l;
  const model_file *models;    /* NULL: none */
  ch_error *err;
  ch_status status;
} loading;

static size_t lemma_tag_place(const language_model *m, uint8_t u, uint8_t xpos) {
  return u * (m->tags.n_xpos + (size_t)1) + xpos;
}

/* Tokens have no features yet. */
static void load_lemma_tags(language_model *m, arena *a) {
  m->lemma_tags = ARENA_ARRAY(a, lemma_tag, lemma_tag_place(m, UPOS_COUNT, 0));
  for (uint8_t u = 0; u < UPOS_COUNT; u++)
    for (uint32_t x = 0; x <= m->tags.n_xpos; x++) {
      str xpos = x ? m->tags.xpos_names[x] : STR("_");
      str tag = arena_printf(a, "%s\t%.*s\t_", upos_text((upos)u), (int)xpos.len, xpos.ptr);
      m->lemma_tags[lemma_tag_place(m, u, (uint8_t)x)] = lemmas_tag(tag);
    }
}

static void load(void *payload) {
  loading *k = payload;
  k->m = ARENA_NEW(k->a, language_model);
  k->status = tokens_words(k->pk, k->l, k->err);
  tag_model_words(k->pk, k->l);
  if (!k->status) k->status = tokens_load(&k->m->tokens, k->a, k->pk, k->l, k->err);
  if (!k->status) k->status = tag_model_load(&k->m->tags, k->a, k->pk, k->l, k->err);
  k->m->has_parser = k->models != NULL;
  if (!k->status && k->models) k->status = ends_load(&k->m->ends, k->a, k->models, k->err);
  if (!k->status && k->models) k->status = parser_load(&k->m->parser, k->a, k->models, k->err);
  if (!k->status && k->models)
    k->status = lemmas_load(&k->m->lemmas, &k->m->has_lemmas, k->a, k->models, k->l, k->err);
  if (!k->status && k->m->has_lemmas) load_lemma_tags(k->m, k->a);
}

ch_status language_load_with(const language_model **out, arena *a, const pack *pk, lexicon *l,
                             const model_file *models, ch_error *err) {
  loading k = {.a = a, .pk = pk, .l = l, .models = models, .err = err};
  *out = NULL;
  if (!arena_run(a, load, &k)) return err_set(err, CH_ERR_MEMORY, "out of memory for the language tables");
  if (!k.status) *out = k.m;
  return k.status;
}

ch_status language_load(const language_model **out, arena *a, const pack *pk, lexicon *l, ch_error *err) {
  return language_load_with(out, a, pk, l, NULL, err);
}

ch_status language_models_open(model_file **out, const char *folder, ch_error *err) {
  buf path = {0};
  *out = NULL;
  buf_printf(&path, "%s/models.bin%c", folder, 0);
  ch_status status = path.status ? err_set(err, CH_ERR_MEMORY, "%s: out of memory", folder) : CH_OK;
  bool absent = !status && access(path.ptr, F_OK) && errno == ENOENT;
  if (!status && !absent) status = model_file_open(out, path.ptr, err);
  buf_free(&path);
  return status;
}

void language_models_close(model_file *models) { model_file_close(models); }

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

/* Words in small letters share what was found for their form and tag. */
static void find_lemmas(reading *r, const language_model *m, const lexicon *l) {
  size_t room_len = 0;
  char *room = NULL;
  for (uint32_t i = 0; i < r->n; i++) {
    token *t = &r->tokens[i];
    doc_form *f = &r->forms.forms[t->form];
    size_t tag = lemma_tag_place(m, t->upos, t->xpos);
    str form = str_sub(r->report->view, t->view, t->view_end);
    bool small = str_eq(form, f->folded);
    if (small && f->lemma_tag == tag + 1) {
      t->lemma = f->lemma;
      continue;
    }
    if (room_len < lemmas_room(f->folded)) room = arena_alloc(r->a, room_len = 2 * lemmas_room(f->folded));
    lemma_query q = {form, f->folded, f->hash, &m->lemma_tags[tag]};
    t->lemma = t->flags & TOK_LINK ? t->word
               : lemmas_word(&m->lemmas, l, lemmas_find(&m->lemmas, &q), f->folded, t->word, room);
    if (small) f->lemma_tag = (uint32_t)tag + 1, f->lemma = t->lemma;
  }
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
  tag_window *window = tags_begin(&r, &m->tags, l);
  for (uint32_t i = 0; i < d->n_sentences; i++) tags_find(window, &sentences[i]);
  if (m->has_lemmas) find_lemmas(&r, m, l);
  for (uint32_t i = 0; i < r.n; i++) r.tokens[i].flags &= (uint16_t)~TOK_INNER;
  d->report = rep;
  d->tokens = r.tokens;
  d->n_tokens = r.n;
  d->sentences = sentences;
  d->quotes = quotes;
  d->n_forms = r.forms.n;
  return d;
}

const tree *language_tree(arena *a, const language_model *m, doc *d, uint32_t sentence_no) {
  return m->has_parser ? trees_find(a, &m->parser, d, sentence_no) : NULL;
}

str language_relation(const language_model *m, uint8_t relation) {
  return relation && relation <= m->parser.n_labels ? m->parser.label_names[relation] : (str){"", 0};
}

uint8_t language_relation_find(const language_model *m, str name) {
  for (uint32_t i = 1; i <= m->parser.n_labels; i++)
    if (str_eq(m->parser.label_names[i], name)) return (uint8_t)i;
  return 0;
}

str language_xpos(const language_model *m, uint8_t xpos) {
  return xpos && xpos <= m->tags.n_xpos ? m->tags.xpos_names[xpos] : (str){"", 0};
}

str language_feats(const language_model *m, const token *t) {
  (void)m, (void)t;                    /* the first stage's tags have none */
  return (str){"", 0};
}

uint8_t language_xpos_find(const language_model *m, str name) {
  const uint32_t *x = map_get(&m->tags.xpos_of, name);
  return x ? (uint8_t)*x : 0;
}

/* Names keep their capitals, and so do adjectives of names and words the pack does not know. */
static bool keeps_capital(const token *t) {
  if (t->flags & TOK_LINK || t->upos == UPOS_PROPN || t->upos == UPOS_PUNCT || t->morph & MORPH_NAME)
    return true;
  return !t->word && t->flags & TOK_CAP && !(t->flags & TOK_FIRST) &&
         (t->upos == UPOS_ADJ || t->flags & TOK_CAPS);
}

/* The lemma with as much of the form as it shares; the form's letters keep their case. */
static str in_case_of(arena *a, str lemma, str as_written, str folded) {
  size_t same = 0;
  while (same < lemma.len && same < folded.len && lemma.ptr[same] == folded.ptr[same]) same++;
  if (folded.len != as_written.len) return same == lemma.len && same == folded.len ? as_written : lemma;
  str parts[2] = {str_sub(as_written, 0, same), str_sub(lemma, same, lemma.len)};
  return arena_join(a, parts, 2, (str){"", 0});
}

static str trained_lemma(arena *a, const language_model *m, const token *t, str form, str folded) {
  lemma_query q = {form, folded, map_hash(folded), &m->lemma_tags[lemma_tag_place(m, t->upos, t->xpos)]};
  return t->flags & TOK_LINK ? form : lemmas_write(a, &m->lemmas, lemmas_find(&m->lemmas, &q), form, folded);
}

str doc_lemma(arena *a, const language_model *m, const lexicon *l, const doc *d, uint32_t i) {
  const token *t = &d->tokens[i];
  str as_written = doc_str(d, i, i + 1), folded = utf8_folded(a, as_written);
  if (m->has_lemmas) return trained_lemma(a, m, t, as_written, folded);
  lemma_room room = {0};
  str lemma = t->lemma ? lexicon_word(l, t->lemma)
                       : arena_str(a, lemma_rules_find(&m->tags.lemmas, a, &room, l, t->xpos, folded));
  return keeps_capital(t) ? in_case_of(a, lemma, as_written, folded)
                          : lemma_rules_written(&m->tags.lemmas, lemma);
}
