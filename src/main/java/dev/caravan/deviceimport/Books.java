package dev.caravan.deviceimport;

import org.springframework.stereotype.Component;

/** All that is written down about imports: the work list, what it refers to, and the journal. */
@Component
record Books(ImportStore definitions, ReferenceStore references, Journal journal) {}
