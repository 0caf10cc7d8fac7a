/* record.h: the store, and the merge of many reports' facts into one record.
 *
 *   facts lines ─record_add─▶ store ─record_keep─▶ copies ▶ families ▶ dates ▶ actors ▶ statements ▶ events
 *                                                                          │
 *                                               record_rows ◀── merged rows┘
 *
 * Keep is a pure function of the SET of facts: any order and any batching give the same rows. Each stage
 * makes rows of a block from one fact's key and the stages before; record_keep works on the blocks that what
 * was added touches, record_rebuild marks all of them: one code path. As-of views hold what the reports
 * published up to the day made, which hangs on no later one. */
#ifndef RECORD_H
#define RECORD_H
#include "base/base.h"
#include "copies/copies.h"

typedef struct record record;

/* Thresholds of the merge: pack section [merge] (name | value | what it was tuned on). The pack may live
 * shorter than the model. */
typedef struct record_model record_model;
ch_status record_load(const record_model **out, arena *a, const pack *pk, ch_error *err);

typedef struct {
  const copies_model *copies;
  const record_model *model;
  str engine, pack;        /* versions: they go into the dump */
} record_context;
/* What the context points to is borrowed and must outlive the record. */
ch_status record_open(record **out, const record_context *c, const char *path, unsigned flags, ch_error *err);
void record_close(record *r);
/* A failure of the store (a full disk) drops all that was added since the last commit; the next one then says so. */
ch_status record_add(record *r, str facts_line, ch_added *out, ch_error *err);
/* Adds a report that is kept, by its id alone; ptr NULL: no given id. *out CH_ADDED_NEW: it is not, and nothing was done. */
ch_status record_add_again(record *r, str report_id, str given_id, str source, ch_added *out, ch_error *err);
/* Puts what was added on the disk; the next keep brings the rows up to date. */
ch_status record_commit(record *r, ch_error *err);
/* Takes what was added through the stages, in canonical order and a chunk a transaction: what is done stays done. */
ch_status record_keep(record *r, ch_error *err);
ch_status record_rebuild(record *r, ch_error *err);
ch_status record_rows(record *r, const ch_query *q, ch_write_fn *write, void *payload, uint64_t *left_out,
                      ch_error *err);
ch_status record_facts(record *r, str report_id, ch_write_fn *write, void *payload, ch_error *err);
#endif
