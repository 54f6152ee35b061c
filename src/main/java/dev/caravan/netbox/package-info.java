/** What NetBox is like: its versions, its kinds of component, bulk writes, look-ups and errors. */
@NullMarked
package dev.caravan.netbox;

import org.jspecify.annotations.NullMarked;
