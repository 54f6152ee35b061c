package dev.caravan.git;

import dev.caravan.failure.RetryableFailure;
import org.springframework.util.unit.DataSize;

/** Stops the reading of a repository that is too large, or that nobody waits for any more. */
final class TreeGuard {

  private static final int BETWEEN_QUESTIONS = 100;

  private final GitSource source;
  private final GitKind kind;
  private final int mostFiles;
  private final DataSize mostBytes;
  private final FetchWatch watch;

  TreeGuard(GitSource source, GitKind kind, GitProperties properties, FetchWatch watch) {
    this.source = source;
    this.kind = kind;
    this.mostFiles = properties.mostFiles();
    this.mostBytes = properties.mostBytes();
    this.watch = watch;
  }

  void requireWanted() {
    if (!watch.wanted()) {
      throw RetryableFailure.integration(
          "The %s %s is not read on: nobody waits for it any more"
              .formatted(kind.noun(), source.url()));
    }
  }

  Count count() {
    return new Count();
  }

  /** Counts what one reading comes upon. */
  final class Count {

    private long files;
    private long bytes;

    void file() {
      files++;
      if (files > mostFiles) {
        throw tooLarge("more than %d files".formatted(mostFiles), "LIBRARY_MOST_FILES");
      }
      if (files % BETWEEN_QUESTIONS == 0) {
        requireWanted();
      }
    }

    void bytes(long more) {
      bytes += more;
      if (bytes > mostBytes.toBytes()) {
        throw tooLarge("more than %d bytes".formatted(mostBytes.toBytes()), "LIBRARY_MOST_BYTES");
      }
    }

    private RuntimeException tooLarge(String size, String setting) {
      return GitFailures.tooLarge(source, kind, size, setting);
    }
  }
}
