package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.netbox.Access.Bearer;
import dev.caravan.sandbox.netbox.Call.NoJson;
import dev.caravan.sandbox.netbox.Faults.Fault;
import java.util.HashSet;
import java.util.Set;

/** What no real NetBox has: faults on demand, a count of requests, a fresh start. */
final class ControlApi {

  static final String PREFIX = "/sandbox/";

  private final Faults faults;
  private final RequestLog log;
  private final Access access;
  private final Runnable reset;

  ControlApi(Faults faults, RequestLog log, Access access, Runnable reset) {
    this.faults = faults;
    this.log = log;
    this.access = access;
    this.reset = reset;
  }

  Answer answer(Call call) {
    try {
      return switch (call.method() + " " + call.path().replaceAll("/$", "")) {
        case "GET /sandbox/faults" -> Answer.json(200, faults.asJson());
        case "POST /sandbox/faults" -> addFaults(call.json());
        case "DELETE /sandbox/faults" -> done(faults::clear);
        case "GET /sandbox/requests" -> Answer.json(200, log.asJson());
        case "DELETE /sandbox/requests" -> done(log::clear);
        case "POST /sandbox/tokens" -> addToken(call.json());
        case "POST /sandbox/reset" -> done(reset);
        default -> Answer.detail(404, "The sandbox has no " + call.method() + " " + call.path());
      };
    } catch (NoJson | IllegalArgumentException e) {
      return Answer.detail(400, String.valueOf(e.getMessage()));
    }
  }

  private Answer addFaults(JsonNode body) {
    if (body.isArray()) {
      body.forEach(fault -> faults.add(Fault.of(fault)));
    } else {
      faults.add(Fault.of(body));
    }
    return Answer.json(201, faults.asJson());
  }

  private Answer addToken(JsonNode body) {
    Set<String> permissions = new HashSet<>();
    body.path("permissions").forEach(permission -> permissions.add(permission.asText()));
    access.add(
        body.path("token").asText(),
        new Bearer(
            body.path("user").asText("somebody"),
            Set.copyOf(permissions),
            body.path("write_enabled").asBoolean(true)));
    return Answer.empty(204);
  }

  private static Answer done(Runnable action) {
    action.run();
    return Answer.empty(204);
  }
}
