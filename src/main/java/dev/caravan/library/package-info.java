/**
 * Libraries of device types in git: fetched into a kept cache, read at a commit, their vendors
 * listed.
 */
@NullMarked
package dev.caravan.library;

import org.jspecify.annotations.NullMarked;
