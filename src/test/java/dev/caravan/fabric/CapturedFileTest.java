package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.git.FetchWatch;
import dev.caravan.git.GitAccess;
import dev.caravan.git.GitRepository;
import dev.caravan.git.GitSnapshot;
import dev.caravan.git.TestClones;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every object has its own file, and keeps the one that it had. */
class CapturedFileTest {

  private static final String BEFORE =
      "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web}\n";

  @TempDir Path temp;

  private static FabricResource object(String group, String kind, String name) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return new FabricResource(
        UUID.randomUUID(),
        UUID.randomUUID(),
        group,
        kind,
        "default",
        name,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "unknown",
        null,
        "draft",
        "actual_only",
        json.arrayNode(),
        null,
        json.arrayNode(),
        null,
        null,
        false,
        Instant.EPOCH);
  }

  private String path(FabricResource object, String... captured) throws Exception {
    try (GitRepository repository = new GitRepository(temp.resolve("remote"))) {
      repository.with("README.md", "a fabric");
      for (int i = 0; i < captured.length; i += 2) {
        repository.with(captured[i], captured[i + 1]);
      }
      repository.commit("one");
      try (GitSnapshot tip =
          TestClones.in(temp.resolve("data"))
              .fetch(repository.source("master"), GitAccess.NONE, FetchWatch.NONE)) {
        return CapturedFile.path("fabric", object, tip);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', Service, fabric/captured/service.core/web.yaml",
    "serving.knative.dev, Service, fabric/captured/service.serving.knative.dev/web.yaml",
    "serving.example.org, Service, fabric/captured/service.serving.example.org/web.yaml"
  })
  void equalKindsOfTwoGroupsHaveTwoFiles(String group, String kind, String path) throws Exception {
    assertThat(path(object(group, kind, "web"))).isEqualTo(path);
  }

  @Test
  void anObjectKeepsTheFileThatItWasCapturedIn() throws Exception {
    assertThat(
            path(
                object("serving.knative.dev", "Service", "web"),
                "fabric/captured/service/web.yaml",
                BEFORE))
        .isEqualTo("fabric/captured/service/web.yaml");
  }

  @ParameterizedTest
  @CsvSource({"'', Service, web", "serving.example.org, Service, web"})
  void theFileOfAnotherObjectIsNotOverwritten(String group, String kind, String name)
      throws Exception {
    assertThat(path(object(group, kind, name), "fabric/captured/service/web.yaml", BEFORE))
        .startsWith("fabric/captured/service.");
  }

  @Test
  void aFileThatHoldsNoObjectIsNobodysOwn() throws Exception {
    assertThat(
            path(
                object("serving.knative.dev", "Service", "web"),
                "fabric/captured/service/web.yaml",
                "a: [b"))
        .isEqualTo("fabric/captured/service.serving.knative.dev/web.yaml");
  }
}
