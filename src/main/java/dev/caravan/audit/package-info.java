/** What happened: who did what, when and from where, written once and never changed. */
@NullMarked
package dev.caravan.audit;

import org.jspecify.annotations.NullMarked;
