/** Checks processes, forms and routes together, before any of them runs. */
@NullMarked
package dev.caravan.content;

import org.jspecify.annotations.NullMarked;
