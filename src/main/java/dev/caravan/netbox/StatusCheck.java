package dev.caravan.netbox;

import dev.caravan.failure.PermanentFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks NetBox what it is: there at all, letting us in, and new enough. */
public final class StatusCheck implements NetBoxCall {

  private static final String PATH = "status";

  private final String address;
  private final Consumer<String> release;

  /**
   * @param address for messages
   * @param release takes what NetBox calls itself, such as {@code 4.7.3}
   */
  public StatusCheck(String address, Consumer<String> release) {
    this.address = address;
    this.release = release;
  }

  @Override
  public Optional<NetBoxRequest> request() {
    return Optional.of(NetBoxRequest.get(PATH, ""));
  }

  @Override
  public List<Turn> answered(NetBoxAnswer answer) {
    if (answer.status() == 401 || answer.status() == 403) {
      throw PermanentFailure.configuration(
          "NetBox at %s doesn't let us in: %s. Set NETBOX_TOKEN to a valid API token."
              .formatted(address, answer.words()));
    }
    boolean strange = answer.ok() || (answer.status() >= 300 && answer.status() < 500);
    String said = answer.body().path("netbox-version").asText("");
    if (strange && said.isEmpty()) {
      throw PermanentFailure.configuration(
          "There is no NetBox at %s: it answered %d to GET /api/status/. Set NETBOX_URL to NetBox's address, without /api."
              .formatted(address, answer.status()));
    }
    Unusable.unless(answer.ok(), NetBoxRequest.get(PATH, ""), answer);
    NetBoxVersion version =
        NetBoxVersion.parse(said)
            .orElseThrow(
                () ->
                    PermanentFailure.configuration(
                        "NetBox at %s calls its version '%s', which is none that is known."
                            .formatted(address, said)));
    if (!version.atLeast(NetBoxVersion.OLDEST)) {
      throw PermanentFailure.configuration(
          "NetBox at %s is version %s; %s or newer is needed."
              .formatted(address, said, NetBoxVersion.OLDEST));
    }
    release.accept(said);
    return List.of();
  }
}
