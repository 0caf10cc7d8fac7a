/* conllu_main PACK [--speed N | --trees N]: reads raw text, every line a paragraph whatever it looks like (so
 * not as `chancery read --conllu`), and prints its words as CoNLL-U, with trees where the pack has models.
 * With --speed it reads the text N times and prints tokens a second instead; with --trees the same, with
 * every tree. */
#include "sample.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static str read_input(void) {
  buf b = {0};
  char piece[1 << 16];
  for (size_t n; (n = fread(piece, 1, sizeof piece, stdin)) > 0;) buf_add(&b, piece, n);
  return buf_get(&b);
}

/* A form feed divides the input into reports. */
static void measure(const sample_language *s, str input, int times, bool trees, bool names) {
  uint64_t tokens = 0, sentences = 0;
  int64_t ns = 0;
  for (int i = 0; i < times; i++) {
    arena *a = arena_new(0);
    str rest = input;
    for (str one; str_split(&rest, '\f', &one); arena_reset(a)) {
      report *r = sample_plain(a, one);
      int64_t start = now_ns();
      doc *d = language_read(a, s->model, s->lexicon, r);
      for (uint32_t k = 0; trees && k < d->n_sentences; k++) language_tree(a, s->model, d, k);
      if (names) language_names(a, s->model, d);
      ns += now_ns() - start;
      tokens += d->n_tokens;
      sentences += d->n_sentences;
    }
    arena_free(a);
  }
  printf("%llu tokens, %llu sentences, %.0f ns a token, %.4f M tokens/s\n", (unsigned long long)tokens,
         (unsigned long long)sentences, (double)ns / (double)tokens, 1e3 * (double)tokens / (double)ns);
}

int main(int argc, char **argv) {
  if (argc != 2 && argc != 4) return 2;
  int64_t start = now_ns();
  sample_language s = sample_open(argv[1]);
  fprintf(stderr, "pack loaded in %.1f ms\n", (double)(now_ns() - start) / 1e6);
  str input = read_input();
  if (argc == 4) {
    measure(&s, input, atoi(argv[3]), !strcmp(argv[2], "--trees"), !strcmp(argv[2], "--names"));
  } else {
    arena *a = arena_new(0);
    buf out = {0};
    doc_conllu(a, &out, s.model, language_read(a, s.model, s.lexicon, sample_plain(a, input)));
    fwrite(out.ptr, 1, out.len, stdout);
    buf_free(&out);
    arena_free(a);
  }
  sample_close(&s);
  free((void *)(uintptr_t)input.ptr);
  return 0;
}
