package dev.caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.caravan.Caravan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class SettingsCheckTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DATABASE_URL|mysql://host/db",
        "DATABASE_URL|postgresql:///nohost",
        "DATABASE_HOST|postgresql://host",
        "DATABASE_PORT|0",
        "DATABASE_PORT|65536",
        "DATABASE_PORT|many",
        "REDIS_URL|http://host",
        "REDIS_DATABASE|-1",
        "NETBOX_URL|netbox.example.org",
        "NETBOX_URL|ftp://netbox.example.org",
        "NETBOX_VERIFY_SSL|maybe",
        "NETBOX_TIMEOUT|0",
        "NETBOX_TIMEOUT|30s",
        "NETBOX_CA_FILE|/nowhere/ca.pem",
        "NETBOX_CA_FILE|pom.xml",
        "LIBRARY_REF|a b",
        "JWT_SECRET_KEY|too-short",
        "CARAVAN_ENCRYPTION_KEY|too-short",
        "SESSION_TIMEOUT|59",
        "SESSION_TIMEOUT|1h",
        "ADMIN_USERNAME|no spaces",
        "ADMIN_PASSWORD|short",
        "CARAVAN_BOOTSTRAP_API_KEY|short",
        "CORS_ORIGINS|https://a.example,b.example",
        "CORS_ORIGINS|https://a.example/path",
        "SERVER_PORT|http",
        "CARAVAN_DATA_DIR|pom.xml/data",
        "DEBUG|sometimes",
        "LOG_LEVEL|LOUD",
        "CARAVAN_MAX_BODY_SIZE|large",
        "CARAVAN_AUDIT_KEPT|ages",
        "CARAVAN_FORMS_MAX_SIZE|large",
        "CARAVAN_WEBHOOKS_TIME|ages",
        "NETBOX_WRITERS|many",
        "CARAVAN_INFRASTRUCTURE_CONFIRM_SHARE|third",
        "SANDBOX_OPENSTACK_BUILD_TIME|slow",
      })
  void namesAWrongVariableWithoutItsValue(String variable, String value) {
    List<Problem> problems = problems(Map.of(variable, value, "NETBOX_TOKEN", "t"));

    assertThat(problems).extracting(Problem::variable).containsExactly(variable);
    assertThat(problems.get(0).action()).isNotBlank();
    if (!variable.equals("CORS_ORIGINS")) {
      assertThat(problems.get(0).toString()).doesNotContain(" " + value);
    }
  }

  @Test
  void takesWhatIsRight() {
    Map<String, Object> right = new TreeMap<>();
    right.put("DATABASE_URL", "postgresql://u:p%40ss@db.example:5432/caravan?sslmode=require");
    right.put("DATABASE_HOST", "::1");
    right.put("DATABASE_PORT", "5432");
    right.put("REDIS_URL", "redis://:secret@redis:6379/0");
    right.put("REDIS_DATABASE", "0");
    right.put("NETBOX_URL", "https://netbox.example.org/netbox");
    right.put("NETBOX_TOKEN", "nbt_abc.def");
    right.put("NETBOX_VERIFY_SSL", "False");
    right.put("NETBOX_TIMEOUT", "30");
    right.put("JWT_SECRET_KEY", "x".repeat(32));
    right.put("SESSION_TIMEOUT", "86400");
    right.put("CORS_ORIGINS", "https://a.example, http://localhost:5173");
    right.put("CARAVAN_DATA_DIR", folder.resolve("new/folder").toString());
    right.put("LOG_LEVEL", "warn");
    right.put("DEBUG", "");
    right.put("LIBRARY_URL", "git@host:group/library.git");
    right.put("LIBRARY_REF", "release/v1.0");
    right.put("CARAVAN_AUDIT_KEPT", "30d");

    assertThat(problems(right)).isEmpty();
  }

  @Test
  void knowsEveryVariableOfTheConfiguration() throws IOException {
    List<String> unknown = new ArrayList<>();
    for (String file : List.of("application.yml", "application-sandbox.yml")) {
      Matcher variable =
          Pattern.compile("\\$\\{([A-Z_0-9]+)").matcher(Files.readString(Path.of("config", file)));
      while (variable.find()) {
        if (KnownSettings.ALL.stream()
            .noneMatch(setting -> setting.variable().equals(variable.group(1)))) {
          unknown.add(variable.group(1));
        }
      }
    }

    assertThat(unknown).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CARAVAN_ROELS|perhaps CARAVAN_ROLES is meant",
        "CARAVAN_DATA_DIRR|perhaps CARAVAN_DATA_DIR is meant",
        "CARAVAN_FORM_MAX_SIZE|perhaps CARAVAN_FORMS_MAX_SIZE is meant",
        "CARAVAN_BOOTSTRAP_APIKEY|perhaps CARAVAN_BOOTSTRAP_API_KEY is meant",
      })
  void aMisspeltNameEndsTheStart(String variable, String meant) {
    assertThat(problems(Map.of(variable, "x")))
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains(variable).contains(meant));
  }

  @Test
  void aNameThatMayBeAnothersIsSaid(CapturedOutput output) {
    Map<String, String> variables =
        Map.of(
            "NETBOX_TOKN", "x",
            "CARAVAN_SHINY", "x",
            "ANSIBLE_PLAYBOOK_DIR", "x",
            "CARAVAN_PORT", "tcp://10.0.0.1:8080",
            "CARAVAN_SERVICE_PORT_HTTP", "8080",
            "CARAVAN_NETBOX_BATCHSIZE", "100",
            "CARAVAN_API_KEY", "x",
            "PATH", "/bin");

    assertThat(problems(variables)).isEmpty();
    assertThat(output.getAll())
        .contains("NETBOX_TOKN is unknown (perhaps NETBOX_TOKEN is meant)")
        .contains("CARAVAN_SHINY is unknown")
        .contains("ANSIBLE_PLAYBOOK_DIR is unknown (perhaps ANSIBLE_PLAYBOOKS_DIR is meant)")
        .doesNotContain(
            "CARAVAN_PORT", "CARAVAN_SERVICE", "BATCHSIZE", "CARAVAN_API_KEY", "variable PATH");
  }

  @Test
  void namesAMissingToken() {
    assertThat(problems(Map.of("NETBOX_URL", "https://netbox.example.org")))
        .extracting(Problem::variable)
        .containsExactly("NETBOX_TOKEN");
  }

  @Test
  void readsASecretFromItsFile() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "the-secret\n");
    ConfigurableEnvironment environment =
        environment(
            Map.of("NETBOX_TOKEN_FILE", file.toString(), "NETBOX_URL", "https://n.example"));

    assertThat(environment.getProperty("NETBOX_TOKEN")).isEqualTo("the-secret");
    assertThat(SettingsCheck.problemsOf(environment)).isEmpty();
  }

  @Test
  void namesSecretFilesThatAreMissingEmptyOrInDoubt() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    Path other = Files.writeString(folder.resolve("other"), "other-password");
    Map<String, Object> variables = new TreeMap<>();
    variables.put("NETBOX_TOKEN_FILE", "/nowhere/token");
    variables.put("REDIS_PASSWORD_FILE", empty.toString());
    variables.put("ADMIN_PASSWORD_FILE", other.toString());
    variables.put("ADMIN_PASSWORD", "one-password");

    assertThat(problems(variables))
        .extracting(Problem::variable)
        .containsExactlyInAnyOrder(
            "NETBOX_TOKEN_FILE", "REDIS_PASSWORD_FILE", "ADMIN_PASSWORD_FILE");
  }

  @Test
  void aWrongSecretInAFileIsNamedToo() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "too-short");

    assertThat(problems(Map.of("JWT_SECRET_KEY_FILE", file.toString())))
        .extracting(Problem::variable)
        .containsExactly("JWT_SECRET_KEY");
  }

  @Test
  void stopsTheStartAndTellsAllProblemsAtOnce(CapturedOutput output) {
    Throwable stopped =
        catchThrowable(
            () ->
                new SpringApplication(Caravan.class)
                    .run("--DATABASE_PORT=many", "--JWT_SECRET_KEY=too-short", "--LOG_LEVEL=LOUD"));

    assertThat(stopped).isInstanceOf(WrongSettings.class);
    assertThat(output.getAll())
        .contains("DATABASE_PORT is no whole number from 1 to 65535")
        .contains("JWT_SECRET_KEY is 9 bytes long, needs 32")
        .contains("LOG_LEVEL is none of TRACE, DEBUG, INFO, WARN, ERROR, OFF")
        .contains("openssl rand -base64 48")
        .doesNotContain("\tat ");
  }

  private static List<Problem> problems(Map<String, ?> variables) {
    return SettingsCheck.problemsOf(environment(variables));
  }

  private static ConfigurableEnvironment environment(Map<String, ?> variables) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new MapPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new TreeMap<String, Object>(variables)));
    new SecretFiles().postProcessEnvironment(environment, new SpringApplication());
    return environment;
  }
}
