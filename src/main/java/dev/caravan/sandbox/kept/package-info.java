/** What simulators keep over restarts. */
@NullMarked
package dev.caravan.sandbox.kept;

import org.jspecify.annotations.NullMarked;
