/* fingerprint.h: the keys of a report, by which others that may have to do with it are found. Keys are hashes of its own
 * words: never of facts or trees. */
#ifndef COPIES_FINGERPRINT_H
#define COPIES_FINGERPRINT_H
#include "copies/words.h"

enum { FINGERPRINT_BANDS = 32 };

struct fingerprint {
  uint64_t exact;              /* all letters of the body; 0: it has none */
  uint32_t bands[FINGERPRINT_BANDS]; uint32_t n_bands;         /* of MinHash; none where there are too few letters */
  const uint32_t *anchors; uint32_t n_anchors; /* runs of letters, one of ANCHOR_SAMPLE; ascending, distinct */
  const uint32_t *pairs; uint32_t n_pairs; /* neighbouring stems; names with numbers; ascending, distinct */
  str sketch;                  /* of what it is about: threads.h; empty: the pack has no threads */
};

const fingerprint *fingerprint_make(arena *a, const copies_model *m, const wording *w);
/* As bytes, and back. NULL: not a fingerprint of this version. */
str fingerprint_pack(arena *a, const fingerprint *f);
const fingerprint *fingerprint_unpack(arena *a, str bytes);
/* The sketch, of the last bytes of it: those of FINGERPRINT_TAIL do. ptr NULL: they are not. */
enum { FINGERPRINT_TAIL = 512 };
str fingerprint_sketch(str tail);
#endif
