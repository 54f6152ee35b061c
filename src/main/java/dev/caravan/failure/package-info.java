/** The kinds of failure, named once for steps, HTTP answers and reports. */
@NullMarked
package dev.caravan.failure;

import org.jspecify.annotations.NullMarked;
