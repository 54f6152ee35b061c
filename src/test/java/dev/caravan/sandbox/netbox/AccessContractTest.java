package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.NetBoxClient.list;
import static dev.caravan.sandbox.netbox.NetBoxClient.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.caravan.sandbox.netbox.NetBoxClient.Reply;

/** Tokens and permissions: every refusal is 403, and its words tell why. */
class AccessContractTest {

  @ContractTest
  void noTokenIs403EvenForTheStatus(NetBoxClient netbox) {
    Reply reply = netbox.send("GET", "/api/status/", null, "Authorization", "");

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.detail()).isEqualTo("Authentication credentials were not provided.");
  }

  @ContractTest
  void unknownTokenIs403(NetBoxClient netbox) {
    Reply reply = withToken(netbox, "Token " + "x".repeat(40));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.detail())
        .isEqualTo(netbox.atLeast("4.5") ? "Invalid v1 token" : "Invalid token");
  }

  @ContractTest
  void unknownSecondGenerationTokenIs403(NetBoxClient netbox) {
    Reply reply = withToken(netbox, "Bearer nbt_abcdefghijkl." + "x".repeat(40));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.detail())
        .isEqualTo(
            netbox.atLeast("4.5")
                ? "Invalid v2 token"
                : "Authentication credentials were not provided.");
  }

  @ContractTest
  void tokenThatIsNoneIs403(NetBoxClient netbox) {
    assertThat(withToken(netbox, "Token a b").status()).isEqualTo(403);
    assertThat(withToken(netbox, "Token").status()).isEqualTo(403);
    assertThat(withToken(netbox, "Basic abc").detail())
        .isEqualTo("Authentication credentials were not provided.");
  }

  @ContractTest
  void authenticationCheckExistsFrom45On(NetBoxClient netbox) {
    Reply reply = netbox.get("/api/authentication-check/");

    if (netbox.atLeast("4.5")) {
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json().path("username").asText()).isNotEmpty();
    } else {
      assertThat(reply.status()).isEqualTo(404);
    }
  }

  @ContractTest
  void readerMayLookButNotWrite(NetBoxClient netbox) {
    NetBoxClient reader = reader(netbox);

    assertThat(reader.get(list("manufacturers")).status()).isEqualTo(200);
    Reply refused = reader.post(list("manufacturers"), with("name", "x", "slug", "x"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.detail()).isEqualTo("You do not have permission to perform this action.");
  }

  @ContractTest
  void permissionIsCheckedBeforeTheBody(NetBoxClient netbox) {
    NetBoxClient reader = reader(netbox);

    assertThat(reader.raw("POST", list("manufacturers"), "{no json").status()).isEqualTo(403);
    assertThat(reader.delete(list("manufacturers") + "999999999/").status()).isEqualTo(403);
  }

  @ContractTest
  void optionsOfferOnlyWhatTheUserMay(NetBoxClient netbox) {
    Reply mine = netbox.send("OPTIONS", list("device-types"), null);
    Reply readers = reader(netbox).send("OPTIONS", list("device-types"), null);

    assertThat(mine.json().path("actions").has("POST")).isTrue();
    assertThat(readers.status()).isEqualTo(200);
    assertThat(readers.json().path("actions").has("POST")).isFalse();
  }

  private static Reply withToken(NetBoxClient netbox, String authorization) {
    return netbox.send("GET", list("manufacturers"), null, "Authorization", authorization);
  }

  private static NetBoxClient reader(NetBoxClient netbox) {
    assumeThat(netbox.asReader()).as("NETBOX_TOKEN_READONLY is not set").isPresent();
    return netbox.asReader().orElseThrow();
  }
}
