package dev.caravan.library;

import dev.caravan.git.GitSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A library at one commit. For one thread. */
public final class LibrarySnapshot implements AutoCloseable {

  static final List<String> DEFINITIONS = List.of("device-types", "module-types", "rack-types");
  static final List<String> IMAGES = List.of("elevation-images", "module-images");
  static final String SCHEMAS = "schema";

  private final GitSnapshot git;

  LibrarySnapshot(GitSnapshot git) {
    this.git = git;
  }

  /** The full id of the commit. */
  public String commit() {
    return git.commit();
  }

  /** The YAML files of all vendors, in the order of their paths. */
  public List<LibraryFile> definitions() {
    return DEFINITIONS.stream()
        .flatMap(this::files)
        .filter(file -> !file.vendor().isEmpty() && isYaml(file.name()))
        .toList();
  }

  /** The files that stand directly in the folder {@code schema}. */
  public List<LibraryFile> schemas() {
    return files(SCHEMAS)
        .filter(file -> file.path().equals(SCHEMAS + "/" + file.name()))
        .filter(file -> file.name().endsWith(".json"))
        .toList();
  }

  /** What stands in the vendors' folders of images, in the order of the paths. */
  public List<LibraryFile> images() {
    return IMAGES.stream()
        .flatMap(this::files)
        .filter(file -> !file.vendor().isEmpty())
        .filter(file -> file.path().equals(file.folder() + "/" + file.vendor() + "/" + file.name()))
        .toList();
  }

  /** The file of that path, if there is one. */
  public Optional<LibraryFile> file(String path) {
    return git.file(path).map(LibraryFile::new);
  }

  private Stream<LibraryFile> files(String folder) {
    return git.files(folder).stream().map(LibraryFile::new);
  }

  /** How many bytes a file has. */
  public long size(LibraryFile file) {
    return git.size(file.file());
  }

  /** The first bytes of a file, at most so many. */
  public byte[] read(LibraryFile file, int atMost) {
    return git.read(file.file(), atMost);
  }

  private static boolean isYaml(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml");
  }

  @Override
  public void close() {
    git.close();
  }
}
