/* direction_model.h: what the pack says about which of two reports was first. Inside this room only. */
#ifndef COPIES_DIRECTION_MODEL_H
#define COPIES_DIRECTION_MODEL_H
#include "copies/copies.h"

/* What is looked at on either side. Their names, in the pack and as reasons, are those of clue_text. */
typedef enum {
  CLUE_DATE,
  CLUE_TITLE, CLUE_UNDATED, CLUE_URL,
  CLUE_DATE_LINE,
  CLUE_FURNITURE,
  CLUE_LINES,
  CLUE_ERRORS,
  CLUE_MARKS,
  CLUE_CREDIT,
  CLUE_LOST,
  CLUE_ADDED,
  CLUE_UPDATED,
  CLUE_PART,
  CLUE_ATTRIBUTIONS,
  CLUE_FIGURES,
  CLUE_HEDGES,
  CLUE_LENGTH,
  N_CLUES
} clue;
const char *clue_text(clue c);

/* Words that are counted; bits. */
enum { TELLS_ATTRIBUTION = 1, TELLS_HEDGE = 2, TELLS_UPDATE = 4 };

typedef struct {
  int32_t weight;              /* log odds, in hundredths, of a side that has all of it */
  uint32_t few;                /* so much of it, of both sides, says only half as much */
  uint32_t relations;          /* bits: links it speaks about */
} clue_weight;

typedef struct { uint64_t stem; uint8_t tells; } telling_word;

typedef struct direction_model {
  clue_weight clues[N_CLUES];
  uint32_t least;              /* thousandths: less sure, and no direction is said */
  const telling_word *words; uint32_t n_words;      /* by stem */
} direction_model;

/* Sections [direction] and [direction-words]. A clue that the pack does not name says nothing. */
ch_status direction_load(const direction_model **out, arena *a, const copies_model *m, const pack *pk,
                         ch_error *err);
/* What a stem tells, 0: nothing. */
uint8_t direction_tells(const direction_model *m, uint64_t stem);
#endif
