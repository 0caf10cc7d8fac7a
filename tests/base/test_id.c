#include "test.h"

static void vectors_are_stable(void **state) {
  (void)state;
  /* BLAKE2b-128 and -256 of known bytes, computed with Python's hashlib. */
  id a = id_of('r', (str[]){STR("a"), STR("b")}, 2), b = id_of('r', NULL, 0);
  assert_str(id_str(&a), "r-nkj4k6altbq43wgsoynhjdmvse");
  assert_str(id_str(&b), "r-zltgsqoz566uatsnrb2y5jtwoa");
  id fact = id_of_fact('s', STR("r-x"), STR("statement"), (span){1, 258}, 3);
  assert_str(id_str(&fact), "s-tmzt4b46motneyyguygxs4q4cm");
  char hex[65];
  id_hash_hex(STR("abc"), hex);
  assert_string_equal(hex, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  id_hash_hex((str){NULL, 0}, hex);
  assert_string_equal(hex, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

static void fields_do_not_run_together(void **state) {
  (void)state;
  id a = id_of('e', (str[]){STR("ab"), STR("c")}, 2), b = id_of('e', (str[]){STR("a"), STR("bc")}, 2);
  id c = id_of('e', (str[]){STR("abc")}, 1), d = id_of('e', (str[]){STR("abc"), {NULL, 0}}, 2);
  assert_string_not_equal(a.z, b.z);
  assert_string_not_equal(a.z, c.z);
  assert_string_not_equal(c.z, d.z);
}

static void valid_knows_an_id(void **state) {
  (void)state;
  id a = id_of('t', (str[]){STR("x")}, 1);
  assert_true(id_valid(id_str(&a)));
  assert_false(id_valid((str){a.z, ID_LEN - 1}));
  static const char *const wrong[] = {"", "t-", "T-aaaaaaaaaaaaaaaaaaaaaaaaaa",
                                      "t_aaaaaaaaaaaaaaaaaaaaaaaaaa",
                                      "t-aaaaaaaaaaaaaaaaaaaaaaaaa1", "t-Aaaaaaaaaaaaaaaaaaaaaaaaaa",
                                      "t-aaaaaaaaaaaaaaaaaaaaaaaaab"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_false(id_valid(str_of(wrong[i])));
  assert_true(id_valid(STR("t-aaaaaaaaaaaaaaaaaaaaaaaaaa")));
  assert_false(id_valid(STR("t-aaaaaaaaaaaaaaaaaaaaaaaaa\0")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(vectors_are_stable), cmocka_unit_test(fields_do_not_run_together),
    cmocka_unit_test(valid_knows_an_id),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
