package dev.caravan.ansible;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Variables as the real Ansible sees them; skipped where {@code ANSIBLE_COMMAND}, or else {@code
 * ansible-playbook} on the path, is not there.
 */
class RealExtraVarsTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final String VARS =
      """
      {"sci": 1e+22, "small": 1E-7, "whole_float": 1.0, "big": 123456789012345678901234567890, "int": 7,
       "nothing": null, "yes_text": "yes", "no_bool": false, "date": "2024-01-01", "octal": "0755",
       "number_text": "1e22", "empty": "", "unicode": "größe 🐪 \\u2028", "template": "{{ 1 + 1 }}",
       "nested": [[1, [2.50, "on"]], {"a b": {"k": "x", "~": null}}]}
      """;

  @TempDir private Path folder;

  @Test
  void ansibleSeesTheTypesThatWereGiven() throws IOException, InterruptedException {
    Optional<String> command = command();
    assumeTrue(command.isPresent(), "ansible-playbook is not installed here");
    JsonNode vars = JSON.readTree(VARS);
    Path file = folder.resolve("vars.json");
    Files.writeString(file, ExtraVars.file(JSON.readTree(ExtraVars.kept(vars))));
    StringBuilder all = new StringBuilder();
    vars.fieldNames()
        .forEachRemaining(
            name -> all.append("'%s': [%s | type_debug, %s], ".formatted(name, name, name)));
    Path seen = folder.resolve("seen.json");
    Files.writeString(
        folder.resolve("types.yml"),
        """
        - hosts: localhost
          connection: local
          gather_facts: false
          vars: {ansible_python_interpreter: "{{ ansible_playbook_python }}"}
          tasks:
            - copy: {content: "{{ {%s} | to_json }}", dest: "%s"}
        """
            .formatted(all, seen));

    ProcessBuilder builder =
        new ProcessBuilder(
                command.get(),
                "-i",
                "localhost,",
                "--extra-vars",
                "@" + file,
                folder.resolve("types.yml").toString())
            .redirectErrorStream(true);
    builder
        .environment()
        .putAll(Map.of("ANSIBLE_LOCAL_TEMP", folder.toString(), "LC_ALL", "C.UTF-8"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();

    JsonNode found = JSON.readTree(Files.readAllBytes(seen));
    Map<String, String> types =
        Map.ofEntries(
            Map.entry("sci", "float"),
            Map.entry("small", "float"),
            Map.entry("whole_float", "float"),
            Map.entry("big", "int"),
            Map.entry("int", "int"),
            Map.entry("nothing", "NoneType"),
            Map.entry("no_bool", "bool"),
            Map.entry("nested", "list"));
    vars.properties()
        .forEach(
            field -> {
              JsonNode pair = found.path(field.getKey());
              String type = types.getOrDefault(field.getKey(), "str");
              // Before core 2.19 texts have types of Ansible's own.
              String seenAs =
                  pair.path(0).asText().replaceFirst("^Ansible(Unsafe)?(Text|Unicode)$", "str");
              assertThat(seenAs.replaceFirst("^AnsibleSequence$", "list"))
                  .as(field.getKey())
                  .isEqualTo(type);
              assertThat(pair.path(1)).as(field.getKey()).isEqualTo(field.getValue());
            });
  }

  private static Optional<String> command() {
    String named = System.getenv("ANSIBLE_COMMAND");
    if (named != null && Files.isExecutable(Path.of(named))) {
      return Optional.of(named);
    }
    for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      Path candidate = Path.of(place, "ansible-playbook");
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate.toString());
      }
    }
    return Optional.empty();
  }
}
