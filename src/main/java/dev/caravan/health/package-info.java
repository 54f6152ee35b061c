/** Is it well: what each part that Caravan stands on is like, for people, probes and metrics. */
@NullMarked
package dev.caravan.health;

import org.jspecify.annotations.NullMarked;
