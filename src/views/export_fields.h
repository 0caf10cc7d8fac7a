/* export_fields.h: what may stand in a column. Each adds to the field that the writer is at; what is not
 * known adds nothing. */
#ifndef VIEWS_EXPORT_FIELDS_H
#define VIEWS_EXPORT_FIELDS_H
#include "views/export.h"

/* The event. */
export_fill put_id, put_number, put_label, put_type, put_mode, put_contexts;
export_fill put_status, put_polarity, put_alleged, put_claimed_by;
/* Its day: 2025-06-25; 20250625; and parts of it. */
export_fill put_day, put_day_digits, put_month_digits, put_year, put_month, put_day_of_month, put_fraction;
export_fill put_when, put_known;
/* Its code. */
export_fill put_cameo, put_base, put_root, put_code_name, put_goldstein, put_quad, put_penta;
export_fill put_score, put_quad_name;
/* One side of a dyad. */
export_fill put_name, put_party, put_code, put_country_name, put_sectors;
/* All of a side, as lists in which each has its place; sectors: each once. */
export_fill put_names, put_countries, put_cows, put_titles, put_first_sectors, put_all_sectors;
/* Where. */
export_fill put_place, put_city, put_place_country, put_place_id;
/* Who tells it. */
export_fill put_origins, put_outlets, put_articles, put_mentions, put_publisher, put_publishers;
export_fill put_url, put_urls, put_places, put_story, put_published, put_coder;
#endif
