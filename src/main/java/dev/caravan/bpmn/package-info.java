/** What a BPMN file may hold, read from the file alone, and how it looks as a picture. */
@NullMarked
package dev.caravan.bpmn;

import org.jspecify.annotations.NullMarked;
