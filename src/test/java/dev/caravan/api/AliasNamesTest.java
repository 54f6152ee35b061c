package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of published designs lead to Caravan's own before anything else looks at a request. */
class AliasNamesTest {

  @ParameterizedTest
  @CsvSource({
    "GET,/api/workflows,/api/v1/workflows",
    "GET,/api/workflows/{name},/api/v1/workflows/{name}",
    "POST,/api/workflows/{name}/execute,/api/v1/workflows/{name}",
    "GET,/api/processes/{id},/api/v1/processes/{id}",
    "GET,/processes/{id},/api/v1/processes/{id}",
    "DELETE,/processes/{id},/api/v1/processes/{id}",
    "GET,/api/health,/api/v1/health",
    "GET,/executions/{id}/status,/api/v1/processes/{id}/status",
    "GET,/workflows/{id}/status,/api/v1/processes/{id}/status",
    "POST,/workflows/task_import_vendors,/api/v1/workflows/import-vendors",
    "POST,/api/v1/workflows/task_import_vendors/execute,/api/v1/workflows/import-vendors",
    "GET,/api/workflows/task_import_vendors/form,/api/v1/workflows/import-vendors/form",
  })
  void leadToTheAddressThatAnswers(String method, String asked, String answers) throws IOException {
    assertThat(Aliases.targetOf(method, asked)).isEqualTo(answers);
    assertThat(Files.readString(Path.of("docs/aliases.md"))).contains("`%s`".formatted(answers));
  }

  @ParameterizedTest
  @CsvSource({
    "/health",
    "/api/users",
    "/api/v1/users",
    "/api/healthy",
    "/workflowsx",
    "/api/v1",
    "/apiworkflows"
  })
  void nothingElseIsExchanged(String path) {
    assertThat(Aliases.targetOf("GET", path)).isEqualTo(path);
  }
}
