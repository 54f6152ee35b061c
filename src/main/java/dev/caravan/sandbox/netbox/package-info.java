/** A stateful NetBox of just the part that Caravan uses, with the real one's habits. */
@NullMarked
package dev.caravan.sandbox.netbox;

import org.jspecify.annotations.NullMarked;
