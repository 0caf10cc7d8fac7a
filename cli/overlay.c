/* overlay.c: entries of dictionaries as rows of the pack's tables, by what the pack knows of words and codes. */
#include "overlay.h"

#include "inputs.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct overlay {
  arena *a;
  const pack *pk;
  bool open_names;                     /* a name that no underscore closes stands for words that begin so */
  bool actors, agents;                 /* there were some */
  map parties;                         /* CAMEO code → place in party_ids */
  str *party_ids; uint32_t n_parties, cap_parties;   /* "" where several parties have the code */
  map titles, collectives, bodies, given;            /* folded first field → row + 1 */
  map small, organisation, name_words;               /* folded words */
  map seen, agents_seen;               /* folded name → place in seen_at */
  str *seen_at; uint32_t n_seen, cap_seen;           /* "FILE:LINE" */
  buf names, blocked, title_rows, collective_rows, body_rows;      /* rows to be written */
  buf open_rows;                       /* of open names: after the others, which count before them */
  /* What verb patterns ask: agents as they are, signs of names without a code, names with a gap. */
  buf agent_rows, sign_rows, gap_rows;
  overlay_count count;
};

/* ---- what the pack knows ------------------------------------------------------------------------ */

static str none(void) { return (str){"", 0}; }

static void index_rows(overlay *o, map *m, const char *section) {
  const pack_table *t = pack_find(o->pk, section);
  map_init(m, o->a, t->n);
  for (uint32_t r = 0; r < t->n; r++)
    *map_put(m, utf8_folded(o->a, pack_field(&t->rows[r], 0)), NULL) = r + 1;
}

/* A code that two parties have ("IGOUNO") says of neither that it is meant. */
static void add_party(overlay *o, str code, str party) {
  bool added;
  uint32_t *place = map_put(&o->parties, code, &added);
  if (!added) {
    if (!str_eq(o->party_ids[*place], party)) o->party_ids[*place] = none();
    return;
  }
  *place = o->n_parties;
  *ARENA_PUSH(o->a, o->party_ids, o->n_parties, o->cap_parties) = party;
}

static void index_parties(overlay *o) {
  static const struct { const char *section; uint32_t code; } tables[] = {
      {"states", 6}, {"organisations", 4}, {"groups", 4}};
  map_init(&o->parties, o->a, 512);
  for (size_t k = 0; k < sizeof tables / sizeof *tables; k++) {
    const pack_table *t = pack_find(o->pk, tables[k].section);
    for (uint32_t r = 0; r < t->n; r++) {
      str party = pack_field(&t->rows[r], 0), code = pack_field(&t->rows[r], tables[k].code);
      if (!code.len && !k) code = party;
      if (code.len && !str_eq(code, STR("-"))) add_party(o, code, party);
    }
  }
}

static void add_words(overlay *o, map *m, str text) {
  str word;
  while (str_split(&text, ' ', &word))
    if (word.len) map_put(m, utf8_folded(o->a, word), NULL);
}

/* Classes of words that are small inside a name: "of", "the", "al". */
static bool is_small(str class) {
  static const char *const classes[] = {"of", "for", "to", "definite", "and", "particle", "place-before", "inside"};
  for (size_t k = 0; k < sizeof classes / sizeof *classes; k++)
    if (str_eq(class, str_of(classes[k]))) return true;
  return false;
}

/* Words of [actor-words]: small ones, and heads of organisations' names. */
static void index_words(overlay *o) {
  const pack_table *t = pack_find(o->pk, "actor-words");
  map_init(&o->small, o->a, 64);
  map_init(&o->organisation, o->a, 128);
  for (uint32_t r = 0; r < t->n; r++) {
    str list = pack_field(&t->rows[r], 0), class = pack_field(&t->rows[r], 1), word;
    map *m = str_eq(class, STR("organisation")) ? &o->organisation : is_small(class) ? &o->small : NULL;
    while (m && str_split(&list, ';', &word)) map_put(m, utf8_folded(o->a, str_trim(word)), NULL);
  }
}

