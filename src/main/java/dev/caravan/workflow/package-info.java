/**
 * Workflows and their runs: what may be deployed, what a run may be started with, and what became
 * of it.
 */
@NullMarked
package dev.caravan.workflow;

import org.jspecify.annotations.NullMarked;
