package dev.caravan.kubernetes;

import dev.caravan.kubernetes.Turn.Unknown;
import dev.caravan.worker.BreakerState;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The API of one or more clusters at one address: its places, and whether it answers. */
final class Server {

  private static final int LOOK_MILLIS = 250;

  private final String address;
  private final Semaphore places;
  private final Silence silence;

  Server(String address, int places, Clock clock) {
    this.address = address;
    this.places = new Semaphore(places, true);
    this.silence = new Silence(new Pace(places), clock);
  }

  /** Waits for a place; gives why that is of no use, where it is of none. */
  Optional<Turn> enter() throws InterruptedException {
    Optional<Turn> obstacle = obstacle();
    while (obstacle.isEmpty() && !places.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      obstacle = obstacle();
    }
    return obstacle;
  }

  private Optional<Turn> obstacle() {
    return silence.obstacle(false).filter(turn -> turn != Unknown.WAIT);
  }

  void leave() {
    places.release();
  }

  Silence silence() {
    return silence;
  }

  BreakerState state() {
    return silence.state(address);
  }

  @Override
  public String toString() {
    return address;
  }
}
