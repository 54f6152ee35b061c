package dev.caravan.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing waits without a limit. What waits for another thread, another process or another machine
 * takes a limit, or stands here with the reason why it needs none.
 */
class WaitsTest {

  /** Where a wait without a limit is right, and why. */
  private static final Map<String, String> REASONS =
      new TreeMap<>(
          Map.of(
              "ansible.OutputKeeper: BlockingQueue.put()",
              "holds back what the playbook prints while it is written; ANSIBLE_TIME_LIMIT ends both",
              "fabric.FabricWatch: CompletableFuture.join()",
              "asked only of what is done",
              "worker.WorkerConsumer: Semaphore.acquire()",
              "waits for a slot of its own, which each step gives back by its own limits; a stop"
                  + " interrupts it",
              "storage.EmbeddedRedis: new Socket()",
              "to this machine, which refuses at once; reads have a limit",
              "git.CheckedSockets: new Socket()",
              "not connected: JGit connects it with its own limit"));

  /** Calls that wait for as long as it takes. */
  private record Wait(Class<?> type, String method, Set<Integer> parameters) {}

  private static final List<Wait> WAITS =
      List.of(
          new Wait(Future.class, "get", Set.of(0)),
          new Wait(java.util.concurrent.CompletableFuture.class, "join", Set.of(0)),
          new Wait(BlockingQueue.class, "take", Set.of(0)),
          new Wait(BlockingQueue.class, "put", Set.of(1)),
          new Wait(CountDownLatch.class, "await", Set.of(0)),
          new Wait(CyclicBarrier.class, "await", Set.of(0)),
          new Wait(Phaser.class, "arriveAndAwaitAdvance", Set.of(0)),
          new Wait(Semaphore.class, "acquire", Set.of(0, 1)),
          new Wait(Semaphore.class, "acquireUninterruptibly", Set.of(0, 1)),
          new Wait(Condition.class, "await", Set.of(0)),
          new Wait(Condition.class, "awaitUninterruptibly", Set.of(0)),
          new Wait(Lock.class, "lock", Set.of(0)),
          new Wait(Lock.class, "lockInterruptibly", Set.of(0)),
          new Wait(FileChannel.class, "lock", Set.of(0, 3)),
          new Wait(Thread.class, "join", Set.of(0)),
          new Wait(Object.class, "wait", Set.of(0)),
          new Wait(Process.class, "waitFor", Set.of(0)),
          new Wait(ExecutorService.class, "invokeAll", Set.of(1)),
          new Wait(ExecutorService.class, "invokeAny", Set.of(1)),
          new Wait(ExecutorService.class, "close", Set.of(0)),
          // The address alone says no limit: with Properties it does.
          new Wait(DriverManager.class, "getConnection", Set.of(1, 3)),
          new Wait(Socket.class, "<init>", Set.of(0, 2, 4)),
          new Wait(Socket.class, "connect", Set.of(1)));

  @Test
  void nothingWaitsWithoutALimitOrAReason() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("dev.caravan");
    Set<String> waiting = new TreeSet<>();
    for (JavaClass type : classes) {
      if (!type.getPackageName().startsWith("dev.caravan.sandbox")) {
        type.getCodeUnitCallsFromSelf()
            .forEach(call -> WAITS.forEach(wait -> look(call, wait, waiting)));
      }
    }

    assertThat(waiting).isEqualTo(REASONS.keySet());
  }

  private static void look(JavaCodeUnitAccess<?> call, Wait wait, Set<String> waiting) {
    boolean same =
        call.getName().equals(wait.method())
            && wait.parameters().contains(call.getTarget().getRawParameterTypes().size())
            && call.getTargetOwner().isAssignableTo(wait.type());
    if (same) {
      String name =
          call.getOriginOwner().getName().replace("dev.caravan.", "").replaceAll("\\$.*", "");
      String what =
          wait.method().equals("<init>")
              ? "new %s()".formatted(wait.type().getSimpleName())
              : "%s.%s()".formatted(wait.type().getSimpleName(), wait.method());
      waiting.add(name + ": " + what);
    }
  }

  /** Connections of libraries take their limits from the configuration. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "component.http:.*?connect-timeout: .*?connection-request-timeout: .*?response-timeout: .*?component.https:",
        "component.https:.*?connect-timeout: .*?connection-request-timeout: .*?response-timeout: .*?threadpool",
        "datasource.hikari:.*?connection-timeout: .*?connectTimeout: .*?socketTimeout: .*?flyway:",
        "data.redis:.*?connect-timeout: .*?timeout: .*?server:"
      })
  void connectionsHaveLimits(String settings) throws IOException {
    assertThat(Files.readString(Path.of("config/application.yml")))
        .containsPattern("(?s)" + settings);
  }
}
