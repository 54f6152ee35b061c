package dev.caravan.deviceimport;

import org.springframework.stereotype.Component;

/**
 * All that is written down about imports: the work list, what it refers to, what was sent, the
 * journal, what is theirs in NetBox, who works on what, and the images.
 */
@Component
record Books(
    ImportStore definitions,
    ReferenceStore references,
    Journal journal,
    SentStore sent,
    Locks locks,
    WrittenStore written,
    LeftoverStore leftovers,
    ImageStore images) {}
