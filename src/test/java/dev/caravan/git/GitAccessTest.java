package dev.caravan.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose token opens what. */
class GitAccessTest {

  private static final String TOKEN = "glpat-not-to-be-seen";
  private static final GitAccess RIGHT = new GitAccess("oauth2", TOKEN);
  private static final GitAccess WRONG = new GitAccess("oauth2", "wrong-token");

  @TempDir Path temp;

  private String first;
  private String second;
  private GitRepository repository;
  private GitOverHttp server;
  private GitClones clones;

  @BeforeEach
  void aPrivateRepository() throws Exception {
    repository = new GitRepository(temp.resolve("remote"));
    first = repository.with("a.yaml", "1").commit("one");
    second = repository.with("a.yaml", "2").commit("two");
    server = new GitOverHttp(repository.git().getRepository(), TOKEN);
    clones = TestClones.in(temp.resolve("data"));
  }

  @AfterEach
  void close() {
    server.close();
    repository.close();
  }

  @Test
  void eachRepositoryHasItsOwnToken() throws Exception {
    try (GitRepository another = new GitRepository(temp.resolve("another"));
        GitOverHttp elsewhere = new GitOverHttp(another.git().getRepository(), "other-token")) {
      String there = another.with("b.yaml", "1").commit("one");

      assertThat(fetch("master", RIGHT)).isEqualTo(second);
      assertThat(fetch(first, RIGHT)).isEqualTo(first);
      assertThat(
              commit(
                  new GitSource(elsewhere.url(), "master"), new GitAccess("oauth2", "other-token")))
          .isEqualTo(there);
    }
    try (Stream<Path> files = Files.walk(temp.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), ISO_8859_1)).doesNotContain(TOKEN);
      }
    }
  }

  @Test
  void whoIsNotLetInDoesNotReadWhatAnothersTokenFetched() {
    fetch("master", RIGHT);

    for (GitAccess access : List.of(WRONG, GitAccess.NONE, new GitAccess("someone", TOKEN))) {
      for (String ref : List.of("master", second)) {
        assertThatThrownBy(() -> fetch(ref, access))
            .isInstanceOf(PermanentFailure.class)
            .hasMessageStartingWith("The repository %s does not let us in", server.url())
            .hasMessageContaining("check its token")
            .satisfies(e -> assertThat(e.toString()).doesNotContain(TOKEN, "wrong-token"))
            .extracting("kind")
            .isEqualTo(FailureKind.PERMISSION);
      }
      assertThat(clones.kept(new GitSource(server.url(), "master"), access)).isEmpty();
    }
  }

  @Test
  void twoTokensThatBothOpenItDoNotDisturbEachOther() {
    server.let("another");

    assertThat(fetch("master", RIGHT)).isEqualTo(second);
    assertThat(fetch("master", new GitAccess("oauth2", "another"))).isEqualTo(second);
    assertThat(fetch("master", RIGHT)).isEqualTo(second);
  }

  @Test
  void aNewTokenReadsTheSameCloneOnceTheServerHasLetItIn() throws Exception {
    GitAccess newer = new GitAccess("oauth2", "another");
    fetch("master", RIGHT);
    int sent = server.packsSent();
    assertThatThrownBy(() -> fetch(second, newer)).isInstanceOf(PermanentFailure.class);
    server.let("another");

    assertThat(fetch(second, newer)).isEqualTo(second);

    assertThat(server.packsSent()).isEqualTo(sent);
    assertThat(clones.kept(new GitSource(server.url(), "master"), newer))
        .get()
        .satisfies(GitSnapshot::close);
    try (Stream<Path> all = Files.list(temp.resolve("data").resolve("repositories"))) {
      assertThat(all.filter(Files::isDirectory)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theTokenDoesNotFollowARedirectToElsewhere(boolean onlyWithToken) throws Exception {
    List<String> seenElsewhere = new CopyOnWriteArrayList<>();
    HttpServer elsewhere = listening();
    elsewhere.createContext(
        "/",
        exchange -> {
          seenElsewhere.add(
              Objects.requireNonNullElse(
                  exchange.getRequestHeaders().getFirst("Authorization"), "none"));
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    HttpServer redirecting = listening();
    redirecting.createContext(
        "/",
        exchange -> {
          boolean loggedIn = exchange.getRequestHeaders().containsKey("Authorization");
          if (loggedIn || !onlyWithToken) {
            String target = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
            exchange.getResponseHeaders().add("Location", target + exchange.getRequestURI());
            exchange.sendResponseHeaders(302, -1);
          } else {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
            exchange.sendResponseHeaders(401, -1);
          }
          exchange.close();
        });
    try {
      String url = "http://127.0.0.1:%d/x.git".formatted(redirecting.getAddress().getPort());

      assertThatThrownBy(() -> commit(new GitSource(url, "master"), RIGHT))
          .isInstanceOf(PermanentFailure.class);

      assertThat(seenElsewhere).allMatch("none"::equals);
    } finally {
      elsewhere.stop(0);
      redirecting.stop(0);
    }
  }

  @Test
  void aTokenIsNotShownByItsName() {
    assertThat(RIGHT.toString()).contains("oauth2").doesNotContain(TOKEN);
    assertThat(Map.of("access", RIGHT).toString()).doesNotContain(TOKEN);
  }

  private static HttpServer listening() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    return server;
  }

  private String fetch(String ref, GitAccess access) {
    return commit(new GitSource(server.url(), ref), access);
  }

  private String commit(GitSource source, GitAccess access) {
    try (GitSnapshot snapshot = clones.fetch(source, access, FetchWatch.NONE)) {
      return snapshot.commit();
    }
  }
}
