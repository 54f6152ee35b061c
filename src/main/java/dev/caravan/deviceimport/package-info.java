/** The writing side of an import: compares definitions with NetBox, writes, verifies, reports. */
@NullMarked
package dev.caravan.deviceimport;

import org.jspecify.annotations.NullMarked;