/* Words of states' names and adjectives: what TABARI's open names stand for. */
static void index_name_words(overlay *o) {
  const pack_table *t = pack_find(o->pk, "states");
  map_init(&o->name_words, o->a, 2048);
  for (uint32_t r = 0; r < t->n; r++)
    for (uint32_t f = 1; f <= 4; f++) {
      str list = pack_field(&t->rows[r], f), name;
      while (str_split(&list, ';', &name))
        if (str_find(str_trim(name), STR(" ")) == SIZE_MAX) add_words(o, &o->name_words, str_trim(name));
    }
}

overlay *overlay_new(arena *a, const pack *pk, bool open_names) {
  overlay *o = ARENA_NEW(a, overlay);
  o->a = a;
  o->pk = pk;
  o->open_names = open_names;
  index_parties(o);
  index_words(o);
  index_name_words(o);
  index_rows(o, &o->titles, "titles");
  index_rows(o, &o->collectives, "collectives");
  index_rows(o, &o->bodies, "bodies");
  index_rows(o, &o->given, "given-names");
  map_init(&o->seen, o->a, 1024);
  map_init(&o->agents_seen, o->a, 1024);
  return o;
}

static str upper(arena *a, str s) {
  char *out = arena_alloc(a, s.len + 1);
  for (size_t k = 0; k < s.len; k++)
    out[k] = (char)(s.ptr[k] >= 'a' && s.ptr[k] <= 'z' ? s.ptr[k] - 32 : s.ptr[k]);
  return (str){out, s.len};
}

/* The party of a code: of the whole, else of the state that its first three letters are. */
static str party_of(const overlay *o, str code) {
  code = upper(o->a, code);
  const uint32_t *place = map_get(&o->parties, code);
  bool whole = place && code.len > 3;
  if (!whole && code.len > 3) place = map_get(&o->parties, str_sub(code, 0, 3));
  return place ? o->party_ids[*place] : none();
}

/* ---- names in the case of a text ----------------------------------------------------------------- */

static bool has_small_letter(str s) {
  for (size_t i = 0; i < s.len;) {
    uint32_t c = utf8_next(s, &i);
    if (utf8_is_letter(c) && !utf8_is_upper(c)) return true;
  }
  return false;
}

/* "BARAD-DUR" → "Barad-Dur" */
static str capitalised(arena *a, str word) {
  str folded = utf8_folded(a, word);
  char *out = arena_alloc(a, 4 * folded.len + 1);
  size_t n = 0;
  bool first = true;
  for (size_t at = 0; at < folded.len;) {
    uint32_t c = utf8_next(folded, &at);
    n += utf8_put(first ? utf8_upper(c) : c, out + n);
    first = c == '-';
  }
  return (str){out, n};
}

/* "GROUP OF 77" → "Group of 77", "K.U." as it is; what has small letters keeps its case. */
static str cased(const overlay *o, str words) {
  if (has_small_letter(words)) return words;
  str *parts = NULL, word;
  uint32_t n = 0, cap = 0;
  while (str_split(&words, ' ', &word)) {
    str folded = utf8_folded(o->a, word);
    bool letters = word.len > 1 && word.ptr[1] == '.';
    bool small = n && map_get(&o->small, folded);
    *ARENA_PUSH(o->a, parts, n, cap) = letters ? word : small ? folded : capitalised(o->a, word);
  }
  return arena_join(o->a, parts, n, STR(" "));
}

/* ---- saying what was left out --------------------------------------------------------------------- */

void overlay_say(const char *format, ...) {
  char text[8192];              /* a path and a name fit; more is cut */
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  to_stdout_safe(text, strlen(text), NULL);
}

void overlay_skip(overlay *o, const char *path, uint32_t line, str text) {
  overlay_say("%s:%u: %.*s\n", path, line, (int)text.len, text.ptr);
  o->count.skipped++;
}

