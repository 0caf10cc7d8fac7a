/* credit.h: the photo credit that ends a caption: "Jane Doe / Agency", "Photo: …", "(AP Photo/…)". */
#ifndef INTAKE_CREDIT_H
#define INTAKE_CREDIT_H
#include "intake/units.h"

typedef struct {
  span caption, credit;      /* bytes of text; caption empty: there is only a credit */
  bool sure;                 /* its form says so wherever it stands; else only near a picture's place */
} credit;

/* True where the unit is a caption with a credit, or a credit. */
bool credit_find(const intake_model *m, const unit *u, str text, credit *out);
#endif
