/**
 * What all of the HTTP interface has in common: request ids, the shape of errors, idempotency keys,
 * entity tags, aliases and the description of the API.
 */
@NullMarked
package dev.caravan.api;

import org.jspecify.annotations.NullMarked;
