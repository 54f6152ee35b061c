package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes rows as another version of Caravan, or a hand in the database, may leave them. */
abstract class OddRows extends RunningCaravan {

  @Autowired JdbcClient jdbc;

  String startImport() {
    Answer started =
        admin()
            .post(
                "/api/v1/workflows/import-vendors",
                Map.of("selected_vendors", List.of("Nobody"), "dry_run", true));
    assertThat(started.status()).as(started.toString()).isEqualTo(202);
    String id = started.json().path("id").asText();
    admin().delete("/api/v1/processes/" + id);
    return id;
  }

  /** A row that this version cannot understand. */
  String addOdd(String list) {
    if (list.equals("fabrics")) {
      String fabric = addFabric();
      change("update caravan.fabrics set git = '{\"x\": 1}' where id = :id::uuid", fabric);
      return fabric;
    }
    if (list.equals("deployments")) {
      return addDeployment("MELTING").toString();
    }
    if (list.equals("webhooks")) {
      String webhook =
          idOf(admin().post("/api/v1/webhooks", Map.of("url", "https://example.com/odd")));
      change("update caravan.webhooks set events = '{moon.risen}' where id = :id::uuid", webhook);
      return webhook;
    }
    String name = "odd-" + UUID.randomUUID();
    Answer added =
        list.equals("users")
            ? admin()
                .post(
                    "/api/v1/users",
                    Map.of("username", name, "password", "long-enough", "role", "viewer"))
            : admin().post("/api/v1/api-keys", Map.of("name", name, "role", "viewer"));
    String table = list.replace('-', '_');
    jdbc.sql("alter table caravan.%1$s drop constraint %1$s_role_check".formatted(table)).update();
    change(
        "update caravan.%s set role = 'moon' where id = :id::uuid".formatted(table), idOf(added));
    return idOf(added);
  }

  void removeOdd(String list, String id) {
    String table = list.replace('-', '_');
    change("delete from caravan.%s where id = :id::uuid".formatted(table), id);
    if (list.equals("users") || list.equals("api-keys")) {
      jdbc.sql(
              "alter table caravan.%1$s add constraint %1$s_role_check check (role in ('viewer', 'operator', 'developer', 'admin'))"
                  .formatted(table))
          .update();
    }
  }

  void change(String sql, String id) {
    jdbc.sql(sql).param("id", id).update();
  }

  JsonNode whole(String list) {
    Answer answer = admin().get(list);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  static String idOf(Answer added) {
    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    return added.json().path("id").asText();
  }

  String addFabric() {
    String id =
        jdbc.sql(
                """
                insert into caravan.fabrics
                  (id, name, cluster, git, secrets, sync_enabled, sync_interval, policy, prune, self_heal,
                   dry_run_first, watch, created_by)
                values
                  (gen_random_uuid(), :name,
                   '{"server": "", "namespace": "default", "ca": "", "kubeconfig_context": "", "auth": "none"}',
                   '{"url": "", "ref": "HEAD", "path": "", "has_token": false}', '', false, 0, 'observe',
                   false, false, false, false, 'test')
                returning id::text
                """)
            .param("name", "odd-" + UUID.randomUUID())
            .query(String.class)
            .single();
    for (String more :
        List.of("fabric_proofs (fabric_id)", "fabric_schedules (fabric_id, anchor)")) {
      String values = more.contains("anchor") ? "(:id::uuid, now())" : "(:id::uuid)";
      jdbc.sql("insert into caravan.%s values %s".formatted(more, values)).param("id", id).update();
    }
    return id;
  }

  UUID addDeployment(String status) {
    return jdbc.sql(
            """
            insert into caravan.deployments
              (id, name, status, template, template_version, cloud_region, parameters, blueprint,
               created_by)
            values (gen_random_uuid(), :name, :status, 'web-app-stack', 1, 'nowhere', '{}', '{}', 'test') returning id
            """)
        .param("name", "odd-" + UUID.randomUUID().toString().substring(0, 8))
        .param("status", status)
        .query(UUID.class)
        .single();
  }
}
