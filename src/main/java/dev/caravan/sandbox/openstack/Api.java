package dev.caravan.sandbox.openstack;

import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import java.util.List;
import java.util.Optional;

/** Hands a request to its service, one at a time. */
final class Api {

  private final List<Service> services;
  private final Pace pace;

  Api(List<Service> services, Pace pace) {
    this.services = services;
    this.pace = pace;
  }

  Answer answer(Call call) {
    String request = "req-" + call.id();
    return service(call)
        .map(
            service ->
                call.method().equals("GET")
                    ? pace.alone(() -> answer(service, call))
                    : pace.change(() -> answer(service, call)))
        .orElseGet(() -> Answer.html(404, "Not Found"))
        .with("X-Openstack-Request-Id", request);
  }

  private static Answer answer(Service service, Call call) {
    try {
      return service.answer(call, call.path().substring(service.prefix().length()));
    } catch (Refused refused) {
      return refused.answer();
    }
  }

  /** What a service, or the proxy before it, says where a fault asks for a status. */
  Answer failure(Call call, int status) {
    boolean proxy = status == 502 || status == 503 || status == 504;
    return service(call)
        .filter(service -> !proxy)
        .map(service -> service.failure(call, status))
        .orElseGet(() -> Answer.html(status, status + " by request of a test"));
  }

  private Optional<Service> service(Call call) {
    return services.stream()
        .filter(service -> (call.path() + "/").startsWith(service.prefix() + "/"))
        .findFirst();
  }
}
