/* factset.h: one facts line (FACTS.md), read back from JSON: what the record needs of it.
 *
 *   line ─factset_read─▶ factset { report with its reading view, times, actors, statements, events }
 *
 * Everything is copied into the arena. Ids stay strings. Unknown words and keys are left aside. */
#ifndef RECORD_FACTSET_H
#define RECORD_FACTSET_H
#include "base/base.h"
#include "facts/facts.h"
#include "intake/intake.h"
#include <jansson.h>

typedef struct {
  str id;
  time_expr expr; bool has_expr;
  str base;                    /* "report", a fact's id, or ptr NULL */
  cal_date value;              /* as read alone */
} set_time;

typedef struct {
  str value, basis, time;      /* ptr NULL: null */
  bool approx;
} set_when;

typedef struct { str title, of; } set_role;

typedef struct {
  str id, key, name, kind, party, code;
  const set_role *roles; uint32_t n_roles;
  const str *names; uint32_t n_names;        /* as the text has them: mentions of form "name" */
  span at;                     /* of the first of these; empty: none */
  bool unnamed;                /* made by coreference or of a common noun, and in no other fact */
} set_actor;

typedef struct {
  str id, speaker, party, mode, act, silence, within;
  const str *co_speakers; uint32_t n_co_speakers;
  const span *content; uint32_t n_content;
  set_when when;
  span at;
} set_statement;

typedef struct { str actor, party, code; span at; bool has_at; } set_slot;

typedef struct { str value, unit, of; } set_quantity;
typedef struct {
  str id, type, mode, cameo, label, status, polarity, claimed_by;
  const set_slot *source; uint32_t n_source;
  const set_slot *target; uint32_t n_target;
  set_slot where; bool has_where;
  bool alleged;
  set_when when;
  const str *objects; uint32_t n_objects;      /* ids of the events it acts upon */
  const str *contexts; uint32_t n_contexts;
  const set_quantity *quantities; uint32_t n_quantities;
  str verdict;                 /* of claimed_by; ptr NULL */
  span at;
} set_event;

typedef enum { SET_TIME, SET_ACTOR, SET_STATEMENT, SET_EVENT, SET_KINDS } set_kind;

typedef struct {
  const report *report;
  str fingerprint;             /* ptr NULL: none */
  const set_time *times; uint32_t n_times;
  const set_actor *actors; uint32_t n_actors;
  const set_statement *statements; uint32_t n_statements;
  const set_event *events; uint32_t n_events;
  map ids;                     /* of all facts: index × SET_KINDS + kind */
} factset;

/* Parses the line's JSON. CH_ERR_INPUT or CH_ERR_MEMORY; the caller frees with json_decref. */
ch_status factset_json(json_t **out, str line, ch_error *err);
/* The same of its member `report` alone, which is all that comparing two reports needs. */
ch_status factset_report_json(json_t **out, str line, ch_error *err);
/* Makes the factset in the arena, under its guard; borrows nothing from `root`. CH_ERR_INPUT says what is
 * wrong. */
ch_status factset_read(const factset **out, arena *a, json_t *root, ch_error *err);
/* The same of what factset_report_json gives, and the line: report and fingerprint, without facts. */
ch_status factset_read_report(const factset **out, arena *a, json_t *root, str line, ch_error *err);
/* Index of the actor, time or statement of that id, or NONE. */
uint32_t factset_actor(const factset *f, str fact);
uint32_t factset_time(const factset *f, str fact);
uint32_t factset_statement(const factset *f, str fact);
/* The words of the spans, one space between. */
str factset_words(arena *a, const factset *f, const span *spans, uint32_t n);
#endif
