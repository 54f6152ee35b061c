package dev.caravan.deviceimport;

import dev.caravan.workflow.ProcessesForgotten;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes away what imports that are forgotten read and planned. The journal of what they wrote
 * stays: it says which objects in NetBox are ours and which of them are half-made.
 */
@Component
class ForgottenImports {

  private final JdbcClient jdbc;

  ForgottenImports(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @EventListener
  void forgotten(ProcessesForgotten event) {
    if (event.processIds().isEmpty()) {
      return;
    }
    delete(
        event,
        """
        delete from caravan.import_definitions d where process_id in (:ids)
          and not exists (select 1 from caravan.imported_objects o
                          where o.process_id = d.process_id and o.path = d.path
                            and not o.complete and o.undone_at is null)
        """);
    delete(event, "delete from caravan.import_references where process_id in (:ids)");
    delete(event, "delete from caravan.netbox_requests where process_id in (:ids)");
    delete(
        event,
        """
        delete from caravan.import_targets t where process_id in (:ids)
          and not exists (select 1 from caravan.imported_objects o where o.process_id = t.process_id)
        """);
  }

  private void delete(ProcessesForgotten event, String statement) {
    jdbc.sql(statement).param("ids", event.processIds()).update();
  }
}
