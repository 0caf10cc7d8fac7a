/* pack_matrices.h: matrices of a network as integers, as src/language/matrices.c reads them. */
#ifndef TRAIN_PACK_MATRICES_H
#define TRAIN_PACK_MATRICES_H
#include "language/network.h"
#include "parameters.h"

typedef struct { arena *a; buf w, bias, shift; } packed_matrices;

/* The number with this many bits behind the point, rounded. */
int32_t pack_whole(float x, uint32_t bits);
float pack_most(const matrix *m);          /* the greatest absolute value */
void pack_put(buf *b, uint32_t x, int bytes);        /* little-endian */
/* [in + 1][out] with its bias: as many bits as its weights and sums leave room for. out_bits: of what is made of the
 * sums; 0: they are taken as they are. */
void pack_matrix(packed_matrices *k, const parameter *p, uint32_t out_bits);
/* Rows of one score each, a bias in the last column, all with the same bits. */
void pack_rows(packed_matrices *k, const matrix *m);
void pack_vectors(packed_matrices *k, const matrix *m, uint32_t bits, int32_t most);
str pack_kept(arena *a, buf *b);           /* into the arena; the buf is freed */
#endif
