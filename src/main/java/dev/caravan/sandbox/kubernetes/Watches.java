package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Tells what happens to objects, line by line, until its time is over. */
final class Watches {

  private static final Duration USUAL = Duration.ofMinutes(30);
  private static final Duration BETWEEN_BOOKMARKS = Duration.ofMinutes(1);

  private final History history;

  Watches(History history) {
    this.history = history;
  }

  Answer answer(Resource resource, RequestInfo info, ListOptions options) {
    String namespace = resource.namespaced() ? info.namespace() : "";
    Predicate<Stored> selector =
        Selector.of(options)
            .and(stored -> namespace.isEmpty() || stored.namespace().equals(namespace));
    return Answer.streamed(
        "application/json", out -> new Watch(resource, selector, options, out).run());
  }

  private final class Watch {

    private final Resource resource;
    private final Predicate<Stored> selector;
    private final ListOptions options;
    private final OutputStream out;
    private final long end;
    private long seen;

    Watch(Resource resource, Predicate<Stored> selector, ListOptions options, OutputStream out) {
      this.resource = resource;
      this.selector = selector;
      this.options = options;
      this.out = out;
      long seconds = options.timeoutSeconds() > 0 ? options.timeoutSeconds() : USUAL.toSeconds();
      this.end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    }

    void run() throws IOException {
      int epoch = history.epoch();
      seen = options.resourceVersion();
      if (seen > 0 && !options.initialEvents()) {
        if (seen < history.watchable()) {
          sendTooOld();
          return;
        }
      } else {
        sendInitial();
      }
      try {
        follow(epoch);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void follow(int epoch) throws IOException, InterruptedException {
      long bookmark = System.nanoTime() + BETWEEN_BOOKMARKS.toNanos();
      while (history.epoch() == epoch && System.nanoTime() < end) {
        long until = options.bookmarks() ? Math.min(end, bookmark) : end;
        long millis = Math.max(1, (until - System.nanoTime()) / 1_000_000);
        for (Change change : history.await(seen, epoch, millis)) {
          send(change);
          seen = change.after().revision();
        }
        out.flush();
        if (options.bookmarks() && System.nanoTime() >= bookmark) {
          sendBookmark(Json.object());
          bookmark = System.nanoTime() + BETWEEN_BOOKMARKS.toNanos();
        }
      }
    }

    private void sendInitial() throws IOException {
      List<Stored> objects;
      synchronized (history) {
        seen = history.revision();
        objects = List.copyOf(history.at(resource.id(), seen).values());
      }
      for (Stored stored : objects) {
        if (selector.test(stored)) {
          send("ADDED", stored.in(resource).text());
        }
      }
      if (options.bookmarks()) {
        sendBookmark(Json.object("k8s.io/initial-events-end", "true"));
      }
      out.flush();
    }

    /** To who selects, an object that no longer fits is deleted, and one that now does is new. */
    private void send(Change change) throws IOException {
      Stored earlier = change.before();
      boolean before = earlier != null && selector.test(earlier);
      boolean after = change.type() != Change.Type.DELETED && selector.test(change.after());
      if (!change.resource().equals(resource.id()) || (!before && !after)) {
        return;
      }
      String type = after ? (before ? "MODIFIED" : "ADDED") : "DELETED";
      send(type, change.after().in(resource).text());
    }

    private void sendBookmark(ObjectNode annotations) throws IOException {
      ObjectNode metadata = Json.object("resourceVersion", Long.toString(seen));
      if (!annotations.isEmpty()) {
        metadata.set("annotations", annotations);
      }
      ObjectNode object =
          Json.object(
              "apiVersion", resource.apiVersion(), "kind", resource.kind(), "metadata", metadata);
      send("BOOKMARK", Json.text(object));
      out.flush();
    }

    private void sendTooOld() throws IOException {
      String message = "too old resource version: %d (%d)".formatted(seen, history.watchable());
      send("ERROR", Json.text(Refusal.status(410, "Expired", message, Json.object())));
      out.flush();
    }

    private void send(String type, String object) throws IOException {
      String line = "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
      out.write(line.getBytes(StandardCharsets.UTF_8));
    }
  }
}
