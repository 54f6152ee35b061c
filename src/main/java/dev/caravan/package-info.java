/** Caravan: BPMN processes say what happens, Camel routes do it. */
@NullMarked
package dev.caravan;

import org.jspecify.annotations.NullMarked;
