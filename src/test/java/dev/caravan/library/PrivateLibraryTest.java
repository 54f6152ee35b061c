package dev.caravan.library;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.git.FetchWatch;
import dev.caravan.git.GitOverHttp;
import dev.caravan.git.GitOverSsh;
import dev.caravan.git.TestClones;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateLibraryTest {

  private static final String TOKEN = "glpat-not-to-be-seen";
  private static final String WIDGET = "device-types/Acme/Widget.yaml";

  @TempDir Path temp;

  private GitLibrary library;
  private Repository repository;
  private String first;
  private String second;

  @BeforeEach
  void aLibrary() throws Exception {
    library = new GitLibrary(temp.resolve("remote"));
    first = library.with(WIDGET, "model: one").commit("one");
    second = library.with(WIDGET, "model: two").commit("two");
    repository = library.git().getRepository();
  }

  @Test
  void aTokenOpensAPrivateLibraryAndIsKeptNowhere() throws Exception {
    try (GitOverHttp server = new GitOverHttp(repository, TOKEN)) {
      LibraryClone clone = clone(server.url(), TOKEN);

      assertThat(fetch(clone, server.url(), "master")).isEqualTo(second);
      assertThat(fetch(clone, server.url(), first)).isEqualTo(first);
    }
    try (Stream<Path> files = Files.walk(temp.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), ISO_8859_1)).doesNotContain(TOKEN);
      }
    }
  }

  @Test
  void aWrongTokenIsRefusedWithoutShowingIt() throws Exception {
    try (GitOverHttp server = new GitOverHttp(repository, TOKEN)) {
      LibraryClone clone = clone(server.url(), "wrong-token");

      assertThatThrownBy(() -> fetch(clone, server.url(), "master"))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining("LIBRARY_TOKEN")
          .hasStackTraceContaining("LIBRARY_TOKEN")
          .message()
          .doesNotContain("wrong-token");
    }
  }

  @Test
  void theTokenIsForTheHostOfTheConfiguredLibraryAlone() throws Exception {
    try (GitOverHttp other = new GitOverHttp(repository, TOKEN)) {
      LibraryClone clone = clone("https://git.example.org/own.git", TOKEN);

      assertThatThrownBy(() -> fetch(clone, other.url(), "master"))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining("does not let us in");
    }
  }

  @Test
  void aTransferThatBreaksOffIsTriedAgainAndHeals() throws Exception {
    try (GitOverHttp server = new GitOverHttp(repository, TOKEN)) {
      LibraryClone clone = clone(server.url(), TOKEN);
      server.breakOffAfter(700);
      assertThatThrownBy(() -> fetch(clone, server.url(), "master"))
          .isInstanceOf(RetryableFailure.class)
          .hasMessageContaining("cannot be fetched");

      server.breakOffAfter(Integer.MAX_VALUE);
      assertThat(fetch(clone, server.url(), "master")).isEqualTo(second);
    }
  }

  @Test
  void whatIsHereAlreadyIsNotSentAgain() throws Exception {
    try (GitOverHttp server = new GitOverHttp(repository, TOKEN)) {
      LibraryClone clone = clone(server.url(), TOKEN);
      fetch(clone, server.url(), "master");
      int sent = server.packsSent();

      fetch(clone, server.url(), "master");

      assertThat(server.packsSent()).isEqualTo(sent);
    }
  }

  @Test
  void aKeyOpensALibraryOverSsh() throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(256);
    KeyPair own = keys.generateKeyPair();
    Path key = temp.resolve("id_library");
    try (OutputStream out = Files.newOutputStream(key)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(own, "", null, out);
    }
    Path knownHosts = Files.createFile(temp.resolve("known_hosts"));
    try (GitOverSsh server = new GitOverSsh(repository, keys.generateKeyPair(), own.getPublic())) {
      LibraryClone clone =
          new LibraryClone(
              TestClones.in(temp.resolve("data"), key.toString(), knownHosts.toString()),
              Clones.properties(server.url(), ""));

      assertThatThrownBy(() -> fetch(clone, server.url(), "master"))
          .as("a host that nobody vouches for")
          .hasMessageContaining(server.url());

      server.writeKnownHosts(knownHosts);
      assertThat(fetch(clone, server.url(), "master")).isEqualTo(second);
    }
  }

  private LibraryClone clone(String url, String token) {
    return Clones.in(temp.resolve("data"), Clones.properties(url, token));
  }

  private static String fetch(LibraryClone clone, String url, String ref) {
    try (LibrarySnapshot snapshot = clone.fetch(new LibrarySource(url, ref), FetchWatch.NONE)) {
      return snapshot.commit();
    }
  }
}
