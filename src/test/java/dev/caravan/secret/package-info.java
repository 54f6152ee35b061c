/** What is taken for a secret, and what is not. */
@NullMarked
package dev.caravan.secret;

import org.jspecify.annotations.NullMarked;
