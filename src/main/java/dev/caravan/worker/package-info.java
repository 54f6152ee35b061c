/** The bridge: a service task of a BPMN process becomes one run of a Camel route, at least once. */
@NullMarked
package dev.caravan.worker;

import org.jspecify.annotations.NullMarked;
