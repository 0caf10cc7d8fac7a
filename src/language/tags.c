#include "language/tags.h"
#include "language/heads.h"

typedef struct { str written; uint8_t shape; bool has_letter; } written_shape;

struct tagging {
  arena *a;
  const report *report;
  const doc_form *forms; uint32_t n_forms;       /* [n_forms] */
  network_form **inputs;       /* [forms] into the network; NULL: not yet */
  written_shape *shapes;       /* [forms] of the form as it was written when last met */
  uint64_t age;                /* of the inputs: network_begin */
  /* [forms] the tag that a form in small letters had last, and its lemma then */
  uint16_t *lemma_tag; word_id *lemma;
  const tag_model *m;
  const lemma_model *lemmas;
  const lexicon *l;
  token *tokens;
  network_room *room;
  uint16_t *tags; uint32_t cap_tags;
  char *keys_room; size_t keys_room_len;
  char *lemma_room; size_t lemma_room_len;
};

tagging *tags_begin(reading *r, const tag_model *m, const lemma_model *lemmas, const lexicon *l) {
  tagging *t = ARENA_NEW(r->a, tagging);
  *t = (tagging){.a = r->a, .report = r->report, .forms = r->forms.forms, .n_forms = r->forms.n,
                 .m = m, .lemmas = lemmas, .l = l, .tokens = r->tokens};
  t->inputs = ARENA_ARRAY(r->a, network_form *, r->forms.n);
  t->shapes = ARENA_ARRAY(r->a, written_shape, r->forms.n);
  t->lemma_tag = ARENA_ARRAY(r->a, uint16_t, r->forms.n);
  t->lemma = ARENA_ARRAY(r->a, word_id, r->forms.n);
  return t;
}

const doc_form *tags_forms(const tagging *t) { return t->forms; }

void tags_use(tagging *t, network_room *room) { t->room = room; }

/* ---- into the network ---------------------------------------------------------------------------------- */

static network_form *input_of(tagging *t, uint32_t form) {
  network_form **in = &t->inputs[form];
  if (*in) return *in;
  str folded = t->forms[form].folded;
  word_key keys[WORD_KEYS];
  if (t->keys_room_len <= folded.len)
    t->keys_room = arena_alloc(t->a, t->keys_room_len = 2 * folded.len + 64);
  word_keys(keys, folded, t->keys_room);
  return *in = network_form_of(t->room, keys);
}

static str form_of(const tagging *t, const token *k) {
  return str_sub(t->report->view, k->view, k->view_end);
}

static void begin(tagging *t, uint32_t n) {
  uint64_t age = network_begin(t->room, n);
  if (!age) arena_fail(t->a);
  if (age != t->age) memset(t->inputs, 0, t->n_forms * sizeof *t->inputs);
  t->age = age;
}

static const written_shape *shape_of(tagging *t, const token *k, str form) {
  written_shape *s = &t->shapes[k->form];
  if (!str_eq(s->written, form)) *s = (written_shape){form, word_shape(form, false, false), word_has_letter(form)};
  return s;
}

static void put_words(tagging *t, const token *tokens, uint32_t first, uint32_t end) {
  word_headline h = {0};
  bool before = true;                            /* the sentence's first word */
  for (uint32_t i = first + 1; i < end; i++) word_headline_add(&h, form_of(t, &tokens[i]));
  begin(t, end - first);
  for (uint32_t i = first; i < end; i++) {
    str form = form_of(t, &tokens[i]);
    const written_shape *s = shape_of(t, &tokens[i], form);
    uint8_t shape = word_shape_at(s->shape, before, word_is_headline(&h));
    network_word_put(t->room, i - first, input_of(t, tokens[i].form), shape);
    before = before && !s->has_letter;
  }
}

/* ---- out of it ----------------------------------------------------------------------------------------- */

