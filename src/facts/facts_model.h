/* facts_model.h: the compiled rules of the room, a part for each kind of fact. */
#ifndef FACTS_MODEL_H
#define FACTS_MODEL_H
#include "facts/actors.h"
#include "facts/events.h"
#include "facts/patterns.h"
#include "facts/statements.h"
#include "facts/times.h"

struct facts_model {
  const times_model *times;
  const actors_model *actors;
  const statements_model *statements;
  const events_model *events;
  const patterns_model *patterns;      /* NULL: no overlay has any; else in place of events */
};
#endif
