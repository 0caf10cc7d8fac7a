#include "views/texts.h"

static span clamp(json_int_t start, json_int_t end, size_t length) {
  if (start < 0 || end < start || (size_t)start > length || length > UINT32_MAX) return (span){0, 0};
  return (span){(uint32_t)start, (uint32_t)((size_t)end > length ? length : (size_t)end)};
}

span span_of(const json_t *pair, size_t length) {
  return clamp(json_integer_value(json_array_get(pair, 0)), json_integer_value(json_array_get(pair, 1)),
               length);
}

/* A word's letters and digits, folded; what stands around them does not count. */
static uint64_t word_key(str w) {
  char folded[512];
  size_t n = utf8_fold(w, folded, sizeof folded), start = SIZE_MAX, end = 0;
  if (n == SIZE_MAX) return map_hash(w) | 1;
  str f = {folded, n};
  for (size_t i = 0, at = 0; i < n; at = i) {
    uint32_t c = utf8_next(f, &i);
    if (!utf8_is_letter(c) && !utf8_is_digit(c)) continue;
    if (start == SIZE_MAX) start = at;
    end = i;
  }
  return start == SIZE_MAX ? 0 : map_hash(str_sub(f, start, end)) | 1;
}

typedef struct {
  view_word *words; uint32_t n, cap;
  view_block *blocks; uint32_t n_blocks, cap_blocks;
} gathering;

static void add_words(gathering *g, arena *a, str text, span in) {
  for (size_t i = in.start, start = in.start; i < in.end; start = i) {
    while (i < in.end) {
      size_t next = i;
      if (utf8_is_space(utf8_next(text, &next))) break;
      i = next < in.end ? next : in.end;
    }
    if (i > start) {
      view_word w = {.at = {(uint32_t)start, (uint32_t)i}, .block = g->n_blocks};
      w.key = word_key(str_at(text, w.at));
      *ARENA_PUSH(a, g->words, g->n, g->cap) = w;
    }
    if (i < in.end) utf8_next(text, &i);
  }
}

static void add_block(gathering *g, arena *a, str text, const json_t *block) {
  str kind = row_str(block, "kind");
  bool title = str_eq(kind, STR("title"));
  if (!title && !str_eq(kind, STR("heading")) && !str_eq(kind, STR("paragraph"))) return;
  uint32_t start = g->n;
  const json_t *pieces = json_object_get(block, "pieces");
  size_t i;
  json_t *piece;
  json_array_foreach(pieces, i, piece) add_words(g, a, text, span_of(piece, text.len));
  if (!json_array_size(pieces)) add_words(g, a, text, span_of(json_object_get(block, "span"), text.len));
  if (g->n > start) *ARENA_PUSH(a, g->blocks, g->n_blocks, g->cap_blocks) = (view_block){title, start, g->n};
}

static const view_text *gather(arena *a, str report_id, const json_t *report) {
  str text = arena_str(a, row_str(report, "text"));
  if (!text.ptr) return NULL;
  gathering g = {0};
  size_t i;
  json_t *block;
  json_array_foreach(json_object_get(report, "blocks"), i, block) add_block(&g, a, text, block);
  view_text *t = ARENA_NEW(a, view_text);
  *t = (view_text){arena_str(a, report_id), text, g.words, g.n, g.blocks, g.n_blocks};
  return t;
}

void texts_end(view_texts *t) {
  json_decref(t->facts);
  t->facts = NULL;
  buf_free(&t->line);
}

const view_text *texts_get(view_texts *t, str report_id) {
  if (!t->o->facts || !report_id.ptr) return NULL;
  buf_clear(&t->line);
  ch_status status = t->o->facts(&t->line, t->o->reader, report_id);
  if (status == CH_ERR_MEMORY || t->line.status) arena_fail(t->a);
  if (status) return NULL;
  t->facts = json_loadb(t->line.ptr, t->line.len, 0, NULL);
  const view_text *text = gather(t->a, report_id, json_object_get(t->facts, "report"));
  json_decref(t->facts);
  t->facts = NULL;
  return text;
}

/* The first word that begins at the byte or behind it. */
static uint32_t first_at(const view_text *t, uint32_t byte) {
  uint32_t lo = 0, hi = t->n;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (t->words[mid].at.start < byte) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

void text_words(const view_text *t, span at, uint32_t *start, uint32_t *end) {
  *start = first_at(t, at.start);
  *end = first_at(t, at.end);
  if (*end < *start) *end = *start;
}
