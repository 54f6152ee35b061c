/** How the packaged jar starts: its classes are found by an index. */
@NullMarked
package dev.caravan.launch;

import org.jspecify.annotations.NullMarked;
