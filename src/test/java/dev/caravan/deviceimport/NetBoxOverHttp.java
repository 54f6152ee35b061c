package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.netbox.Conversation;
import dev.caravan.netbox.NetBoxAnswer;
import dev.caravan.netbox.NetBoxAnswer.Silence;
import dev.caravan.netbox.NetBoxRequest;
import dev.caravan.netbox.Upload;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Leads conversations with a NetBox as the routes do, without Camel. */
final class NetBoxOverHttp {

  /** Thrown where a test lets the node die. */
  static final class Killed extends RuntimeException {}

  /** Decides whether the node dies; asked before a request is sent and after its answer came. */
  interface Fate {
    boolean killed(NetBoxRequest request, boolean answered);
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;
  private final String token;
  final Map<String, Integer> sent = new ConcurrentHashMap<>();
  final AtomicLong paused = new AtomicLong();
  volatile Predicate<NetBoxRequest> refusing = request -> false;
  volatile Fate fate = (request, answered) -> false;

  /** Lists in which the token sees nothing, as with a constraint on its permission to view. */
  final Set<String> unseen = ConcurrentHashMap.newKeySet();

  NetBoxOverHttp(String address, String token) {
    this.address = address;
    this.token = token;
  }

  String address() {
    return address;
  }

  /** Leads all of them, four at a time, to their ends, and fails as the first that failed. */
  void lead(List<Conversation> conversations) {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      conversations.forEach(one -> running.add(threads.submit(() -> lead(one))));
      RuntimeException failure = null;
      for (Future<?> each : running) {
        try {
          each.get();
        } catch (ExecutionException broken) {
          failure = failure == null ? (RuntimeException) broken.getCause() : failure;
        }
      }
      if (failure != null) {
        throw failure;
      }
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    } finally {
      threads.shutdownNow();
    }
  }

  void lead(Conversation one) {
    Optional<NetBoxRequest> request = one.next();
    while (request.isPresent()) {
      if (fate.killed(request.get(), false)) {
        throw new Killed();
      }
      NetBoxAnswer answer =
          refusing.test(request.get())
              ? NetBoxAnswer.silent(Silence.NOT_TAKEN, "Connection refused")
              : send(request.get());
      if (fate.killed(request.get(), true)) {
        throw new Killed();
      }
      one.answered(answer);
      request = one.next();
    }
  }

  /** The time, which goes on by itself and by every pause that a conversation makes. */
  Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.now().plusMillis(paused.get());
      }
    };
  }

  NetBoxAnswer send(NetBoxRequest request) {
    paused.addAndGet(request.pauseMillis());
    sent.merge(request.method(), 1, Integer::sum);
    if (request.method().equals("GET") && unseen.contains(request.path())) {
      String none = "{\"count\": 0, \"next\": null, \"previous\": null, \"results\": []}";
      return new NetBoxAnswer(200, tree(none), none);
    }
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(address + "/api/" + request.path() + "/" + query))
            .timeout(Duration.ofMinutes(5))
            .header("Authorization", (token.startsWith("nbt_") ? "Bearer " : "Token ") + token)
            .header("Content-Type", request.contentType())
            .header("Accept", "application/json");
    JsonNode body = request.body();
    Upload upload = request.upload();
    builder.method(
        request.method(),
        upload != null
            ? BodyPublishers.ofByteArray(upload.body())
            : body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    try {
      HttpResponse<String> answer = http.send(builder.build(), BodyHandlers.ofString());
      return new NetBoxAnswer(answer.statusCode(), tree(answer.body()), answer.body());
    } catch (ConnectException away) {
      return NetBoxAnswer.silent(Silence.NOT_TAKEN, String.valueOf(away.getMessage()));
    } catch (IOException broken) {
      return NetBoxAnswer.lost(String.valueOf(broken.getMessage()));
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static JsonNode tree(String text) {
    try {
      return text.isBlank() ? MissingNode.getInstance() : LabDatabase.JSON.readTree(text);
    } catch (IOException noJson) {
      return MissingNode.getInstance();
    }
  }
}
