/** A stateful OpenStack of just the part that an orchestrator uses, with the real one's habits. */
@NullMarked
package dev.caravan.sandbox.openstack;

import org.jspecify.annotations.NullMarked;
