package dev.caravan.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits of ours on a branch of the other side, which holds more history than our clone. */
class GitCommitTest {

  private static final String TOKEN = "glpat-not-to-be-seen";
  private static final GitAccess ACCESS = new GitAccess("oauth2", TOKEN);
  private static final Map<String, Optional<byte[]>> WEB = put("state/web.yaml", "replicas: 2");

  @TempDir Path temp;

  private GitRepository repository;
  private GitOverHttp server;
  private GitClones clones;
  private String tip;

  @BeforeEach
  void aRepositoryWithHistory() throws Exception {
    repository = new GitRepository(temp.resolve("remote"));
    for (int i = 1; i <= 5; i++) {
      repository.with("a.yaml", "a: " + i).with("apps/b.yaml", "b: " + i).commit("change " + i);
    }
    tip = repository.with("run.sh", "echo").commit("last");
    server = new GitOverHttp(repository.git().getRepository(), TOKEN);
    clones = TestClones.in(temp.resolve("data"));
  }

  @AfterEach
  void close() {
    server.close();
    repository.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theFirstCommitMakesTheBranchWhereTheSourceIs(boolean overHttp) throws Exception {
    GitSource source = overHttp ? source() : repository.source("master");

    Optional<String> made =
        clones.commit(source, ACCESS, "actual", WEB, "As found", "Caravan", "caravan@example.org");

    RevCommit commit = log("actual").get(0);
    assertThat(made).contains(commit.name());
    assertThat(commit.getParent(0).name()).isEqualTo(tip);
    assertThat(commit.getFullMessage()).isEqualTo("As found");
    assertThat(commit.getAuthorIdent().getEmailAddress()).isEqualTo("caravan@example.org");
    assertThat(files("actual"))
        .containsOnlyKeys("a.yaml", "apps/b.yaml", "run.sh", "state/web.yaml")
        .containsEntry("state/web.yaml", "replicas: 2");
    assertThat(log("actual")).hasSize(7);
    assertThat(log("master")).hasSize(6);
  }

  @Test
  void theSameAgainMakesNoCommit() throws Exception {
    List<Optional<String>> made = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      made.add(commit(i % 2 == 0 ? clones : TestClones.in(temp.resolve("node" + i)), WEB));
    }

    assertThat(made.get(0)).isPresent();
    assertThat(made.subList(1, 10)).allMatch(Optional::isEmpty);
    assertThat(log("actual")).hasSize(7);
  }

  @Test
  void whatChangesNothingMakesNoBranch() throws Exception {
    assertThat(commit(clones, put("a.yaml", "a: 5"))).isEmpty();
    assertThat(commit(clones, Map.of("absent.yaml", Optional.empty()))).isEmpty();

    assertThat(repository.git().getRepository().exactRef("refs/heads/actual")).isNull();
  }

  @Test
  void oneCommitFollowsAnotherAndIsReadAgain() throws Exception {
    for (int i = 1; i <= 4; i++) {
      assertThat(commit(clones, put("state/web.yaml", "replicas: " + i))).isPresent();
      try (GitSnapshot read =
          clones.fetch(new GitSource(server.url(), "actual"), ACCESS, FetchWatch.NONE)) {
        assertThat(read.read(read.files("state").get(0), 100))
            .isEqualTo(("replicas: " + i).getBytes(UTF_8));
      }
    }
    assertThat(log("actual")).hasSize(10);
  }

