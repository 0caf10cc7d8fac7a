/* pack_import.c: dictionaries of other coders become tables of an overlay, in the pack's own form (docs/pack.md). */
#include "pack_import.h"

#include "dictionary.h"
#include "inputs.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct {
  const options *o;
  arena *a;
  const pack *pk;
  bool tabari;
  map parties;                 /* CAMEO code → place in party_ids */
  str *party_ids; uint32_t n_parties, cap_parties;   /* "" where several parties have the code */
  map titles, collectives, bodies;     /* folded first field → row + 1 */
  map given, small, organisation, name_words;        /* folded words */
  map seen, agents_seen;       /* folded name → place in seen_at */
  str *seen_at; uint32_t n_seen, cap_seen;           /* "FILE:LINE" */
  buf names, blocked, title_rows, collective_rows, body_rows;      /* rows to be written */
  uint32_t rows, imported, known, skipped, refused;  /* names; files */
} import;

typedef struct { import *i; const char *path; str bytes; } job;

/* ---- what the pack knows ------------------------------------------------------------------------ */

static str none(void) { return (str){"", 0}; }

static void index_rows(import *i, map *m, const char *section) {
  const pack_table *t = pack_find(i->pk, section);
  map_init(m, i->a, t->n);
  for (uint32_t r = 0; r < t->n; r++) *map_put(m, utf8_folded(i->a, pack_field(&t->rows[r], 0)), NULL) = r + 1;
}

/* A code that two parties have ("IGOUNO") says of neither that it is meant. */
static void add_party(import *i, str code, str party) {
  bool added;
  uint32_t *place = map_put(&i->parties, code, &added);
  if (!added) {
    if (!str_eq(i->party_ids[*place], party)) i->party_ids[*place] = none();
    return;
  }
  *place = i->n_parties;
  *ARENA_PUSH(i->a, i->party_ids, i->n_parties, i->cap_parties) = party;
}

static void index_parties(import *i) {
  static const struct { const char *section; uint32_t code; } tables[] = {
      {"states", 6}, {"organisations", 4}, {"groups", 4}};
  map_init(&i->parties, i->a, 512);
  for (size_t k = 0; k < sizeof tables / sizeof *tables; k++) {
    const pack_table *t = pack_find(i->pk, tables[k].section);
    for (uint32_t r = 0; r < t->n; r++) {
      str party = pack_field(&t->rows[r], 0), code = pack_field(&t->rows[r], tables[k].code);
      if (!code.len && !k) code = party;
      if (code.len && !str_eq(code, STR("-"))) add_party(i, code, party);
    }
  }
}

static void add_words(import *i, map *m, str text) {
  str word;
  while (str_split(&text, ' ', &word))
    if (word.len) map_put(m, utf8_folded(i->a, word), NULL);
}

/* Words of [actor-words] by class: small ones inside names ("of", "the", "al"), heads of organisations' names. */
static void index_words(import *i) {
  const pack_table *t = pack_find(i->pk, "actor-words");
  map_init(&i->small, i->a, 64);
  map_init(&i->organisation, i->a, 128);
  for (uint32_t r = 0; r < t->n; r++) {
    str list = pack_field(&t->rows[r], 0), class = pack_field(&t->rows[r], 1), word;
    bool head = str_eq(class, STR("organisation"));
    bool small = str_eq(class, STR("of")) || str_eq(class, STR("for")) || str_eq(class, STR("to")) ||
                 str_eq(class, STR("definite")) || str_eq(class, STR("and")) || str_eq(class, STR("particle")) ||
                 str_eq(class, STR("place-before")) || str_eq(class, STR("inside"));
    while (str_split(&list, ';', &word))
      if (head || small) map_put(head ? &i->organisation : &i->small, utf8_folded(i->a, str_trim(word)), NULL);
  }
}

/* Words of states' names and adjectives: what TABARI's open names stand for. */
static void index_name_words(import *i) {
  const pack_table *t = pack_find(i->pk, "states");
  map_init(&i->name_words, i->a, 2048);
  for (uint32_t r = 0; r < t->n; r++)
    for (uint32_t f = 1; f <= 4; f++) {
      str list = pack_field(&t->rows[r], f), name;
      while (str_split(&list, ';', &name))
        if (str_find(str_trim(name), STR(" ")) == SIZE_MAX) add_words(i, &i->name_words, str_trim(name));
    }
}

