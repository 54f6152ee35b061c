package dev.caravan.sandbox.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Somebody who speaks to a Kubernetes API as any client would, and cleans up behind. */
final class Client {

  static final ObjectMapper JSON = new ObjectMapper();
  static final String MERGE = "application/merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";
  static final String STEPS = "application/json-patch+json";
  static final String VPC = "/apis/vpc.githedgehog.com/v1beta1";
  static final String VPCS = VPC + "/namespaces/default/vpcs";
  static final String SWITCHES = "/apis/wiring.githedgehog.com/v1beta1/namespaces/default/switches";
  static final String AGENTS = "/apis/agent.githedgehog.com/v1beta1/namespaces/default/agents";
  static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private static final String PREFIX = "caravan-contract-";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Cluster cluster;
  private final HttpClient http;
  private final String token;
  private final String prefix = PREFIX + NUMBER.incrementAndGet() + "-";

  private Client(Cluster cluster, HttpClient http, String token) {
    this.cluster = cluster;
    this.http = http;
    this.token = token;
  }

  static Client of(Cluster cluster) {
    HttpClient.Builder http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    if (!cluster.authority().isEmpty()) {
      http.sslContext(trusting(Path.of(cluster.authority())));
    }
    return new Client(cluster, http.build(), cluster.token());
  }

  private static SSLContext trusting(Path authority) {
    try (InputStream in = Files.newInputStream(authority)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same server with another bearer token. */
  Client as(String otherToken) {
    return new Client(cluster, http, otherToken);
  }

  /** Whether it is the simulated one, which has commands of its own. */
  boolean simulated() {
    return cluster.url().startsWith("http:");
  }

  /** A name of this test alone. */
  String name(String end) {
    return prefix + end;
  }

  Reply get(String path) {
    return send("GET", path, null, "");
  }

  Reply post(String path, Object body) {
    return send("POST", path, body, "application/json");
  }

  Reply put(String path, Object body) {
    return send("PUT", path, body, "application/json");
  }

  Reply patch(String path, Object body, String type) {
    return send("PATCH", path, body, type);
  }

  Reply delete(String path) {
    return send("DELETE", path, null, "");
  }

  /** Sends any request; a text is sent as it is, anything else as JSON. */
  Reply send(String method, String path, @Nullable Object body, String type) {
    try {
      var response = http.send(request(method, path, body, type), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The lines of an answer as they come. */
  Stream<String> lines(String path) {
    try {
      return http.send(request("GET", path, null, ""), BodyHandlers.ofLines()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest request(String method, String path, @Nullable Object body, String type)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(cluster.url() + path))
            .timeout(Duration.ofMinutes(1))
            .header("User-Agent", "contract/1")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(
                        body instanceof String text ? text : JSON.writeValueAsString(body)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return request.build();
  }

  /** Removes what tests made, whatever holds it. */
  void cleanUp() {
    for (String path : new String[] {VPCS, SWITCHES, AGENTS}) {
      for (String name : get(path).names()) {
        if (name.startsWith(PREFIX)) {
          patch(path + "/" + name, with("metadata", with("finalizers", null)), MERGE);
          delete(path + "/" + name);
        }
      }
    }
  }

  /** A map that may hold nulls. */
  static Map<String, @Nullable Object> with(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return map;
  }

  /** A VPC of this name and spec. */
  static Map<String, @Nullable Object> vpc(String name, Object spec) {
    return object("vpc.githedgehog.com/v1beta1", "VPC", with("name", name), spec);
  }

  static Map<String, @Nullable Object> object(
      String version, String kind, Object metadata, Object spec) {
    return with("apiVersion", version, "kind", kind, "metadata", metadata, "spec", spec);
  }

  /** A spec of one subnet. */
  static Map<String, @Nullable Object> subnet(int vlan) {
    return with("subnets", with("default", with("subnet", "10.1.0.0/24", "vlan", vlan)));
  }
}
