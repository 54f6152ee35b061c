package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.worker.Problem;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ApplyPermitTest {

  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicBoolean allowed = new AtomicBoolean(true);
  private final ApplyPermit permit =
      new ApplyPermit(
          () -> {
            asked.incrementAndGet();
            if (!allowed.get()) {
              throw SyncTrouble.of(SyncTrouble.OUTDATED, "no");
            }
          },
          time::get);

  @Test
  void itAsksForEachFewRequestsAndAfterAWhile() {
    for (int i = 0; i < 20; i++) {
      permit.require();
    }
    assertThat(asked).hasValue(1);
    permit.require();
    assertThat(asked).hasValue(2);
    time.addAndGet(300_000_000);
    permit.require();
    assertThat(asked).hasValue(3);
  }

  @Test
  void whatWasRefusedStaysSo() {
    allowed.set(false);
    assertThatThrownBy(permit::require).isInstanceOf(Problem.class);
    allowed.set(true);
    assertThatThrownBy(permit::require).isInstanceOf(Problem.class);
    assertThat(asked).hasValue(1);
  }
}
