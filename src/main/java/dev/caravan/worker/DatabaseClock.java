package dev.caravan.worker;

import dev.caravan.storage.Rows;
import java.time.Instant;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.flowable.common.engine.impl.runtime.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The engine's clock: the database's, read now and then and carried on by this JVM's monotonic one.
 * Nodes whose own clocks differ agree on when a timer is due and until when a job is locked.
 */
@Component
class DatabaseClock implements Clock {

  private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

  /** The database's time at a moment of this JVM. */
  private record Reading(Instant time, long nanos) {}

  private final JdbcClient jdbc;
  private volatile @Nullable Reading last;

  DatabaseClock(LeaseConnections connections) {
    this.jdbc = connections.client();
  }

  /** Asks the database what time it is; half of the time that the answer took lies before it. */
  Instant read() {
    long asked = System.nanoTime();
    Instant time =
        jdbc.sql("select clock_timestamp() as at")
            .query((row, number) -> Rows.time(row, "at"))
            .single();
    last = new Reading(time, asked + (System.nanoTime() - asked) / 2);
    return time;
  }

  Instant now() {
    Reading reading = last;
    return reading == null ? read() : reading.time().plusNanos(System.nanoTime() - reading.nanos());
  }

  @Override
  public Date getCurrentTime() {
    return Date.from(now());
  }

  @Override
  public Calendar getCurrentCalendar() {
    return getCurrentCalendar(UTC);
  }

  @Override
  public Calendar getCurrentCalendar(TimeZone zone) {
    Calendar calendar = new GregorianCalendar(zone);
    calendar.setTime(getCurrentTime());
    return calendar;
  }

  @Override
  public TimeZone getCurrentTimeZone() {
    return UTC;
  }

  @Override
  public void setCurrentTime(@Nullable Date time) {
    throw new UnsupportedOperationException("the time is the database's");
  }

  @Override
  public void setCurrentCalendar(@Nullable Calendar time) {
    throw new UnsupportedOperationException("the time is the database's");
  }

  @Override
  public void reset() {
    // Nothing was ever set.
  }
}
