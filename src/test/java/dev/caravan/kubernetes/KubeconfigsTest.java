package dev.caravan.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clusters as kubectl's files describe them. */
class KubeconfigsTest {

  private static final String PEM = "-----BEGIN CERTIFICATE-----";

  @TempDir Path folder;

  private static Kubeconfigs of(Path... files) {
    String list =
        Arrays.stream(files).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return new Kubeconfigs(
        new KubernetesProperties(
            list, Duration.ofSeconds(30), Duration.ofSeconds(15), 8, 500, Duration.ofSeconds(50)));
  }

  private Path file(String name, String cluster, String user) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        apiVersion: v1
        kind: Config
        current-context: lab
        contexts:
        - name: lab
          context: {cluster: fabric, user: caravan, namespace: racks}
        clusters:
        - name: fabric
          cluster: {server: 'https://10.0.0.1:6443/', %s}
        users:
        - name: caravan
          user: {%s}
        """
            .formatted(cluster, user));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void takesTextsOutOfTheFileItself() throws Exception {
    Path file =
        file(
            "config",
            "certificate-authority-data: " + base64(PEM),
            "client-certificate-data: %s, client-key-data: %s"
                .formatted(base64("certificate"), base64("key")));

    Cluster cluster = of(file).require("lab");

    assertThat(cluster)
        .isEqualTo(
            Cluster.withCertificate(
                "lab", "https://10.0.0.1:6443", "racks", PEM, "certificate", "key"));
    assertThat(cluster.toString()).isEqualTo("lab (https://10.0.0.1:6443)");
  }

  @Test
  void takesTextsOutOfFilesBesideIt() throws Exception {
    Files.writeString(folder.resolve("ca.crt"), PEM);
    Files.writeString(folder.resolve("token"), "from-a-file\n");
    Path file = file("config", "certificate-authority: ca.crt", "tokenFile: token, token: old");

    Cluster cluster = of(file).require("lab");

    assertThat(cluster.ca()).isEqualTo(PEM);
    assertThat(cluster.token().reveal()).isEqualTo("from-a-file");
  }

  @Test
  void aChangedFileIsReadAnew() throws Exception {
    Kubeconfigs configs = of(file("config", "", "token: first"));
    assertThat(configs.require("lab").token().reveal()).isEqualTo("first");

    file("config", "", "token: second");

    assertThat(configs.require("lab").token().reveal()).isEqualTo("second");
  }

  @Test
  void ofSeveralFilesTheFirstThatNamesAThingIsHeard() throws Exception {
    Path first =
        Files.writeString(
            folder.resolve("first"),
            """
            contexts:
            - {name: other, context: {cluster: fabric, user: caravan}}
            users:
            - {name: caravan, user: {token: mine}}
            """);
    Path second = file("second", "", "client-key: nowhere, token: theirs");
    Kubeconfigs configs = of(folder.resolve("missing"), first, second);

    assertThat(configs.contexts()).containsExactly("lab", "other");
    assertThat(configs.require("other"))
        .isEqualTo(Cluster.withToken("other", "https://10.0.0.1:6443", "default", "", "mine"));
    assertThat(configs.require("lab").token().reveal()).isEqualTo("mine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insecure-skip-tls-verify: true | '' | always verified: give certificate-authority-data",
        "tls-server-name: kube | '' | made out to the address of server itself",
        "proxy-url: 'http://p:3128' | '' | without a proxy",
        "'' | exec: {command: aws} | give token, tokenFile or client-certificate-data",
        "'' | auth-provider: {name: gcp} | give token, tokenFile or client-certificate-data",
        "'' | 'username: u, password: hidden' | give token",
        "'' | 'token: hidden, as: admin' | nobody is impersonated",
        "'' | tokenFile: nowhere | nowhere cannot be read",
        "certificate-authority-data: '=x=' | '' | it is no base64",
        "'' | client-key: config | given together or not at all",
        "'' | token: 'hid den' | characters that no token holds",
      })
  void whatWouldBePassedOverIsRefused(String cluster, String user, String words) throws Exception {
    Path file = file("config", cluster.strip(), user.strip());

    assertThatThrownBy(() -> of(file).require("lab"))
        .isInstanceOfSatisfying(
            PermanentFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION))
        .hasMessageContaining("lab")
        .hasMessageContaining(words.strip())
        .hasMessageNotContaining("hid");
  }

  @Test
  void verifyingThatIsNotSwitchedOffIsNoFault() throws Exception {
    Path file = file("config", "insecure-skip-tls-verify: false, tls-server-name: ''", "token: t");

    assertThat(of(file).require("lab").token().reveal()).isEqualTo("t");
  }

  @Test
  void anUnknownContextNamesThoseThatAreKnown() throws Exception {
    Path file = file("config", "", "token: t");

    assertThatThrownBy(() -> of(file).require("prod"))
        .isInstanceOfSatisfying(
            PermanentFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND))
        .hasMessageContaining("There is no context prod in " + file)
        .hasMessageEndingWith("it has lab");
    assertThatThrownBy(() -> of(folder.resolve("missing")).require("prod"))
        .hasMessageContaining("holds none. Set KUBECONFIG");
  }

  @Test
  void aFileThatIsNoYamlIsSaid() throws Exception {
    Path file = Files.writeString(folder.resolve("config"), "{token: hidden");

    assertThatThrownBy(() -> of(file).contexts())
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("hidden");
  }
}
