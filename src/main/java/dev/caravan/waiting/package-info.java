/** Reads that wait, by {@code ?wait=}, until what they show is at rest. */
@NullMarked
package dev.caravan.waiting;

import org.jspecify.annotations.NullMarked;
