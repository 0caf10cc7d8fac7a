/* A report as bytes, for a room that has to come back to many of them: fields one after the other, numbers little-endian
 * u32, strings as their length + 1 (0: there is none) and their bytes. */
#include "intake/intake.h"
#include <endian.h>

/* ---- packing ------------------------------------------------------------------------------------------- */

static void put(buf *out, uint32_t n) {
  n = htole32(n);
  buf_add(out, &n, sizeof n);
}

static void put_text(buf *out, str s) {
  put(out, s.ptr ? (uint32_t)s.len + 1 : 0);
  if (s.ptr) buf_add(out, s.ptr, s.len);
}

static void put_span(buf *out, span s) {
  put(out, s.start);
  put(out, s.end);
}

static void put_spans(buf *out, const span *s, uint32_t n) {
  put(out, n);
  for (uint32_t i = 0; i < n; i++) put_span(out, s[i]);
}

static void put_date(buf *out, cal_date d) {
  put(out, (uint32_t)d.lo);
  put(out, (uint32_t)d.hi);
  put(out, (uint32_t)d.grain << 1 | d.no_year);
}

static void put_blocks(buf *out, const report *r) {
  put(out, r->n_blocks);
  for (uint32_t i = 0; i < r->n_blocks; i++) {
    put(out, r->blocks[i].kind);
    put_span(out, r->blocks[i].at);
    put_spans(out, r->blocks[i].pieces, r->blocks[i].n_pieces);
  }
}

void report_pack(buf *out, const report *r) {
  buf_add(out, r->id.z, ID_LEN);
  put_text(out, r->given_id);
  put_text(out, r->text);
  put_blocks(out, r);
  put_text(out, r->title);
  put_date(out, r->published);
  put(out, r->published_basis);
  put_text(out, r->publisher);
  put_text(out, r->publisher_basis);
  put_text(out, r->url);
  put_spans(out, r->bylines, r->n_bylines);
  put_span(out, r->dateline_at);
}

/* ---- unpacking ----------------------------------------------------------------------------------------- */

/* What is left to read. After a number that does not fit, `whole` is false and all is 0. */
typedef struct { arena *a; str rest; bool whole; } reading;

static uint32_t get(reading *in) {
  uint32_t n = 0;
  if (in->rest.len < sizeof n) in->whole = false;
  if (!in->whole) return 0;
  memcpy(&n, in->rest.ptr, sizeof n);
  in->rest = str_sub(in->rest, sizeof n, in->rest.len);
  return le32toh(n);
}

/* Borrowed from the bytes. */
static str get_text(reading *in) {
  uint32_t n = get(in);
  if (!n) return (str){NULL, 0};
  if (n - 1 > in->rest.len) {
    in->whole = false;
    return (str){NULL, 0};
  }
  str s = {in->rest.ptr, n - 1};
  in->rest = str_sub(in->rest, n - 1, in->rest.len);
  return s;
}

static span get_span(reading *in, size_t most) {
  span s = {.start = get(in)};
  s.end = get(in);
  if (s.start > s.end || s.end > most) in->whole = false;
  return s;
}

static uint32_t get_count(reading *in) {
  uint32_t n = get(in);
  if (n > in->rest.len) in->whole = false;     /* each takes more than a byte */
  return in->whole ? n : 0;
}

static const span *get_spans(reading *in, uint32_t *n, size_t most) {
  *n = get_count(in);
  span *s = ARENA_ARRAY(in->a, span, *n + 1);
  for (uint32_t i = 0; i < *n; i++) s[i] = get_span(in, most);
  return s;
}

static cal_date get_date(reading *in) {
  cal_date d = {.lo = (cal_day)get(in)};
  d.hi = (cal_day)get(in);
  uint32_t grain = get(in);
  if (grain >> 1 > CAL_INTERVAL) in->whole = false;
  d.grain = (cal_grain)(grain >> 1);
  d.no_year = grain & 1;
  return d;
}

/* One after the other and inside the block, so that the view is no longer than the text. */
static void get_pieces(reading *in, block *b, size_t most) {
  uint32_t from = b->at.start;
  b->pieces = get_spans(in, &b->n_pieces, most);
  if (!b->n_pieces) in->whole = false;
  for (uint32_t i = 0; i < b->n_pieces; i++) {
    span p = b->pieces[i];
    if (p.start < from || p.start >= p.end || p.end > b->at.end) in->whole = false;
    from = p.end;
  }
}

static void get_blocks(reading *in, report *r) {
  uint32_t from = 0;
  r->n_blocks = get_count(in);
  block *blocks = ARENA_ARRAY(in->a, block, r->n_blocks + 1);
  for (uint32_t i = 0; i < r->n_blocks && in->whole; i++) {
    block *b = &blocks[i];
    uint32_t kind = get(in);
    if (kind > BLOCK_NOISE) in->whole = false;
    b->kind = (block_kind)kind;
    b->at = get_span(in, r->text.len);
    if (b->at.start < from) in->whole = false;
    get_pieces(in, b, r->text.len);
    from = b->at.end;
  }
  r->blocks = blocks;
}

report *report_unpack(arena *a, str bytes) {
  reading in = {a, bytes, bytes.len >= ID_LEN};
  report *r = ARENA_NEW(a, report);
  if (!in.whole) return NULL;
  memcpy(r->id.z, bytes.ptr, ID_LEN);
  in.rest = str_sub(bytes, ID_LEN, bytes.len);
  r->given_id = get_text(&in);
  r->text = get_text(&in);
  get_blocks(&in, r);
  r->title = get_text(&in);
  r->published = get_date(&in);
  r->published_basis = (date_basis)get(&in);
  r->publisher = get_text(&in);
  r->publisher_basis = get_text(&in);
  r->url = get_text(&in);
  r->bylines = get_spans(&in, &r->n_bylines, r->text.len);
  r->dateline_at = get_span(&in, r->text.len);
  if (!in.whole || r->published_basis > BASIS_INHERITED) return NULL;
  report_lay_view(a, r);
  return r;
}
