/**
 * Git repositories of others: fetched into kept clones, read at a commit and committed to, each
 * with its own access.
 */
@NullMarked
package dev.caravan.git;

import org.jspecify.annotations.NullMarked;