static void index_pack(import *i) {
  index_parties(i);
  index_words(i);
  index_name_words(i);
  index_rows(i, &i->titles, "titles");
  index_rows(i, &i->collectives, "collectives");
  index_rows(i, &i->bodies, "bodies");
  index_rows(i, &i->given, "given-names");
  map_init(&i->seen, i->a, 1024);
  map_init(&i->agents_seen, i->a, 1024);
}

static str upper(arena *a, str s) {
  char *out = arena_alloc(a, s.len + 1);
  for (size_t k = 0; k < s.len; k++) out[k] = (char)(s.ptr[k] >= 'a' && s.ptr[k] <= 'z' ? s.ptr[k] - 32 : s.ptr[k]);
  return (str){out, s.len};
}

/* The party of a code: of the whole, else of the state that its first three letters are. */
static str party_of(const import *i, str code) {
  code = upper(i->a, code);
  const uint32_t *place = map_get(&i->parties, code);
  bool whole = place && code.len > 3;
  if (!whole && code.len > 3) place = map_get(&i->parties, str_sub(code, 0, 3));
  return place ? i->party_ids[*place] : none();
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
static str cased(const import *i, str words) {
  if (has_small_letter(words)) return words;
  str *parts = NULL, word;
  uint32_t n = 0, cap = 0;
  while (str_split(&words, ' ', &word)) {
    str folded = utf8_folded(i->a, word);
    bool letters = word.len > 1 && word.ptr[1] == '.';
    bool small = n && map_get(&i->small, folded);
    *ARENA_PUSH(i->a, parts, n, cap) = letters ? word : small ? folded : capitalised(i->a, word);
  }
  return arena_join(i->a, parts, n, STR(" "));
}

/* ---- saying what was left out --------------------------------------------------------------------- */

/* A line of the report, with words of a dictionary in it. */
static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void say(const char *format, ...) {
  char text[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  to_stdout_safe(text, strlen(text), NULL);
}

static void skip(import *i, const char *path, uint32_t line, str text) {
  say("%s:%u: %.*s\n", path, line, (int)text.len, text.ptr);
  i->skipped++;
}

/* Whether a name is new; else says where it stood before, for there it counts. */
static bool is_new(import *i, map *m, const char *path, const dictionary_name *name) {
  bool added;
  uint32_t *place = map_put(m, utf8_folded(i->a, name->words), &added);
  if (!added) {
    str at = i->seen_at[*place];
    skip(i, path, name->line, arena_printf(i->a, "named before, at %.*s, where it counts: %.*s", (int)at.len, at.ptr,
                                           (int)name->words.len, name->words.ptr));
    return false;
  }
  *place = i->n_seen;
  *ARENA_PUSH(i->a, i->seen_at, i->n_seen, i->cap_seen) = arena_printf(i->a, "%s:%u", path, name->line);
  return true;
}

/* ---- actors --------------------------------------------------------------------------------------- */

/* "RURGOV [RUR] @ ..1989-01-01" */
static void add_code(import *i, buf *out, const dictionary_code *c) {
  buf_printf(out, "%.*s", (int)c->code.len, c->code.ptr);
  str codes = c->code, code;
  buf parties = {0};
  bool any = false;
  for (uint32_t n = 0; str_split(&codes, '/', &code); n++) {
    str party = party_of(i, code);
    buf_printf(&parties, "%s%.*s", n ? "/" : "", (int)party.len, party.ptr);
    any = any || party.len;
  }
  if (any) buf_printf(out, " [%.*s]", (int)parties.len, parties.ptr);
  if (parties.status) out->status = parties.status;
  buf_free(&parties);
  if (c->from == CAL_OPEN_LO && c->until == CAL_OPEN_HI) return;
  buf_str(out, STR(" @ "));
  if (c->from != CAL_OPEN_LO) cal_write(out, cal_one_day(c->from));
  buf_str(out, STR(".."));
  if (c->until != CAL_OPEN_HI) cal_write(out, cal_one_day(c->until));
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
static bool is_person(const import *i, str words) {
  str folded = utf8_folded(i->a, words);
  for (uint32_t n = 1; n <= 4; n++) {
    str first = first_words(folded, n);
    if (first.len == folded.len) return false;
    if (map_get(&i->titles, first) || (n == 1 && map_get(&i->given, first))) return true;
  }
  return false;
}

/* What a name is, where the pack's words tell; else empty. */
static const char *kind_of(const import *i, const dictionary_entry *e) {
  str words = e->names[0].words, last = utf8_folded(i->a, last_word(words)), code = e->codes[0].code;
  if (map_get(&i->organisation, last)) return "organisation";
  if (map_get(&i->collectives, last)) return "group";
  if (is_person(i, words)) return "person";
  return e->n_codes == 1 && code.len == 3 && party_of(i, code).len ? "state" : "";
}

/* Words of states' names that begin as an open name does: "RURITAN" is also "Ruritania". */
static void add_open(import *i, buf *out, str words) {
  str stem = utf8_folded(i->a, words);
  if (str_find(stem, STR(" ")) != SIZE_MAX || stem.len < 4) return;
  for (uint32_t k = 0; k < i->name_words.n; k++) {
    str word = i->name_words.entries[k].key;
    if (!str_starts(word, stem) || word.len == stem.len || map_get(&i->seen, word)) continue;
    str name = capitalised(i->a, word);
    buf_printf(out, "%s%.*s", out->len ? "; " : "", (int)name.len, name.ptr);
  }
}

static bool is_nobody(const dictionary_entry *e) {
  for (uint32_t k = 0; k < e->n_codes; k++)
    if (!str_eq(e->codes[k].code, STR("-"))) return false;
  return true;
}

/* The names of an entry that were not named before: the first of them, and the others as a list. */
static str add_names(import *i, const char *path, const dictionary_entry *e, buf *others) {
  str first = none();
  for (uint32_t k = 0; k < e->n_names; k++) {
    if (!is_new(i, &i->seen, path, &e->names[k])) continue;
    str name = cased(i, e->names[k].words);
    i->imported++;
    if (!first.len) first = name;
    else buf_printf(others, "%s%.*s", others->len ? "; " : "", (int)name.len, name.ptr);
    if (i->tabari && e->names[k].open) add_open(i, others, e->names[k].words);
  }
  return first;
}

static void import_actor(import *i, const char *path, const dictionary_entry *e) {
  buf others = {0};
  str name = add_names(i, path, e, &others);
  if (name.len && is_nobody(e)) {
    str list = buf_get(&others), other;
    buf_printf(&i->blocked, "%.*s\n", (int)name.len, name.ptr);
    while (str_split(&list, ';', &other))
      if (str_trim(other).len) buf_printf(&i->blocked, "%.*s\n", (int)str_trim(other).len, str_trim(other).ptr);
  } else if (name.len) {
    buf_printf(&i->names, "%.*s | %.*s | %s | ", (int)name.len, name.ptr, (int)others.len, others.ptr, kind_of(i, e));
    for (uint32_t k = 0; k < e->n_codes; k++) {
      if (k) buf_str(&i->names, STR("; "));
      add_code(i, &i->names, &e->codes[k]);
    }
    buf_char(&i->names, '\n');
  }
  if (others.status) i->names.status = others.status;
  buf_free(&others);
}

/* ---- agents --------------------------------------------------------------------------------------- */

/* The suffix as our tables write it: "GOV" for ~GOV, "NGO~" where something stands before. */
static str suffix_of(str code) { return code.ptr[0] == '~' ? str_sub(code, 1, code.len) : code; }

/* The kind of body that is just an organisation. */
static str organisation_kind(const import *i) {
  const pack_table *t = pack_find(i->pk, "body-kinds");
  for (uint32_t r = 0; r < t->n; r++)
    if (str_eq(pack_field(&t->rows[r], 1), STR("organisation"))) return pack_field(&t->rows[r], 0);
  return none();
}

/* A row with the other fields of the pack's row for those words, or of `like`. False: the pack says just that. */
static bool add_office(import *i, buf *out, const char *section, const map *rows, str words, str suffix, str like) {
  str folded = utf8_folded(i->a, words);
  const uint32_t *own = map_get(rows, folded), *model = own ? own : like.len ? map_get(rows, like) : NULL;
  const pack_row *row = model ? &pack_find(i->pk, section)->rows[*model - 1] : NULL;
  str third = row ? pack_field(row, 2) : none(), fourth = row && own ? pack_field(row, 3) : none();
  if (own && str_eq(pack_field(row, 1), suffix)) return false;
  bool category = rows != &i->collectives;
  if (!third.len) third = rows == &i->bodies ? organisation_kind(i) : STR("other");
  buf_printf(out, "%.*s | %.*s", (int)folded.len, folded.ptr, (int)suffix.len, suffix.ptr);
  if (category) buf_printf(out, " | %.*s", (int)third.len, third.ptr);
  if (fourth.len) buf_printf(out, " | %.*s", (int)fourth.len, fourth.ptr);
  buf_char(out, '\n');
  return true;
}

/* The longest end of some words that the map has: "party" of "opposition party"; empty: none. "Of" and what is behind
 * it do not count: "minister" of "chief minister of nothing". */
static str known_end(const import *i, const map *m, str words) {
  str folded = utf8_folded(i->a, words);
  for (str rest = folded, word; str_split(&rest, ' ', &word);)
    if (word.ptr > folded.ptr && map_get(&i->small, word)) {
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
static bool add_form(import *i, str words, str suffix, bool one_person) {
  str folded = utf8_folded(i->a, words);
  str body = known_end(i, &i->bodies, words), title = known_end(i, &i->titles, words);
  bool whole = title.len == folded.len, group = map_get(&i->collectives, folded);
  bool institute = !title.len && one_person && map_get(&i->organisation, utf8_folded(i->a, last_word(words)));
  bool is_body = !group && (institute || body.len > title.len);
  if (is_body) return add_office(i, &i->body_rows, "bodies", &i->bodies, words, suffix, body);
  if (whole || (!group && (one_person || title.len)))
    return add_office(i, &i->title_rows, "titles", &i->titles, words, suffix, title);
  return add_office(i, &i->collective_rows, "collectives", &i->collectives, words, suffix, none());
}

static void import_agent(import *i, const char *path, const dictionary_entry *e) {
  for (uint32_t k = 0; k < e->n_names; k++) {
    const dictionary_name *name = &e->names[k];
    if (!is_new(i, &i->agents_seen, path, name)) continue;
    str suffix = suffix_of(e->codes[0].code);
    str plural = e->has_plural ? e->plural : dictionary_plural(i->a, name->words);
    if (!e->has_plural && map_get(&i->collectives, utf8_folded(i->a, name->words))) plural = none();
    bool changed = add_form(i, name->words, suffix, plural.len > 0);
    if (plural.len) changed |= add_form(i, plural, suffix, false);
    if (changed) i->imported++;
    else i->known++;
  }
}

/* ---- files ----------------------------------------------------------------------------------------- */

static bool read_file(const char *path, buf *out) {
  FILE *f = fopen(path, "r");
  char piece[16384];
  size_t n;
  while (f && (n = fread(piece, 1, sizeof piece, f)) > 0) buf_add(out, piece, n);
  bool good = f && !ferror(f) && !out->status;
  if (!good) complain("%s: cannot be read: %s", path, out->status ? "out of memory" : strerror(errno));
  if (f) fclose(f);
  return good;
}

static void import_file(void *payload) {
  job *j = payload;
  import *i = j->i;
  dictionary *d = dictionary_parse(i->a, j->bytes);
  if (d->sort == DICTIONARY_OTHER) {
    complain("%s: this seems to be %s", j->path, d->other);
    i->refused++;
    return;
  }
  uint32_t rows = i->rows, imported = i->imported, known = i->known, skipped = i->skipped;
  for (uint32_t k = 0; k < d->n_complaints; k++) skip(i, j->path, d->complaints[k].line, d->complaints[k].text);
  for (uint32_t k = 0; k < d->n; k++)
    if (d->sort == DICTIONARY_AGENTS) import_agent(i, j->path, &d->entries[k]);
    else import_actor(i, j->path, &d->entries[k]);
  i->rows += d->rows;
  say("%s: %s, %u rows: %u names imported, %u as the pack has them, %u left out\n", j->path,
         d->sort == DICTIONARY_AGENTS ? "agents" : "actors", i->rows - rows, i->imported - imported, i->known - known,
         i->skipped - skipped);
}

static void import_path(import *i, const char *path) {
  buf bytes = {.max = (size_t)256 << 20};
  job j = {i, path, {NULL, 0}};
  if (!read_file(path, &bytes)) {
    i->refused++;
  } else {
    j.bytes = buf_get(&bytes);
    if (!arena_run(i->a, import_file, &j)) {
      complain("%s: out of memory", path);
      i->refused++;
    }
  }
  buf_free(&bytes);
}

/* ---- the overlay ------------------------------------------------------------------------------------ */

static void add_table(buf *out, const char *section, const char *columns, const buf *rows) {
  if (!rows->len) return;
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

static bool write_overlay(import *i) {
  buf actors = {0}, agents = {0};
  const char *head = "# Made by `chancery pack import`, to be edited; columns are told in docs/pack.md.\n";
  buf_str(&actors, str_of(head));
  buf_str(&agents, str_of(head));
  add_table(&actors, "coded-names", "name | other names | kind | codes: CODE [PARTY] @ from..until; …", &i->names);
  add_table(&actors, "no-actors", "name", &i->blocked);
  add_table(&agents, "titles", "title | suffix | category | party", &i->title_rows);
  add_table(&agents, "collectives", "noun | suffix", &i->collective_rows);
  add_table(&agents, "bodies", "head | suffix | kind", &i->body_rows);
  bool good = !mkdir(i->o->to, 0777) || errno == EEXIST;
  if (!good) complain("%s: the folder cannot be made: %s", i->o->to, strerror(errno));
  good = good && write_file(i->o->to, "imported_actors.txt", &actors);
  good = good && write_file(i->o->to, "imported_agents.txt", &agents);
  buf_free(&actors);
  buf_free(&agents);
  return good;
}

static void prepare(void *payload) { index_pack(payload); }

static int run(import *i) {
  ch_error err;
  if (!(i->pk = inputs_pack(i->o, i->a, &err))) {
    complain("%s", err.msg);
    return EXIT_ERROR;
  }
  if (!arena_run(i->a, prepare, i)) {
    complain("out of memory");
    return EXIT_ERROR;
  }
  for (int k = 1; k < i->o->n_args; k++) import_path(i, i->o->args[k]);
  if (i->refused + 1 == (uint32_t)i->o->n_args) return EXIT_ERROR;
  if (!write_overlay(i)) return EXIT_ERROR;
  say("%s: %u rows read, %u names imported, %u as the pack has them, %u left out\n", i->o->to, i->rows, i->imported,
         i->known, i->skipped);
  return i->refused ? EXIT_PARTLY : EXIT_OK;
}

static bool good_call(const options *o) {
  if (!o->from || (strcmp(o->from, "petrarch") && strcmp(o->from, "tabari")))
    complain("pack import: say whose dictionaries they are: --from petrarch or --from tabari");
  else if (!o->to) complain("pack import: say where the overlay goes: --to DIR");
  else if (o->n_args < 2) complain("pack import: name a dictionary of actors or agents; see `chancery help pack`");
  else return true;
  return false;
}

int pack_import(const options *o) {
  if (!good_call(o)) return EXIT_USAGE;
  import i = {.o = o, .a = arena_new(0), .tabari = !strcmp(o->from, "tabari")};
  if (!i.a) {
    complain("out of memory");
    return EXIT_ERROR;
  }
  int status = run(&i);
  buf *const rows[] = {&i.names, &i.blocked, &i.title_rows, &i.collective_rows, &i.body_rows};
  for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) buf_free(rows[k]);
  arena_free(i.a);
  return status;
}
