package dev.caravan.security;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Seals all stored secrets by the key in force, so that keys of before can be forgotten. */
@Component
class Resealing {

  private static final int ROWS_AT_ONCE = 500;

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
    int[] count = {0};
    columns.forEach(column -> eachOld(column, row -> count[0]++));
    return count[0];
  }

  /** Gives how many secrets were sealed anew; one that changes meanwhile is new anyway. */
  int sealAnew() {
    int[] done = {0};
    columns.forEach(column -> eachOld(column, row -> done[0] += sealAnew(column, row)));
    return done[0];
  }

  private int sealAnew(SealedColumn column, Row row) {
    String purpose = column.purpose().apply(row.subject);
    return jdbc.sql(
            "update %s set %s = :anew where %s = :id and %s = :before"
                .formatted(column.table(), column.column(), column.id(), column.column()))
        .param("anew", vault.seal(vault.open(row.sealed, purpose), purpose))
        .param("id", row.id)
        .param("before", row.sealed)
        .update();
  }

  /** Some rows at once: there may be very many. */
  private void eachOld(SealedColumn column, Consumer<Row> take) {
    UUID last = new UUID(0, 0);
    List<Row> rows;
    do {
      rows = rows(column, last);
      for (Row row : rows) {
        last = row.id;
        if (!vault.isCurrent(row.sealed)) {
          take.accept(row);
        }
      }
    } while (rows.size() == ROWS_AT_ONCE);
  }

  private List<Row> rows(SealedColumn column, UUID after) {
    return jdbc.sql(
            "select %s as id, %s as subject, %s as sealed from %s where %s is not null and %s > :after order by 1 limit :limit"
                .formatted(
                    column.id(),
                    column.subject(),
                    column.column(),
                    column.table(),
                    column.column(),
                    column.id()))
        .param("after", after)
        .param("limit", ROWS_AT_ONCE)
        .query(
            (row, n) ->
                new Row(
                    row.getObject("id", UUID.class),
                    row.getString("subject"),
                    row.getBytes("sealed")))
        .list();
  }

  /** One sealed secret. */
  private static final class Row {

    private final UUID id;
    private final String subject;
    private final byte[] sealed;

    Row(UUID id, String subject, byte[] sealed) {
      this.id = id;
      this.subject = subject;
      this.sealed = sealed;
    }
  }
}
