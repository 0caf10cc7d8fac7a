/* furniture.h: lines that belong to the page and not to the text: numbers, running heads, buttons. */
#ifndef INTAKE_FURNITURE_H
#define INTAKE_FURNITURE_H
#include "intake/lines.h"
#include "intake/model.h"

/* [n] one flag a line. */
bool *furniture_find(arena *a, const layout *l, const intake_model *m);
#endif
