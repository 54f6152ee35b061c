/** Simulators of outside systems, spoken to over HTTP alone and only in profile sandbox. */
@NullMarked
package dev.caravan.sandbox;

import org.jspecify.annotations.NullMarked;
