package dev.caravan.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Seals all stored secrets by the key in force, so that keys of before can be forgotten. */
@Component
class Resealing {

  private final List<SealedColumn> columns;
  private final Vault vault;
  private final JdbcClient jdbc;

  Resealing(List<SealedColumn> columns, Vault vault, JdbcClient jdbc) {
    this.columns = columns;
    this.vault = vault;
    this.jdbc = jdbc;
  }

  /** How many secrets another key sealed, or an older version without naming its key. */
  int countOld() {
    return columns.stream().mapToInt(column -> old(column).size()).sum();
  }

  /** Gives how many secrets were sealed anew; one that changes meanwhile is new anyway. */
  int sealAnew() {
    int done = 0;
    for (SealedColumn column : columns) {
      for (Map.Entry<UUID, byte[]> row : old(column).entrySet()) {
        String purpose = column.purpose().apply(row.getKey());
        done +=
            jdbc.sql(
                    "update %s set %s = :anew where %s = :id and %s = :before"
                        .formatted(column.table(), column.column(), column.id(), column.column()))
                .param("anew", vault.seal(vault.open(row.getValue(), purpose), purpose))
                .param("id", row.getKey())
                .param("before", row.getValue())
                .update();
      }
    }
    return done;
  }

  private Map<UUID, byte[]> old(SealedColumn column) {
    Map<UUID, byte[]> old = new LinkedHashMap<>();
    jdbc.sql(
            "select %s as id, %s as sealed from %s where %s is not null"
                .formatted(column.id(), column.column(), column.table(), column.column()))
        .query(
            row -> {
              byte[] sealed = row.getBytes("sealed");
              if (!vault.isCurrent(sealed)) {
                old.put(row.getObject("id", UUID.class), sealed);
              }
            });
    return old;
  }
}
