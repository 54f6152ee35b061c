package dev.caravan.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.sandbox.kubernetes.SandboxKubernetes;
import dev.caravan.story.HttpCaller;
import dev.caravan.story.RunningCaravan;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** Caravan with a simulated cluster, and how a test asks it. */
abstract class KubernetesStory extends RunningCaravan {

  static final SandboxKubernetes KUBERNETES = SandboxKubernetes.start(0);
  static final String VPCS = "/apis/vpc.githedgehog.com/v1beta1/namespaces/default/vpcs";
  static final String OWNED = "fieldManager=caravan";

  static final ObjectMapper JSON = new ObjectMapper();

  final HttpCaller sandbox = new HttpCaller(URI.create(KUBERNETES.url()), Map.of());

  @Autowired KubernetesCalls calls;

  @BeforeEach
  void anew() {
    assertThat(sandbox.post("/sandbox/reset", Map.of()).status()).isEqualTo(204);
  }

  static Cluster simulated() {
    return Cluster.withToken(
        "simulated", KUBERNETES.url(), "default", "", SandboxKubernetes.WRITER_TOKEN);
  }

  /** The answers to these, in their order. */
  List<KubernetesAnswer> ask(Cluster cluster, KubernetesRequest... requests) {
    List<KubernetesAnswer> answers = new ArrayList<>();
    Conversation talk = new Conversation(cluster);
    for (KubernetesRequest request : requests) {
      talk.ask(request, answers::add);
    }
    calls.lead(talk);
    return answers;
  }

  KubernetesAnswer one(KubernetesRequest request) {
    return ask(simulated(), request).get(0);
  }

  void fault(Map<String, ?> fault) {
    assertThat(sandbox.post("/sandbox/faults", fault).status()).isLessThan(300);
  }

  static Map<String, ?> status(int status, String method, int times, int retryAfter) {
    Map<String, Object> fault =
        Map.of(
            "effect", "status", "status", status, "method", method, "times", times, "path", VPCS);
    Map<String, Object> whole = new HashMap<>(fault);
    if (retryAfter >= 0) {
      whole.put("retry_after", retryAfter);
    }
    return whole;
  }

  /** How often requests of that method have come to the objects of the VPC kind. */
  int sent(String method) {
    int count = 0;
    JsonNode all = sandbox.get("/sandbox/requests").json().path("requests");
    for (Map.Entry<String, JsonNode> each : all.properties()) {
      if (each.getKey().startsWith(method + " /apis/vpc.")) {
        count += each.getValue().asInt();
      }
    }
    return count;
  }

  static JsonNode vpc(String name, Object vlan) {
    return JSON.valueToTree(
        Map.of(
            "apiVersion",
            "vpc.githedgehog.com/v1beta1",
            "kind",
            "VPC",
            "metadata",
            Map.of("name", name),
            "spec",
            Map.of("subnets", Map.of("default", Map.of("subnet", "10.1.0.0/24", "vlan", vlan)))));
  }
}
