package dev.caravan.deviceimport;

import dev.caravan.git.FetchWatch;
import dev.caravan.library.LibraryClone;
import dev.caravan.library.LibrarySnapshot;
import dev.caravan.library.LibrarySource;
import dev.caravan.worker.Step;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Reads images from the clone of the library, at the commit of the import. */
@Component
final class LibraryImages implements ImageFiles {

  private final LibraryClone clone;

  LibraryImages(LibraryClone clone) {
    this.clone = clone;
  }

  @Override
  public Map<String, byte[]> read(Step step, Collection<String> files) {
    LibrarySource source = new LibrarySource(text(step, "library_url"), text(step, "library_ref"));
    Map<String, byte[]> read = new HashMap<>();
    try (LibrarySnapshot snapshot = clone.at(source, text(step, "commit"), watch(step))) {
      for (String path : files) {
        snapshot
            .file(path)
            .ifPresent(file -> read.put(path, snapshot.read(file, (int) snapshot.size(file))));
      }
    }
    return read;
  }

  private static String text(Step step, String input) {
    return String.valueOf(step.inputs().get(input));
  }

  private static FetchWatch watch(Step step) {
    return new FetchWatch() {
      @Override
      public void received(long done, long total) {}

      @Override
      public boolean wanted() {
        return step.held();
      }

      @Override
      public boolean comesBack() {
        return true;
      }
    };
  }
}
