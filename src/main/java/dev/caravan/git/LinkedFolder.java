package dev.caravan.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files below a folder, those behind its links included, each once.
 *
 * @param path of the folder itself, where no link leads any more
 * @param files by their paths, in which links are folders and files
 * @param targets of the links that were followed, from the root of the repository
 * @param broken links that are not followed, each with why
 * @param left submodules, and links to what is among the files already, each with why
 */
public record LinkedFolder(
    String path,
    List<GitFile> files,
    List<String> targets,
    Map<String, String> broken,
    Map<String, String> left) {

  LinkedFolder(String path) {
    this(path, new ArrayList<>(), new ArrayList<>(), new TreeMap<>(), new TreeMap<>());
  }
}
