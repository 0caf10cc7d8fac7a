/* roles.h: titles and offices: by the pack's titles, and where they stand. No training. */
#ifndef LANGUAGE_ROLES_H
#define LANGUAGE_ROLES_H
#include "language/names.h"

/* The names with the titles among them (NAME_ROLE), by first token, longer ones first. A title counts
 * where a person's name follows it ("Foreign Minister Anna Keller"), where it follows one ("Anna Keller,
 * the Treasury spokeswoman"), or where it is written with capitals ("the Foreign Minister said"). It takes
 * in the names and adjectives of states and bodies right before it. `words` are name_words_make's. */
name_list roles_find(arena *a, const doc *d, const name_word *words, const name_list *names_found);
#endif
