/* pack_import.h: `chancery pack import`: dictionaries of other coders as an overlay of the pack. */
#ifndef PACK_IMPORT_H
#define PACK_IMPORT_H
#include "options.h"

int pack_import(const options *o);
#endif
