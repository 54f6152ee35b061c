package dev.caravan.worker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** When each step of each process of the benchmark was at work. */
public class BenchmarkMarks {

  private final Map<String, List<Long>> byProcess = new ConcurrentHashMap<>();

  public Map<String, Object> mark(Step step) {
    mark(step.processId());
    return Map.of();
  }

  void mark(String process) {
    byProcess.computeIfAbsent(process, id -> new CopyOnWriteArrayList<>()).add(System.nanoTime());
  }

  List<Long> take(String process) {
    List<Long> marks = byProcess.remove(process);
    return marks == null ? List.of() : marks;
  }
}
