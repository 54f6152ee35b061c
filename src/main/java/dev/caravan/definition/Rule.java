package dev.caravan.definition;

/** Rules of NetBox about one definition, checked before anything is sent. */
@FunctionalInterface
interface Rule {

  void check(Content content, Problems problems);
}
