package dev.caravan.sandbox.kubernetes;

import static dev.caravan.sandbox.kubernetes.Client.VPC;
import static dev.caravan.sandbox.kubernetes.Client.VPCS;
import static dev.caravan.sandbox.kubernetes.Client.object;
import static dev.caravan.sandbox.kubernetes.Client.subnet;
import static dev.caravan.sandbox.kubernetes.Client.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lists: selected, by chunks, as they were. */
class ListsContractTest {

  private static final int ALL = 5;

  /** Five VPCs, of which this test's own label is v0 or v1 in turn; answers a selector of all. */
  private static String five(Client client) {
    for (int i = 0; i < ALL; i++) {
      var labels = with(client.name("k"), "v" + i % 2);
      var metadata = with("name", client.name("l" + i), "labels", labels);
      client
          .post(VPCS, object("vpc.githedgehog.com/v1beta1", "VPC", metadata, subnet(i + 1)))
          .is(201);
    }
    return client.name("k");
  }

  private static String selecting(String labels) {
    return "labelSelector=" + URLEncoder.encode(labels, StandardCharsets.UTF_8);
  }

  @ContractTest
  void aListSaysWhatItIsAndFromWhen(Client client) {
    five(client);
    Reply list = client.get(VPCS).is(200);
    assertThat(list.json().path("kind").asText()).isEqualTo("VPCList");
    assertThat(list.json().path("apiVersion").asText()).isEqualTo("vpc.githedgehog.com/v1beta1");
    assertThat(list.version()).matches("\\d+");
    assertThat(list.json().path("items").path(0).path("kind").asText()).isEqualTo("VPC");
    assertThat(client.get(VPC + "/vpcs").is(200).names()).contains(client.name("l0"));
    assertThat(client.get(VPC + "/namespaces/kube-system/vpcs").is(200).names()).isEmpty();
  }

  @ContractTest
  void labelsSelect(Client client) {
    String key = five(client);
    assertThat(size(client, key)).isEqualTo(5);
    assertThat(size(client, key + "=v0")).isEqualTo(3);
    assertThat(size(client, key + "==v1")).isEqualTo(2);
    assertThat(size(client, key + "," + key + "!=v0")).isEqualTo(2);
    assertThat(size(client, key + " in (v0,v1)")).isEqualTo(5);
    assertThat(size(client, key + "," + key + " notin (v0)")).isEqualTo(2);
    assertThat(client.get(VPCS + "?" + selecting("!" + key)).names())
        .doesNotContain(client.name("l0"));
    client.get(VPCS + "?" + selecting("k in v0")).refuses(400, "BadRequest");
  }

  private static int size(Client client, String labels) {
    return client.get(VPCS + "?" + selecting(labels)).is(200).names().size();
  }

  @ContractTest
  void nameAndNamespaceSelectAndNoOtherField(Client client) {
    five(client);
    String name = client.name("l1");
    assertThat(client.get(VPCS + "?fieldSelector=metadata.name%3D" + name).is(200).names())
        .containsExactly(name);
    assertThat(client.get(VPC + "/vpcs?fieldSelector=metadata.namespace%3Ddefault").names())
        .contains(name);
    assertThat(
            client.get(VPCS + "?fieldSelector=spec.mode%3Dx").refuses(400, "BadRequest").message())
        .isEqualTo("field label not supported: spec.mode");
  }

  @ContractTest
  void chunksAreOfOneMoment(Client client) {
    five(client);
    List<String> whole = client.get(VPCS).is(200).names();
    Reply first = client.get(VPCS + "?limit=2").is(200);
    assertThat(first.metadata().path("remainingItemCount").asInt()).isEqualTo(whole.size() - 2);
    List<String> names = new ArrayList<>(first.names());
    client.delete(VPCS + "/" + client.name("l4")).is(200);
    String token = first.metadata().path("continue").asText();
    Reply next = first;
    while (!token.isEmpty()) {
      next = client.get(VPCS + "?limit=2&continue=" + token).is(200);
      assertThat(next.version()).isEqualTo(first.version());
      names.addAll(next.names());
      token = next.metadata().path("continue").asText();
    }
    assertThat(names).isEqualTo(whole).contains(client.name("l4"));
    assertThat(next.metadata().has("remainingItemCount")).isFalse();
  }

  @ContractTest
  void chunksGoAcrossNamespaces(Client client) {
    five(client);
    Reply first = client.get(VPC + "/vpcs?limit=3").is(200);
    String token = first.metadata().path("continue").asText();
    List<String> names = new ArrayList<>(first.names());
    names.addAll(client.get(VPC + "/vpcs?continue=" + token).is(200).names());
    assertThat(names).isEqualTo(client.get(VPC + "/vpcs").names());
  }

  @ContractTest
  void aChunkOfASelectionDoesNotCountTheRest(Client client) {
    String key = five(client);
    Reply first = client.get(VPCS + "?limit=2&" + selecting(key)).is(200);
    assertThat(first.metadata().path("continue").asText()).isNotEmpty();
    assertThat(first.metadata().has("remainingItemCount")).isFalse();
  }

  @ContractTest
  void badPositionsAreRefused(Client client) {
    client.get(VPCS + "?limit=2&continue=foo").refuses(400, "BadRequest");
    client.get(VPCS + "?limit=foo").refuses(400, "BadRequest");
    client.get(VPCS + "?resourceVersion=foo").refuses(400, "BadRequest");
    client.get(VPCS + "?resourceVersionMatch=Exact").refuses(422, "Invalid");
    client.get(VPCS + "?resourceVersion=1&resourceVersionMatch=Foo").refuses(422, "Invalid");
    client.get(VPCS + "?resourceVersion=0&resourceVersionMatch=Exact").refuses(422, "Invalid");
    client.get(VPCS + "?sendInitialEvents=true").refuses(422, "Invalid");
  }

  @ContractTest
  void anOlderStateCanBeListed(Client client) {
    five(client);
    Reply before = client.get(VPCS).is(200);
    client.delete(VPCS + "/" + client.name("l0")).is(200);
    String exact = "?resourceVersionMatch=Exact&resourceVersion=" + before.version();
    assertThat(client.get(VPCS + exact).is(200).names()).isEqualTo(before.names());
    String newer = "?resourceVersionMatch=NotOlderThan&resourceVersion=" + before.version();
    client.get(VPCS + newer).is(200);
    assertThat(client.get(VPCS).names()).doesNotContain(client.name("l0"));
  }

  @ContractTest
  void theFutureIsNotYetThere(Client client) {
    Reply reply = client.get(VPCS + "?resourceVersion=999999999").refuses(504, "Timeout");
    assertThat(reply.message()).startsWith("Timeout: Too large resource version: 999999999, ");
    assertThat(reply.json().path("details").path("causes").path(0).path("reason").asText())
        .isEqualTo("ResourceVersionTooLarge");
    assertThat(reply.json().path("details").path("retryAfterSeconds").asInt()).isEqualTo(1);
  }

  @ContractTest
  void aCollectionIsDeletedBySelection(Client client) {
    String key = five(client);
    Reply deleted = client.delete(VPCS + "?" + selecting(key + "=v1")).is(200);
    assertThat(deleted.json().path("kind").asText()).isEqualTo("VPCList");
    assertThat(deleted.names()).containsExactly(client.name("l1"), client.name("l3"));
    assertThat(size(client, key)).isEqualTo(3);
  }
}
