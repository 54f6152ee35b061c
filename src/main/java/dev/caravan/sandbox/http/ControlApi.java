package dev.caravan.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.http.Call.NoJson;
import java.util.Map;

/** What no real system has: faults on demand, a count of requests, a fresh start. */
public final class ControlApi {

  static final String PREFIX = "/sandbox/";

  /** A command of one simulator alone. */
  public interface Command {
    Answer run(JsonNode body);
  }

  private final Faults faults;
  private final RequestLog log;
  private final Runnable reset;
  private final Map<String, Command> commands;

  /**
   * @param reset empties the simulator
   * @param commands by method and path, such as {@code POST /sandbox/tokens}
   */
  public ControlApi(Faults faults, RequestLog log, Runnable reset, Map<String, Command> commands) {
    this.faults = faults;
    this.log = log;
    this.reset = reset;
    this.commands = commands;
  }

  Answer answer(Call call) {
    try {
      String request = call.method() + " " + call.path().replaceAll("/$", "");
      return switch (request) {
        case "GET /sandbox/faults" -> Answer.json(200, faults.asJson());
        case "POST /sandbox/faults" -> addFaults(call.json());
        case "DELETE /sandbox/faults" -> done(faults::clear);
        case "GET /sandbox/requests" -> Answer.json(200, log.asJson());
        case "DELETE /sandbox/requests" -> done(log::clear);
        case "POST /sandbox/reset" -> done(this::startAfresh);
        default -> run(request, call);
      };
    } catch (NoJson | IllegalArgumentException e) {
      return Answer.detail(400, String.valueOf(e.getMessage()));
    }
  }

  private Answer run(String request, Call call) throws NoJson {
    Command command = commands.get(request);
    return command == null
        ? Answer.detail(404, "The sandbox has no " + call.method() + " " + call.path())
        : command.run(call.json());
  }

  private void startAfresh() {
    reset.run();
    faults.clear();
    log.clear();
  }

  private Answer addFaults(JsonNode body) {
    if (body.isArray()) {
      body.forEach(fault -> faults.add(Fault.of(fault)));
    } else {
      faults.add(Fault.of(body));
    }
    return Answer.json(201, faults.asJson());
  }

  /** Does it and answers 204. */
  public static Answer done(Runnable action) {
    action.run();
    return Answer.empty(204);
  }
}
