package dev.caravan.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, which takes options of its own. */
class LeanMemoryTest {

  private static final String FLAGS =
      "MinHeapFreeRatio=%s MaxHeapFreeRatio=%s G1PeriodicGCInterval=%s";

  /** Says what the options are after the start. */
  static final class Program {
    public static void main(String[] args) {
      LeanMemory.begin();
      HotSpotDiagnosticMXBean machine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      System.out.printf(
          FLAGS,
          machine.getVMOption("MinHeapFreeRatio").getValue(),
          machine.getVMOption("MaxHeapFreeRatio").getValue(),
          machine.getVMOption("G1PeriodicGCInterval").getValue());
    }
  }

  @Test
  void setsWhatTheCommandLineDoesNotSay() throws Exception {
    assertThat(optionsOf()).isEqualTo(FLAGS.formatted("10", "20", "15000"));
  }

  @Test
  void leavesWhatTheCommandLineSays() throws Exception {
    assertThat(optionsOf("-XX:MaxHeapFreeRatio=60", "-XX:G1PeriodicGCInterval=7000"))
        .isEqualTo(FLAGS.formatted("10", "60", "7000"));
  }

  @Test
  void aLowerBoundOfTheUserIsNoFailure() throws Exception {
    assertThat(optionsOf("-XX:MinHeapFreeRatio=30"))
        .isEqualTo(FLAGS.formatted("30", "70", "15000"));
  }

  private static String optionsOf(String... options) throws IOException, InterruptedException {
    assumeThat(System.getProperty("java.vm.name")).as("needs HotSpot").contains("64-Bit Server VM");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString(), "-XX:+UseG1GC", "-Xmx64m"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
