/* export_gdelt.c: the 61 columns of GDELT 2.0's events, which have no header. What nobody knows is empty:
 * tone, places of the actors, coordinates, religion and ethnic group. */
#include "views/export_fields.h"

/* The state that a code begins with. */
static void put_country(tsv *t, const export_row *r, int side) {
  str country = export_part(r->side[side] ? r->side[side]->code : (str){NULL, 0}, 0);
  if (codes_state_of_cameo(r->x->codes, country)) tsv_text(t, country);
}

/* What in a code is neither state nor role: UNO of IGOUNO. */
static void put_group(tsv *t, const export_row *r, int side) {
  if (r->side[side]) tsv_text(t, export_other(r->x->codes, r->side[side]->code, 0));
}

static void put_role(tsv *t, const export_row *r, int side, uint32_t nth) {
  if (r->side[side]) tsv_text(t, export_role(r->x->codes, r->side[side]->code, nth));
}

static void put_role1(tsv *t, const export_row *r, int side) { put_role(t, r, side, 0); }
static void put_role2(tsv *t, const export_row *r, int side) { put_role(t, r, side, 1); }
static void put_role3(tsv *t, const export_row *r, int side) { put_role(t, r, side, 2); }

/* 1: a state; a city as the pack says. Of other places nothing is known but the name. */
static void put_geo_type(tsv *t, const export_row *r, int side) {
  (void)side;
  const export_place *p = &r->e->place;
  if (p->is_state) tsv_text(t, STR("1"));
  else if (p->is_city) tsv_text(t, p->state->city_type);
}

static void put_geo_name(tsv *t, const export_row *r, int side) {
  const export_place *p = &r->e->place;
  put_place(t, r, side);
  if (!p->is_city) return;
  tsv_text(t, STR(","));
  buf_char(t->out, ' ');
  tsv_text(t, p->state->name);
}

static void put_fips(tsv *t, const export_row *r, int side) {
  (void)side;
  if (r->e->place.state) tsv_text(t, r->e->place.state->fips);
}

static const export_column columns[] = {
    {"GLOBALEVENTID", put_number, SOURCE},
    {"SQLDATE", put_day_digits, SOURCE},
    {"MonthYear", put_month_digits, SOURCE},
    {"Year", put_year, SOURCE},
    {"FractionDate", put_fraction, SOURCE},
    {"Actor1Code", put_code, SOURCE},
    {"Actor1Name", put_name, SOURCE},
    {"Actor1CountryCode", put_country, SOURCE},
    {"Actor1KnownGroupCode", put_group, SOURCE},
    {"Actor1EthnicCode", NULL, SOURCE},
    {"Actor1Religion1Code", NULL, SOURCE},
    {"Actor1Religion2Code", NULL, SOURCE},
    {"Actor1Type1Code", put_role1, SOURCE},
    {"Actor1Type2Code", put_role2, SOURCE},
    {"Actor1Type3Code", put_role3, SOURCE},
    {"Actor2Code", put_code, TARGET},
    {"Actor2Name", put_name, TARGET},
    {"Actor2CountryCode", put_country, TARGET},
    {"Actor2KnownGroupCode", put_group, TARGET},
    {"Actor2EthnicCode", NULL, SOURCE},
    {"Actor2Religion1Code", NULL, SOURCE},
    {"Actor2Religion2Code", NULL, SOURCE},
    {"Actor2Type1Code", put_role1, TARGET},
    {"Actor2Type2Code", put_role2, TARGET},
    {"Actor2Type3Code", put_role3, TARGET},
    {"IsRootEvent", NULL, SOURCE},
    {"EventCode", put_cameo, SOURCE},
    {"EventBaseCode", put_base, SOURCE},
    {"EventRootCode", put_root, SOURCE},
    {"QuadClass", put_quad, SOURCE},
    {"GoldsteinScale", put_goldstein, SOURCE},
    {"NumMentions", put_mentions, SOURCE},
    {"NumSources", put_outlets, SOURCE},
    {"NumArticles", put_articles, SOURCE},
    {"AvgTone", NULL, SOURCE},
    {"Actor1Geo_Type", NULL, SOURCE},
    {"Actor1Geo_FullName", NULL, SOURCE},
    {"Actor1Geo_CountryCode", NULL, SOURCE},
    {"Actor1Geo_ADM1Code", NULL, SOURCE},
    {"Actor1Geo_ADM2Code", NULL, SOURCE},
    {"Actor1Geo_Lat", NULL, SOURCE},
    {"Actor1Geo_Long", NULL, SOURCE},
    {"Actor1Geo_FeatureID", NULL, SOURCE},
    {"Actor2Geo_Type", NULL, SOURCE},
    {"Actor2Geo_FullName", NULL, SOURCE},
    {"Actor2Geo_CountryCode", NULL, SOURCE},
    {"Actor2Geo_ADM1Code", NULL, SOURCE},
    {"Actor2Geo_ADM2Code", NULL, SOURCE},
    {"Actor2Geo_Lat", NULL, SOURCE},
    {"Actor2Geo_Long", NULL, SOURCE},
    {"Actor2Geo_FeatureID", NULL, SOURCE},
    {"ActionGeo_Type", put_geo_type, SOURCE},
    {"ActionGeo_FullName", put_geo_name, SOURCE},
    {"ActionGeo_CountryCode", put_fips, SOURCE},
    {"ActionGeo_ADM1Code", NULL, SOURCE},
    {"ActionGeo_ADM2Code", NULL, SOURCE},
    {"ActionGeo_Lat", NULL, SOURCE},
    {"ActionGeo_Long", NULL, SOURCE},
    {"ActionGeo_FeatureID", NULL, SOURCE},
    {"DATEADDED", put_known, SOURCE},
    {"SOURCEURL", put_url, SOURCE},
};

const export_format export_gdelt = {
    "gdelt", columns, sizeof columns / sizeof *columns, false, true, true};
