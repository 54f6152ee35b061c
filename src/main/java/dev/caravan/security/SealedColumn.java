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
 * @param purpose for which the secret of a row was sealed
 */
public record SealedColumn(
    String table, String id, String column, Function<UUID, String> purpose) {}