/* Whether a name is new; else says where it stood before, for there it counts. */
static bool is_new(overlay *o, map *m, const char *path, const dictionary_name *name) {
  bool added;
  uint32_t *place = map_put(m, utf8_folded(o->a, name->words), &added);
  if (!added) {
    str at = o->seen_at[*place], words = name->words;
    overlay_skip(o, path, name->line, arena_printf(o->a, "named before, at %.*s, where it counts: %.*s",
                                                   (int)at.len, at.ptr, (int)words.len, words.ptr));
    return false;
  }
  *place = o->n_seen;
  *ARENA_PUSH(o->a, o->seen_at, o->n_seen, o->cap_seen) = arena_printf(o->a, "%s:%u", path, name->line);
  return true;
}

/* ---- actors --------------------------------------------------------------------------------------- */

/* A few strings that become a list field. */
typedef struct { str *items; uint32_t n, cap; } list;

static void push(overlay *o, list *l, str s) { *ARENA_PUSH(o->a, l->items, l->n, l->cap) = s; }
static str joined(overlay *o, const list *l, str between) {
  return l->n ? arena_join(o->a, l->items, l->n, between) : none();
}

/* " [RUR/SYL]", the parties of the codes; empty where none is known. */
static str parties_of(overlay *o, str codes) {
  list parties = {NULL, 0, 0};
  bool any = false;
  for (str code; str_split(&codes, '/', &code);) {
    str party = party_of(o, code);
    push(o, &parties, party);
    any = any || party.len;
  }
  str all = joined(o, &parties, STR("/"));
  return any ? arena_printf(o->a, " [%.*s]", (int)all.len, all.ptr) : none();
}

/* "RURGOV [RUR] @ ..1989-01-01" */
static str code_text(overlay *o, const dictionary_code *c) {
  str parties = parties_of(o, c->code);
  str text = arena_printf(o->a, "%.*s%.*s", (int)c->code.len, c->code.ptr, (int)parties.len, parties.ptr);
  if (c->from == CAL_OPEN_LO && c->until == CAL_OPEN_HI) return text;
  str from = c->from == CAL_OPEN_LO ? none() : cal_str(o->a, cal_one_day(c->from));
  str until = c->until == CAL_OPEN_HI ? none() : cal_str(o->a, cal_one_day(c->until));
  return arena_printf(o->a, "%.*s @ %.*s..%.*s", (int)text.len, text.ptr, (int)from.len, from.ptr,
                      (int)until.len, until.ptr);
}

static str last_word(str words) {
  size_t at = words.len;
  while (at && words.ptr[at - 1] != ' ') at--;
  return str_sub(words, at, words.len);
}

static str first_words(str words, uint32_t n) {
  size_t at = 0;
  while (at < words.len && (words.ptr[at] != ' ' || --n)) at++;
  return str_sub(words, 0, at);
}

/* Whether a name begins with a title or a given name, and goes on. */
static bool is_person(const overlay *o, str words) {
  str folded = utf8_folded(o->a, words);
  for (uint32_t n = 1; n <= 4; n++) {
    str first = first_words(folded, n);
    if (first.len == folded.len) return false;
    if (map_get(&o->titles, first) || (n == 1 && map_get(&o->given, first))) return true;
  }
  return false;
}

/* Who holds a role only on certain days, and has a name of several words. */
static bool held_a_role(const dictionary_entry *e) {
  bool several = str_find(e->names[0].words, STR(" ")) != SIZE_MAX, dated = false, role = false;
  for (uint32_t k = 0; k < e->n_codes; k++) {
    dated |= e->codes[k].from != CAL_OPEN_LO || e->codes[k].until != CAL_OPEN_HI;
    role |= e->codes[k].code.len > 3;
  }
  return several && dated && role;
}

/* What a name is, where the pack's words or its codes tell; else empty. */
static const char *kind_of(const overlay *o, const dictionary_entry *e) {
  str words = e->names[0].words, last = utf8_folded(o->a, last_word(words)), code = e->codes[0].code;
  if (map_get(&o->organisation, last)) return "organisation";
  if (map_get(&o->collectives, last)) return "group";
  if (e->n_codes == 1 && code.len == 3 && party_of(o, code).len) return "state";
  return is_person(o, words) || held_a_role(e) ? "person" : "";
}

