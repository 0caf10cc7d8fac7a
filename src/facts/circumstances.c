/* circumstances.c: to whom and in what a statement was made, over tags and words of the pack. */
#include "facts/circumstances.h"
#include "facts/setting.h"

/* ---- to whom ------------------------------------------------------------------------------------------- */

static void set_audience(draft *d, const nominal *np) { d->audience = (run){np->first, np->end}; }

static bool can_hear(const scene *s, const nominal *np) {
  const actor *a = setting_actor(s, np);
  bool somebody = (a && a->kind != ACTOR_PLACE) || s->t[np->head].upos == UPOS_PRON;
  return somebody || setting_is_of(s, np, WORD_LISTENER);
}

/* The agent close behind the cue: "told by Vale". */
static bool agent_of(const setting *x, nominal *out) {
  const scene *s = x->s;
  for (uint32_t i = x->d->cue_end; i < x->hi && i < x->d->cue_end + 4; i++)
    if (scene_is(s, i, WORD_BY) && setting_phrase(s, i + 1, x->hi, out))
      return can_hear(s, out) || s->t[out->head].upos == UPOS_PROPN;
  return false;
}

/* "They were told by Vale": the subject hears, who stands behind "by" speaks, or nobody. */
static void take_passive(const setting *x, const verb_group *g) {
  const scene *s = x->s;
  draft *d = x->d;
  subject sub = speakers_subject(s, x->lo, x->hi, g, d->cue_end, false);
  bool heard = d->has_who && d->who.end <= g->first;
  bool found = sub.link == LINK_SUBJECT || sub.link == LINK_RELATIVE ||
               (sub.link == LINK_SHARED && speakers_of_clause_before(s, x->lo, sub.before, &sub.who));
  if (found && can_hear(s, &sub.who)) set_audience(d, &sub.who);
  else if (heard && can_hear(s, &d->who)) set_audience(d, &d->who);
  if (!heard) return;
  nominal by;
  d->has_who = false;
  d->act = ACT_SAYS;
  if (agent_of(x, &by)) setting_set_who(d, &by);
}

/* Whether a clause, an infinitive or what is asked for follows at i. */
static bool clause_follows(const setting *x, uint32_t i) {
  const scene *s = x->s;
  if (i >= x->hi) return false;
  if (s->mark[i]) return s->mark[i] != '.';
  if (s->t[i].upos == UPOS_ADP || s->t[i].upos == UPOS_SCONJ || scene_noun_start(s, i)) return true;
  return scene_is(s, i, WORD_TO | WORD_THAT | WORD_WH | WORD_WH_WIDE);
}

/* "urged restraint": the phrase is all that is said. */
static bool is_content(const draft *d, const nominal *np) {
  return d->n_runs == 1 && d->runs[0].first == np->first && d->runs[0].end == np->end;
}

/* "told reporters", "asked Vale to go", "called on Vale". */
static bool take_object(const setting *x, uint32_t verb) {
  const scene *s = x->s;
  const draft *d = x->d;
  nominal np;
  uint32_t i = verb + 1;
  if (i < x->hi && s->t[i].upos == UPOS_ADV) i++;
  if (scene_is(s, verb, WORD_HEARER_ON)) {
    if (i + 1 >= x->hi || !scene_is(s, i, WORD_ALONG) || s->time[i + 1] != NONE) return false;
    i++;
  }
  if (!setting_phrase(s, i, x->hi, &np)) return false;
  if (d->has_who && d->who.first < np.end && np.first < d->who.end) return false;       /* Vale asks */
  if (is_content(d, &np)) return false;
  if (!scene_is(s, verb, WORD_HEARER) && !(can_hear(s, &np) && clause_follows(x, np.end))) return false;
  set_audience(x->d, &np);
  return true;
}

