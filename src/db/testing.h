/* SPDX-License-Identifier: EUPL-1.2
 *
 * For the tests of every room: a fresh, migrated, empty database on the engine under test, and a
 * way to put rows into it without a named query. Never part of the program.
 *
 * The engine is the environment's: VEJVISER_TEST_DB=postgres://user@host:port/name makes each store
 * a schema of its own in that database; unset or empty, each is an SQLite file in a directory of its
 * own under TMPDIR (else /dev/shm, else /tmp). Whatever goes wrong here stops the test program with a message: a test cannot
 * go on without its database.
 *
 *     struct store *store = test_store();
 *     test_sql(store, "insert into goal ...");
 *     ...
 *     test_store_drop(store);
 */
#ifndef VEJVISER_DB_TESTING_H
#define VEJVISER_DB_TESTING_H

#include "db/db.h"

/* Empty and migrated. Quick: on SQLite a copy of a file that was migrated once in this process, on
 * PostgreSQL the schema of an earlier test, emptied. So a test may make tables of its own, but must
 * not alter or drop the house's. Thread-safe. */
struct store *test_store(void);
/* The same without a table in it, and never used again. */
struct store *test_store_bare(void);
/* Closes the store and removes its database. */
void test_store_drop(struct store *store);

/* The URL that opens this store's database a second time, as another program would. */
const char *test_store_url(const struct store *store);

/* Statements without parameters; stops the test program when the database refuses them. */
void test_sql(struct store *store, const char *sql);
/* The same for the tests of refusals: false and *err. */
bool test_sql_try(struct store *store, const char *sql, struct err *err);
/* A single number, such as a count(*). */
int64_t test_sql_number(struct store *store, const char *sql);

/* Statements that SQLite and PostgreSQL write differently. */
bool test_on_postgres(void);

#endif
