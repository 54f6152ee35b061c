package dev.caravan.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What a repository may take: files, bytes, a step's time, and the disk. */
class GitLimitsTest {

  @TempDir Path temp;

  private Path data;
  private GitRepository repository;

  /** Somebody who waits until told otherwise, and who would come back. */
  private static final class Waiting implements FetchWatch {

    private boolean wanted = true;

    @Override
    public void received(long done, long total) {}

    @Override
    public boolean wanted() {
      return wanted;
    }

    @Override
    public boolean comesBack() {
      return true;
    }
  }

  @BeforeEach
  void aRepository() throws Exception {
    data = temp.resolve("data");
    repository = new GitRepository(temp.resolve("remote"));
    for (int i = 0; i < 200; i++) {
      repository.with("folder/%03d.yaml".formatted(i), "12345");
    }
    repository.commit("one");
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private GitClones clones(int mostFiles, long mostBytes) {
    return TestClones.in(data, "", "", mostFiles, DataSize.ofBytes(mostBytes));
  }

  private GitSnapshot fetch(GitClones clones, FetchWatch watch) {
    return clones.fetch(repository.source("master"), GitAccess.NONE, watch);
  }

  private void refuses(GitClones clones, String words) {
    assertThatThrownBy(() -> fetch(clones, FetchWatch.NONE))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(words);
    assertThatThrownBy(() -> clones.kept(repository.source("master"), GitAccess.NONE))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(words);
  }

  @Test
  void asManyFilesAsAllowedAreReadAndNoMore() {
    try (GitSnapshot snapshot = fetch(clones(200, 10_000), FetchWatch.NONE)) {
      assertThat(snapshot.files("folder")).hasSize(200);
    }
    refuses(clones(199, 10_000), "more than 199 files");
  }

  @Test
  void asManyBytesAsAllowedAreReadAndNoMore() {
    fetch(clones(200, 1000), FetchWatch.NONE).close();
    refuses(clones(200, 999), "more than 999 bytes");
  }

  private void refusesWhat(GitClones clones, String words) {
    assertThatThrownBy(() -> fetch(clones, FetchWatch.NONE))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(words);
  }

  private long kept() throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void whatIsTooLargeIsRefusedWhileItComes() throws Exception {
    byte[] noise = new byte[4_000_000];
    new java.security.SecureRandom().nextBytes(noise);
    repository.with("large", java.util.HexFormat.of().formatHex(noise));
    repository.commit("large");

    refusesWhat(clones(200, 1_000_000), "LIBRARY_MOST_BYTES");

    assertThat(kept()).isLessThan(2_000_000);
  }

  @Test
  void manyLargeFilesAreRefusedWhileTheyCome() throws Exception {
    byte[] noise = new byte[400_000];
    for (int i = 0; i < 5; i++) {
      new java.security.SecureRandom().nextBytes(noise);
      repository.with("large" + i, java.util.HexFormat.of().formatHex(noise));
    }
    repository.commit("large");

    refusesWhat(clones(200, 1_000_000), "more than 1102400 bytes");

    assertThat(kept()).isLessThan(2_000_000);
  }

  /** A small pack may hold a very large file. */
  @Test
  void aFileThatGrowsAsItIsUnpackedIsRefusedWhileItComes() throws Exception {
    repository.with("bomb", "0".repeat(50_000_000));
    repository.commit("bomb");

    refusesWhat(clones(200, 1_000_000), "LIBRARY_MOST_BYTES");

    assertThat(kept()).isLessThan(2_000_000);
  }

  @Test
  void tooManyFilesAreRefusedBeforeTheyCome() throws Exception {
    for (int i = 0; i < 200; i++) {
      repository.with("other/%03d.yaml".formatted(i), "other " + i);
    }
    repository.commit("many");

    refusesWhat(clones(20, 1_000_000), "more than 20 files");

    assertThat(kept()).isLessThan(20_000);
  }

  @Test
  void whatNobodyWaitsForIsNotReadOn() {
    GitClones clones = clones(200, 10_000);
    Waiting waiting = new Waiting();
    try (GitSnapshot snapshot = fetch(clones, waiting)) {
      List<GitFile> files = snapshot.files("");
      waiting.wanted = false;

      assertThatThrownBy(() -> snapshot.files(""))
          .isInstanceOf(RetryableFailure.class)
          .hasMessageContaining("nobody waits");
      assertThatThrownBy(() -> snapshot.read(files.get(0), 10))
          .isInstanceOf(RetryableFailure.class);
      assertThatThrownBy(() -> fetch(clones, waiting)).isInstanceOf(RetryableFailure.class);
    }
  }

  @Test
  void whoCanComeBackDoesNotWaitForAnothersFetch() throws Exception {
    GitClones clones = clones(200, 10_000);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CloneFolder folder =
        new CloneFolder(
            data.resolve(GitKind.REPOSITORY.home()),
            repository.source("master").cloneKey(GitAccess.NONE));
    CompletableFuture<Boolean> other =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return folder.locked(
                    () -> {
                      begun.countDown();
                      try {
                        end.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return true;
                    });
              } catch (IOException e) {
                return false;
              }
            });
    begun.await();

    assertThatThrownBy(() -> fetch(clones, new Waiting()))
        .isInstanceOfSatisfying(
            RetryableFailure.class, failure -> assertThat(failure.isBusy()).isTrue());

    end.countDown();
    assertThat(other.get()).isTrue();
    fetch(clones, new Waiting()).close();
  }

  @Test
  void clonesThatNothingUsesAreRemovedAfterAWhile() throws Exception {
    GitClones clones = clones(200, 10_000);
    fetch(clones, FetchWatch.NONE).close();
    try (GitRepository unnamed = new GitRepository(temp.resolve("unnamed"));
        GitRepository inUse = new GitRepository(temp.resolve("in-use"))) {
      unnamed.with("a", "1").commit("one");
      inUse.with("a", "1").commit("one");
      clones.fetch(unnamed.source("master"), GitAccess.NONE, FetchWatch.NONE).close();
      GitSnapshot open = clones.fetch(inUse.source("master"), GitAccess.NONE, FetchWatch.NONE);

      removeAfter(Duration.ofDays(13));
      assertThat(clonesOnDisk()).hasSize(3);
      removeAfter(Duration.ofDays(15));
      assertThat(clonesOnDisk())
          .containsExactlyInAnyOrder(
              repository.source("master").repositoryKey(), inUse.source("master").repositoryKey());
      open.close();
      removeAfter(Duration.ofDays(15));
      assertThat(clonesOnDisk()).containsExactly(repository.source("master").repositoryKey());

      clones.fetch(unnamed.source("master"), GitAccess.NONE, FetchWatch.NONE).close();
      assertThat(clonesOnDisk()).hasSize(2);
    }
  }

  private void removeAfter(Duration time) {
    GitUse use =
        new GitUse() {
          @Override
          public GitKind kind() {
            return GitKind.REPOSITORY;
          }

          @Override
          public List<GitSource> sources() {
            return List.of(repository.source("other-branch"));
          }
        };
    Clock later = Clock.fixed(Instant.now().plus(time), ZoneOffset.UTC);
    new UnusedClones(TestClones.storage(data), TestClones.properties(), List.of(use), later)
        .remove();
  }

  private List<String> clonesOnDisk() throws IOException {
    try (Stream<Path> all = Files.list(data.resolve(GitKind.REPOSITORY.home()))) {
      return all.filter(Files::isDirectory).map(each -> each.getFileName().toString()).toList();
    }
  }
}