/* "said to Vale", "denied this to reporters"; behind other objects only who is sure to listen. */
static void take_goal(const setting *x, uint32_t verb) {
  const scene *s = x->s;
  nominal np;
  bool object = false;
  for (uint32_t i = verb + 1, left = SETTING_MAX_BETWEEN / 3; i + 1 < x->behind.end && left--; i++) {
    if (i < x->behind.first && i >= x->d->cue_end) i = x->behind.first;       /* "said Vale to reporters" */
    if (i + 1 >= x->behind.end || s->mark[i] || scene_finite(s, i) || s->t[i].upos == UPOS_SCONJ) return;
    if (scene_is(s, i, WORD_TO)) {
      if (!setting_phrase(s, i + 1, x->hi, &np)) return;
      if (object ? setting_is_of(s, &np, WORD_LISTENER) : can_hear(s, &np)) set_audience(x->d, &np);
      return;
    }
    if (s->t[i].upos == UPOS_ADP && s->time[i + 1] == NONE) return;
    object = object || s->t[i].upos == UPOS_NOUN || s->t[i].upos == UPOS_PROPN;
  }
}

static void find_audience(const setting *x) {
  const scene *s = x->s;
  const draft *d = x->d;
  if (d->mode == MODE_DECLINED) return;
  for (uint32_t v = d->cue_end; v-- > d->cue_first && !d->audience.end;) {
    if (scene_is(s, v, WORD_HEARER | WORD_HEARER_OF_CLAUSE | WORD_HEARER_ON)) {
      verb_group g = speakers_group(s, x->lo, v);
      if (g.passive) {
        take_passive(x, &g);
        return;
      }
      if (take_object(x, v)) return;
    }
    if (scene_is(s, v, WORD_HEARER_TO)) take_goal(x, v);
  }
}

/* ---- in what ------------------------------------------------------------------------------------------- */

static bool is_free(const setting *x, uint32_t i) { return i < x->hi && !draft_says(x->d, i); }

/* Goes on over what hangs on a channel: "posted on its website", "with a newspaper", "to reporters". */
static uint32_t channel_end(const setting *x, uint32_t i) {
  const scene *s = x->s;
  nominal np;
  bool carried = false;
  for (;;) {
    while (is_free(x, i) && scene_is(s, i, WORD_CARRIED) && s->t[i].upos == UPOS_VERB) carried = true, i++;
    uint32_t k = carried ? setting_pass_times(s, i, x->hi) : i;                /* "published on Monday by" */
    if (k > i && k < x->hi && scene_is(s, k, WORD_BY)) i = k;
    bool to = is_free(x, i) && scene_is(s, i, WORD_TO);
    bool joins = is_free(x, i) && is_free(x, i + 1) && !s->mark[i] && s->time[i + 1] == NONE;
    if (!joins || (!to && s->t[i].upos != UPOS_ADP) || !setting_phrase(s, i + 1, x->hi, &np)) return i;
    if (to && !x->d->audience.end && can_hear(s, &np)) set_audience(x->d, &np);
    if (carried && scene_is(s, i, WORD_BY) && !x->d->has_via) setting_set_via(x->d, &np);
    i = np.end;
  }
}

/* The words of a class that a channel's preposition may have behind it. */
static uint64_t classes_behind(const scene *s, uint32_t i) {
  uint64_t within = scene_is(s, i, WORD_WITHIN) ? WORD_UTTERANCE : 0;
  uint64_t along = scene_is(s, i, WORD_ALONG) ? WORD_MEDIUM : 0;
  return within | along | (within && along ? WORD_SPOKESMAN | WORD_INTERPRETER : 0);
}

/* "through Omani mediators", "through an interpreter": whoever passes on. */
static bool take_relay(const setting *x, const nominal *np) {
  const scene *s = x->s;
  const actor *a = setting_actor(s, np);
  bool interpreter = setting_is_of(s, np, WORD_INTERPRETER);
  bool known = a ? a->kind != ACTOR_PLACE : setting_is_of(s, np, WORD_INFORMANT);
  bool somebody = known && s->t[np->head].upos != UPOS_PRON;
  bool channel = setting_is_of(s, np, WORD_UTTERANCE | WORD_MEDIUM | WORD_SPOKESMAN);
  if (!interpreter && (!somebody || channel)) return false;
  if (!x->d->has_via) setting_set_via(x->d, np);
  if (interpreter) x->d->translation = "unknown";
  return true;
}

