/** Workflows and their forms, the processes that run them, and what became of each step. */
@NullMarked
package dev.caravan.workflow;

import org.jspecify.annotations.NullMarked;
