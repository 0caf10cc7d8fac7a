/* view.h: what the commands that read a record share. */
#ifndef VIEW_H
#define VIEW_H
#include "options.h"
#include "base/base.h"

/* Opens the record read-only, does the work, closes it; what fails is said in one line. The exit code. */
typedef ch_status view_work(ch_record *record, ch_engine *engine, const options *o, ch_error *err);
int view_run_with(const options *o, view_work *work);
/* The date of --name; false: it is none, and that has been said. */
bool view_date_option(cal_date *out, const char *name, const char *value);
void view_say_left_out(uint64_t n, const options *o);
#endif