/* Words of states' names that begin as an open name does: "RURITAN" is also "Ruritania". */
static void add_open(overlay *o, list *out, str words) {
  str stem = utf8_folded(o->a, words);
  if (str_find(stem, STR(" ")) != SIZE_MAX || stem.len < 4) return;
  for (uint32_t k = 0; k < o->name_words.n; k++) {
    str word = o->name_words.entries[k].key;
    if (str_starts(word, stem) && word.len > stem.len) push(o, out, capitalised(o->a, word));
  }
}

static bool is_nobody(const dictionary_entry *e) {
  for (uint32_t k = 0; k < e->n_codes; k++)
    if (!str_eq(e->codes[k].code, STR("-"))) return false;
  return true;
}

static void add_row(overlay *o, buf *out, const list *names, const dictionary_entry *e) {
  list codes = {NULL, 0, 0}, others = {names->items + 1, names->n - 1, 0};
  for (uint32_t k = 0; k < e->n_codes; k++) push(o, &codes, code_text(o, &e->codes[k]));
  str other = joined(o, &others, STR("; ")), code = joined(o, &codes, STR("; ")), name = names->items[0];
  buf_printf(out, "%.*s | %.*s | %s | %.*s\n", (int)name.len, name.ptr, (int)other.len, other.ptr,
             kind_of(o, e), (int)code.len, code.ptr);
}

void overlay_add_actor(overlay *o, const char *path, const dictionary_entry *e) {
  list names = {NULL, 0, 0}, open = {NULL, 0, 0};
  o->actors = true;
  for (uint32_t k = 0; k < e->n_names; k++) {
    if (!is_new(o, &o->seen, path, &e->names[k])) continue;
    push(o, &names, cased(o, e->names[k].words));
    str name = names.items[names.n - 1];
    if (e->names[k].gap && !is_nobody(e)) buf_printf(&o->gap_rows, "%.*s\n", (int)name.len, name.ptr);
    if (o->open_names && e->names[k].open) add_open(o, &open, e->names[k].words);
  }
  o->count.imported += names.n;
  bool nobody = is_nobody(e);
  for (uint32_t k = 0; nobody && k < names.n; k++) {
    str name = names.items[k], sign = e->codes[0].sign;
    buf_printf(&o->blocked, "%.*s\n", (int)name.len, name.ptr);
    if (!str_eq(sign, STR("---")))
      buf_printf(&o->sign_rows, "%.*s | %.*s\n", (int)name.len, name.ptr, (int)sign.len, sign.ptr);
  }
  if (!nobody && names.n) add_row(o, &o->names, &names, e);
  if (!nobody && open.n) add_row(o, &o->open_rows, &open, e);
}

/* ---- agents --------------------------------------------------------------------------------------- */

/* The suffix as our tables write it: "GOV" for ~GOV, "NGO~" where something stands before. */
static str suffix_of(str code) { return code.ptr[0] == '~' ? str_sub(code, 1, code.len) : code; }

/* The kind of body that is just an organisation. */
static str organisation_kind(const overlay *o) {
  const pack_table *t = pack_find(o->pk, "body-kinds");
  for (uint32_t r = 0; r < t->n; r++)
    if (str_eq(pack_field(&t->rows[r], 1), STR("organisation"))) return pack_field(&t->rows[r], 0);
  return none();
}

