/** Regular expressions that others write, bound in the work that they may cause. */
@NullMarked
package dev.caravan.pattern;

import org.jspecify.annotations.NullMarked;
