package dev.caravan.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Stands in for {@code ansible-playbook} where none is installed: its playbooks are shell scripts,
 * which find their inventory, variables and the place of their recap as a callback plugin would.
 */
final class StandIn {

  private final Path folder;

  StandIn() {
    try {
      Path target = Files.createDirectories(Path.of("target"));
      this.folder = Files.createTempDirectory(target, "stand-in").toRealPath();
      Path command = folder.resolve("ansible-playbook");
      Files.writeString(
          command,
          """
          #!/bin/sh
          inventory=$2 vars=${4#@} playbook=$5 seen=%s
          . "$playbook"
          """
              .formatted(folder));
      Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
      Files.createDirectory(playbooks());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path command() {
    return folder.resolve("ansible-playbook");
  }

  Path playbooks() {
    return folder.resolve("playbooks");
  }

  void playbook(String name, String script) {
    write(playbooks().resolve(name), script);
  }

  /** What a playbook waits for, or what it left. */
  void file(String name) {
    write(folder.resolve(name), "");
  }

  String seen(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processes, descendants included, that belong to any run. */
  static List<String> running(String run) {
    try (var processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(each -> each.getFileName().toString().matches("[0-9]+"))
          .filter(each -> environment(each).contains("CARAVAN_RUN=" + run))
          .map(Path::toString)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String environment(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
