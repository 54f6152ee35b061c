package dev.caravan.sandbox.openstack;

import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import java.util.Arrays;

/** What Neutron says where a fault asks for a status; a conflict is that the thing is in use. */
final class NeutronFailures {

  private final Authentication authentication;

  NeutronFailures(Authentication authentication) {
    this.authentication = authentication;
  }

  Answer of(Call call, int status) {
    return switch (status) {
      case 401 -> authentication.refusal(Authentication.unauthorized());
      case 409 ->
          Arrays.stream(Kind.values())
              .filter(kind -> call.path().contains("/" + kind.path() + "/"))
              .findFirst()
              .map(kind -> inUse(kind, call))
              .orElseGet(
                  () ->
                      NeutronErrors.answer(
                          409, "OverQuota", "Quota exceeded for resources: ['network']."));
      case 500 ->
          NeutronErrors.answer(
              500,
              "HTTPInternalServerError",
              "Request Failed: internal server error while processing your request.");
      default -> NeutronErrors.answer(status, "HTTPError", "An error by request of a test.");
    };
  }

  private static Answer inUse(Kind kind, Call call) {
    String id = call.path().replaceAll(".*/" + kind.path() + "/([^/]+).*", "$1");
    String message =
        switch (kind) {
          case SUBNET ->
              "Unable to complete operation on subnet "
                  + id
                  + ": One or more ports have an IP allocation from this subnet.";
          case NETWORK ->
              "Unable to complete operation on network "
                  + id
                  + ". There are one or more ports still in use on the network.";
          case ROUTER -> "Router " + id + " has ports still attached";
          default -> kind.title() + " " + id + " in use.";
        };
    return NeutronErrors.answer(409, kind.type() + "InUse", message);
  }
}
