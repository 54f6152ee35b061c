/**
 * Network fabrics: described in git, living in a Kubernetes cluster, recorded here, and kept in
 * sync every interval.
 */
@NullMarked
package dev.caravan.fabric;

import org.jspecify.annotations.NullMarked;
