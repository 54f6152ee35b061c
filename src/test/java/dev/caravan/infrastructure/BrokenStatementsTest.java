package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A step may die at every row that it writes: here PostgreSQL has no room for some of the rows, in
 * the midst of statements of many rows too, and each time the step begins anew with what it left.
 */
class BrokenStatementsTest extends CloudStory {

  @Autowired JdbcClient jdbc;

  @BeforeEach
  void aDatabaseThatRefuses() {
    jdbc.sql("create sequence caravan.rows_written").update();
    jdbc.sql(
            """
            create function caravan.refuse() returns trigger language plpgsql as $$
            begin
              if mod(nextval('caravan.rows_written'), 37) in (1, 3) then
                raise exception 'refused by the test' using errcode = 'disk_full';
              end if;
              return new;
            end $$
            """)
        .update();
    jdbc.sql(
            """
            create trigger refuse before update on caravan.deployments
            for each row when (new.status = 'IN_PROGRESS') execute function caravan.refuse()
            """)
        .update();
    jdbc.sql(
            """
            create trigger refuse before insert or update on caravan.deployment_resources
            for each row execute function caravan.refuse()
            """)
        .update();
  }

  @AfterEach
  void aDatabaseAsItWas() {
    jdbc.sql("drop function caravan.refuse cascade").update();
    jdbc.sql("drop sequence caravan.rows_written").update();
  }

  @Test
  void aStackIsWholeWhateverRowIsTheLast() {
    String shop = deployed("shop", "web-app-stack", "sandbox", Map.of());
    ended(shop, "COMPLETED");
    assertThat(cloud.standing("demo")).hasSize(6 + 1 + 3 + 1 + 3 + 6 + 3).doesNotHaveDuplicates();

    scaled(shop, "web", 12);
    ended(shop, "COMPLETED");
    assertThat(servers()).hasSize(16).doesNotHaveDuplicates();

    scaled(shop, "web", 1, true);
    ended(shop, "COMPLETED");
    assertThat(servers()).hasSize(5).contains("shop-web-1");

    assertThat(as("operator").delete(shop).status()).isEqualTo(202);
    ended(shop, "DELETED");
    assertThat(cloud.standing("demo")).isEmpty();
    assertThat(refused()).isGreaterThan(3);
  }

  @Test
  void aServerWhoseFaultMayPassIsReplacedOnce() {
    cloud.buildFault(
        Map.of("effect", "error", "skip", 1, "message", "MessagingTimeout: no reply in time"));

    String passing = deployed("passing", "web-app-stack", "sandbox", Map.of());

    JsonNode stack = ended(passing, "COMPLETED");
    assertThat(stack.at("/resources/vms")).hasSize(6).allMatch(vm -> active(vm));
    assertThat(cloud.standing("demo")).hasSize(6 + 1 + 3 + 1 + 3 + 6 + 3).doesNotHaveDuplicates();
  }

  @Test
  void aServerThatFailsTwiceIsNotReplacedAgain() {
    cloud.buildFault(
        Map.of(
            "effect",
            "error",
            "name",
            "hopeless-web-1",
            "times",
            2,
            "message",
            "MessagingTimeout"));

    String hopeless = deployed("hopeless", "web-app-stack", "sandbox", Map.of());

    JsonNode stack = ended(hopeless, "FAILED");
    assertThat(stack.at("/error/message").asText()).contains("web-1").contains("MessagingTimeout");
    assertThat(cloud.standing("demo")).isEmpty();
  }

  private static boolean active(JsonNode vm) {
    return vm.path("status").asText().equals("ACTIVE");
  }

  private List<String> servers() {
    return cloud.standing("demo").stream()
        .filter(each -> each.startsWith("server "))
        .map(each -> each.substring("server ".length()))
        .toList();
  }

  /** Dead attempts, by what was refused. */
  private long refused() {
    return jdbc.sql("select last_value / 37 from caravan.rows_written").query(Long.class).single();
  }
}
