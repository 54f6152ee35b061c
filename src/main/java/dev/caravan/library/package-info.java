/** Libraries of device types in git: read at a commit, their vendors listed. */
@NullMarked
package dev.caravan.library;

import org.jspecify.annotations.NullMarked;
