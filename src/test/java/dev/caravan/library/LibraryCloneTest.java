package dev.caravan.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.FailureKind;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.failure.RetryableFailure;
import dev.caravan.git.FetchWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.transport.BundleWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryCloneTest {

  private static final String WIDGET = "device-types/Acme/Widget.yaml";

  @TempDir Path temp;

  private GitLibrary library;
  private LibraryClone clone;

  @BeforeEach
  void aLibrary() throws Exception {
    library = new GitLibrary(temp.resolve("remote"));
    clone = Clones.in(temp.resolve("data"));
  }

  @AfterEach
  void close() {
    library.close();
  }

  @Test
  void readsABranchByItsFileUrlWithoutHistory() throws Exception {
    library.with(WIDGET, "model: one").commit("one");
    String second = library.with(WIDGET, "model: two").commit("two");

    assertThat(read("master")).isEqualTo(Map.of("commit", second, WIDGET, "model: two"));
    assertThat(commitsKept()).isEqualTo(1);
  }

  @Test
  void readsByAPlainPath() throws Exception {
    library.with(WIDGET, "model: one").commit("one");

    LibrarySource byPath = new LibrarySource(temp.resolve("remote").toString(), "master");

    assertThat(read(byPath)).containsEntry(WIDGET, "model: one");
  }

  @Test
  void readsTagsAndBranchesAndHead() throws Exception {
    String first = library.with(WIDGET, "model: one").commit("one");
    library.tag("v1");
    library.branch("next");
    String second = library.with(WIDGET, "model: two").commit("two");
    library.checkout("master");

    assertThat(read("v1")).containsEntry("commit", first);
    assertThat(read("next")).containsEntry("commit", second);
    assertThat(read("refs/heads/next")).containsEntry("commit", second);
    assertThat(read("HEAD")).containsEntry("commit", first);
  }

  @Test
  void readsAnyCommitByItsIdOrItsBeginning() throws Exception {
    String first = library.with(WIDGET, "model: one").commit("one");
    String second = library.with(WIDGET, "model: two").commit("two");
    String third = library.with(WIDGET, "model: three").commit("three");

    assertThat(read("master")).containsEntry("commit", third);
    assertThat(read(first)).containsEntry(WIDGET, "model: one");
    assertThat(read(second.substring(0, 8))).containsEntry(WIDGET, "model: two");
    assertThat(read(third.substring(0, 8))).containsEntry(WIDGET, "model: three");
  }

  @Test
  void aCommitThatIsHereNeedsNoOtherSide() throws Exception {
    String first = library.with(WIDGET, "model: one").commit("one");
    read("master");
    Files.move(temp.resolve("remote"), temp.resolve("gone"));

    assertThat(read(first)).containsEntry(WIDGET, "model: one");
    try (LibrarySnapshot kept = clone.kept(library.at("master")).orElseThrow()) {
      assertThat(kept.commit()).isEqualTo(first);
    }
  }

  @Test
  void followsABranchThatMovedOn() throws Exception {
    library.with(WIDGET, "model: one").commit("one");
    read("master");
    String second = library.with(WIDGET, "model: two").commit("two");

    assertThat(read("master")).isEqualTo(Map.of("commit", second, WIDGET, "model: two"));
  }

  @Test
  void followsABranchThatWasRewritten() throws Exception {
    String first = library.with(WIDGET, "model: one").commit("one");
    String second = library.with(WIDGET, "model: two").commit("two");
    read("master");
    library.resetTo(first);
    String other = library.with(WIDGET, "model: other").commit("other");

    assertThat(read("master")).containsEntry("commit", other).containsEntry(WIDGET, "model: other");
    assertThat(read(second)).containsEntry(WIDGET, "model: two");
  }

  @Test
  void readsABundle() throws Exception {
    String first = library.with(WIDGET, "model: one").commit("one");
    String second = library.with(WIDGET, "model: two").commit("two");
    Path bundle = temp.resolve("library.bundle");
    try (OutputStream out = Files.newOutputStream(bundle)) {
      BundleWriter writer = new BundleWriter(library.git().getRepository());
      writer.include(library.git().getRepository().exactRef("refs/heads/master"));
      writer.writeBundle(NullProgressMonitor.INSTANCE, out);
    }

    assertThat(read(new LibrarySource(bundle.toString(), "master")))
        .containsEntry("commit", second);
    assertThat(read(new LibrarySource(bundle.toUri().toString(), first)))
        .containsEntry(WIDGET, "model: one");
    assertThat(read(new LibrarySource(bundle.toString(), first.substring(0, 8))))
        .containsEntry(WIDGET, "model: one");
  }

  @Test
  void anUnknownRefIsNamed() throws Exception {
    library.with(WIDGET, "model: one").commit("one");

    for (String ref : List.of("mister", "0123456789", "0".repeat(39) + "1")) {
      assertThatThrownBy(() -> read(ref))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining("no branch, tag or commit \"" + ref + "\"")
          .extracting("kind")
          .isEqualTo(FailureKind.VALIDATION);
    }
  }

  @Test
  void aPlaceWithoutALibraryIsAMistake() throws Exception {
    Files.createDirectories(temp.resolve("empty"));

    for (String place : List.of("empty", "absent")) {
      assertThatThrownBy(() -> read(new LibrarySource(temp.resolve(place).toString(), "master")))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining("no git repository or bundle at " + temp.resolve(place));
    }
  }

  @Test
  void aServerThatIsDownIsTriedAgain() {
    assertThatThrownBy(() -> read(new LibrarySource("http://127.0.0.1:9/library.git", "master")))
        .isInstanceOf(RetryableFailure.class)
        .hasMessageContaining("http://127.0.0.1:9/library.git cannot be fetched");
  }

  @Test
  void schemesThatAreNotAllowedAreRefused() {
    assertThatThrownBy(() -> read(new LibrarySource("git://example.org/library", "master")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("is no address that this node reads");
  }

  @Test
  void credentialsInTheUrlAreRefusedWithoutRepeatingThem() {
    assertThatThrownBy(() -> read(new LibrarySource("https://me:secret@example.org/l", "master")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("LIBRARY_TOKEN")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void aHalfMadeFolderIsMadeAnew() throws Exception {
    String first = library.with(WIDGET, "model: one").commit("one");
    read("master");
    Path kept = folder();
    Files.delete(kept.resolve("HEAD"));
    Files.createDirectories(kept.resolveSibling(kept.getFileName() + ".new-half/objects"));

    assertThat(read("master")).containsEntry("commit", first);
    assertThat(folders()).containsExactly(kept);
  }

  @Test
  void locksOfADeadProcessDoNotStand() throws Exception {
    library.with(WIDGET, "model: one").commit("one");
    read("master");
    for (String lock : List.of("shallow.lock", "packed-refs.lock", "config.lock")) {
      Files.writeString(folder().resolve(lock), "");
    }
    Files.writeString(folder().resolve("refs/caravan/heads/master.lock"), "");
    String second = library.with(WIDGET, "model: two").commit("two");

    assertThat(read("master")).containsEntry("commit", second);
  }

  @Test
  void missingObjectsAreFetchedAnew() throws Exception {
    String first = library.with(WIDGET, "model: one").commit("one");
    read("master");
    deletePacks();

    assertThat(read("master")).containsEntry(WIDGET, "model: one");
    deletePacks();
    assertThat(read(first)).containsEntry(WIDGET, "model: one");
  }

  @Test
  void aBrokenPackIsFetchedAnewAtTheNextAttempt() throws Exception {
    library.with(WIDGET, "model: one").commit("one");
    read("master");
    breakPacks();
    String second = library.with(WIDGET, "model: two").commit("two");

    try {
      read("master");
    } catch (RetryableFailure toldToTryAgain) {
      assertThat(toldToTryAgain).hasMessageContaining("damaged");
    }
    assertThat(read("master")).containsEntry("commit", second).containsEntry(WIDGET, "model: two");
  }

  @Test
  void manyAtOnceNeverTripOverEachOther() throws Exception {
    library.with(WIDGET, "model: 0").commit("start");
    List<Callable<Map<String, String>>> tasks = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      LibraryClone another = i % 2 == 0 ? clone : Clones.in(temp.resolve("data"));
      tasks.add(() -> read(another, library.at("master")));
    }
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<Map<String, String>>> answers = tasks.stream().map(threads::submit).toList();
      for (int i = 1; i <= 5; i++) {
        library.with(WIDGET, "model: " + i).commit("change " + i);
      }
      for (Future<Map<String, String>> answer : answers) {
        assertThat(answer.get().get(WIDGET)).matches("model: [0-5]");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Map<String, String> read(String ref) {
    return read(library.at(ref));
  }

  private Map<String, String> read(LibrarySource source) {
    return read(clone, source);
  }

  private static Map<String, String> read(LibraryClone clone, LibrarySource source) {
    try (LibrarySnapshot snapshot = clone.fetch(source, FetchWatch.NONE)) {
      Map<String, String> found = new HashMap<>();
      found.put("commit", snapshot.commit());
      for (LibraryFile file : snapshot.definitions()) {
        found.put(file.path(), new String(snapshot.read(file, 1000), UTF_8));
      }
      return found;
    }
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(temp.resolve("data/libraries"))) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  private Path folder() throws IOException {
    return folders().get(0);
  }

  private void deletePacks() throws IOException {
    try (Stream<Path> packs = Files.list(folder().resolve("objects/pack"))) {
      for (Path pack : packs.toList()) {
        Files.delete(pack);
      }
    }
  }

  private void breakPacks() throws IOException {
    try (Stream<Path> packs = Files.list(folder().resolve("objects/pack"))) {
      for (Path pack : packs.filter(p -> p.toString().endsWith(".pack")).toList()) {
        byte[] bytes = Files.readAllBytes(pack);
        Files.delete(pack);
        Files.write(pack, Arrays.copyOf(bytes, bytes.length / 2));
      }
    }
  }

  private int commitsKept() throws Exception {
    try (Git git = Git.open(folder().toFile())) {
      int count = 0;
      for (var ignored : git.log().all().call()) {
        count++;
      }
      return count;
    }
  }
}
