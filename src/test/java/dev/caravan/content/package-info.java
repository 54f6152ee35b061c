/** Reads processes/ and routes/ as a reviewer would. */
@NullMarked
package dev.caravan.content;

import org.jspecify.annotations.NullMarked;
