#include "test.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const pack *parse(arena *a, str bytes) {
  const pack *p;
  ch_error err;
  if (pack_parse(&p, a, STR("x.txt"), bytes, &err)) fail_msg("%s", err.msg);
  return p;
}

static void rows_and_fields(void **state) {
  (void)state;
  arena *a = arena_new(0);
  const pack *p = parse(a, STR("\xEF\xBB\xBF# about\r\n\r\n[pack]\r\nname | zz\r\nversion|1.2\r\n [ cues ] \n"
                               "say | | a; b |\n   \n#x\nÉlan\n[empty]"));
  assert_int_equal(p->n, 3);
  assert_str(p->name, "zz");
  assert_str(p->version, "1.2");
  assert_int_equal(strlen(p->hash), 64);
  const pack_table *t = pack_find(p, "cues");
  assert_str(t->name, "cues");
  assert_int_equal(t->n, 2);
  assert_int_equal(t->rows[0].n, 4);
  assert_str(t->rows[0].fields[0], "say");
  assert_str(pack_field(&t->rows[0], 1), "");
  assert_str(pack_field(&t->rows[0], 2), "a; b");
  assert_str(pack_field(&t->rows[0], 3), "");
  assert_str(pack_field(&t->rows[0], 4), "");
  assert_int_equal(t->rows[0].line, 7);
  assert_str(t->rows[1].fields[0], "Élan");
  assert_int_equal(t->rows[1].line, 10);
  assert_int_equal(pack_find(p, "empty")->n, 0);
  assert_int_equal(pack_find(p, "absent")->n, 0);
  assert_str(pack_find(p, "absent")->name, "");
  ch_error err;
  assert_int_equal(pack_err(&err, &t->rows[1], "%s is %d", "it", 7), CH_ERR_PACK);
  assert_string_equal(err.msg, "x.txt:10: it is 7");
  assert_int_equal(err.position, 10);
  arena_free(a);
}

static void empty_files_are_empty_packs(void **state) {
  (void)state;
  arena *a = arena_new(0);
  assert_int_equal(parse(a, (str){NULL, 0})->n, 0);
  assert_int_equal(parse(a, STR("\n# only a comment"))->n, 0);
  assert_int_equal(pack_find(parse(a, STR("")), "pack")->n, 0);
  arena_free(a);
}

static void errors_name_the_line(void **state) {
  (void)state;
  static const struct { str bytes; const char *start; } rows[] = {
    {{"\n\na | b\n", 8}, "x.txt:3: a row stands before any section"},
    {{"[a]\nb\n[c\n", 9}, "x.txt:3: this section's name has no end"},
    {{"[a] # why\n", 10}, "x.txt:1: this section's name has no end"},
    {{"[ ]\n", 4}, "x.txt:1: a section has no name"},
    {{"[", 1}, "x.txt:1: this section's name has no end"},
    {{"[a]]\n", 5}, "x.txt:1: this section's name has a bracket"},
    {{"[a]\n[b]\n[a]\n", 12}, "x.txt:3: this section stands twice"},
    {{"[a]\nb\xFF\n", 7}, "x.txt:2: not UTF-8"},
    {{"[a]\n# b\xFF\n", 9}, "x.txt:2: not UTF-8"},
    {{"[a]\nb\0\n", 7}, "x.txt:2: a NUL byte"},
  };
  arena *a = arena_new(0);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const pack *p;
    ch_error err;
    assert_int_equal(pack_parse(&p, a, STR("x.txt"), rows[i].bytes, &err), CH_ERR_PACK);
    assert_null(p);
    if (!str_starts(str_of(err.msg), str_of(rows[i].start))) fail_msg("%s", err.msg);
  }
  arena_free(a);
}

static void memory_is_a_status(void **state) {
  (void)state;
  for (size_t max = 16; max < 4000; max += 16) {
    arena *a = arena_new(max);
    const pack *p;
    ch_error err;
    ch_status status = pack_parse(&p, a, STR("x.txt"), STR("[a]\nb | c\nd\n[e]\nf\n"), &err);
    assert_true(status == CH_OK || status == CH_ERR_MEMORY);
    assert_int_equal(p != NULL, status == CH_OK);
    arena_free(a);
  }
}

/* ---- folders ---- */

typedef struct { char path[64]; arena *a; } place;

static void put_file(const place *at, const char *name, const char *text) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s", at->path, name);
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  fputs(text, f);
  fclose(f);
}

static int make_place(void **state) {
  place *at = calloc(1, sizeof *at);
  strcpy(at->path, "/tmp/test_pack_XXXXXX");
  if (!mkdtemp(at->path)) return 1;
  at->a = arena_new(0);
  *state = at;
  return 0;
}

static int drop_place(void **state) {
  static const char *const names[] = {"a.txt", "b.txt", "pack.txt", ".hidden.txt", "notes.md"};
  place *at = *state;
  char path[128];
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    snprintf(path, sizeof path, "%s/%s", at->path, names[i]);
    unlink(path);
  }
  rmdir(at->path);
  arena_free(at->a);
  free(at);
  return 0;
}

