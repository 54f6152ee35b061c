package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.workflow.ProcessesForgotten;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What goes with an import that is forgotten, and what stays for good. */
class ForgottenImportsTest {

  private static final List<String> READ =
      List.of("import_definitions", "import_references", "netbox_requests", "import_targets");

  private final JdbcClient jdbc = LabDatabase.jdbc();
  private final ForgottenImports forgotten = new ForgottenImports(jdbc);

  private UUID imported(boolean wrote, boolean whole) {
    UUID id = UUID.randomUUID();
    run(
        """
        insert into caravan.import_definitions (process_id, path, vendor, kind, content)
        values (:id, 'a.yaml', 'A', 'device_type', '{}'), (:id, 'b.yaml', 'A', 'device_type', '{}')
        """,
        id);
    run(
        "insert into caravan.import_references (process_id, kind, slug, name) values (:id, 'm', 'a', 'A')",
        id);
    run("insert into caravan.netbox_requests values (:id, 'netbox.compare', 'GET', 3)", id);
    run("insert into caravan.import_targets values (:id, 'http://n', '4.7.3', 'c0ffee', '{}')", id);
    if (wrote) {
      run(
          """
          insert into caravan.imported_objects
            (process_id, netbox, kind, netbox_id, name, path, commit, action, complete, created_at)
          values (:id, 'http://n', 'device_types', 1, 'A', 'a.yaml', 'c0ffee', 'created', %s, now())
          """
              .formatted(whole),
          id);
    }
    return id;
  }

  private void run(String sql, UUID id) {
    jdbc.sql(sql).param("id", id).update();
  }

  private int rows(String table, UUID id) {
    return jdbc.sql("select count(*) from caravan.%s where process_id = :id".formatted(table))
        .param("id", id)
        .query(Integer.class)
        .single();
  }

  @Test
  void whatAForgottenImportReadGoesAndThatOfOthersStays() {
    UUID old = imported(false, true);
    UUID young = imported(false, true);

    forgotten.forgotten(new ProcessesForgotten(List.of(old)));

    for (String table : READ) {
      assertThat(rows(table, old)).as(table).isZero();
      assertThat(rows(table, young)).as(table).isPositive();
    }
  }

  @Test
  void theJournalOfWhatItWroteStays() {
    UUID old = imported(true, true);

    forgotten.forgotten(new ProcessesForgotten(List.of(old)));

    assertThat(rows("imported_objects", old)).isOne();
    assertThat(rows("import_targets", old)).isOne();
    assertThat(rows("import_definitions", old)).isZero();
  }

  @Test
  void theDefinitionOfWhatStandsHalfMadeStays() {
    UUID old = imported(true, false);

    forgotten.forgotten(new ProcessesForgotten(List.of(old)));

    assertThat(
            jdbc.sql("select path from caravan.import_definitions where process_id = :id")
                .param("id", old)
                .query(String.class)
                .list())
        .containsExactly("a.yaml");
  }

  @Test
  void nothingIsForgottenWhereNothingIsOld() {
    UUID young = imported(false, true);

    forgotten.forgotten(new ProcessesForgotten(List.of()));

    assertThat(rows("import_definitions", young)).isEqualTo(2);
  }
}
