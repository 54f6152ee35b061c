package dev.caravan.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Walks a folder and what its links lead to, as long as that stays in the repository. */
final class LinkWalk {

  private static final int LONGEST = 4096;
  private static final int MOST_LINKS = 40;

  private final ObjectReader reader;
  private final ObjectId root;
  private final TreeGuard.Count count;
  private final Deque<String> open = new ArrayDeque<>();
  private final Map<String, String> seen = new HashMap<>();
  private final Set<String> walked = new HashSet<>();
  private int links;

  LinkWalk(ObjectReader reader, ObjectId root, TreeGuard.Count count) {
    this.reader = reader;
    this.root = root;
    this.count = count;
  }

  /** Why a link leads nowhere. */
  static final class Broken extends Exception {

    private static final long serialVersionUID = 1L;

    Broken(String why) {
      super(why);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  /** A place without links. */
  private record Place(String path, int mode, ObjectId id) {

    boolean isFolder() {
      return (mode & FileMode.TYPE_MASK) == FileMode.TYPE_TREE;
    }
  }

  /**
   * All below a folder.
   *
   * @throws Broken where the folder is a link that leads nowhere, or is none
   */
  LinkedFolder walk(String path) throws IOException, Broken {
    Place folder = resolve("", path);
    if (!folder.isFolder()) {
      throw new Broken("is no folder");
    }
    LinkedFolder found = new LinkedFolder(folder.path());
    walk(folder, folder.path(), found);
    return found;
  }

  /** Where a folder is, behind whatever links. */
  String folder(String path) throws IOException, Broken {
    Place folder = resolve("", path);
    if (!folder.isFolder()) {
      throw new Broken("is no folder");
    }
    return folder.path();
  }

  private void walk(Place folder, String shown, LinkedFolder found) throws IOException {
    open.push(folder.path());
    walked.add(folder.path());
    Map<String, Place> linked = new TreeMap<>();
    try (TreeWalk tree = new TreeWalk(reader)) {
      tree.addTree(folder.id());
      tree.setRecursive(true);
      while (tree.next()) {
        String real = joined(folder.path(), tree.getPathString());
        String name = joined(shown, tree.getPathString());
        Place place = new Place(real, tree.getRawMode(0), tree.getObjectId(0));
        switch (tree.getRawMode(0) & FileMode.TYPE_MASK) {
          case FileMode.TYPE_FILE -> add(place, name, found);
          case FileMode.TYPE_SYMLINK -> linked.put(name, place);
          default -> found.left().put(name, "is a submodule, which is not fetched");
        }
      }
    }
    for (Map.Entry<String, Place> link : linked.entrySet()) {
      follow(link.getValue(), link.getKey(), found);
    }
    open.pop();
  }

  private void add(Place file, String name, LinkedFolder found) {
    count.file();
    String before = seen.putIfAbsent(file.path(), name);
    if (before == null) {
      found.files().add(new GitFile(name, file.id().name()));
    } else {
      found.left().put(name, "is the same file as " + before);
    }
  }

  private void follow(Place link, String name, LinkedFolder found) throws IOException {
    count.file();
    links = 0;
    try {
      String text = text(link);
      requireRelative(text);
      Place target = resolve(parent(link.path()), text);
      if (!target.isFolder()) {
        add(target, name, found);
      } else if (open.stream().anyMatch(each -> isWithin(each, target.path()))) {
        throw new Broken("is a link to a folder that it is in itself");
      } else if (walked.contains(target.path())
          || open.stream().anyMatch(each -> isWithin(target.path(), each))) {
        found.left().put(name, "is a link to " + target.path() + ", which is read there");
        return;
      } else {
        walk(target, name, found);
      }
      found.targets().add(target.path());
    } catch (Broken broken) {
      found.broken().put(name, broken.why());
    }
  }

  private static boolean isWithin(String path, String folder) {
    return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
  }

  private String text(Place link) throws IOException, Broken {
    if (reader.getObjectSize(link.id(), Constants.OBJ_BLOB) > LONGEST) {
      throw new Broken("is a link that is too long");
    }
    return new String(reader.open(link.id(), Constants.OBJ_BLOB).getBytes(), UTF_8);
  }

  /** Where a path leads from a folder without links, whatever links are on the way. */
  private Place resolve(String from, String path) throws IOException, Broken {
    Deque<String> rest = parts(path);
    Place at = new Place("", FileMode.TYPE_TREE, root);
    for (String part : parts(from)) {
      at = child(at, part);
    }
    while (!rest.isEmpty()) {
      String part = rest.pop();
      if (part.equals("..")) {
        if (at.path().isEmpty()) {
          throw new Broken("is a link out of the repository (" + path + ")");
        }
        String up = parent(at.path());
        at = up.isEmpty() ? new Place("", FileMode.TYPE_TREE, root) : resolve("", up);
        continue;
      }
      Place next = child(at, part);
      if ((next.mode() & FileMode.TYPE_MASK) != FileMode.TYPE_SYMLINK) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new Broken("is a link that leads back to itself");
      }
      String target = text(next);
      requireRelative(target);
      Deque<String> more = parts(target);
      more.addAll(rest);
      rest = more;
    }
    return at;
  }

  private static void requireRelative(String path) throws Broken {
    if (path.startsWith("/")) {
      throw new Broken("is a link out of the repository (" + path + ")");
    }
  }

  private Place child(Place folder, String name) throws IOException, Broken {
    if (!folder.isFolder()) {
      throw new Broken("is a link to nothing: " + folder.path() + " is no folder");
    }
    String path = joined(folder.path(), name);
    try (TreeWalk found = TreeWalk.forPath(reader, name, folder.id())) {
      if (found == null) {
        throw new Broken("is a link to nothing: there is no " + path);
      }
      if ((found.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_GITLINK) {
        throw new Broken("is a link into a submodule, " + path + ", which is not fetched");
      }
      return new Place(path, found.getRawMode(0), found.getObjectId(0));
    }
  }

  private static Deque<String> parts(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static String joined(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