  @Test
  void filesAreDeletedAndChangedInOneCommit() throws Exception {
    Map<String, Optional<byte[]>> changes = new TreeMap<>(put("apps/b.yaml", "b: new"));
    changes.put("a.yaml", Optional.empty());

    commit(clones, changes);

    assertThat(files("actual"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("apps/b.yaml", "b: new", "run.sh", "echo"));
    assertThat(log("actual")).hasSize(7);
  }

  @Test
  void aFileThatMayBeExecutedStaysSo() throws Exception {
    Path script = temp.resolve("remote/run.sh");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    repository.commit("executable");

    commit(clones, put("run.sh", "echo again"));

    try (TreeWalk found =
        TreeWalk.forPath(
            repository.git().getRepository(), "run.sh", log("actual").get(0).getTree())) {
      assertThat(found.getFileMode().getBits()).isEqualTo(0100755);
    }
  }

  @Test
  void allWhoWriteAtOnceGetIn() throws Exception {
    List<Callable<Optional<String>>> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      GitClones node = TestClones.in(temp.resolve("node" + i));
      Map<String, Optional<byte[]>> own = put("state/" + i + ".yaml", "i: " + i);
      writers.add(() -> commit(node, own));
    }
    ExecutorService threads = Executors.newFixedThreadPool(writers.size());
    try {
      for (Future<Optional<String>> made : threads.invokeAll(writers)) {
        assertThat(made.get()).isPresent();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(log("actual")).hasSize(9);
    assertThat(files("actual")).containsKeys("state/0.yaml", "state/1.yaml", "state/2.yaml");
  }

  @Test
  void whatAnotherPushedMeanwhileIsKept() throws Exception {
    commit(clones, WEB);
    GitClones another = TestClones.in(temp.resolve("another"));
    AtomicInteger pushes = new AtomicInteger();
    server.beforeReceiving(
        commands -> {
          if (pushes.getAndIncrement() == 0) {
            commitToFolder(another, "state/first.yaml");
          }
        });

    assertThat(commit(clones, put("state/second.yaml", "x"))).isPresent();

    assertThat(pushes).hasValue(2);
    assertThat(files("actual"))
        .containsKeys("state/web.yaml", "state/first.yaml", "state/second.yaml");
    assertThat(log("actual")).hasSize(9);
  }

  @Test
  void aBranchThatMovesOnAndOnIsTriedAgainLater() throws Exception {
    commit(clones, WEB);
    GitClones another = TestClones.in(temp.resolve("another"));
    AtomicInteger pushes = new AtomicInteger();
    server.beforeReceiving(
        commands -> commitToFolder(another, "state/%d.yaml".formatted(pushes.getAndIncrement())));

    assertThatThrownBy(() -> commit(clones, put("state/second.yaml", "x")))
        .isInstanceOf(RetryableFailure.class)
        .hasMessageContaining("actual");

    assertThat(pushes).hasValue(5);
    assertThat(files("actual")).doesNotContainKey("state/second.yaml").hasSize(9);
  }

  @Test
  void whoMayNotWriteIsToldSo() throws Exception {
    GitAccess wrong = new GitAccess("oauth2", "wrong-token");
    assertRefused(() -> clones.commit(source(), wrong, "actual", WEB, "m", "n", "e@example.org"));

    server.beforeReceiving(
        commands ->
            commands.forEach(
                each ->
                    each.setResult(
                        ReceiveCommand.Result.REJECTED_OTHER_REASON, "protected branch")));
    assertRefused(() -> commit(clones, WEB)).hasMessageContaining("protected branch");

    server.readOnly();
    assertRefused(() -> commit(clones, WEB));
    assertThat(repository.git().getRepository().exactRef("refs/heads/actual")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../a",
        "a/../b",
        ".git/config",
        "a/.GIT/hooks/x",
        "",
        "a//b",
        "a/"
      })
  void pathsThatLeaveTheRepositoryAreRefused(String path) {
    assertThatThrownBy(() -> commit(clones, put(path, "x")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("is no path of a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-d", "a..b", "a b", "a.lock", "+x:y"})
  void namesThatAreNoBranchesAreRefused(String branch) {
    assertThatThrownBy(
            () -> clones.commit(source(), ACCESS, branch, WEB, "m", "n", "e@example.org"))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("is no name of a branch");
  }

  @Test
  void aDamagedCloneIsMadeAnewOnTheWay() throws Exception {
    commit(clones, WEB);
    try (Stream<Path> all = Files.walk(temp.resolve("data/repositories"))) {
      for (Path pack : all.filter(file -> file.toString().contains("/objects/pack/")).toList()) {
        Files.delete(pack);
      }
    }

    assertThat(commit(clones, put("state/db.yaml", "x"))).isPresent();

    assertThat(log("actual")).hasSize(8);
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOf(PermanentFailure.class)
        .satisfies(e -> assertThat(e.toString()).doesNotContain(TOKEN, "wrong-token"))
        .satisfies(
            e ->
                assertThat(e)
                    .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION)));
  }

  private void commitToFolder(GitClones another, String path) {
    GitSource aside = repository.source("master");
    another.commit(
        aside, GitAccess.NONE, "actual", put(path, "x"), "m", "Another", "a@example.org");
  }

  private Optional<String> commit(GitClones node, Map<String, Optional<byte[]>> changes) {
    return node.commit(
        source(), ACCESS, "actual", changes, "As found", "Caravan", "caravan@example.org");
  }

  private GitSource source() {
    return new GitSource(server.url(), "master");
  }

  private static Map<String, Optional<byte[]>> put(String path, String content) {
    return Map.of(path, Optional.of(content.getBytes(UTF_8)));
  }

  private List<RevCommit> log(String branch) throws Exception {
    Git git = repository.git();
    List<RevCommit> commits = new ArrayList<>();
    git.log().add(git.getRepository().resolve("refs/heads/" + branch)).call().forEach(commits::add);
    return commits;
  }

  private Map<String, String> files(String branch) throws Exception {
    Repository there = repository.git().getRepository();
    Map<String, String> found = new TreeMap<>();
    try (TreeWalk tree = new TreeWalk(there)) {
      tree.addTree(log(branch).get(0).getTree());
      tree.setRecursive(true);
      while (tree.next()) {
        ObjectId id = tree.getObjectId(0);
        found.put(
            tree.getPathString(), new String(there.open(id, Constants.OBJ_BLOB).getBytes(), UTF_8));
      }
    }
    return found;
  }
}
