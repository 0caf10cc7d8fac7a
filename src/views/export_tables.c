/* export_tables.c: the columns of our plain table, ICEWS, POLECAT and Phoenix (docs/export.md). NULL: we know
 * nothing that belongs there. */
#include "views/export_fields.h"

static void put_known_from(tsv *t, const export_row *r, int side) {
  (void)side;
  if (r->e->known != CAL_OPEN_HI) cal_write(t->out, cal_one_day(r->e->known));
}

static void put_dyad(tsv *t, const export_row *r, int side) {
  (void)side;
  tsv_number(t, (int64_t)r->dyad + 1);
}

/* ---- the parts of an actor's code, as Phoenix has them: whose, in what role, and what else ---- */

static str code_of(const export_row *r, int side) {
  return r->side[side] ? r->side[side]->code : (str){"", 0};
}

static void put_entity(tsv *t, const export_row *r, int side) {
  tsv_text(t, export_part(code_of(r, side), 0));
}

static void put_parts(tsv *t, const export_row *r, int side, str nth(const codes *, str, uint32_t)) {
  str code = code_of(r, side), part, first = export_part(code, 0);
  for (uint32_t i = 0; (part = nth(r->x->codes, code, i)).len; i++)
    if (part.ptr != first.ptr) tsv_item(t, part);
}

static void put_roles(tsv *t, const export_row *r, int side) { put_parts(t, r, side, export_role); }
static void put_others(tsv *t, const export_row *r, int side) { put_parts(t, r, side, export_other); }

static const export_column plain[] = {
    {"date", put_day, SOURCE},
    {"source", put_code, SOURCE},
    {"target", put_code, TARGET},
    {"code", put_cameo, SOURCE},
    {"status", put_status, SOURCE},
    {"polarity", put_polarity, SOURCE},
    {"alleged", put_alleged, SOURCE},
    {"claimed_by", put_claimed_by, SOURCE},
    {"when", put_when, SOURCE},
    {"type", put_type, SOURCE},
    {"mode", put_mode, SOURCE},
    {"source_party", put_party, SOURCE},
    {"source_name", put_name, SOURCE},
    {"target_party", put_party, TARGET},
    {"target_name", put_name, TARGET},
    {"place", put_place, SOURCE},
    {"origins", put_origins, SOURCE},
    {"outlets", put_outlets, SOURCE},
    {"reports", put_articles, SOURCE},
    {"known_from", put_known_from, SOURCE},
    {"label", put_label, SOURCE},
    {"evidence", put_places, SOURCE},
    {"event", put_id, SOURCE},
    {"dyad", put_dyad, SOURCE},
};

static const export_column icews[] = {
    {"Event ID", put_number, SOURCE},
    {"Event Date", put_day, SOURCE},
    {"Source Name", put_name, SOURCE},
    {"Source Sectors", put_sectors, SOURCE},
    {"Source Country", put_country_name, SOURCE},
    {"Event Text", put_code_name, SOURCE},
    {"CAMEO Code", put_cameo, SOURCE},
    {"Intensity", put_goldstein, SOURCE},
    {"Target Name", put_name, TARGET},
    {"Target Sectors", put_sectors, TARGET},
    {"Target Country", put_country_name, TARGET},
    {"Story ID", put_story, SOURCE},
    {"Sentence Number", NULL, SOURCE},
    {"Publisher", put_publisher, SOURCE},
    {"City", put_city, SOURCE},
    {"District", NULL, SOURCE},
    {"Province", NULL, SOURCE},
    {"Country", put_place_country, SOURCE},
    {"Latitude", NULL, SOURCE},
    {"Longitude", NULL, SOURCE},
};

static const export_column polecat[] = {
    {"Event ID", put_id, SOURCE},
    {"Event Date", put_day, SOURCE},
    {"Event Type", put_type, SOURCE},
    {"Event Mode", put_mode, SOURCE},
    {"Intensity", put_score, SOURCE},
    {"Quad Code", put_quad_name, SOURCE},
    {"Contexts", put_contexts, SOURCE},
    {"Actor Name", put_names, SOURCE},
    {"Actor Country", put_countries, SOURCE},
    {"Actor COW", put_cows, SOURCE},
    {"Primary Actor Sector", put_first_sectors, SOURCE},
    {"Actor Sectors", put_all_sectors, SOURCE},
    {"Actor Title", put_titles, SOURCE},
    {"Actor Name Raw", NULL, SOURCE},
    {"Wikipedia Actor ID", NULL, SOURCE},
    {"Recipient Name", put_names, TARGET},
    {"Recipient Country", put_countries, TARGET},
    {"Recipient COW", put_cows, TARGET},
    {"Primary Recipient Sector", put_first_sectors, TARGET},
    {"Recipient Sectors", put_all_sectors, TARGET},
    {"Recipient Title", put_titles, TARGET},
    {"Recipient Name Raw", NULL, SOURCE},
    {"Wikipedia Recipient ID", NULL, SOURCE},
    {"Placename", put_place, SOURCE},
    {"City", put_city, SOURCE},
    {"District", NULL, SOURCE},
    {"Province", NULL, SOURCE},
    {"Country", put_place_id, SOURCE},
    {"Latitude", NULL, SOURCE},
    {"Longitude", NULL, SOURCE},
    {"GeoNames ID", NULL, SOURCE},
    {"Raw Placename", NULL, SOURCE},
    {"Feature Type", NULL, SOURCE},
    {"Source", put_publishers, SOURCE},
    {"Publication Date", put_published, SOURCE},
    {"Story People", NULL, SOURCE},
    {"Story Organizations", NULL, SOURCE},
    {"Story Locations", NULL, SOURCE},
    {"Language", NULL, SOURCE},
    {"Version", put_coder, SOURCE},
};

static const export_column phoenix[] = {
    {"EventID", put_number, SOURCE},
    {"Date", put_day_digits, SOURCE},
    {"Year", put_year, SOURCE},
    {"Month", put_month, SOURCE},
    {"Day", put_day_of_month, SOURCE},
    {"SourceActorFull", put_code, SOURCE},
    {"SourceActorEntity", put_entity, SOURCE},
    {"SourceActorRole", put_roles, SOURCE},
    {"SourceActorAttribute", put_others, SOURCE},
    {"TargetActorFull", put_code, TARGET},
    {"TargetActorEntity", put_entity, TARGET},
    {"TargetActorRole", put_roles, TARGET},
    {"TargetActorAttribute", put_others, TARGET},
    {"EventCode", put_cameo, SOURCE},
    {"EventRootCode", put_root, SOURCE},
    {"PentaClass", put_penta, SOURCE},
    {"GoldsteinScore", put_goldstein, SOURCE},
    {"Issues", NULL, SOURCE},
    {"Lat", NULL, SOURCE},
    {"Lon", NULL, SOURCE},
    {"LocationName", put_place, SOURCE},
    {"StateName", NULL, SOURCE},
    {"CountryCode", put_place_id, SOURCE},
    {"SentenceID", put_places, SOURCE},
    {"URLs", put_urls, SOURCE},
    {"NewsSources", put_publishers, SOURCE},
};

const export_format export_tables[] = {
    {"cameo", plain, sizeof plain / sizeof *plain, true, true, true},
    {"icews", icews, sizeof icews / sizeof *icews, true, true, true},
    {"polecat", polecat, sizeof polecat / sizeof *polecat, true, false, false},
    {"phoenix", phoenix, sizeof phoenix / sizeof *phoenix, false, true, true},
    {NULL, NULL, 0, false, false, false},
};
