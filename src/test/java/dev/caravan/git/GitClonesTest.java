package dev.caravan.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class GitClonesTest {

  @TempDir Path temp;

  private GitRepository repository;
  private GitClones clones;

  @BeforeEach
  void aRepository() throws Exception {
    repository = new GitRepository(temp.resolve("remote"));
    clones = TestClones.in(temp.resolve("data"));
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void readsTheFilesBelowAFolderInTheOrderOfTheirPaths() throws Exception {
    repository
        .with("README.md", "about")
        .with("apps/web/deploy.yaml", "web")
        .with("apps/web.yaml", "beside")
        .with("apps-too/x.yaml", "other")
        .commit("one");

    try (GitSnapshot snapshot = fetch("master")) {
      assertThat(paths(snapshot, ""))
          .containsExactly("README.md", "apps-too/x.yaml", "apps/web.yaml", "apps/web/deploy.yaml");
      assertThat(paths(snapshot, "apps")).containsExactly("apps/web.yaml", "apps/web/deploy.yaml");
      assertThat(paths(snapshot, "absent")).isEmpty();
      assertThat(paths(snapshot, "README.md")).isEmpty();
      GitFile web = snapshot.files("apps/web").get(0);
      assertThat(web.name()).isEqualTo("deploy.yaml");
      assertThat(snapshot.read(web, 1000)).isEqualTo("web".getBytes(UTF_8));
      assertThat(snapshot.read(web, 2)).isEqualTo("we".getBytes(UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "/", "./", "apps", "/apps/", "./apps/web", "apps/web/", "apps/."})
  void knowsAFolderHoweverItIsWritten(String path) throws Exception {
    repository.with("apps/web/deploy.yaml", "web").commit("one");

    try (GitSnapshot snapshot = fetch("master")) {
      assertThat(snapshot.hasFolder(path)).isTrue();
      assertThat(paths(snapshot, path)).containsExactly("apps/web/deploy.yaml");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "apps/web/deploy.yaml", "apps/db", "../apps", "apps/../apps"})
  void doesNotTakeOtherThingsForFolders(String path) throws Exception {
    repository.with("apps/web/deploy.yaml", "web").commit("one");

    try (GitSnapshot snapshot = fetch("master")) {
      assertThat(snapshot.hasFolder(path)).isFalse();
    }
  }

  @Test
  void leavesLinksAndSubmodulesOut() throws Exception {
    repository.with("apps/real.yaml", "real");
    Files.createSymbolicLink(temp.resolve("remote/apps/link.yaml"), Path.of("real.yaml"));
    Files.createSymbolicLink(temp.resolve("remote/linked"), Path.of("apps"));
    repository.commit("one");
    repository.submodule("apps/module", ObjectId.fromString("1".repeat(40)));

    try (GitSnapshot snapshot = fetch("master")) {
      assertThat(paths(snapshot, "")).containsExactly("apps/real.yaml");
      assertThat(snapshot.hasFolder("linked")).isFalse();
      assertThat(snapshot.hasFolder("apps/module")).isFalse();
    }
  }

  @Test
  void theIdOfAFolderChangesWithWhatIsBelowItAlone() throws Exception {
    repository.with("apps/web/deploy.yaml", "1").with("docs/a.md", "1").commit("one");
    String before;
    String root;
    try (GitSnapshot snapshot = fetch("master")) {
      before = snapshot.treeId("apps");
      root = snapshot.treeId("");
    }
    repository.with("docs/a.md", "2").commit("two");
    try (GitSnapshot snapshot = fetch("master")) {
      assertThat(snapshot.treeId("/apps/")).isEqualTo(before);
      assertThat(snapshot.treeId(".")).isNotEqualTo(root);
    }
    repository.with("apps/web/deploy.yaml", "2").commit("three");
    try (GitSnapshot snapshot = fetch("master")) {
      assertThat(snapshot.treeId("apps")).isNotEqualTo(before);
      assertThat(snapshot.treeId("absent")).isEqualTo(snapshot.treeId("absent/too"));
    }
  }

  @Test
  void readsACommitThatTheBranchHasLeft() throws Exception {
    String first = repository.with("a.yaml", "1").commit("one");
    repository.with("a.yaml", "2").commit("two");

    try (GitSnapshot snapshot =
        clones.at(repository.source("master"), GitAccess.NONE, first, FetchWatch.NONE)) {
      assertThat(snapshot.commit()).isEqualTo(first);
    }
  }

  @Test
  void keepsWhatItFetchedForWhenTheOtherSideIsAway() throws Exception {
    String first = repository.with("a.yaml", "1").commit("one");
    GitSource source = repository.source("master");
    assertThat(clones.kept(source, GitAccess.NONE)).isEmpty();
    fetch("master").close();
    Files.move(temp.resolve("remote"), temp.resolve("gone"));

    try (GitSnapshot kept = clones.kept(source, GitAccess.NONE).orElseThrow()) {
      assertThat(kept.commit()).isEqualTo(first);
      assertThat(paths(kept, "")).containsExactly("a.yaml");
    }
  }

  @Test
  void saysWhatIsWrongWithASource() {
    GitDoor door =
        new GitDoor(
            new GitProperties(
                "",
                "",
                Set.of("https"),
                Set.of(),
                Duration.ofSeconds(5),
                1000,
                DataSize.ofMegabytes(1),
                Duration.ofDays(14)));

    assertThat(
            door.problem(
                new GitSource("https://me:secret@example.org/x", "main"), GitKind.REPOSITORY))
        .contains(new InputProblem("/url", "holds credentials: give them as its token instead"));
    assertThat(door.problem(new GitSource("git://example.org/x", "main"), GitKind.REPOSITORY))
        .get()
        .extracting(InputProblem::pointer)
        .isEqualTo("/url");
    assertThat(door.problem(new GitSource("https://1.1.1.1/x", "a..b"), GitKind.REPOSITORY))
        .contains(new InputProblem("/ref", "is no branch, tag or commit: \"a..b\""));
    assertThat(door.problem(new GitSource(" https://1.1.1.1/x ", " main "), GitKind.REPOSITORY))
        .isEmpty();
    assertThatThrownBy(() -> fetch("no such"))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageStartingWith("The repository cannot be fetched");
  }

  @Test
  void namesAPathAsItWasGiven() {
    for (String url : List.of("no-such-folder/library", "-oProxyCommand=id", "target")) {
      assertThatThrownBy(
              () ->
                  clones.fetch(GitSource.configured(url, "main"), GitAccess.NONE, FetchWatch.NONE))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining("no git repository or bundle at " + url + " (")
          .message()
          .doesNotContain("Exception", Path.of("").toAbsolutePath().toString());
    }
  }

  private GitSnapshot fetch(String ref) {
    return clones.fetch(repository.source(ref), GitAccess.NONE, FetchWatch.NONE);
  }

  private static List<String> paths(GitSnapshot snapshot, String folder) {
    return snapshot.files(folder).stream().map(GitFile::path).toList();
  }
}
