package dev.caravan.workflow;

import dev.caravan.bpmn.BpmnTimes;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.flowable.common.engine.api.FlowableIllegalArgumentException;
import org.flowable.common.engine.impl.calendar.BusinessCalendar;
import org.flowable.common.engine.impl.calendar.BusinessCalendarManager;
import org.flowable.common.engine.impl.calendar.CycleBusinessCalendar;
import org.flowable.common.engine.impl.runtime.ClockReader;
import org.flowable.common.engine.impl.util.DefaultClockImpl;
import org.flowable.spring.SpringProcessEngineConfiguration;
import org.flowable.spring.boot.EngineConfigurationConfigurer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the times that timers wait for as strictly as those that stand in a model: the engine by
 * itself takes a negative duration for one that is over, and guesses at what is no time.
 */
@Component
class StrictCalendars
    implements BusinessCalendarManager,
        EngineConfigurationConfigurer<SpringProcessEngineConfiguration> {

  private final LastElement lastElement;
  private Supplier<? extends ClockReader> clock = DefaultClockImpl::new;

  StrictCalendars(LastElement lastElement) {
    this.lastElement = lastElement;
  }

  /** The engine's clock may be set later. */
  @Override
  public void configure(SpringProcessEngineConfiguration engine) {
    clock = engine::getClock;
    engine.setBusinessCalendarManager(this);
  }

  @Override
  public BusinessCalendar getBusinessCalendar(String kind) {
    return switch (kind) {
      case "duration" -> new Strict(this::end);
      // Due dates of people's tasks are durations.
      case "dueDate" ->
          new Strict((value, now) -> value.startsWith("P") ? end(value, now) : date(value, now));
      case "cycle" -> new CycleBusinessCalendar(clock.get());
      default -> throw new FlowableIllegalArgumentException("There is no calendar " + kind);
    };
  }

  private Instant end(String value, Instant now) {
    refuse(value, BpmnTimes.durationValueProblem(value, now));
    return BpmnTimes.end(value, now);
  }

  private Instant date(String value, Instant now) {
    refuse(value, BpmnTimes.dateValueProblem(value));
    Instant date = BpmnTimes.date(value);
    // While a process was at work the time may have come; it goes on at once.
    if (date.isBefore(now) && lastElement.isStarting()) {
      refuse(value, Optional.of("is over already"));
    }
    return date;
  }

  private void refuse(String value, Optional<String> problem) {
    if (problem.isPresent()) {
      String shown = value.length() > 60 ? value.substring(0, 60) + "…" : value;
      throw new FlowableIllegalArgumentException(
          "The timer at '%s' cannot be: '%s' %s"
              .formatted(lastElement.name(), shown, problem.get()));
    }
  }

  /** One that resolves a value, given the time. */
  private final class Strict implements BusinessCalendar {

    private final BiFunction<String, Instant, Instant> resolved;

    Strict(BiFunction<String, Instant, Instant> resolved) {
      this.resolved = resolved;
    }

    @Override
    public Date resolveDuedate(String value) {
      return Date.from(resolved.apply(value.strip(), clock.get().getCurrentTime().toInstant()));
    }

    @Override
    public Date resolveDuedate(String value, int maxIterations) {
      return resolveDuedate(value);
    }

    @Override
    public Boolean validateDuedate(String value, int maxIterations, @Nullable Date end, Date next) {
      return end == null || !end.toInstant().isBefore(next.toInstant());
    }

    @Override
    public Date resolveEndDate(String value) {
      return resolveDuedate(value);
    }
  }
}
