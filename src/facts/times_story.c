/* times_story.c: texts that tell of the past by its years. There a month or a day without a year belongs to the
 * year that the text has got to, not to the report's. */
#include "facts/times_model.h"

bool time_story_told(const time_words *w, const doc *d, const class_set *classes) {
  const class_set near = time_words_mask(w, STR("NEAR_YEAR")), rel = CLASS_BIT(CLASS_REL);
  const class_set year = CLASS_BIT(CLASS_YEAR), likely = CLASS_BIT(CLASS_YEAR_LIKELY);
  const class_set news = CLASS_BIT(CLASS_DEICTIC) | CLASS_BIT(CLASS_WEEKDAY) | time_words_mask(w, STR("AGO"));
  uint32_t years = 0, told = 0;
  for (uint32_t i = 0; i < d->n_tokens; i++) {
    class_set before = i ? classes[i - 1] : 0;
    years += (classes[i] & likely) || ((classes[i] & year) && (before & near));
    told += (classes[i] & news) || ((before & rel) && (classes[i] & CLASS_BIT(CLASS_UNIT)));
  }
  return years >= w->story_years + (uint64_t)w->story_news * told;
}

static bool begins(const facts *f, const time_fact *t) {
  return t->first <= f->doc->sentences[t->sentence].first + 1;
}

/* "By 1919": a limit is not yet reached. */
static bool is_limit(const time_words *w, const facts *f, const time_fact *t) {
  return t->first > f->doc->sentences[t->sentence].first &&
         (time_words_at(w, f->doc->tokens[t->first - 1].word)->cues & CUE_BOUND);
}

void time_story_goes_on(time_story *s, const time_words *w, const facts *f) {
  uint32_t last = f->n_times - 1;
  const time_fact *t = &f->times[last];
  const time_expr *e = &t->expr;
  if (t->type > TIME_TIME || e->grain > CAL_YEAR) return;
  if (e->op == OP_ABS) {
    int32_t year = cal_to_ymd(e->literal.lo).year, most = (int32_t)w->story_step, step = year - s->year;
    bool far = step > most || step < -most;
    if (e->grain == CAL_YEAR && s->at != NONE && ((far && !begins(f, t)) || is_limit(w, f, t))) return;
    s->year = year;
  } else if (e->base != BASE_TIME || e->base_ref == NONE) {
    return;
  }
  s->at = last;
}
