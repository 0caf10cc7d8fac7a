#include "coref.h"
#include "fact_reader.h"

typedef struct { span at, head; uint32_t cluster; uint8_t kind; bool has_head; } gold_mention;
typedef struct { arena *a; gold_mention *all; uint32_t n, cap; map at; } gold_list;

static uint8_t kind_of(const char *kind) {
  static const char *const kinds[COREF_KINDS] = {"", "person", "organisation", "place"};
  for (uint8_t k = 1; kind && k < COREF_KINDS; k++)
    if (!strcmp(kind, kinds[k])) return k;
  return COREF_NO_ACTOR;
}

/* The mention of a span, made where it is new. */
static gold_mention *gold_of(gold_list *g, span at) {
  bool added;
  span *key = ARENA_NEW(g->a, span);
  *key = at;
  uint32_t *place = map_put(&g->at, (str){(const char *)key, sizeof *key}, &added);
  if (added) {
    *place = g->n;
    *ARENA_PUSH(g->a, g->all, g->n, g->cap) = (gold_mention){.at = at};
  }
  return &g->all[*place];
}

static void read_entities(gold_list *g, json_t *entities) {
  size_t i, k;
  json_t *entity, *one;
  json_array_foreach(entities, i, entity) {
    uint8_t kind = kind_of(json_string_value(json_object_get(entity, "kind")));
    json_array_foreach(json_object_get(entity, "mentions"), k, one) {
      span at, head;
      if (!fact_reader_span(json_object_get(one, "span"), &at) || !fact_reader_span(json_object_get(one, "head"), &head)) continue;
      gold_mention *m = gold_of(g, at);
      m->head = head;
      m->has_head = true;
      m->kind = kind;
    }
  }
}

static void read_clusters(gold_list *g, json_t *clusters) {
  size_t i, k;
  json_t *cluster, *one;
  json_array_foreach(clusters, i, cluster)
    json_array_foreach(cluster, k, one) {
      span at;
      if (fact_reader_span(one, &at)) gold_of(g, at)->cluster = (uint32_t)i + 1;
    }
}

/* Whether a phrase stands for the marked one: within it, with its head; without a marked head, just it. */
static bool stands_for(span at, const gold_mention *g) {
  if (at.start == g->at.start && at.end == g->at.end) return true;
  return g->has_head && g->at.start <= at.start && at.end <= g->at.end && at.start <= g->head.start &&
         g->head.end <= at.end;
}

/* The least marked phrase that it stands for, among those with a cluster or, for kinds, among all. */
static const gold_mention *find_gold(const gold_list *g, span at, bool clusters) {
  const gold_mention *best = NULL;
  for (uint32_t i = 0; i < g->n; i++) {
    const gold_mention *x = &g->all[i];
    if ((clusters && !x->cluster) || (!clusters && !x->has_head) || !stands_for(at, x)) continue;
    if (!best || span_len(x->at) < span_len(best->at)) best = x;
  }
  return best;
}

static void mark(coref_doc *d, arena *a, const gold_list *g) {
  d->cluster = ARENA_ARRAY(a, uint32_t, d->c->n + (size_t)1);
  d->kind = ARENA_ARRAY(a, uint8_t, d->c->n + (size_t)1);
  for (uint32_t m = 0; m < d->c->n; m++) {
    const coref_mention *x = &d->c->mentions[m];
    span at = doc_span(d->c->d, x->first, x->end);
    const gold_mention *any = find_gold(g, at, false), *one = find_gold(g, at, true);
    d->kind[m] = any ? any->kind : COREF_NO_ACTOR;
    bool least = one && (!any || any == one || span_len(one->at) <= span_len(any->at));
    d->cluster[m] = least ? one->cluster : 0;
  }
}

static void add_doc(coref_docs *docs, const fact_reader *r, json_t *row) {
  arena *a = r->a;
  report *rep = fact_reader_report(r, row);
  doc *d = fact_reader_doc(r, rep);
  coref_doc one = {.c = coref_mentions_find(a, facts_by_rules(a, r->facts, r->language, r->lexicon, rep, d))};
  if (!one.c) fail("the models have no names; add them with chancery-train names");
  gold_list g = {.a = a};
  json_t *gold = json_object_get(row, "gold");
  map_init(&g.at, a, 256);
  read_entities(&g, json_object_get(gold, "entities"));
  read_clusters(&g, json_object_get(gold, "clusters_ontonotes"));
  mark(&one, a, &g);
  *ARENA_PUSH(a, docs->all, docs->n, docs->cap) = one;
}

void coref_docs_read(coref_docs *docs, arena *a, const coref_settings *k, const char *path) {
  str rest = train_file(a, path);
  fact_reader r = fact_reader_open(a, k->folder, k->models);
  uint32_t line_no = 0;
  for (json_t *row; (row = train_next_row(&rest, &line_no, path));) {
    add_doc(docs, &r, row);
    json_decref(row);
  }
  model_file_close(r.models);
}
