/**
 * Where data is kept: PostgreSQL and Redis, as given by the environment or else embedded; and how
 * its rows are read.
 */
@NullMarked
package dev.caravan.storage;

import org.jspecify.annotations.NullMarked;
