/**
 * Lists in pages: a limit, an opaque cursor and a link to what follows, the same for every list.
 */
@NullMarked
package dev.caravan.paging;

import org.jspecify.annotations.NullMarked;
