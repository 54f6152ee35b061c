package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.ControlApi;
import dev.caravan.sandbox.http.Faults;
import dev.caravan.sandbox.http.HttpFront;
import dev.caravan.sandbox.http.RequestLog;
import dev.caravan.sandbox.kept.KeptThings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A running simulator of the Kubernetes API on loopback; needs no Spring, starts at once. */
public final class SandboxKubernetes implements AutoCloseable {

  /** The bearer token of who may do everything. */
  public static final String ADMIN_TOKEN = "sandbox-admin";

  /** The bearer token of who may write the objects of a fabric. */
  public static final String WRITER_TOKEN = "sandbox-writer";

  private static final List<String> NAMESPACES =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");
  private static final List<String> DEFINITIONS =
      List.of(
          "agents.agent",
          "externals.vpc",
          "ipv4namespaces.vpc",
          "vpcattachments.vpc",
          "vpcpeerings.vpc",
          "vpcs.vpc",
          "connections.wiring",
          "servers.wiring",
          "switches.wiring",
          "switchgroups.wiring",
          "vlannamespaces.wiring");

  private final HttpFront front;
  private final KeptThings kept;
  private final History history;
  private final Kinds kinds = new Kinds();
  private final Clock clock = Clock.systemUTC();
  private final Objects objects;

  private SandboxKubernetes(int port, KeptThings kept) throws IOException {
    this.kept = kept;
    history = new History(kept);
    objects = new Objects(history, kinds, clock);
    Faults faults = new Faults();
    RequestLog log = new RequestLog(SandboxKubernetes::shape);
    front = new HttpFront(port, faults, log);
    fill();
    Api api = new Api(kinds, objects);
    front.start(
        api::answer,
        (call, status) -> Refusal.fault(status),
        new ControlApi(
            faults,
            log,
            this::startAfresh,
            Map.of(
                "POST /sandbox/compact", body -> ControlApi.done(history::compact),
                "POST /sandbox/restart", body -> ControlApi.done(history::restart),
                "POST /sandbox/admission",
                    body -> ControlApi.done(() -> objects.admission().add(body)),
                "DELETE /sandbox/admission",
                    body -> ControlApi.done(() -> objects.admission().clear()))));
  }

  /**
   * Starts a Kubernetes API that forgets everything when it is closed.
   *
   * @param port on 127.0.0.1; 0 takes a free one
   */
  public static SandboxKubernetes start(int port) {
    return start(port, KeptThings.nowhere());
  }

  /** The same, but its objects are kept in a file, from one start to the next. */
  public static SandboxKubernetes start(int port, Path file) {
    return start(port, KeptThings.in(file));
  }

  private static SandboxKubernetes start(int port, KeptThings kept) {
    try {
      return new SandboxKubernetes(port, kept);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The sandbox Kubernetes cannot listen on 127.0.0.1:"
              + port
              + "; set caravan.sandbox.kubernetes.port to a free port",
          e);
    }
  }

  /** The path of all objects of a kind, in whatever namespace. */
  private static String shape(String path) {
    return path.replaceFirst("/namespaces/[^/]+/", "/namespaces/NAMESPACE/")
        .replaceFirst("^(/apis/[^/]+/[^/]+/(?:namespaces/NAMESPACE/)?+[^/]+/)[^/]+", "$1NAME")
        .replaceFirst("^(/api/v1/namespaces/)[^/]+$", "$1NAME");
  }

  /** Adds what a cluster begins with, as far as it is not there. */
  private void fill() {
    NAMESPACES.forEach(
        name -> put(Kinds.NAMESPACES, Json.object("metadata", Json.object("name", name))));
    for (String name : DEFINITIONS) {
      String file = "/sandbox/kubernetes/" + name + ".yaml";
      put(Kinds.DEFINITIONS, Json.yaml(SandboxKubernetes.class.getResourceAsStream(file)));
    }
    history
        .at(Kinds.DEFINITIONS.id(), history.revision())
        .values()
        .forEach(definition -> kinds.define(definition.object()));
  }

  private void put(Resource resource, ObjectNode object) {
    if (history.find(resource.id(), "", Metadata.name(object)).isPresent()) {
      return;
    }
    object.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
    String now = clock.instant().toString().replaceFirst("\\.\\d+Z", "Z");
    Metadata.of(object)
        .put("uid", UUID.randomUUID().toString())
        .put("creationTimestamp", now)
        .put("generation", 1);
    Definitions.complete(resource, object, now);
    history.put(resource, object);
  }

  private void startAfresh() {
    synchronized (history) {
      history.clear();
      kinds.clear();
      objects.admission().clear();
      fill();
    }
  }

  /** Where it is, without a slash at the end. */
  public String url() {
    return front.url();
  }

  @Override
  public void close() {
    history.restart();
    front.close();
    kept.close();
  }
}
