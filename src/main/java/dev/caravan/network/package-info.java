/** Which addresses everybody can reach, and which only this machine or its network should. */
@NullMarked
package dev.caravan.network;

import org.jspecify.annotations.NullMarked;
