#include "views/order.h"
#include "views/statement.h"
#include "views/table.h"

static void add_slots(buf *out, const view_rows *rows, const json_t *slots) {
  size_t i;
  json_t *s;
  json_array_foreach(slots, i, s) {
    if (i) buf_str(out, STR(" and "));
    str party = row_str(s, "party"), who = row_str(s, "actor");
    const json_t *actor = row_by_id(rows, who);
    if (actor) row_actor(out, rows, who, party, "somebody");
    else buf_str(out, party.ptr ? party : STR("somebody"));
  }
}

/* "CONSULT happened: talks (RUS; USA)" and who alone says so. */
static void event_words(buf *out, const view_rows *rows, const json_t *e) {
  str type = row_str(e, "type"), status = row_str(e, "status"), label = row_str(e, "label");
  buf_printf(out, "%.*s %.*s: %.*s — ", (int)type.len, type.ptr ? type.ptr : "", (int)status.len, status.ptr ? status.ptr : "",
             (int)label.len, label.ptr ? label.ptr : "");
  add_slots(out, rows, json_object_get(e, "source"));
  if (json_array_size(json_object_get(e, "target"))) buf_str(out, STR(" → "));
  add_slots(out, rows, json_object_get(e, "target"));
  const json_t *claim = row_by_id(rows, row_str(e, "claimed_by"));
  if (claim) {
    buf_str(out, STR(" (says "));
    row_actor(out, rows, row_str(claim, "speaker"), row_str(claim, "party"), "somebody unnamed");
    buf_char(out, ')');
  }
}

static void print_row(buf *out, const view_rows *rows, const order_row *r, const view_options *o) {
  buf text = {0};
  if (r->kind == ROW_STATEMENT) {
    statement_head(&text, rows, r->row);
    buf_str(&text, STR(": "));
    statement_words(&text, r->row);
  } else event_words(&text, rows, r->row);
  table_wrap(out, buf_get(&text), table_width(o), 4, 0);
  table_reset(out, &text);
  row_sources(&text, rows, r->row);
  buf_printf(&text, " · %.10s", r->id.ptr);
  table_dim_begin(out, o);
  table_wrap(out, buf_get(&text), table_width(o), 6, 0);
  table_dim_end(out, o);
  table_drop(out, &text);
}

static void print_day(buf *out, str day, const view_options *o) {
  buf words = {0};
  table_when(&words, day);
  table_bold(out, o, buf_get(&words));
  buf_char(out, '\n');
  table_drop(out, &words);
}

ch_status view_timeline(buf *out, const view_rows *rows, const view_options *o, ch_error *err) {
  order list;
  ch_status status = order_make(&list, rows, ROW_STATEMENT, ROW_EVENT, o, err);
  str last = {NULL, 0};
  for (size_t i = 0; !status && i < list.n; i++) {
    str day = list.rows[i].when_text;
    if (!i || !str_eq(day, last)) print_day(out, day, o);
    last = day;
    print_row(out, rows, &list.rows[i], o);
  }
  if (!status && !list.n) buf_str(out, STR("nothing in the record\n"));
  order_free(&list);
  return status;
}
