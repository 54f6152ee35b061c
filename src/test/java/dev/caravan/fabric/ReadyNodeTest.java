package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.story.RunningCaravan;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ReadyNodeTest extends RunningCaravan {

  @Autowired private SeenWhenReady seen;

  @Test
  void aNodeIsReadyOnceItsWorkersAndItsSchedulerAreKnown() {
    assertThat(seen.first())
        .satisfies(
            workforce -> {
              assertThat(workforce.working()).isTrue();
              assertThat(workforce.scheduling()).isTrue();
            });
  }
}
