package dev.caravan.sandbox.netbox;

import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import dev.caravan.sandbox.http.ControlApi;
import dev.caravan.sandbox.http.Faults;
import dev.caravan.sandbox.http.HttpFront;
import dev.caravan.sandbox.http.RequestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** A running simulator of NetBox on loopback; needs no Spring and starts in milliseconds. */
public final class SandboxNetBox implements AutoCloseable {

  /** A v1 token that may do everything. */
  public static final String TOKEN = "sandboxAdminToken00000000000000000000001";

  /** A v2 token that may do everything, from 4.5 on. */
  public static final String TOKEN_V2 = "nbt_sandboxAdmin.sandboxAdminToken00000000000000000000002";

  /** A v1 token of a user who may only look. */
  public static final String READ_ONLY_TOKEN = "sandboxReadsToken00000000000000000000001";

  private final HttpFront front;
  private final Api api;
  private final World world;
  private final Optional<Journal> journal;

  private SandboxNetBox(NetBoxVersion version, int port, Optional<Path> file) throws IOException {
    Faults faults = new Faults();
    RequestLog log = new RequestLog(path -> path.replaceAll("\\d+", "N"));
    Access access = new Access(version);
    front = new HttpFront(port, faults, log);
    world = World.of(version, front.url(), Clock.systemUTC());
    ModuleProfiles.fill(world.tables(), Clock.systemUTC());
    journal = file.map(path -> Journal.open(path, world.tables()));
    api = new Api(version, world, access, changes -> journal.ifPresent(j -> j.append(changes)));
    ControlApi control =
        new ControlApi(
            faults,
            log,
            () -> {
              empty();
              access.reset();
            },
            Map.of("POST /sandbox/tokens", body -> ControlApi.done(() -> access.add(body))));
    front.start(api::answer, SandboxNetBox::refusal, control);
  }

  private static Answer refusal(Call call, int status) {
    return Answer.html(status, status + " by request of a test");
  }

  /**
   * Starts an empty NetBox that forgets everything when it is closed.
   *
   * @param version whose habits it has, such as 4.4.10 or 4.7.3
   * @param port on 127.0.0.1; 0 takes a free one
   */
  public static SandboxNetBox start(String version, int port) {
    return start(version, port, Optional.empty());
  }

  /**
   * Starts a NetBox that keeps its objects in a file, and remembers those of an earlier run.
   *
   * @param file where; made if it is not there
   */
  static SandboxNetBox start(String version, int port, Path file) {
    return start(version, port, Optional.of(file));
  }

  private static SandboxNetBox start(String version, int port, Optional<Path> file) {
    try {
      return new SandboxNetBox(NetBoxVersion.of(version), port, file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The sandbox NetBox cannot listen on 127.0.0.1:"
              + port
              + "; set caravan.sandbox.netbox.port to a free port",
          e);
    }
  }

  private void empty() {
    api.lock().writeLock().lock();
    try {
      world.tables().clear();
      ModuleProfiles.fill(world.tables(), Clock.systemUTC());
      journal.ifPresent(kept -> kept.shorten(world.tables()));
    } finally {
      api.lock().writeLock().unlock();
    }
  }

  /** Where it is, without a slash at the end. */
  public String url() {
    return front.url();
  }

  @Override
  public void close() {
    front.close();
    journal.ifPresent(Journal::close);
  }
}
