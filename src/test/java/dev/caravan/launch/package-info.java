@NullMarked
package dev.caravan.launch;

import org.jspecify.annotations.NullMarked;
