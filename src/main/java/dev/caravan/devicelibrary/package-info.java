/** The reading side of an import: what a library holds for it, kept per process as a work list. */
@NullMarked
package dev.caravan.devicelibrary;

import org.jspecify.annotations.NullMarked;
