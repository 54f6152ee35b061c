/** Reads YAML that strangers wrote as exact JSON, safely, and says where it is wrong. */
@NullMarked
package dev.caravan.yaml;

import org.jspecify.annotations.NullMarked;
