package dev.caravan.sandbox.netbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import dev.caravan.sandbox.http.Call.NoJson;
import dev.caravan.sandbox.netbox.Access.Bearer;
import dev.caravan.sandbox.netbox.Access.Denied;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NetBox's REST API: who may, which object, what to do, in one transaction each. */
final class Api {

  private static final Pattern OBJECT = Pattern.compile("(/api/[a-z]+/[a-z-]+/)(?:([^/]+)/)?");
  private static final int LONGEST_REQUEST_LINE = 4094;
  private static final Map<String, String> ACTIONS =
      Map.of("GET", "view", "HEAD", "view", "POST", "add", "PATCH", "change", "DELETE", "delete");

  private final NetBoxVersion version;
  private final World world;
  private final Access access;
  private final Consumer<List<Change>> kept;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /**
   * @param kept is told what each write changed, before its answer is sent
   */
  Api(NetBoxVersion version, World world, Access access, Consumer<List<Change>> kept) {
    this.kept = kept;
    this.version = version;
    this.world = world;
    this.access = access;
  }

  ReentrantReadWriteLock lock() {
    return lock;
  }

  Answer answer(Call call) {
    if (requestLine(call) > LONGEST_REQUEST_LINE) {
      return Answer.html(400, "Bad Request");
    }
    return route(call)
        .with("X-Request-ID", call.id().toString())
        .with("API-Version", version.api())
        .with("Vary", "HX-Request, Accept-Language, Cookie, origin");
  }

  private static int requestLine(Call call) {
    int query = call.queryText().isEmpty() ? 0 : call.queryText().length() + 1;
    return call.method().length() + 1 + call.path().length() + query + " HTTP/1.1".length();
  }

  private Answer route(Call call) {
    if (MediaFiles.serves(call.path())) {
      return media(call);
    }
    String path = call.path().endsWith("/") ? call.path() : call.path() + "/";
    try {
      return switch (path) {
        case "/api/status/" -> forBearer(call, bearer -> status());
        case "/api/" -> forBearer(call, bearer -> root());
        case "/api/authentication-check/" ->
            version.mapsPortsManyToMany() ? forBearer(call, Api::whoAmI) : notFound();
        default -> object(call, path);
      };
    } catch (Denied denied) {
      return Answer.detail(403, denied.words());
    }
  }

  private Answer forBearer(Call call, Function<Bearer, Answer> answer) throws Denied {
    return answer.apply(access.bearer(call.header("authorization")));
  }

  private Answer media(Call call) {
    lock.readLock().lock();
    try {
      return world.media().serve(call, access.knows(call.header("authorization")));
    } finally {
      lock.readLock().unlock();
    }
  }

  private Answer object(Call call, String path) throws Denied {
    Matcher matcher = OBJECT.matcher(path);
    Optional<Kind> kind =
        matcher.matches()
            ? world.tables().all().stream()
                .map(Table::kind)
                .filter(candidate -> candidate.path().equals(matcher.group(1)))
                .filter(candidate -> !candidate.app().equals("internal"))
                .findFirst()
            : Optional.empty();
    if (kind.isEmpty()) {
      return notFound();
    }
    Bearer bearer = access.bearer(call.header("authorization"));
    if (call.method().equals("OPTIONS")) {
      return world.options().of(kind.get(), bearer);
    }
    String action = ACTIONS.get(call.method());
    boolean readOnly = ChangeLog.is(kind.get()) && !"view".equals(action);
    boolean onObject = matcher.group(2) != null;
    if (action == null || readOnly || (onObject && action.equals("add"))) {
      return Answer.detail(405, "Method \"" + call.method() + "\" not allowed.");
    }
    if (!bearer.may(kind.get(), action)) {
      return Answer.detail(403, "You do not have permission to perform this action.");
    }
    String last = matcher.group(2);
    if (last != null && !last.matches("\\d{1,18}")) {
      return Answer.detail(404, "Not found.");
    }
    Optional<Long> id = Optional.ofNullable(last).map(Long::valueOf);
    return action.equals("view")
        ? read(kind.get(), id, call)
        : write(kind.get(), id, call, bearer.user());
  }

  private Answer read(Kind kind, Optional<Long> id, Call call) {
    lock.readLock().lock();
    try {
      return id.isPresent()
          ? world.reads().one(kind, id.get(), call.query())
          : world.reads().list(kind, call.query());
    } finally {
      lock.readLock().unlock();
    }
  }

  private Answer write(Kind kind, Optional<Long> id, Call call, String user) {
    String type = call.header("content-type").orElse("application/json");
    if (!call.body().isEmpty()
        && !type.toLowerCase(Locale.ROOT).matches("(?s)(application/json|multipart/form-data).*")) {
      return Answer.detail(415, "Unsupported media type \"" + type + "\" in request.");
    }
    if (id.isPresent() && !stands(kind, id.get())) {
      return Reads.notFound(kind);
    }
    JsonNode body;
    try {
      body = call.json();
    } catch (NoJson e) {
      return Answer.detail(400, String.valueOf(e.getMessage()));
    }
    boolean later = call.query().last("background").filter("true"::equals).isPresent();
    return later && body.isArray() && version.reportsErrorsPerObject()
        ? Answer.detail(503, "Unable to process request: RQ worker process not running.")
        : inTransaction(kind, id, body, call, user);
  }

  private boolean stands(Kind kind, long id) {
    lock.readLock().lock();
    try {
      return world.tables().of(kind).find(id).isPresent();
    } finally {
      lock.readLock().unlock();
    }
  }

  private Answer inTransaction(
      Kind kind, Optional<Long> id, JsonNode body, Call call, String user) {
    lock.writeLock().lock();
    try {
      world.tables().begin();
      Answer answer = write(kind, id, body, call);
      if (answer.status() >= 400) {
        world.tables().rollBack();
      } else {
        world.changeLog().write(kind, id, body, call, user);
      }
      kept.accept(world.tables().changes());
      return answer;
    } catch (Crash crash) {
      world.tables().rollBack();
      return crash.answer(version);
    } catch (RuntimeException e) {
      world.tables().rollBack();
      throw e;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private Answer write(Kind kind, Optional<Long> id, JsonNode body, Call call) {
    if (call.method().equals("POST")) {
      return world.creates().create(kind, body, call.query(), call.id());
    }
    boolean deletes = call.method().equals("DELETE");
    if (id.isPresent()) {
      return deletes
          ? world.deletes().one(kind, id.get(), call)
          : world.updates().one(kind, id.get(), body, call);
    }
    return world
        .bulk()
        .refusal(kind, body, !deletes)
        .orElseGet(
            () ->
                deletes
                    ? world.deletes().many(kind, body)
                    : world.updates().many(kind, body, call));
  }

  private Answer status() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("django-version", "5.2.9");
    body.put("hostname", "sandbox");
    body.putObject("installed_apps");
    body.put("netbox-version", version.full());
    body.put("netbox-full-version", version.full());
    body.putObject("plugins");
    body.put("python-version", "3.12.1");
    body.put("rq-workers-running", 0);
    return Answer.json(200, body);
  }

  private Answer root() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    for (String app : List.of("core", "dcim", "status", "users")) {
      body.put(app, world.base() + "/api/" + app + "/");
    }
    return Answer.json(200, body);
  }

  private static Answer whoAmI(Bearer bearer) {
    return Answer.json(
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("id", 1)
            .put("display", bearer.user())
            .put("username", bearer.user()));
  }

  private static Answer notFound() {
    return Answer.html(404, "Page Not Found | NetBox");
  }
}
