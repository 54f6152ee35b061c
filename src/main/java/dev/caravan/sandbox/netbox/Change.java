package dev.caravan.sandbox.netbox;

import org.jspecify.annotations.Nullable;

/** One object that a write left as {@code row}, or deleted where there is none. */
record Change(Kind kind, long id, @Nullable Row row) {

  static Change saved(Row row) {
    return new Change(row.kind(), row.id(), row);
  }

  static Change deleted(Row row) {
    return new Change(row.kind(), row.id(), null);
  }
}
