/**
 * Infrastructure on OpenStack clouds: templates, deployments and their resources, made and unmade.
 */
@NullMarked
package dev.caravan.infrastructure;

import org.jspecify.annotations.NullMarked;
