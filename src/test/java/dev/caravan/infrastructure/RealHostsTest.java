package dev.caravan.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.openstack.SandboxOpenStack;
import dev.caravan.sandbox.openstack.Settings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The real Ansible on real ssh hosts. The cloud is simulated, so a proxy command leads from the
 * addresses of its servers to the hosts of the environment.
 */
@ExtendWith(OutputCaptureExtension.class)
class RealHostsTest extends ConfiguredDeployments {

  private static final List<String> NEEDED =
      List.of("HOSTS", "HOSTS_PORT", "HOSTS_USER", "HOSTS_KEY", "HOSTS_KNOWN");
  private static final Duration A_WHILE = Duration.ofSeconds(60);
  private static final String SECRET = "correct-horse-0815";

  private static SandboxOpenStack openstack;
  private static Path place;

  @BeforeAll
  static void skipUnlessThereAreHosts() throws IOException {
    List<String> missing = NEEDED.stream().filter(name -> System.getenv(name) == null).toList();
    assumeTrue(
        missing.isEmpty(),
        "playbooks ran by a stand-in alone: set %s to at least three ssh hosts (addresses with spaces between), their port, user, private key and known_hosts"
            .formatted(String.join(", ", missing)));
    assumeTrue(
        isInstalled("ansible-playbook"),
        "playbooks ran by a stand-in alone: ansible-playbook is not installed");
    openstack = SandboxOpenStack.start(0, Settings.quick());
    place = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "hosts");
    Files.createDirectory(place.resolve("playbooks"));
    playbook(
        "site.yml",
        """
        - name: Set up servers
          hosts: server_servers
          gather_facts: false
          tasks:
            - name: Reach the server
              ansible.builtin.ping:
            - name: Keep the password
              ansible.builtin.copy:
                content: "{{ db_password }}"
                dest: "{{ place }}/{{ inventory_hostname }}"
                mode: "0600"
            - name: Say too much
              ansible.builtin.debug:
                msg: "the password is {{ db_password }}, the template is {{ template }}"
            - name: Take a while
              ansible.builtin.command: sleep 2
        """);
    playbook(
        "half.yml",
        """
        - name: Fail on one server
          hosts: all
          gather_facts: false
          tasks:
            - name: Reach the server
              ansible.builtin.ping:
            - name: Fail on the second
              ansible.builtin.fail:
                msg: not this one
              when: caravan_type == "server" and inventory_hostname is match(".*-2$")
        """);
    Files.writeString(
        place.resolve("relay.py"),
        """
        import os, socket, sys, threading
        hosts = dict(line.split() for line in open(sys.argv[1]))
        there = socket.create_connection((hosts[sys.argv[2]], int(sys.argv[3])))
        def up():
            for data in iter(lambda: os.read(0, 65536), b''):
                there.sendall(data)
            there.shutdown(socket.SHUT_WR)
        threading.Thread(target=up, daemon=True).start()
        for data in iter(lambda: there.recv(65536), b''):
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        """);
    trust(keyOfHosts());
  }

  @DynamicPropertySource
  static void realHosts(DynamicPropertyRegistry properties) {
    properties.add(
        "caravan.openstack.clouds-file", () -> CloudOfTests.cloudsYaml(openstack).toString());
    properties.add("caravan.ansible.playbooks", () -> place.resolve("playbooks").toString());
    properties.add("caravan.ansible.user", () -> env("HOSTS_USER"));
    properties.add("caravan.ansible.private-key-file", () -> env("HOSTS_KEY"));
    properties.add("caravan.ansible.known-hosts", () -> place.resolve("known_hosts").toString());
    properties.add(
        "caravan.ansible.ssh-args",
        () ->
            "-o ProxyCommand=\"python3 %s/relay.py %s/hosts %%h %s\""
                .formatted(place, place, env("HOSTS_PORT")));
  }

  @AfterAll
  static void stop() {
    if (openstack != null) {
      openstack.close();
    }
  }

  @Test
  void configuresRealServersAndTellsWhatHappenedOnEach(CapturedOutput log) throws IOException {
    String real = standing("real", 3);
    lead(real);

    configuring(
        real,
        Map.of(
            "playbook",
            "site.yml",
            "extra_vars",
            Map.of("db_password", SECRET, "place", place.toString(), "template", "{{ 6 * 7 }}")));
    Queue<String> lines = stream(real, "");
    Set<String> commands = new LinkedHashSet<>();
    await()
        .atMost(A_WHILE)
        .untilAsserted(
            () -> {
              commands.addAll(commands());
              assertThat(lines).anyMatch(line -> line.contains("TASK [Take a while]"));
            });
    assertThat(lines).doesNotContain("event:end");
    commands.addAll(commands());

    JsonNode done = ended(real, "COMPLETED");
    await().atMost(A_WHILE).untilAsserted(() -> assertThat(lines).contains("event:end"));
    for (int ordinal = 1; ordinal <= 3; ordinal++) {
      JsonNode counts = done.at("/metadata/recap/real-server-" + ordinal);
      assertThat(counts.path("ok").asInt()).as(done.toPrettyString()).isEqualTo(4);
      assertThat(counts.path("changed").asInt()).isEqualTo(2);
      assertThat(counts.path("failed").asInt(9)).isZero();
      assertThat(Files.readString(place.resolve("real-server-" + ordinal))).isEqualTo(SECRET);
    }
    assertThat(done.at("/metadata/configured").asBoolean()).isTrue();
    assertThat(output(real))
        .contains("PLAY RECAP", "the password is ********", "the template is {{ 6 * 7 }}");
    assertThat(commands).anyMatch(line -> line.contains("ansible-playbook"));
    assertThat(commands).anyMatch(line -> line.contains("relay.py"));
    assertThat(commands).noneMatch(line -> line.contains(SECRET));
    assertThat(output(real)).doesNotContain(SECRET);
    assertThat(log.getAll()).doesNotContain(SECRET);

    configuring(real, Map.of("playbook", "half.yml"));
    JsonNode half = ended(real, "FAILED");
    assertThat(half.at("/error/message").asText())
        .contains("exit code 2", "failed on real-server-2");
    assertThat(half.at("/metadata/recap/real-server-1/failed").asInt(9)).isZero();
    assertThat(half.at("/metadata/recap/real-server-2/failed").asInt()).isEqualTo(1);
    assertThat(half.at("/metadata/recap/real-server-3/failed").asInt(9)).isZero();
    assertThat(output(real)).contains("not this one");

    trust("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhZGJhZGJhZGJhZGJhZGJhZGJhZGJhZGJhZGJhZGJh");
    configuring(
        real, Map.of("playbook", "half.yml", "inventory", Map.of("some", List.of("server-1"))));
    JsonNode foreign = ended(real, "FAILED");
    assertThat(foreign.at("/error/message").asText())
        .contains("exit code 4", "unreachable on real-server-1");
    trust(keyOfHosts());
  }

  /** Each server of the deployment is one of the hosts. */
  private void lead(String deployment) throws IOException {
    String[] hosts = env("HOSTS").split(" ", -1);
    StringBuilder map = new StringBuilder();
    int next = 0;
    for (JsonNode server : as("viewer").get(deployment).json().at("/resources/vms")) {
      map.append(server.path("ip").asText()).append(' ').append(hosts[next++]).append('\n');
    }
    Files.writeString(place.resolve("hosts"), map);
  }

  private static void playbook(String name, String content) throws IOException {
    Files.writeString(place.resolve("playbooks").resolve(name), content);
  }

  private static String keyOfHosts() throws IOException {
    String line = Files.readAllLines(Path.of(env("HOSTS_KNOWN"))).get(0);
    return line.substring(line.indexOf(' ') + 1);
  }

  private static void trust(String key) throws IOException {
    Files.writeString(place.resolve("known_hosts"), "10.* " + key + "\n");
  }

  private static String env(String name) {
    return Objects.requireNonNull(System.getenv(name));
  }

  private static boolean isInstalled(String command) {
    return Arrays.stream(env("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  /** The command lines of all processes of this machine. */
  private static List<String> commands() {
    try (var processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(each -> each.getFileName().toString().matches("[0-9]+"))
          .map(RealHostsTest::command)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String command(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }
}