/* A row with the other fields of the pack's row for those words, or for `like`. False: the pack says just that. */
static bool add_office(overlay *o, buf *out, const char *section, const map *rows, str words, str suffix,
                       str like) {
  str folded = utf8_folded(o->a, words);
  const uint32_t *own = map_get(rows, folded), *model = own ? own : like.len ? map_get(rows, like) : NULL;
  const pack_row *row = model ? &pack_find(o->pk, section)->rows[*model - 1] : NULL;
  str third = row ? pack_field(row, 2) : none(), fourth = row && own ? pack_field(row, 3) : none();
  if (own && str_eq(pack_field(row, 1), suffix)) return false;
  bool category = rows != &o->collectives;
  if (!third.len) third = rows == &o->bodies ? organisation_kind(o) : STR("other");
  buf_printf(out, "%.*s | %.*s", (int)folded.len, folded.ptr, (int)suffix.len, suffix.ptr);
  if (category) buf_printf(out, " | %.*s", (int)third.len, third.ptr);
  if (fourth.len) buf_printf(out, " | %.*s", (int)fourth.len, fourth.ptr);
  buf_char(out, '\n');
  return true;
}

/* The longest end of some words that the map has: "party" of "opposition party"; empty: none. "Of" and what is
 * behind it do not count: "minister" of "chief minister of nothing". */
static str known_end(const overlay *o, const map *m, str words) {
  str folded = utf8_folded(o->a, words);
  for (str rest = folded, word; str_split(&rest, ' ', &word);)
    if (word.ptr > folded.ptr && map_get(&o->small, word)) {
      folded = str_trim(str_sub(folded, 0, (size_t)(word.ptr - folded.ptr)));
      break;
    }
  while (folded.len && !map_get(m, folded)) {
    size_t blank = str_find(folded, STR(" "));
    folded = blank == SIZE_MAX ? none() : str_sub(folded, blank + 1, folded.len);
  }
  return folded;
}

/* One form of an agent, into the table where such words stand. */
static bool add_form(overlay *o, str words, str suffix, bool one_person) {
  str folded = utf8_folded(o->a, words);
  str body = known_end(o, &o->bodies, words), title = known_end(o, &o->titles, words);
  bool whole = title.len == folded.len, group = map_get(&o->collectives, folded);
  bool institute = !title.len && one_person && map_get(&o->organisation, utf8_folded(o->a, last_word(words)));
  bool is_body = !group && (institute || body.len > title.len);
  if (is_body) return add_office(o, &o->body_rows, "bodies", &o->bodies, words, suffix, body);
  if (whole || (!group && (one_person || title.len)))
    return add_office(o, &o->title_rows, "titles", &o->titles, words, suffix, title);
  return add_office(o, &o->collective_rows, "collectives", &o->collectives, words, suffix, none());
}

/* "envoy | envoys | ~GOV" */
static void add_agent(overlay *o, str words, str plural, str code) {
  str one = utf8_folded(o->a, words), many = utf8_folded(o->a, plural);
  buf_printf(&o->agent_rows, "%.*s | %.*s | %.*s\n", (int)one.len, one.ptr, (int)many.len, many.ptr, (int)code.len,
             code.ptr);
}

void overlay_add_agent(overlay *o, const char *path, const dictionary_entry *e) {
  o->agents = true;
  for (uint32_t k = 0; k < e->n_names; k++) {
    const dictionary_name *name = &e->names[k];
    if (!is_new(o, &o->agents_seen, path, name)) continue;
    str suffix = suffix_of(e->codes[0].code);
    str plural = e->has_plural ? e->plural : dictionary_plural(o->a, name->words);
    add_agent(o, name->words, plural, e->codes[0].code);
    if (!e->has_plural && map_get(&o->collectives, utf8_folded(o->a, name->words))) plural = none();
    bool changed = add_form(o, name->words, suffix, plural.len > 0);
    if (plural.len) changed |= add_form(o, plural, suffix, false);
    if (changed) o->count.imported++;
    else o->count.known++;
  }
}

/* ---- files ----------------------------------------------------------------------------------------- */

static void add_table(buf *out, const char *section, const char *columns, const buf *rows) {
  if (!rows->len && !rows->status) return;
  buf_printf(out, "\n[%s]\n# %s\n", section, columns);
  buf_str(out, buf_get(rows));
  if (rows->status) out->status = rows->status;
}

