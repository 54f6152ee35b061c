package dev.caravan.sandbox.netbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

/** A running simulator of NetBox on loopback; needs no Spring and starts in milliseconds. */
public final class SandboxNetBox implements AutoCloseable {

  /** A v1 token that may do everything. */
  public static final String TOKEN = "sandboxAdminToken00000000000000000000001";

  /** A v2 token that may do everything, from 4.5 on. */
  public static final String TOKEN_V2 = "nbt_sandboxAdmin.sandboxAdminToken00000000000000000000002";

  /** A v1 token of a user who may only look. */
  public static final String READ_ONLY_TOKEN = "sandboxReadsToken00000000000000000000001";

  private final HttpFront front;

  private SandboxNetBox(HttpFront front) {
    this.front = front;
  }

  /**
   * Starts an empty NetBox.
   *
   * @param version whose habits it has, such as 4.4.10 or 4.7.3
   * @param port on 127.0.0.1; 0 takes a free one
   */
  public static SandboxNetBox start(String version, int port) {
    NetBoxVersion wanted = NetBoxVersion.of(version);
    Faults faults = new Faults();
    RequestLog log = new RequestLog();
    Access access = new Access(wanted);
    try {
      HttpFront front = new HttpFront(port, faults, log);
      World world = World.of(wanted, front.url(), Clock.systemUTC());
      Api api = new Api(wanted, world, access);
      ControlApi control =
          new ControlApi(faults, log, access, () -> reset(api, world, faults, log, access));
      front.start(api::answer, control::answer);
      return new SandboxNetBox(front);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The sandbox NetBox cannot listen on 127.0.0.1:"
              + port
              + "; set caravan.sandbox.netbox.port to a free port",
          e);
    }
  }

  private static void reset(Api api, World world, Faults faults, RequestLog log, Access access) {
    api.lock().writeLock().lock();
    try {
      world.tables().clear();
    } finally {
      api.lock().writeLock().unlock();
    }
    faults.clear();
    log.clear();
    access.reset();
  }

  /** Where it is, without a slash at the end. */
  public String url() {
    return front.url();
  }

  @Override
  public void close() {
    front.close();
  }
}