static word_id find_lemma(tagging *t, const token *k, str form) {
  const doc_form *f = &t->forms[k->form];
  lemma_query q = {form, f->folded, f->hash, &t->m->lemma_tags[k->tag]};
  if (t->lemma_room_len < lemmas_room(f->folded))
    t->lemma_room = arena_alloc(t->a, t->lemma_room_len = 2 * lemmas_room(f->folded));
  return lemmas_word(t->lemmas, t->l, lemmas_find(t->lemmas, &q), f->folded, k->word, t->lemma_room);
}

/* Words in small letters share what was found for their form and tag. */
static word_id lemma_of(tagging *t, const token *k) {
  str form = form_of(t, k);
  if (!t->lemmas || k->flags & TOK_LINK) return k->word;
  if (!str_eq(form, t->forms[k->form].folded)) return find_lemma(t, k, form);
  if (t->lemma_tag[k->form] != k->tag) {
    t->lemma[k->form] = find_lemma(t, k, form);
    t->lemma_tag[k->form] = k->tag;
  }
  return t->lemma[k->form];
}

static void set_tag(tagging *t, token *k, uint16_t tag) {
  const tag_model *m = t->m;
  k->tag = tag;
  k->upos = m->upos[tag];
  k->xpos = m->xpos[tag];
  k->morph = m->morph[tag];
  if (k->word && k->word <= m->n_words) k->morph |= m->word_morph[k->word];
  k->lemma = lemma_of(t, k);
}

static uint16_t *tags_for(tagging *t, uint32_t n) {
  if (n > t->cap_tags) t->tags = ARENA_ARRAY(t->a, uint16_t, t->cap_tags = 2 * n);
  return t->tags;
}

void tags_find(tagging *t, const sentence *s) {
  for (uint32_t first = s->first, end; first < s->end; first = end) {
    end = s->end - first > HEADS_MOST ? first + HEADS_MOST : s->end;  /* of lists without end, pieces */
    uint16_t *tags = tags_for(t, end - first);
    put_words(t, t->tokens, first, end);
    network_tags(t->room, tags);
    for (uint32_t i = first; i < end; i++) set_tag(t, &t->tokens[i], tags[i - first]);
  }
}

/* ---- one report, one word ------------------------------------------------------------------------------ */

static bool is_name(const tagging *t, const token *k) { return k->upos == UPOS_PROPN && k->tag <= t->m->n_tags; }

/* names: [n_forms] the tag of the form as a name inside a sentence; 0: none, or it was seen in small letters. */
static void find_names(const tagging *t, uint16_t *names, const sentence *sentences, uint32_t n) {
  bool *small = ARENA_ARRAY(t->a, bool, t->n_forms);
  for (uint32_t s = 0; s < n; s++)
    for (uint32_t i = sentences[s].first; i < sentences[s].end; i++) {
      const token *k = &t->tokens[i];
      if (!(k->flags & TOK_CAP)) small[k->form] = true;
      else if (!(k->flags & TOK_FIRST) && is_name(t, k)) names[k->form] = k->tag;
    }
  for (uint32_t f = 0; f < t->n_forms; f++)
    if (small[f]) names[f] = 0;
}

void tags_agree(tagging *t, const sentence *sentences, uint32_t n) {
  uint16_t *names = ARENA_ARRAY(t->a, uint16_t, t->n_forms);
  find_names(t, names, sentences, n);
  for (uint32_t s = 0; s < n; s++)
    for (uint32_t i = sentences[s].first; i < sentences[s].end; i++) {
      token *k = &t->tokens[i];
      if (!(k->flags & TOK_FIRST)) continue;
      if (k->flags & TOK_CAP && names[k->form] && !is_name(t, k) && !(k->flags & TOK_LINK))
        set_tag(t, k, names[k->form]);
      break;
    }
}

void tags_of_tree(tagging *t, const sentence *s, const tree *from) {
  for (uint32_t i = s->first; i < s->end; i++) set_tag(t, &t->tokens[i], from->tag[i - s->first]);
}

network_room *tags_again(tagging *t, const doc *d, const sentence *s) {
  put_words(t, d->tokens, s->first, s->end);
  network_states(t->room);
  return t->room;
}
