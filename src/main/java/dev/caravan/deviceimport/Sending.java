package dev.caravan.deviceimport;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The request of a writer that is under way, known to everybody until it is over. */
final class Sending {

  private final Workbench bench;
  private @Nullable UUID request;

  Sending(Workbench bench) {
    this.bench = bench;
  }

  void leaves(String path, int objects) {
    over();
    request =
        bench.books().sent().request(bench.job(), path, objects, bench.size().latest(objects));
  }

  void over() {
    UUID sent = request;
    if (sent != null) {
      bench.books().sent().over(sent);
      request = null;
    }
  }
}
