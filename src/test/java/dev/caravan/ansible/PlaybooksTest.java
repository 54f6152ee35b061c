package dev.caravan.ansible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.InputProblem;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.storage.StorageProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Playbooks are those of one folder. */
class PlaybooksTest {

  @TempDir Path place;
  private Path folder;

  @BeforeEach
  void fill() throws IOException {
    folder = Files.createDirectories(place.resolve("playbooks"));
    Files.createDirectories(folder.resolve("web"));
    Files.writeString(folder.resolve("site.yml"), "- hosts: all\n# caravan: repeatable\n");
    Files.writeString(
        folder.resolve("web/again.yaml"), "---\n# Again\n#caravan:  repeatable\n- hosts: all\n");
    Files.writeString(folder.resolve("notes.txt"), "no playbook");
    Files.writeString(place.resolve("outside.yml"), "- hosts: all\n");
    Files.createSymbolicLink(folder.resolve("link.yml"), place.resolve("outside.yml"));
    Files.createSymbolicLink(folder.resolve("linked"), place);
  }

  @Test
  void findsThoseInTheFolderAndBelow() {
    assertThat(playbooks(folder.toString()).require("site.yml").repeatable()).isFalse();
    assertThat(playbooks(folder.toString()).require("web/again.yaml").repeatable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside.yml",
        "web/../../outside.yml",
        "web/../site.yml",
        "link.yml",
        "linked/outside.yml",
        "notes.txt",
        "missing.yml",
        "web",
        "",
        ".",
        "site.yml\u0000",
        "--version.yml"
      })
  void refusesAllElse(String name) {
    assertThat(playbooks(folder.toString()).problem(name))
        .get()
        .extracting(InputProblem::pointer)
        .isEqualTo("/playbook");
  }

  @Test
  void refusesAnAbsolutePathEvenOfAPlaybookInTheFolder() {
    assertThat(playbooks(folder.toString()).problem(folder.resolve("site.yml").toString()))
        .isPresent();
  }

  @Test
  void saysThatTheFolderIsMissing() {
    Playbooks none = playbooks(place.resolve("nowhere").toString());

    assertThatThrownBy(() -> none.problem("site.yml"))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("ANSIBLE_PLAYBOOKS_DIR");
  }

  @Test
  void bringsSomeAlong() {
    Playbooks shipped = playbooks("");

    assertThat(shipped.require("check-servers.yml").repeatable()).isTrue();
    assertThat(shipped.require("web-servers.yml").file()).isRegularFile();
  }

  private Playbooks playbooks(String path) {
    StorageProperties storage =
        new StorageProperties(
            place.resolve("data"),
            new StorageProperties.DatabaseAddress("", "", 0, "", "", ""),
            new StorageProperties.RedisAddress("", "", 0, 0, ""));
    return new Playbooks(
        new AnsibleProperties(
            path,
            "ansible-playbook",
            "",
            "",
            "",
            true,
            "",
            "",
            Duration.ofHours(1),
            DataSize.ofMegabytes(1),
            Duration.ofDays(1)),
        new ShippedPlaybooks(storage));
  }
}