static void folders_are_read_in_order_of_name(void **state) {
  place *at = *state;
  put_file(at, "pack.txt", "[pack]\nname | zz\nversion | 3\n");
  put_file(at, "b.txt", "[cues]\nsecond\n");
  put_file(at, "a.txt", "[cues]\nfirst\n[only a]\nx\n");
  put_file(at, ".hidden.txt", "no section\n");
  put_file(at, "notes.md", "no section\n");
  const pack *p, *again;
  assert_int_equal(pack_open(&p, at->a, at->path, NULL), CH_OK);
  const pack_table *t = pack_find(p, "cues");
  assert_int_equal(t->n, 2);
  assert_str(t->rows[0].fields[0], "first");
  assert_str(t->rows[0].file, "a.txt");
  assert_str(t->rows[1].fields[0], "second");
  assert_str(t->rows[1].file, "b.txt");
  assert_str(p->version, "3");
  assert_int_equal(pack_open(&again, at->a, at->path, NULL), CH_OK);
  assert_string_equal(p->hash, again->hash);
  put_file(at, "b.txt", "[cues]\nsecond \n");
  assert_int_equal(pack_open(&again, at->a, at->path, NULL), CH_OK);
  assert_string_not_equal(p->hash, again->hash);
}

static void wrong_folders_are_told(void **state) {
  place *at = *state;
  const pack *p;
  ch_error err;
  assert_int_equal(pack_open(&p, at->a, "/nonexistent/pack", &err), CH_ERR_IO);
  assert_true(str_starts(str_of(err.msg), STR("/nonexistent/pack: ")));
  assert_int_equal(pack_open(&p, at->a, at->path, &err), CH_ERR_PACK);       /* no .txt */
  put_file(at, "a.txt", "[cues]\nfirst\n");
  assert_int_equal(pack_open(&p, at->a, at->path, &err), CH_ERR_PACK);       /* no name */
  assert_null(p);
  put_file(at, "a.txt", "first\n");
  assert_int_equal(pack_open(&p, at->a, at->path, &err), CH_ERR_PACK);
  assert_true(str_starts(str_of(err.msg), STR("a.txt:1: ")));
}

/* An overlay's rows come after the pack's, its files are named with their folder, its content is in the hash. */
static void overlays_add_rows(void **state) {
  place *at = *state;
  put_file(at, "pack.txt", "[pack]\nname | zz\nversion | 3\n[cues]\nfirst\n");
  place over = {.a = at->a};
  strcpy(over.path, "/tmp/test_over_XXXXXX");
  assert_non_null(mkdtemp(over.path));
  put_file(&over, "a.txt", "[cues]\nsecond\n[pack]\nname | other\n[new]\nx\n");
  const char *overlays[] = {over.path, over.path};
  const pack *plain, *p, *twice;
  ch_error err;
  assert_int_equal(pack_open(&plain, at->a, at->path, NULL), CH_OK);
  assert_int_equal(pack_open_with(&p, at->a, at->path, overlays, 1, NULL), CH_OK);
  const pack_table *t = pack_find(p, "cues");
  assert_int_equal(t->n, 2);
  assert_str(t->rows[0].fields[0], "first");
  assert_str(t->rows[0].file, "pack.txt");
  assert_str(t->rows[1].fields[0], "second");
  assert_true(str_starts(t->rows[1].file, STR("/tmp/test_over_")));
  assert_true(str_ends(t->rows[1].file, STR("/a.txt")));
  assert_int_equal(pack_find(p, "new")->n, 1);
  assert_str(p->name, "zz");
  assert_string_not_equal(plain->hash, p->hash);
  assert_int_equal(pack_open_with(&twice, at->a, at->path, overlays, 2, NULL), CH_OK);
  assert_int_equal(pack_find(twice, "cues")->n, 3);
  put_file(&over, "a.txt", "[cues\n");
  assert_int_equal(pack_open_with(&p, at->a, at->path, overlays, 1, &err), CH_ERR_PACK);
  assert_non_null(p == NULL ? strstr(err.msg, "/a.txt:1: ") : NULL);
  char path[128];
  snprintf(path, sizeof path, "%s/a.txt", over.path);
  unlink(path);
  assert_int_equal(pack_open_with(&p, at->a, at->path, overlays, 1, &err), CH_ERR_PACK);   /* an empty folder */
  rmdir(over.path);
  assert_int_equal(pack_open_with(&p, at->a, at->path, overlays, 1, &err), CH_ERR_IO);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(rows_and_fields), cmocka_unit_test(empty_files_are_empty_packs),
    cmocka_unit_test(errors_name_the_line), cmocka_unit_test(memory_is_a_status),
    cmocka_unit_test_setup_teardown(folders_are_read_in_order_of_name, make_place, drop_place),
    cmocka_unit_test_setup_teardown(overlays_add_rows, make_place, drop_place),
    cmocka_unit_test_setup_teardown(wrong_folders_are_told, make_place, drop_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
