package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.kept.KeptThings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All objects, and what happened to them, under one counter of revisions; whoever holds its monitor
 * is alone with it.
 */
final class History {

  private static final int KEPT_CHANGES = 40_000;
  private static final String REVISION = "revision";

  private final Map<String, NavigableMap<String, Stored>> objects = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final KeptThings kept;
  private long revision;
  private long compacted;
  private long watchable;
  private int epoch;

  History(KeptThings kept) {
    this.kept = kept;
    kept.all()
        .forEach(
            (name, thing) -> {
              if (name.equals(REVISION)) {
                revision = thing.asLong();
              } else {
                Stored stored = Stored.of((ObjectNode) thing);
                of(name.substring(0, name.indexOf(' '))).put(stored.key(), stored);
              }
            });
    restart();
  }

  synchronized long revision() {
    return revision;
  }

  /** Lists at an older revision are Expired. */
  synchronized long compacted() {
    return compacted;
  }

  /** Watches from an older revision are Expired. */
  synchronized long watchable() {
    return watchable;
  }

  /** A watch ends when it is no longer the one it began with. */
  synchronized int epoch() {
    return epoch;
  }

  synchronized Optional<Stored> find(String resource, String namespace, String name) {
    return Optional.ofNullable(of(resource).get(Stored.key(namespace, name)));
  }

  /** All objects of a kind at a revision that is not compacted. */
  synchronized NavigableMap<String, Stored> at(String resource, long when) {
    NavigableMap<String, Stored> then = new TreeMap<>(of(resource));
    for (int i = changes.size() - 1; i >= 0 && changes.get(i).after().revision() > when; i--) {
      Change change = changes.get(i);
      if (change.resource().equals(resource)) {
        Stored before = change.before();
        if (before == null) {
          then.remove(change.after().key());
        } else {
          then.put(before.key(), before);
        }
      }
    }
    return then;
  }

  /** Keeps an object under the next revision, which is written into it. */
  synchronized Stored put(Resource resource, ObjectNode object) {
    Stored after = stamped(object);
    Stored before = of(resource.id()).put(after.key(), after);
    Change.Type type = before == null ? Change.Type.ADDED : Change.Type.MODIFIED;
    add(new Change(type, resource.id(), before, after));
    return after;
  }

  synchronized void remove(Resource resource, ObjectNode last) {
    Stored after = stamped(last);
    Stored before = of(resource.id()).remove(after.key());
    add(new Change(Change.Type.DELETED, resource.id(), before, after));
  }

  private Stored stamped(ObjectNode object) {
    revision++;
    Json.within(object, "metadata").put("resourceVersion", Long.toString(revision));
    return Stored.of(object);
  }

  private void add(Change change) {
    changes.add(change);
    keep(change);
    if (changes.size() > KEPT_CHANGES) {
      List<Change> oldest = changes.subList(0, KEPT_CHANGES / 4);
      watchable = oldest.get(oldest.size() - 1).after().revision();
      compacted = Math.max(compacted, watchable);
      oldest.clear();
    }
    notifyAll();
  }

  private void keep(Change change) {
    String name = change.resource() + " " + change.after().key();
    if (change.type() == Change.Type.DELETED) {
      kept.remove(name);
    } else if (kept.lasting()) {
      JsonNode object = change.after().object();
      kept.put(name, object);
    }
    kept.put(REVISION, LongNode.valueOf(revision));
  }

  /**
   * Waits for what happens to objects of all kinds after a revision.
   *
   * @return nothing when the time is over or a new epoch began
   */
  synchronized List<Change> await(long after, int sinceEpoch, long millis)
      throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (revision <= after && epoch == sinceEpoch && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    if (revision <= after || epoch != sinceEpoch) {
      return List.of();
    }
    // Every revision is one change, so the place of a change follows from its revision.
    int begin = (int) Math.max(0, changes.size() - (revision - after));
    return List.copyOf(changes.subList(begin, changes.size()));
  }

  /** Forgets how lists were before; watches go on, as they are served from memory. */
  synchronized void compact() {
    compacted = revision;
  }

  /** Ends all watches, and old positions with them, as a server that starts anew does. */
  synchronized void restart() {
    epoch++;
    compacted = revision;
    watchable = revision;
    changes.clear();
    notifyAll();
  }

  /** Empties all; the counter goes on, so that no position of before is taken for one of now. */
  synchronized void clear() {
    objects.clear();
    kept.retain(List.of(REVISION));
    restart();
  }

  private NavigableMap<String, Stored> of(String resource) {
    return objects.computeIfAbsent(resource, any -> new TreeMap<>());
  }
}
