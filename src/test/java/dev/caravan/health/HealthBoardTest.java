package dev.caravan.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.story.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthBoardTest {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final MovableClock clock = new MovableClock(START);
  private final HealthBoard board = new HealthBoard(clock, LabVersion.UNPACKAGED);

  @ParameterizedTest
  @CsvSource({
    "DATABASE, DOWN, DOWN",
    "DATABASE, UP, UP",
    "REDIS, DOWN, DEGRADED",
    "NETBOX, DOWN, DEGRADED",
    "NETBOX, UNKNOWN, UP",
    "GIT, DEGRADED, DEGRADED",
    "WORKERS, DEGRADED, DEGRADED"
  })
  void onlyTheDatabaseTakesEverythingDown(Component component, Status own, Status overall) {
    lookAtAll();
    board.note(component, new Finding(own, "said"));

    assertThat(board.report().status()).isEqualTo(overall);
  }

  @Test
  void theWorstComponentDecides() {
    lookAtAll();
    board.note(Component.DATABASE, Finding.down("away"));
    board.note(Component.REDIS, Finding.up("answers"));
    board.note(Component.WORKERS, Finding.degraded("nobody"));

    assertThat(board.report().status()).isEqualTo(Status.DOWN);
  }

  @Test
  void saysNothingGoodOfWhatNobodyLookedAt() {
    assertThat(board.report().status()).isEqualTo(Status.UNKNOWN);

    board.note(Component.DATABASE, Finding.up("answers"));
    assertThat(board.report().status()).isEqualTo(Status.UNKNOWN);

    board.note(Component.DISK, Finding.up("room"));
    assertThat(board.report().status()).isEqualTo(Status.UP);
  }

  @Test
  void whatIsDownIsSaidBeforeAllElseIsLookedAt() {
    board.note(Component.DATABASE, Finding.down("away"));

    assertThat(board.report().status()).isEqualTo(Status.DOWN);
  }

  @Test
  void saysWhichVersionItIsAndWhenItWasSaid() {
    clock.pass(Duration.ofSeconds(7));

    assertThat(board.report().timestamp()).isEqualTo(START.plusSeconds(7));
    assertThat(board.report().version()).isEqualTo("unpackaged");
  }

  private void lookAtAll() {
    for (Component each : Component.values()) {
      board.note(each, Finding.up("well"));
    }
  }

  @Test
  void remembersSinceWhenAComponentIsAsItIs() {
    board.note(Component.REDIS, Finding.down("away"));
    clock.pass(Duration.ofMinutes(1));
    board.note(Component.REDIS, Finding.down("still away"));

    ComponentHealth still = redis();
    assertThat(still.since()).isEqualTo(START);
    assertThat(still.checkedAt()).isEqualTo(START.plusSeconds(60));
    assertThat(still.message()).isEqualTo("still away");

    board.note(Component.REDIS, Finding.up("answers"));

    assertThat(redis().since()).isEqualTo(START.plusSeconds(60));
  }

  private ComponentHealth redis() {
    Map<String, ComponentHealth> components = Objects.requireNonNull(board.report().components());
    return Objects.requireNonNull(components.get("redis"));
  }
}
