#include "kit.h"
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char kit_report[] = "Ferry Talks Go On\n\nUgandan Foreign Minister Grace Okello said on Monday that “the ferry must sail "
                          "again.” Kenya and Uganda will meet in Kisumu on Friday.\n\nShe declined to comment on the map.\n";
const char kit_other[] = "Dam Is Full\n\nThe Ethiopian water ministry said on Tuesday that the dam was full. Sudan rejected the "
                         "figures on Wednesday.\n";

int kept_take(const char *bytes, size_t n, void *payload) {
  kept *k = payload;
  if (++k->calls == k->stop_at) return 1;
  char *more = realloc(k->text, k->n + n + 1);
  if (!more) return 1;
  k->text = more;
  memcpy(k->text + k->n, bytes, n);
  k->n += n;
  k->text[k->n] = 0;
  return 0;
}

void kept_free(kept *k) {
  free(k->text);
  *k = (kept){0};
}

int kit_open(void **state) {
  ch_engine_options o = CH_ENGINE_OPTIONS_INIT;
  o.pack = PACK;
  ch_engine *engine = NULL;
  ch_error err = {0};
  if (ch_engine_open(&engine, &o, &err)) {
    fprintf(stderr, "%s\n", err.msg);
    return -1;
  }
  *state = engine;
  return 0;
}

int kit_close(void **state) {
  ch_engine_close(*state);
  return 0;
}

static ch_str of(const char *s) { return (ch_str){s, s ? strlen(s) : 0}; }

ch_input kit_input(const char *text, const char *published) {
  return (ch_input){.bytes = of(text), .format = CH_FORMAT_TEXT, .name = of("report.txt"), .published = of(published)};
}

kept kit_facts(const ch_engine *engine, const char *text, const char *published, unsigned flags) {
  const ch_input in = kit_input(text, published);
  ch_facts *facts = NULL;
  ch_error err = {0};
  kept line = {0};
  assert_int_equal(ch_read(&facts, engine, &in, flags, &err), CH_OK);
  assert_int_equal(ch_facts_write(facts, flags, kept_take, &line, &err), CH_OK);
  ch_facts_free(facts);
  return line;
}

static char root[] = "/tmp/chancery-api-XXXXXX";       /* all files of this process; gone when it ends */
static pid_t owner;

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk) {
  (void)st, (void)kind, (void)walk;
  return remove(path);
}

static void remove_all(void) {
  if (getpid() == owner) nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void make_root(void) {
  if (owner) return;
  assert_non_null(mkdtemp(root));
  owner = getpid();
  assert_int_equal(atexit(remove_all), 0);
}

char *kit_file(const char *name, const char *content) {
  char *path = NULL, *folder = NULL;
  make_root();
  assert_true(asprintf(&folder, "%s/XXXXXX", root) > 0);
  assert_non_null(mkdtemp(folder));
  assert_true(asprintf(&path, "%s/%s", folder, name) > 0);
  free(folder);
  if (content) {
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(content, 1, strlen(content), f), strlen(content));
    assert_int_equal(fclose(f), 0);
  }
  return path;
}
