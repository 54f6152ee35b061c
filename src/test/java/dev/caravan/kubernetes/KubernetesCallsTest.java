package dev.caravan.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is sent, what is sent again, and what becomes of answers. */
class KubernetesCallsTest extends KubernetesStory {

  @Test
  void eachIsAskedAfterTheOneBeforeIsAnswered() {
    List<String> seen = new ArrayList<>();
    Conversation talk = new Conversation(simulated());
    talk.ask(
            KubernetesRequest.apply(VPCS + "/a", OWNED, vpc("a", 1)),
            made -> {
              seen.add("made " + made.status());
              talk.ask(
                  KubernetesRequest.get(VPCS + "/a", ""),
                  read -> seen.add("vlan " + read.body().at("/spec/subnets/default/vlan")));
            })
        .ask(KubernetesRequest.get(VPCS + "/b", ""), none -> seen.add(none.reason()))
        .afterwards(() -> seen.add("last"));

    calls.lead(talk);

    assertThat(seen).containsExactly("made 201", "NotFound", "vlan 1", "last");
  }

  @Test
  void refusalsSayWhichFieldAndWhy() {
    one(KubernetesRequest.apply(VPCS + "/a", "fieldManager=somebody", vpc("a", 1)));

    KubernetesAnswer taken = one(KubernetesRequest.apply(VPCS + "/a", OWNED, vpc("a", 2)));
    KubernetesAnswer again = one(KubernetesRequest.post(VPCS, vpc("a", 1)));
    KubernetesAnswer bad = one(KubernetesRequest.post(VPCS, vpc("b", "many")));

    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.causes())
        .allSatisfy(
            cause -> {
              assertThat(cause.reason()).isEqualTo("FieldManagerConflict");
              assertThat(cause.message()).contains("somebody");
            })
        .extracting(KubernetesAnswer.Cause::field)
        .contains(".spec.subnets.default.vlan");
    assertThat(again.reason()).isEqualTo("AlreadyExists");
    assertThat(again.words()).contains("\"a\" already exists");
    assertThat(bad.causes().get(0).field()).isEqualTo("spec.subnets.default.vlan");
    assertThat(bad.trouble()).isEmpty();
  }

  @Test
  void aWrongTokenIsUnauthorized() {
    Cluster stranger = Cluster.withToken("s", KUBERNETES.url(), "", "", "nobody-knows-it");

    assertThat(ask(stranger, KubernetesRequest.get(VPCS, "")).get(0).status()).isEqualTo(401);
  }

  @Test
  void whoeverIsAskedToWaitWaits() {
    one(KubernetesRequest.post(VPCS, vpc("a", 1)));
    one(KubernetesRequest.post(VPCS, vpc("b", 2)));
    fault(status(429, "GET", 2, 1));
    Instant begin = Instant.now();

    KubernetesAnswer answer = one(KubernetesRequest.get(VPCS, "limit=1"));

    assertThat(answer.body().path("items")).hasSize(1);
    assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
    assertThat(sent("GET")).isEqualTo(3);
  }

  @Test
  void whoeverIsAskedToWaitTooLongSaysSoAtOnce() {
    fault(status(429, "GET", 1, 60));
    Instant begin = Instant.now();

    KubernetesAnswer answer = one(KubernetesRequest.get(VPCS, ""));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.unsure()).isTrue();
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(50));
    assertThat(sent("GET")).isEqualTo(1);
  }

  @Test
  void aPostIsRepeatedOnlyWhereItWasSurelyNotTaken() {
    fault(status(429, "POST", 1, 0));
    assertThat(one(KubernetesRequest.post(VPCS, vpc("a", 1))).status()).isEqualTo(201);
    assertThat(sent("POST")).isEqualTo(2);

    fault(status(503, "POST", 1, 0));
    assertThat(one(KubernetesRequest.post(VPCS, vpc("b", 2))).status()).isEqualTo(503);
    assertThat(sent("POST")).isEqualTo(3);

    fault(Map.of("effect", "drop_after", "method", "POST"));
    KubernetesAnswer lost = one(KubernetesRequest.post(VPCS, vpc("c", 3)));
    assertThat(lost.status()).isZero();
    assertThat(lost.unsure()).isTrue();
    assertThat(lost.trouble()).contains(Trouble.BROKEN);
    assertThat(one(KubernetesRequest.get(VPCS + "/c", "")).ok()).isTrue();
    assertThat(sent("POST")).isEqualTo(4);
  }

  @Test
  void anApplyWhoseAnswerIsLostIsRepeated() {
    fault(Map.of("effect", "drop_after", "method", "PATCH"));
    KubernetesAnswer again = one(KubernetesRequest.apply(VPCS + "/a", OWNED, vpc("a", 1)));
    assertThat(again.status()).isEqualTo(200);
    assertThat(sent("PATCH")).isEqualTo(2);

    fault(status(503, "PATCH", 1, 0));
    assertThat(one(KubernetesRequest.apply(VPCS + "/a", OWNED, vpc("a", 2))).ok()).isTrue();
    assertThat(sent("PATCH")).isEqualTo(4);
  }

  @Test
  void anInternalErrorIsRepeatedForReadingAlone() {
    fault(status(500, "PATCH", 1, -1));
    assertThat(one(KubernetesRequest.apply(VPCS + "/a", OWNED, vpc("a", 1))).status())
        .isEqualTo(500);
    assertThat(sent("PATCH")).isEqualTo(1);

    fault(status(500, "GET", 2, -1));
    assertThat(one(KubernetesRequest.get(VPCS, "")).status()).isEqualTo(200);
    assertThat(sent("GET")).isEqualTo(3);

    fault(status(500, "GET", 9, -1));
    assertThat(one(KubernetesRequest.get(VPCS, "")).status()).isEqualTo(500);
    assertThat(sent("GET")).isEqualTo(7);
  }

  @Test
  void aDeleteSendsItsPreconditions() {
    KubernetesAnswer made = one(KubernetesRequest.post(VPCS, vpc("a", 1)));
    String uid = made.body().at("/metadata/uid").asText();

    assertThat(one(delete("0c7b1b0e-0000-0000-0000-000000000000")).status()).isEqualTo(409);
    assertThat(one(delete(uid)).status()).isEqualTo(200);
    assertThat(one(KubernetesRequest.get(VPCS + "/a", "")).notFound()).isTrue();
  }

  @Test
  void aListOfSomeMegabytesIsReadAsAWhole() {
    Conversation talk = new Conversation(simulated());
    for (int i = 0; i < 20; i++) {
      ObjectNode large = vpc("v" + i, i + 1).deepCopy();
      large.withObject("/metadata/annotations").put("caravan.dev/much", "x".repeat(100_000));
      talk.ask(KubernetesRequest.post(VPCS, large), made -> {});
    }
    calls.lead(talk);

    KubernetesAnswer list = one(KubernetesRequest.get(VPCS, "limit=500"));

    assertThat(list.body().path("items")).hasSize(20);
    assertThat(list.text()).isEmpty();
  }

  private static KubernetesRequest delete(String uid) {
    return KubernetesRequest.delete(
        VPCS + "/a",
        JSON.valueToTree(
            Map.of(
                "kind", "DeleteOptions", "apiVersion", "v1", "preconditions", Map.of("uid", uid))));
  }
}
