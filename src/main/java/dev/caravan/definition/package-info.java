/**
 * What a definition of a device type or module type is: read from YAML, held against the schema of
 * its library and against the rules of NetBox.
 */
@NullMarked
package dev.caravan.definition;

import org.jspecify.annotations.NullMarked;