/* "in a statement", "on television", "through a spokesman" at token i. */
static bool channel_at(const setting *x, uint32_t i, run *out) {
  const scene *s = x->s;
  uint64_t class = classes_behind(s, i);
  if (!class || i + 1 >= x->hi || s->time[i + 1] != NONE) return false;
  if (i > x->lo && scene_is(s, i, WORD_BY) && scene_is(s, i - 1, WORD_CITE)) return false;
  nominal np, word = {i + 1, i + 2, i + 1, NONE, false};
  bool phrase = scene_noun_after(s, i + 1, x->hi, false, &np);
  if (phrase && (class & WORD_SPOKESMAN) && take_relay(x, &np)) return false;
  if (!phrase || !setting_is_of(s, &np, class)) np = word;
  if (!setting_is_of(s, &np, class)) return false;
  bool reaction = np.end == i + 2 && scene_is(s, i + 1, WORD_REACTION);      /* "in response to" */
  if (reaction && !(class & WORD_MEDIUM)) return false;
  *out = (run){i, channel_end(x, np.end)};
  if (np.end > i + 2 && scene_is(s, np.end - 2, WORD_ENGLISH)) x->d->translation = "official";
  return true;
}

static bool channel_in(const setting *x, run place, run *out) {
  const scene *s = x->s;
  for (uint32_t i = place.first; (i = setting_pass_runs(x, place, i)) < place.end; i++) {
    bool in_cue = x->cue.first <= i && i < x->cue.end;
    if (!in_cue && (scene_finite(s, i) || scene_is(s, i, WORD_THAT | WORD_REL))) return false;
    if (channel_at(x, i, out)) return true;
  }
  return false;
}

/* "Speaking through an interpreter, Vale said". */
static bool speaks_through(const setting *x, uint32_t i) {
  nominal np;
  bool through = (classes_behind(x->s, i) & WORD_INTERPRETER) && i + 1 < x->before.end &&
                 scene_noun_after(x->s, i + 1, x->before.end, false, &np);
  return through && setting_is_of(x->s, &np, WORD_INTERPRETER) && take_relay(x, &np);
}

/* "In a letter on Monday, Vale said": opens the clause, and nothing but a time stands between. */
static bool channel_before(const setting *x, run *out) {
  const scene *s = x->s;
  for (uint32_t i = x->before.first; i < x->before.end; i++) {
    if (!classes_behind(s, i) || draft_says(x->d, i)) continue;
    if (speaks_through(x, i)) return false;
    bool opens = i == x->lo || s->mark[i - 1] || s->t[i - 1].upos == UPOS_CCONJ;
    if (!opens || !channel_at(x, i, out)) continue;
    uint32_t k = setting_pass_times(s, out->end, x->before.end);
    while (k < x->before.end && (s->mark[k] || s->time[k] != NONE)) k++;
    if (k >= x->before.end) return true;
  }
  return false;
}

/* "denied this in an e-mail", where all of it was taken for what is denied. */
static bool channel_behind_object(const setting *x, run *out) {
  const scene *s = x->s;
  draft *d = x->d;
  if (!d->n_runs) return false;
  run whole = d->runs[d->n_runs - 1];
  if (whole.first < d->cue_end || whole.end > x->hi) return false;
  if (scene_has_finite(s, whole.first, whole.end)) return false;
  for (uint32_t i = whole.first + 1; i + 1 < whole.end; i++) {
    if (!scene_is(s, i, WORD_WITHIN)) continue;
    const run *runs = d->runs;
    run *cut = ARENA_ARRAY(s->a, run, d->n_runs);
    memcpy(cut, runs, d->n_runs * sizeof *cut);
    cut[d->n_runs - 1].end = i;              /* what is said ends before it, if it is a channel */
    d->runs = cut;
    if (channel_at(x, i, out) && out->end >= whole.end) return true;
    d->runs = runs;
  }
  return false;
}

/* "the ministry's English version said", "in the agency's translation". */
static void find_translation(const setting *x) {
  const scene *s = x->s;
  draft *d = x->d;
  bool who = false, channel = false, own = false;
  for (uint32_t i = x->who.first; i < x->who.end; i++) {
    who = who || scene_is(s, i, WORD_TRANSLATION);
    own = own || scene_is(s, i, WORD_OFFICIAL | WORD_ENGLISH);
  }
  for (uint32_t i = d->channel.first; i < d->channel.end && !channel; i++)
    channel = scene_is(s, i, WORD_TRANSLATION);
  bool outlet = who && setting_is_outlet(x, &d->who);
  if (who) d->translation = own ? "official" : outlet ? "outlet" : "unknown";
  if (who || !channel) return;
  nominal by;
  if (!d->has_via && citations_translator(s, d->channel, &by)) setting_set_via(d, &by);
  d->translation = citations_translation(s, d->channel, d->has_via);
  if (!d->has_via) d->translation = "official";
}

