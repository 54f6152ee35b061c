/** What the environment says: secrets read from files, and every value checked before the start. */
@NullMarked
package dev.caravan.settings;

import org.jspecify.annotations.NullMarked;
