/** Stories told against one running Caravan over HTTP, and what they need to tell them. */
@NullMarked
package dev.caravan.story;

import org.jspecify.annotations.NullMarked;
