/** What a person at a terminal sees: how far processes are, how they ended, what to try next. */
@NullMarked
package dev.caravan.terminal;

import org.jspecify.annotations.NullMarked;
