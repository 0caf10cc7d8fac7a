#include "base/id.h"
#include <sodium.h>

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

static void put_le(unsigned char *out, uint64_t n, size_t width) {
  for (size_t i = 0; i < width; i++) out[i] = (unsigned char)(n >> (8 * i));
}

id id_of(char letter, const str *fields, size_t n) {
  crypto_generichash_state state;
  unsigned char hash[16], len[8];
  crypto_generichash_init(&state, NULL, 0, sizeof hash);
  for (size_t i = 0; i < n; i++) {
    put_le(len, fields[i].len, sizeof len);
    crypto_generichash_update(&state, len, sizeof len);
    const void *bytes = fields[i].ptr;
    if (bytes) crypto_generichash_update(&state, bytes, fields[i].len);
  }
  crypto_generichash_final(&state, hash, sizeof hash);
  id out = {{letter, '-'}};
  for (size_t i = 0; i < ID_LEN - 2; i++) {
    size_t bit = 5 * i;
    unsigned two = (unsigned)hash[bit / 8] << 8 | (bit / 8 + 1 < sizeof hash ? hash[bit / 8 + 1] : 0);
    out.z[2 + i] = alphabet[two >> (11 - bit % 8) & 31];
  }
  return out;
}

id id_of_fact(char letter, str report, str kind, span anchor, uint32_t ordinal) {
  unsigned char numbers[12];
  put_le(numbers, anchor.start, 4);
  put_le(numbers + 4, anchor.end, 4);
  put_le(numbers + 8, ordinal, 4);
  str fields[] = {report, kind, {(const char *)numbers, sizeof numbers}};
  return id_of(letter, fields, 3);
}

id_number id_number_of(const id *i) {
  enum { BITS = 5, LAST = 3 };         /* bits of a letter; of the last one, whose others are 0 */
  id_number n = {0, 0};
  for (int k = 2; k < ID_LEN; k++) {
    unsigned bits = k == ID_LEN - 1 ? LAST : BITS;
    uint64_t rank = i->z[k] >= 'a' ? (uint64_t)(i->z[k] - 'a') + 6 : (uint64_t)(i->z[k] - '2');
    if (bits == LAST) rank = i->z[k] >= 'a' ? (uint64_t)(i->z[k] - 'a') / 4 + 1 : 0;
    n.high = n.high << bits | n.low >> (64 - bits);
    n.low = n.low << bits | rank;
  }
  return n;
}

bool id_valid(str s) {
  if (s.len != ID_LEN || s.ptr[0] < 'a' || s.ptr[0] > 'z' || s.ptr[1] != '-') return false;
  for (size_t i = 2; i < ID_LEN; i++)
    if (!s.ptr[i] || !strchr(alphabet, s.ptr[i])) return false;
  return strchr("aeimquy4", s.ptr[ID_LEN - 1]) != NULL;   /* 26 letters hold two bits more than the hash: 0 */
}

void id_hash_hex(str bytes, char out[65]) {
  unsigned char hash[32];
  const void *ptr = bytes.len ? bytes.ptr : "";
  crypto_generichash(hash, sizeof hash, ptr, bytes.len, NULL, 0);
  sodium_bin2hex(out, 65, hash, sizeof hash);
}
