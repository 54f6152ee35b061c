package dev.caravan.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What this node reads, by who names it. */
class GitDoorTest {

  private final GitDoor door = door(Set.of("https", "ssh"), Set.of());

  private static GitDoor door(Set<String> schemes, Set<String> hosts) {
    return new GitDoor(
        new GitProperties(
            "",
            "",
            schemes,
            hosts,
            Duration.ofSeconds(5),
            1000,
            DataSize.ofMegabytes(1),
            Duration.ofDays(14)));
  }

  private Optional<String> problem(GitDoor door, GitSource source) {
    return door.problem(source, GitKind.REPOSITORY).map(InputProblem::message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/x.git",
        "https://127.0.0.1:1/x.git",
        "https://localhost/x.git",
        "https://127.1/x.git",
        "https://2130706433/x.git",
        "https://0x7f000001/x.git",
        "https://[::1]/x.git",
        "https://[::ffff:127.0.0.1]/x.git",
        "https://[::ffff:10.0.0.1]:443/x.git",
        "https://169.254.169.254/latest",
        "https://[fe80::1]/x.git",
        "https://10.1.2.3/x.git",
        "https://192.168.0.1/x.git",
        "https://172.16.0.1/x.git",
        "https://100.64.0.1/x.git",
        "https://0.0.0.0/x.git",
        "https://no-such-host.invalid/x.git",
        "http://127.0.0.1:8080/x.git",
        "http://1.1.1.1/x.git",
        "git://127.0.0.1/x.git",
        "ssh://git@127.0.0.1/x.git",
        "ssh://git@1.1.1.1/x.git",
        "git@1.1.1.1:group/x.git",
        "file:///etc/passwd",
        "file:///no/such/folder",
        "/etc",
        "../secrets.git",
        "ftp://1.1.1.1/x.git",
        "https://1.1.1.1\\@127.0.0.1/x.git",
        "https://127.0.0.1\\@1.1.1.1/x.git",
        "https://1.1.1.1\\x.git",
        "https:\\\\1.1.1.1/x.git",
        "https://1.1.1.1#@127.0.0.1/x.git",
        "https://127.0.0.1#@1.1.1.1/x.git",
        "https://1.1.1.1/x.git#there",
        "https://1.1.1.1/x y.git",
        "https://1.1.1.1\t/x.git",
        "https://1.1.1.1/\r\nx.git",
        "https://[64:ff9b::7f00:1]/x.git",
        "https://[::ffff:0:7f00:1]/x.git"
      })
  void whatOthersNameIsRefusedInTheSameWords(String url) {
    assertThat(problem(door, new GitSource(url, "main"))).hasValue(GitDoor.REFUSED);
  }

  @Test
  void publicAddressesAndThoseOfTheOperatorAreTaken() {
    assertThat(problem(door, new GitSource("https://1.1.1.1/x.git", "main"))).isEmpty();
    assertThat(problem(door, GitSource.configured("/srv/library.bundle", "main"))).isEmpty();
    assertThat(problem(door, GitSource.configured("https://10.1.2.3/x.git", "main"))).isEmpty();
    assertThat(problem(door, GitSource.configured("ssh://git@10.1.2.3/x.git", "main"))).isEmpty();
    GitDoor open = door(Set.of("file", "https", "ssh"), Set.of("git.invalid", "10.1.2.3"));
    assertThat(problem(open, new GitSource("file:///srv/x.git", "main"))).isEmpty();
    assertThat(problem(open, new GitSource("https://10.1.2.3/x.git", "main"))).isEmpty();
    assertThat(problem(open, new GitSource("git@GIT.invalid:x.git", "main"))).isEmpty();
    assertThat(problem(open, new GitSource("https://10.1.2.4/x.git", "main"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://1.1.1.1:65536/x.git",
        "https://1.1.1.1:99999/x.git",
        "https://1.1.1.1:123456/x.git",
        "ssh://git@1.1.1.1:70000/x.git",
        "https://1.1.1.1:0/x.git"
      })
  void portsEnd(String url) {
    assertThat(problem(door, new GitSource(url, "main"))).isPresent();
    assertThat(problem(door, GitSource.configured(url, "main"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-x",
        "a..b",
        "a..b/.lock",
        ".lock",
        "a/.b",
        "x.lock",
        "a b",
        "a~1",
        "a^",
        "a:b",
        "a?",
        "a*",
        "a[b",
        "a\\b",
        "a@{1}",
        "a//b",
        "/a",
        "a/",
        "a.",
        "a\u0001b"
      })
  void namesThatGitDoesNotHaveAreRefused(String ref) {
    assertThat(door.problem(new GitSource("https://1.1.1.1/x.git", ref), GitKind.REPOSITORY))
        .hasValueSatisfying(problem -> assertThat(problem.pointer()).isEqualTo("/ref"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "HEAD", "release/4.2", "v1.0", "refs/heads/x", "0123abc"})
  void namesOfGitAreTaken(String ref) {
    assertThat(problem(door, new GitSource("https://1.1.1.1/x.git", ref))).isEmpty();
  }

  @Test
  void noConnectionIsMadeToAnAddressThatIsNotPublic() throws IOException {
    GitSource source = new GitSource("https://1.1.1.1/x.git", "main");
    TokenSafeConnections connections = new TokenSafeConnections(source, door);
    try (ServerSocket inside = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      inside.setSoTimeout(300);
      URL redirected = new URL("https://localhost:%d/x.git".formatted(inside.getLocalPort()));
      HttpConnection connection = connections.create(redirected);

      assertThatThrownBy(connection::connect).isInstanceOf(GitDoor.ClosedDoor.class);

      assertThatThrownBy(inside::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aRedirectLeadsToNoOtherScheme() {
    GitSource source = new GitSource("https://1.1.1.1/x.git", "main");
    TokenSafeConnections connections = new TokenSafeConnections(source, door);

    assertThatThrownBy(() -> connections.create(new URL("http://1.1.1.1/x.git")))
        .isInstanceOf(GitDoor.ClosedDoor.class);
  }

  @Test
  void aClosedDoorIsNotTriedAgain() {
    GitSource source = new GitSource("https://1.1.1.1/x.git", "main");
    GitLogin login = new GitLogin(source, GitAccess.NONE, door);

    assertThat(
            GitFailures.of(
                source,
                GitKind.REPOSITORY,
                new IllegalStateException(new GitDoor.ClosedDoor()),
                login))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(GitDoor.REFUSED);
  }
}
