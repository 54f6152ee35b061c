/** Holds the house to its plan: which module may see which, and what code may not do anywhere. */
@NullMarked
package dev.caravan.architecture;

import org.jspecify.annotations.NullMarked;
