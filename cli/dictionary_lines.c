/* dictionary_lines.c */
#include "dictionary_lines.h"

/* A line that is not UTF-8 is taken as Latin-1, in which older dictionaries are written. */
static str as_utf8(arena *a, str line) {
  if (utf8_valid(line) == line.len) return line;
  char *out = arena_alloc(a, 2 * line.len);
  size_t n = 0;
  for (size_t i = 0; i < line.len; i++) n += utf8_put((unsigned char)line.ptr[i], out + n);
  return (str){out, n};
}

/* Without what <!-- … --> takes of it; a comment that does not end goes on in the next line. "<!" alone begins
 * one that ends with its line. */
static str without_markup(dictionary_lines *p, str line) {
  if (!p->comment && str_find(line, STR("<!")) == SIZE_MAX) return line;
  char *out = arena_alloc(p->a, line.len + 1);
  size_t n = 0;
  while (line.len) {
    size_t end = str_find(line, p->comment ? STR("-->") : STR("<!"));
    if (!p->comment) {
      size_t kept = end == SIZE_MAX ? line.len : end;
      memcpy(out + n, line.ptr, kept);
      n += kept;
    }
    if (end == SIZE_MAX) break;
    line = str_sub(line, end, line.len);
    bool lone = !p->comment && !str_starts(line, STR("<!--")) && str_find(line, STR("-->")) == SIZE_MAX;
    if (lone) break;
    p->comment = !p->comment;
    line = str_sub(line, p->comment ? 2 : 3, line.len);
  }
  return (str){out, n};
}

/* Without the comment at its end: # may stand in a code ([###]). */
static str without_comment(str line) {
  bool inside = false;
  for (size_t i = 0; i < line.len; i++) {
    char c = line.ptr[i];
    if (c == ';' || (c == '#' && !inside)) return str_sub(line, 0, i);
    if (c == '[' || c == ']') inside = c == '[';
  }
  return line;
}

dictionary_lines dictionary_lines_of(arena *a, str bytes) {
  if (str_starts(bytes, STR("\xEF\xBB\xBF"))) bytes = str_sub(bytes, 3, bytes.len);
  return (dictionary_lines){.a = a, .rest = arena_str(a, bytes.ptr ? bytes : STR(""))};
}

bool dictionary_lines_next(dictionary_lines *l, str *line, bool *nul) {
  if (!str_split(&l->rest, '\n', line)) return false;
  l->line++;
  *nul = line->len && memchr(line->ptr, 0, line->len);
  *line = *nul ? STR("") : str_trim(without_comment(without_markup(l, as_utf8(l->a, *line))));
  return str_find(*line, STR("---STOP---")) == SIZE_MAX;
}
