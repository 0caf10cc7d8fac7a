/* byline.h: who wrote it: "By Jane Doe and John Roe, Agency". */
#ifndef INTAKE_BYLINE_H
#define INTAKE_BYLINE_H
#include "intake/markup.h"
#include "intake/model.h"

/* A whole line that begins with a cue and goes on with names. */
bool byline_is(const intake_model *m, str s);
/* Words that could be names and nothing else: "Jane Doe and John Roe, Agency". *role: a job or an agency
 * is named. */
bool byline_is_names(const intake_model *m, str s, bool *role);
bool byline_is_job(const intake_model *m, str s);
/* Appends the names of a byline, as bytes of s. */
void byline_names(const intake_model *m, arena *a, str s, spans *out);
#endif
