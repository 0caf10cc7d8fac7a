/* schema.h: the tables of a record's file. */
#ifndef RECORD_SCHEMA_H
#define RECORD_SCHEMA_H

enum {
  RECORD_APPLICATION = 0x43684E63,   /* "ChNc", at byte 68 of the file: what `file` can know it by */
  RECORD_SCHEMA_VERSION = 5          /* PRAGMA user_version */
};
extern const char record_schema[];   /* SQL that makes the tables of that version */
#endif
