package dev.caravan.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Memory that is no longer needed goes back to the system. By default a JVM keeps nearly all that
 * an import once took. What its command line says stands; other JVMs than HotSpot are left alone.
 */
public final class LeanMemory {

  /** A heap of 10 to 20 % air, looked at every 15 s; a collector without these has its own. */
  private static final List<Map.Entry<String, String>> OPTIONS =
      List.of(
          // The lower ratio first: it may at no time be above the upper one.
          Map.entry("MinHeapFreeRatio", "10"),
          Map.entry("MaxHeapFreeRatio", "20"),
          Map.entry("G1PeriodicGCInterval", "15000"));

  private static final int TRIM_SECONDS = 30;
  private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

  private LeanMemory() {}

  /** From now on. */
  public static void begin() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (machine == null) {
      return;
    }
    setWhatNobodySet(machine);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "memory");
              thread.setDaemon(true);
              return thread;
            });
    Future<?> unused =
        timer.scheduleWithFixedDelay(
            LeanMemory::trim, TRIM_SECONDS, TRIM_SECONDS, TimeUnit.SECONDS);
  }

  static void setWhatNobodySet(HotSpotDiagnosticMXBean machine) {
    for (Map.Entry<String, String> option : OPTIONS) {
      try {
        VMOption now = machine.getVMOption(option.getKey());
        if (now.isWriteable() && now.getOrigin() == VMOption.Origin.DEFAULT) {
          machine.setVMOption(option.getKey(), option.getValue());
        }
      } catch (IllegalArgumentException e) {
        // A JVM that has no such option, or a bound of the user's that this one would cross.
      }
    }
  }

  /** The C library keeps what was freed, too. Where it has no such command nothing happens. */
  private static void trim() {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              ObjectName.getInstance(COMMANDS),
              "systemTrimNativeHeap",
              new Object[0],
              new String[0]);
    } catch (JMException | RuntimeException e) {
      // Not on this system; asking again costs nothing.
    }
  }
}