static bool write_file(const char *folder, const char *name, const buf *bytes) {
  char *path = NULL;
  if (bytes->status || asprintf(&path, "%s/%s", folder, name) < 0) {
    complain("%s: out of memory", folder);
    return false;
  }
  FILE *f = fopen(path, "w");
  bool good = f && fwrite(bytes->ptr, 1, bytes->len, f) == bytes->len;
  if (f && fclose(f)) good = false;
  if (!good) complain("%s: cannot be written: %s", path, strerror(errno));
  free(path);
  return good;
}

static const char *const head = "# Made by `chancery pack import`, to be edited; columns are told in docs/pack.md.\n";

typedef struct { const char *section, *columns; const rule_rows *rows; } rule_table;

static void add_rules(buf *out, const rule_table *t) {
  buf rows = {0};
  for (uint32_t i = 0; i < t->rows->n; i++) {
    buf_str(&rows, t->rows->items[i].text);
    buf_char(&rows, '\n');
  }
  add_table(out, t->section, t->columns, &rows);
  buf_free(&rows);
}

/* A file of some tables, if any has rows. */
static bool write_rules(const char *folder, const char *name, const rule_table *tables, size_t n) {
  buf out = {0};
  buf_str(&out, str_of(head));
  for (size_t i = 0; i < n; i++) add_rules(&out, &tables[i]);
  bool good = out.len == strlen(head) || write_file(folder, name, &out);
  buf_free(&out);
  return good;
}

static bool write_all_rules(const rule_tables *t, const char *folder) {
  const rule_table verbs[] = {{"verb-forms", "verb | forms | code | verb whose patterns it has", &t->forms},
                              {"verb-synsets", "set | words; words", &t->synsets},
                              {"verb-patterns", "verb | pattern | code", &t->patterns}};
  const rule_table issues[] = {{"issues", "words; words | code; -: nothing is coded where they stand", &t->issues}};
  const rule_table discards[] = {{"discards", "words | sentence or story, which has no events", &t->discards}};
  return write_rules(folder, "imported_verbs.txt", verbs, 3) &&
         write_rules(folder, "imported_issues.txt", issues, 1) &&
         write_rules(folder, "imported_discards.txt", discards, 1);
}

bool overlay_write(overlay *o, const rule_tables *rules, const char *folder) {
  buf actors = {0}, agents = {0};
  buf_str(&o->names, buf_get(&o->open_rows));
  if (o->open_rows.status) o->names.status = o->open_rows.status;
  buf_str(&actors, str_of(head));
  buf_str(&agents, str_of(head));
  add_table(&actors, "coded-names", "name | other names | kind | codes: CODE [PARTY] @ from..until; …",
            &o->names);
  add_table(&actors, "no-actors", "name", &o->blocked);
  add_table(&actors, "coded-signs", "name without a code | its sign", &o->sign_rows);
  add_table(&actors, "coded-gaps", "name between whose words others may stand", &o->gap_rows);
  add_table(&agents, "titles", "title | suffix | category | party", &o->title_rows);
  add_table(&agents, "collectives", "noun | suffix", &o->collective_rows);
  add_table(&agents, "bodies", "head | suffix | kind", &o->body_rows);
  add_table(&agents, "coded-agents", "noun | plural | code, ~ where the actor's goes", &o->agent_rows);
  bool good = !mkdir(folder, 0777) || errno == EEXIST;
  if (!good) complain("%s: the folder cannot be made: %s", folder, strerror(errno));
  good = good && (!o->actors || write_file(folder, "imported_actors.txt", &actors));
  good = good && (!o->agents || write_file(folder, "imported_agents.txt", &agents));
  good = good && write_all_rules(rules, folder);
  buf_free(&actors);
  buf_free(&agents);
  return good;
}

void overlay_free(overlay *o) {
  buf *const rows[] = {&o->names, &o->blocked, &o->title_rows, &o->collective_rows, &o->body_rows,
                       &o->open_rows, &o->agent_rows, &o->sign_rows, &o->gap_rows};
  for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) buf_free(rows[k]);
}

overlay_count overlay_counted(const overlay *o) { return o->count; }
