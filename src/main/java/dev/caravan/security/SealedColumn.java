package dev.caravan.security;

import java.util.UUID;
import java.util.function.Function;

/**
 * A column that holds sealed secrets; each module that has one says so by a bean, and they can all
 * be sealed anew.
 *
 * @param table with its schema
 * @param id column of the row's id
 * @param column of the sealed secret
 * @param subject in SQL: what a secret of a row belongs to, as a text
 * @param purpose for which the secret of a subject was sealed
 */
public record SealedColumn(
    String table, String id, String column, String subject, Function<String, String> purpose) {

  /** A column whose secrets belong to their rows. */
  public static SealedColumn ofRows(String table, String column, Function<UUID, String> purpose) {
    return new SealedColumn(
        table, "id", column, "id::text", id -> purpose.apply(UUID.fromString(id)));
  }
}
