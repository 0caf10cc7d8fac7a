/* base.h: the one header of base: everything the rooms share. Each part is documented in its own header. */
#ifndef BASE_H
#define BASE_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/cal.h"
#include "base/err.h"
#include "base/id.h"
#include "base/json.h"
#include "base/map.h"
#include "base/pack.h"
#include "base/pool.h"
#include "base/str.h"
#include "base/utf8.h"
#endif
