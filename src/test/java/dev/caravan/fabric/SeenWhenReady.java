package dev.caravan.fabric;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Who was known to work at the moment at which a node first said that it is ready. */
@Component
class SeenWhenReady {

  private final ObjectProvider<ScheduleStore> schedules;
  private volatile @Nullable Workforce first;

  SeenWhenReady(ObjectProvider<ScheduleStore> schedules) {
    this.schedules = schedules;
  }

  @EventListener
  void ready(AvailabilityChangeEvent<ReadinessState> change) {
    if (first == null && change.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
      first = schedules.stream().findFirst().map(ScheduleStore::workforce).orElse(null);
    }
  }

  @Nullable Workforce first() {
    return first;
  }
}
