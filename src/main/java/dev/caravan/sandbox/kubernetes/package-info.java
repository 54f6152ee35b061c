/** A simulator of the Kubernetes API: custom resources, their definitions, namespaces. */
@NullMarked
package dev.caravan.sandbox.kubernetes;

import org.jspecify.annotations.NullMarked;
