package dev.caravan.sandbox.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.ControlApi;
import dev.caravan.sandbox.http.Faults;
import dev.caravan.sandbox.http.HttpFront;
import dev.caravan.sandbox.http.RequestLog;
import dev.caravan.sandbox.kept.KeptThings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A running simulator of OpenStack on loopback; needs no Spring and starts in milliseconds. */
public final class SandboxOpenStack implements AutoCloseable {

  /** The id of a credential that logs in as user demo. */
  public static final String APPLICATION_CREDENTIAL_ID = "5a3db0c4a0d74d0c9f2f6f0c5caca001";

  /** What proves the credential. */
  public static final String APPLICATION_CREDENTIAL_SECRET = "sandbox-secret-of-user-demo";

  private static final String IDS =
      "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/)[0-9a-f]{32}(?=/|$)";

  private final HttpFront front;
  private final Pace pace;
  private final Tokens tokens;
  private final NeutronWorld neutron;
  private final NovaWorld nova;
  private final KeptThings kept;
  private final Images images = new Images();

  private SandboxOpenStack(int port, Settings settings, KeptThings kept) throws IOException {
    this.kept = kept;
    Clock clock = Clock.systemUTC();
    Faults faults = new Faults();
    RequestLog log = new RequestLog(path -> path.replaceAll(IDS, "ID"));
    front = new HttpFront(port, faults, log);
    pace = new Pace(settings);
    tokens = new Tokens(clock, pace);
    neutron = NeutronWorld.of(pace, clock);
    NovaLinks links = new NovaLinks(front.url() + Nova.PREFIX);
    nova = NovaWorld.of(neutron, images, links, pace, clock);
    KeptCloud cloud = new KeptCloud(kept, neutron, nova, images);
    alone(cloud::load);
    pace.keeping(cloud::save);
    Authentication authentication = new Authentication(tokens, front.url() + Keystone.PREFIX);
    Api api =
        new Api(
            List.of(
                new Keystone(tokens, front.url()),
                new Nova(authentication, nova, links, front.url(), clock),
                new Neutron(authentication, neutron, front.url()),
                new Glance(authentication, images, front.url(), clock)),
            pace);
    front.start(
        api::answer, api::failure, new ControlApi(faults, log, this::startAfresh, commands()));
  }

  /**
   * Starts an OpenStack that forgets everything when it is closed.
   *
   * @param port on 127.0.0.1; 0 takes a free one
   */
  public static SandboxOpenStack start(int port, Settings settings) {
    return start(port, settings, KeptThings.nowhere());
  }

  /** The same, but what it has is kept in a file, from one start to the next. */
  public static SandboxOpenStack start(int port, Settings settings, Path file) {
    return start(port, settings, KeptThings.in(file));
  }

  private static SandboxOpenStack start(int port, Settings settings, KeptThings kept) {
    try {
      return new SandboxOpenStack(port, settings, kept);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The sandbox OpenStack cannot listen on 127.0.0.1:"
              + port
              + "; set caravan.sandbox.openstack.port to a free port",
          e);
    }
  }

  private Map<String, ControlApi.Command> commands() {
    return Map.of(
        "GET /sandbox/settings",
        body -> Answer.json(200, pace.settings().asJson()),
        "PUT /sandbox/settings",
        this::change,
        "POST /sandbox/tokens/expire",
        body -> ControlApi.done(tokens::expireAll),
        "GET /sandbox/build-faults",
        body -> Answer.json(200, pace.alone(nova.faults()::asJson)),
        "POST /sandbox/build-faults",
        this::addBuildFault,
        "DELETE /sandbox/build-faults",
        body -> ControlApi.done(() -> alone(nova.faults()::clear)),
        "PUT /sandbox/quotas",
        this::setQuotas);
  }

  private Answer change(JsonNode body) {
    pace.set(pace.settings().with(body));
    return Answer.json(200, pace.settings().asJson());
  }

  private Answer addBuildFault(JsonNode body) {
    return ControlApi.done(() -> alone(() -> nova.faults().add(body)));
  }

  private Answer setQuotas(JsonNode body) {
    return ControlApi.done(() -> alone(() -> Quotas.set(body, nova.quotas(), neutron.quotas())));
  }

  private void alone(Runnable work) {
    pace.change(
        () -> {
          work.run();
          return true;
        });
  }

  private void startAfresh() {
    alone(
        () -> {
          pace.startAfresh();
          tokens.expireAll();
          neutron.startAfresh();
          nova.startAfresh();
          images.startAfresh();
        });
  }

  /** Where it is, without a slash at the end. */
  public String url() {
    return front.url();
  }

  /** Where to log in: what {@code OS_AUTH_URL} is elsewhere. */
  public String authUrl() {
    return front.url() + Keystone.PREFIX + "/v3";
  }

  @Override
  public void close() {
    front.close();
    pace.close();
    alone(kept::close);
  }
}