static void find_channel(const setting *x) {
  run at;
  bool found = channel_in(x, x->cue, &at) || channel_in(x, x->behind, &at) ||
               channel_in(x, x->between, &at) || channel_in(x, x->inside, &at) ||
               channel_before(x, &at) || channel_behind_object(x, &at);
  if (found) x->d->channel = at;
  if (!x->d->translation) find_translation(x);
}

/* ---- what is no content, and no statement of its own --------------------------------------------------- */

/* "did not respond to a request for comment": the request is no topic. */
static void drop_request(const scene *s, draft *d) {
  bool unanswered = d->mode == MODE_DECLINED && d->cue && d->cue->silence && d->n_runs == 1;
  if (!unanswered || !str_eq(str_of(d->cue->silence), STR("no_reply"))) return;
  run asked = d->runs[0];
  if (!scene_is(s, asked.end - 1, WORD_DETAILS) || s->t[asked.end - 1].upos != UPOS_NOUN) return;
  if (scene_has_finite(s, asked.first, asked.end)) return;
  d->n_runs = 0;
  d->rule = "silence";
}

/* Whether a noun of speech is only where another verb's words were said: "told reporters in an interview
 * that". */
static bool is_occasion(const setting *x) {
  const draft *d = x->d;
  if (x->s->t[d->cue_end - 1].upos != UPOS_NOUN || d->n_runs != 1) return false;
  uint32_t j = 0;
  for (const draft *o; (o = setting_next(x, &j));) {
    bool before = o->cue_end && o->sentence == d->sentence && o->cue_end <= d->cue_first && o->n_runs == 1;
    if (before && o->runs[0].first >= d->cue_end && o->runs[0].end == d->runs[0].end) return true;
  }
  return false;
}

/* ---- what one verb has from another -------------------------------------------------------------------- */

static bool holds(run outer, run inner) {
  return inner.end && outer.first <= inner.first && inner.end <= outer.end;
}

/* "said on Telegram that …, and warned", "quoting Vale, called … and said": the second verb of a subject. */
static void share(const setting *x) {
  draft *d = x->d;
  uint32_t j = 0;
  for (const draft *o; (o = setting_next(x, &j)) && o < d;) {
    if (o->sentence != d->sentence || !o->has_who || !d->has_who) continue;
    bool passed = o->has_via && !d->has_via && o->via.first == d->who.first;
    if (passed && o->via.first < o->who.first && o->who.first < o->cue_first) {
      d->who = o->who;
      d->via = o->via;
      d->has_via = true;
    }
    bool said_it = d->shared && draft_says(o, d->who.first) && !draft_says(o, d->cue_first);
    bool same = (said_it || o->who.first == d->who.first) && o->cue_end <= d->cue_first;
    if (!same || d->channel.end || !o->channel.end) continue;
    d->channel = o->channel;
    if (!d->audience.end && holds(o->channel, o->audience)) d->audience = o->audience;
  }
}

/* ---- all of them --------------------------------------------------------------------------------------- */

static void drop_gone(draft_list *drafts) {
  uint32_t n = 0;
  for (uint32_t k = 0; k < drafts->n; k++)
    if (!setting_is_gone(&drafts->items[k])) drafts->items[n++] = drafts->items[k];
  drafts->n = n;
}

/* Those before a draft have all they have when it is read. */
void circumstances_find(const scene *s, draft_list *drafts) {
  const bool *outlets = setting_outlets(s);
  for (int pass = 0; pass < 3; pass++)
    for (uint32_t k = 0; k < drafts->n; k++) {
      draft *d = &drafts->items[k];
      if (!d->cue_end || setting_is_gone(d)) continue;
      setting x = setting_of(s, outlets, drafts, d);
      if (pass == 0) {
        drop_request(s, d);
        if (is_occasion(&x)) setting_drop(d);
        else citations_take(&x);
      }
      if (pass == 2) share(&x);
      if (pass != 1 || citations_pass_on(&x)) continue;
      find_audience(&x);
      find_channel(&x);
    }
  drop_gone(drafts);
}
