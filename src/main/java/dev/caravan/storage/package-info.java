/** Where data is kept: PostgreSQL and Redis, as given by the environment or else embedded. */
@NullMarked
package dev.caravan.storage;

import org.jspecify.annotations.NullMarked;
