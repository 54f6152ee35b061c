/** Memory that is no longer needed goes back to the system. */
@NullMarked
package dev.caravan.memory;

import org.jspecify.annotations.NullMarked;
