package dev.caravan.deviceimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.devicelibrary.BrokenLibrary;
import dev.caravan.library.GitLibrary;
import dev.caravan.sandbox.netbox.SandboxNetBox;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import dev.caravan.worker.TlsFront;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * An import as its caller sees it: a library that is broken in every way, into a NetBox behind TLS
 * with a certificate of an authority that is our own.
 */
class ImportStoryTest extends RunningCaravan {

  private static final SandboxNetBox NETBOX = SandboxNetBox.start("4.7.3", 0);
  private static final TlsFront FRONT = TlsFront.before(NETBOX.url(), "ip:127.0.0.1");

  private final SandboxControl sandbox = new SandboxControl(NETBOX.url());

  @DynamicPropertySource
  static void brokenLibraryAndNetBoxBehindTls(DynamicPropertyRegistry properties) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "broken");
    try (GitLibrary library = new GitLibrary(folder)) {
      BrokenLibrary.write(library);
      properties.add("caravan.library.url", library::url);
    }
    properties.add("caravan.netbox.url", FRONT::url);
    properties.add("caravan.netbox.token", () -> SandboxNetBox.TOKEN_V2);
    properties.add("caravan.netbox.ca-file", () -> FRONT.certificate().toString());
    properties.add("caravan.health.check-every", () -> "1s");
  }

  @AfterAll
  static void stop() throws IOException {
    FRONT.close();
    NETBOX.close();
  }

  @Test
  void reportsEveryBrokenDefinitionAndImportsTheGoodOnes() {
    sandbox.reset();

    String process = imported();

    assertThat(sandbox.count("dcim/device-types")).isEqualTo(1);
    assertThat(sandbox.count("dcim/module-types")).isEqualTo(1);
    assertThat(paths(definitions(process, "created")))
        .containsExactlyInAnyOrderElementsOf(BrokenLibrary.GOOD);
    List<JsonNode> invalid = definitions(process, "invalid");
    for (BrokenLibrary.Broken broken : BrokenLibrary.BROKEN) {
      assertThat(invalid)
          .as(broken.toString())
          .anySatisfy(
              definition -> {
                assertThat(definition.path("path").asText()).isEqualTo(broken.path());
                assertThat(definition.path("problems"))
                    .anySatisfy(
                        problem -> {
                          assertThat(problem.path("pointer").asText()).isEqualTo(broken.pointer());
                          assertThat(problem.path("rule").asText()).isEqualTo(broken.rule());
                          assertThat(problem.path("message").asText()).isNotBlank();
                        });
              });
    }
    assertThat(invalid).hasSameSizeAs(BrokenLibrary.BROKEN);
  }

  @Test
  void leadsFromEachDefinitionToItsTypeInNetBox() {
    sandbox.reset();

    List<JsonNode> created = definitions(imported(), "created");

    int device = sandbox.objects("dcim/device-types", "").get(0).path("id").asInt();
    assertThat(created)
        .extracting(definition -> definition.path("netbox_url").asText())
        .contains(FRONT.url() + "/dcim/device-types/" + device + "/");
  }

  @Test
  void theSameAgainWritesNothing() {
    sandbox.reset();
    imported();
    long posts = sandbox.requests("POST");

    String again = imported();

    assertThat(definitions(again, "created")).isEmpty();
    assertThat(paths(definitions(again, "skipped")))
        .containsExactlyInAnyOrderElementsOf(BrokenLibrary.GOOD);
    assertThat(sandbox.requests("POST")).isEqualTo(posts);
  }

  @Test
  void theHealthOfNetBoxIsSeenThroughTlsToo() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        as("viewer").get("/api/v1/health").json().at("/components/netbox/status"))
                    .hasToString("\"up\""));
  }

  /** The address of an import of everything that has completed. */
  private String imported() {
    Answer started =
        as("operator")
            .post("/api/v1/workflows/import-vendors", Map.of("selected_vendors", List.of("all")));
    assertThat(started.status()).as(started.toString()).isEqualTo(202);
    String process = started.header("Location");
    await().atMost(Duration.ofSeconds(60)).until(() -> !busy(process));
    JsonNode ended = as("viewer").get(process).json();
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("completed");
    return process;
  }

  private boolean busy(String process) {
    return Set.of("created", "running")
        .contains(as("viewer").get(process).json().path("status").asText());
  }

  /** All pages of those with one outcome. */
  private List<JsonNode> definitions(String process, String outcome) {
    List<JsonNode> all = new ArrayList<>();
    @Nullable String next = process + "/definitions?limit=10&outcome=" + outcome;
    while (next != null) {
      JsonNode page = as("viewer").get(next).json();
      page.path("items").forEach(all::add);
      next = page.path("next").textValue();
    }
    return all;
  }

  private static List<String> paths(List<JsonNode> definitions) {
    return definitions.stream().map(definition -> definition.path("path").asText()).toList();
  }
}
