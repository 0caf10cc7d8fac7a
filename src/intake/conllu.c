#include "intake/conllu.h"

enum { ID, FORM, MISC = 9, COLUMNS };

/* ---- a line ---- */

static bool is_blank(str s) {
  for (size_t i = 0; i < s.len;)
    if (!utf8_is_space(utf8_next(s, &i))) return false;
  return true;
}

static bool split_columns(str line, str columns[COLUMNS]) {
  int n = 0;
  for (str rest = line, one; str_split(&rest, '\t', &one); n++)
    if (n < COLUMNS) columns[n] = one;
  return n == COLUMNS;
}

static bool has_no_space_after(str misc) {
  for (str rest = misc, one; str_split(&rest, '|', &one);)
    if (str_eq(one, STR("SpaceAfter=No"))) return true;
  return false;
}

static conllu_kind wrong(conllu_state *s, const char *what) {
  s->wrong = what;
  return CONLLU_WRONG;
}

static conllu_kind take_token(conllu_state *s, str label, size_t dash, conllu_row *out) {
  uint32_t first;
  str behind = str_sub(label, dash + 1, label.len);
  bool numbers = str_u32(str_sub(label, 0, dash), &first) && str_u32(behind, &out->end);
  if (!numbers || first != s->words + 1 || out->end <= first || s->token_end > s->words)
    return wrong(s, "the numbers of a multi-word token do not fit the words before it");
  s->token_end = out->end;
  return CONLLU_TOKEN;
}

conllu_kind conllu_line(conllu_state *s, str line, conllu_row *out) {
  str columns[COLUMNS];
  uint32_t number;
  if (utf8_valid(line) < line.len) return wrong(s, "not valid UTF-8");
  bool control = memchr(line.ptr, 0, line.len) || memchr(line.ptr, '\r', line.len);
  if (control) return wrong(s, "a NUL or a carriage return is in it");
  if (line.ptr[0] == '#') return CONLLU_COMMENT;
  if (!split_columns(line, columns)) return wrong(s, "not ten columns with a tab between them");
  str label = columns[ID];
  *out = (conllu_row){.form = columns[FORM], .space_after = !has_no_space_after(columns[MISC])};
  if (str_find(label, STR(".")) != SIZE_MAX) return CONLLU_NODE;
  if (is_blank(out->form)) return wrong(s, "the form is empty");
  size_t dash = str_find(label, STR("-"));
  if (dash != SIZE_MAX) return take_token(s, label, dash, out);
  bool is_next = str_u32(label, &number) && number == s->words + 1;
  if (!is_next) return wrong(s, "the word's number is not the next one");
  s->words = number;
  return CONLLU_WORD;
}

const char *conllu_end(const conllu_state *s) {
  return s->token_end > s->words ? "a multi-word token's last words are missing" : NULL;
}

bool conllu_comment(str line, str name, str *value) {
  str s = str_trim(str_sub(line, 1, line.len));
  if (!str_starts(s, name)) return false;
  str behind = str_sub(s, name.len, s.len);
  if (behind.len && behind.ptr[0] != ' ' && behind.ptr[0] != '=') return false;
  size_t equals = str_find(behind, STR("="));
  if (value) *value = equals == SIZE_MAX ? STR("") : str_trim(str_sub(behind, equals + 1, behind.len));
  return true;
}

/* ---- a document ---- */

typedef struct {
  arena *a;
  report *r;
  given_words *g;
  char *text, *view;           /* being laid; a row is longer than what it adds to them */
  uint32_t text_len, view_len;
  block *blocks; uint32_t n_blocks, cap_blocks;
  view_run *runs; uint32_t n_runs, cap_runs;
  uint32_t cap_words, cap_sentences;
  str *comments; uint32_t n_comments, cap_comments;    /* of the sentence that is read */
  conllu_state state;
  bool space;                  /* before the next token */
  span token; uint32_t token_words, token_end;         /* the multi-word token under way; token_end 0: none */
} laying;

static uint32_t put(char *to, uint32_t *len, str s) {
  uint32_t at = *len;
  memcpy(to + at, s.ptr, s.len);
  *len += (uint32_t)s.len;
  return at;
}

static bool begins_block(const laying *k, block_kind *kind) {
  bool begins = !k->n_blocks;
  str value;
  *kind = BLOCK_PARAGRAPH;
  for (uint32_t i = 0; i < k->n_comments; i++) {
    str line = k->comments[i];
    block_kind named;
    begins |= conllu_comment(line, STR("newdoc"), NULL) || conllu_comment(line, STR("newpar"), NULL);
    if (conllu_comment(line, STR("block"), &value) && block_kind_parse(value, &named) &&
        (named == BLOCK_TITLE || named == BLOCK_HEADING))
      *kind = named;
  }
  return begins;
}

static void end_block(laying *k) {
  if (!k->n_blocks) return;
  block *b = &k->blocks[k->n_blocks - 1];
  b->at.end = k->text_len;
  b->view.end = k->view_len;
  put(k->view, &k->view_len, STR("\n"));
}

static void begin_sentence(laying *k) {
  block_kind kind;
  if (begins_block(k, &kind)) {
    end_block(k);
    if (k->n_blocks) put(k->text, &k->text_len, STR("\n\n"));
    *ARENA_PUSH(k->a, k->blocks, k->n_blocks, k->cap_blocks) =
      (block){.kind = kind, .at = {k->text_len, 0}, .view = {k->view_len, 0}, .n_pieces = 1};
    k->space = false;
  }
  str *comments = ARENA_ARRAY(k->a, str, k->n_comments);
  if (k->n_comments) memcpy(comments, k->comments, k->n_comments * sizeof *comments);
  *ARENA_PUSH(k->a, k->g->sentences, k->g->n_sentences, k->cap_sentences) =
    (given_sentence){k->g->n_words, k->g->n_words, k->n_blocks - 1, comments, k->n_comments};
}

