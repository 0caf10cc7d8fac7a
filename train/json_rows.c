#include "train.h"
#include <jansson.h>

json_t *train_next_row(str *rest, uint32_t *line_no, const char *path) {
  for (str line; str_split(rest, '\n', &line);) {
    json_error_t err;
    ++*line_no;
    if (!line.len) continue;
    json_t *row = json_loadb(line.ptr, line.len, 0, &err);
    if (!row) fail("%s:%u: %s", path, *line_no, err.text);
    return row;
  }
  return NULL;
}
