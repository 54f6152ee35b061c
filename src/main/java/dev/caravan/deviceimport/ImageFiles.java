package dev.caravan.deviceimport;

import dev.caravan.worker.Step;
import java.util.Collection;
import java.util.Map;

/** The bytes of a library's images. */
@FunctionalInterface
interface ImageFiles {

  /**
   * Reads some at once.
   *
   * @param step names the library and its commit
   * @param files paths in the library
   * @return the bytes of those that there are, by path
   */
  Map<String, byte[]> read(Step step, Collection<String> files);
}
