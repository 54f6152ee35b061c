package dev.caravan.deviceimport;

import org.springframework.stereotype.Component;

/**
 * All that is written down about imports: the work list, what it refers to, the journal, and what
 * is theirs in NetBox.
 */
@Component
record Books(
    ImportStore definitions,
    ReferenceStore references,
    Journal journal,
    WrittenStore written,
    LeftoverStore leftovers) {}
