package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Predicate;

/** Lists of objects, whole or by chunks, as they are or as they were. */
final class Lists {

  private static final int PATIENCE_MILLIS = 3000;
  private static final String TOO_OLD =
      "The provided continue parameter is too old to display a consistent list result. You can"
          + " start a new list without the continue parameter, or use the continue token in this"
          + " response to retrieve the remainder of the results. Continuing with the provided token"
          + " results in an inconsistent list - objects that were created, modified, or deleted"
          + " between the time the first chunk was returned and now may show up in the list.";

  private final History history;

  Lists(History history) {
    this.history = history;
  }

  Answer answer(Resource resource, RequestInfo info, ListOptions options) {
    Predicate<Stored> selector = Selector.of(options);
    boolean goingOn = !options.token().isEmpty();
    ContinueToken from =
        goingOn
            ? ContinueToken.read(options.token())
            : new ContinueToken(options.exact() ? options.resourceVersion() : -1, "");
    waitFor(Math.max(options.resourceVersion(), from.revision()));
    long when;
    NavigableMap<String, Stored> all;
    synchronized (history) {
      when = from.revision() < 0 ? history.revision() : from.revision();
      if (when < history.compacted()) {
        throw expired(goingOn, from);
      }
      all = history.at(resource.id(), when);
    }
    boolean everywhere = resource.namespaced() && info.namespace().isEmpty();
    String namespace = resource.namespaced() ? info.namespace() : "";
    String first = everywhere ? from.start().replaceFirst("^/", "") : namespace + from.start();
    NavigableMap<String, Stored> rest = all.tailMap(first, true);
    if (!everywhere) {
      rest = rest.subMap(first, true, namespace + "0", false);
    }
    long limit = options.limit() > 0 ? options.limit() : Long.MAX_VALUE;
    return chunk(resource, rest.values(), selector, limit, when, everywhere, plain(options));
  }

  /** With a selector nobody knows how many are left. */
  private static boolean plain(ListOptions options) {
    return options.labelSelector().isEmpty() && options.fieldSelector().isEmpty();
  }

  private static Answer chunk(
      Resource resource,
      Iterable<Stored> rest,
      Predicate<Stored> selector,
      long limit,
      long when,
      boolean everywhere,
      boolean counted) {
    List<Stored> taken = new ArrayList<>();
    long left = 0;
    for (Stored stored : rest) {
      if (selector.test(stored)) {
        if (taken.size() < limit) {
          taken.add(stored);
        } else {
          left++;
        }
      }
    }
    ObjectNode metadata = Json.object("resourceVersion", Long.toString(when), "continue", "");
    if (left > 0) {
      Stored last = taken.get(taken.size() - 1);
      String start = "/" + (everywhere ? last.key() : last.name()) + "\0";
      metadata.put("continue", new ContinueToken(when, start).text());
      if (counted) {
        metadata.put("remainingItemCount", left);
      }
    }
    return new Answer(200, text(resource, taken, metadata), "application/json", Map.of());
  }

  static String text(Resource resource, List<Stored> objects, ObjectNode metadata) {
    int length = objects.stream().mapToInt(stored -> stored.text().length() + 1).sum();
    StringBuilder text = new StringBuilder(length + 400);
    text.append("{\"apiVersion\":\"").append(resource.apiVersion()).append("\",\"items\":[");
    String comma = "";
    for (Stored stored : objects) {
      text.append(comma).append(stored.in(resource).text());
      comma = ",";
    }
    text.append("],\"kind\":\"").append(resource.listKind()).append("\",\"metadata\":");
    return text.append(Json.text(metadata)).append('}').toString();
  }

  private static Refused expired(boolean goingOn, ContinueToken from) {
    if (!goingOn) {
      return Refusal.of(410, "The resourceVersion for the provided list is too old.");
    }
    ObjectNode status = Refusal.status(410, "Expired", TOO_OLD, Json.object());
    Json.within(status, "metadata").put("continue", new ContinueToken(-1, from.start()).text());
    return new Refused(Answer.json(410, status));
  }

  /** Waits a little for a revision that is yet to come. */
  void waitFor(long revision) {
    try {
      long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
      while (history.revision() < revision) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw tooLarge(revision);
        }
        history.await(history.revision(), history.epoch(), left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw tooLarge(revision);
    }
  }

  private Refused tooLarge(long revision) {
    ObjectNode details = Json.object("retryAfterSeconds", 1);
    details
        .putArray("causes")
        .add(
            Json.object(
                "reason", "ResourceVersionTooLarge", "message", "Too large resource version"));
    String message =
        "Timeout: Too large resource version: %d, current: %d"
            .formatted(revision, history.revision());
    return Refusal.of(504, message, details);
  }
}