/* A surface token goes into the text, with the space before it. */
static span lay_token(laying *k, str form) {
  if (k->space) put(k->text, &k->text_len, STR(" ")), put(k->view, &k->view_len, STR(" "));
  uint32_t at = put(k->text, &k->text_len, form);
  *ARENA_PUSH(k->a, k->runs, k->n_runs, k->cap_runs) = (view_run){k->view_len, at, (uint32_t)form.len};
  return (span){at, at + (uint32_t)form.len};
}

static void lay_word(laying *k, str form, span at, bool inner) {
  bool space = !inner && (k->space || k->view_len == k->blocks[k->n_blocks - 1].view.start);
  uint32_t view = put(k->view, &k->view_len, form);
  given_word *w = ARENA_PUSH(k->a, k->g->words, k->g->n_words, k->cap_words);
  *w = (given_word){{view, k->view_len}, at, space, inner};
}

/* The words of a token whose forms make up its own each stand on their part of it; else on all of it. */
static void place_words(laying *k) {
  given_word *w = k->g->words + k->token_words, *end = k->g->words + k->g->n_words;
  str whole = str_at((str){k->text, k->text_len}, k->token);
  str forms = {k->view + w->view.start, k->view_len - w->view.start};
  view_run *run = &k->runs[k->n_runs - 1];
  if (run->len > forms.len) run->len = (uint32_t)forms.len;
  if (!str_eq(whole, forms)) return;
  for (uint32_t at = k->token.start; w < end; w++) {
    w->at = (span){at, at + span_len(w->view)};
    at = w->at.end;
  }
}

static void take_row(laying *k, conllu_kind kind, const conllu_row *row) {
  bool first = k->state.words == (kind == CONLLU_WORD);
  if (first && !k->token_end) begin_sentence(k);
  if (kind == CONLLU_TOKEN) {
    k->token = lay_token(k, row->form);
    k->token_words = k->g->n_words;
    k->token_end = row->end;
    k->g->sentences[k->g->n_sentences - 1].space_after = row->space_after;
    return;
  }
  bool inside = k->token_end != 0, inner = inside && k->g->n_words > k->token_words;
  lay_word(k, row->form, inside ? k->token : lay_token(k, row->form), inner);
  given_sentence *s = &k->g->sentences[k->g->n_sentences - 1];
  s->end = k->g->n_words;
  if (!inside) s->space_after = row->space_after;
  if (!inside || k->state.words == k->token_end) k->space = s->space_after;
  if (inside && k->state.words == k->token_end) place_words(k), k->token_end = 0;
}

/* A line of the document: false where it is wrong. */
static bool take_line(laying *k, str line) {
  if (line.len && line.ptr[line.len - 1] == '\r') line.len--;
  if (!line.len) {
    if (!conllu_begun(&k->state)) return true;                  /* comments go with the next sentence */
    k->state.wrong = conllu_end(&k->state);
    if (k->state.wrong) return false;
    k->state = (conllu_state){0};
    k->n_comments = 0;
    return true;
  }
  conllu_row row;
  conllu_kind kind = conllu_line(&k->state, line, &row);
  if (kind == CONLLU_COMMENT)
    *ARENA_PUSH(k->a, k->comments, k->n_comments, k->cap_comments) = arena_str(k->a, line);
  if (kind == CONLLU_WORD || kind == CONLLU_TOKEN) take_row(k, kind, &row);
  return kind != CONLLU_WRONG;
}

static void finish(laying *k) {
  report *r = k->r;
  end_block(k);
  if (k->n_blocks) put(k->text, &k->text_len, STR("\n"));
  for (uint32_t i = 0; i < k->n_blocks; i++) k->blocks[i].pieces = &k->blocks[i].at;
  r->text = (str){k->text, k->text_len};
  r->view = (str){k->view, k->view_len};
  r->blocks = k->blocks;
  r->n_blocks = k->n_blocks;
  r->runs = k->runs;
  r->n_runs = k->n_runs;
  r->given = k->g;
}

ch_status conllu_report(report *r, arena *a, const ch_input *in, size_t max_text, ch_error *err) {
  int name = (int)in->name.len;
  if (in->bytes.len > UINT32_MAX / 2)
    return err_set(err, CH_ERR_LIMIT, "%.*s: over 2 GiB: cut the file", name, in->name.ptr);
  laying k = {.a = a, .r = r, .g = ARENA_NEW(a, given_words)};
  k.text = arena_alloc(a, in->bytes.len + 8);
  k.view = arena_alloc(a, in->bytes.len + 8);
  uint64_t line_no = in->line ? in->line : 1;
  str rest = in->bytes, mark = STR("\xEF\xBB\xBF");
  if (str_starts(rest, mark)) rest = str_sub(rest, mark.len, rest.len);
  bool good = true;
  for (str line; good && str_split(&rest, '\n', &line); line_no++) good = take_line(&k, line);
  if (good) good = take_line(&k, STR(""));
  if (!good)
    return err_at(err, CH_ERR_INPUT, line_no - 1, "%.*s:%llu: %s", name, in->name.ptr,
                  (unsigned long long)line_no - 1, k.state.wrong);
  finish(&k);
  if (k.text_len <= max_text) return CH_OK;
  return err_set(err, CH_ERR_LIMIT, "%.*s: %u bytes of text, over the ceiling of %zu", name, in->name.ptr,
                 k.text_len, max_text);
}
