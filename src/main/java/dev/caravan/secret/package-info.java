/**
 * What is secret: names that say so, schemas that say so, and texts that hold a secret among other
 * words.
 */
@NullMarked
package dev.caravan.secret;

import org.jspecify.annotations.NullMarked;
