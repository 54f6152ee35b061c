package dev.caravan.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flowable.common.engine.api.delegate.event.FlowableEngineEvent;
import org.flowable.common.engine.api.delegate.event.FlowableEngineEventType;
import org.flowable.common.engine.api.delegate.event.FlowableEvent;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.delegate.event.AbstractFlowableEngineEventListener;

/** One way of running the same five steps. */
final class Contender {

  private static final double NANOS_PER_MILLI = 1_000_000.0;

  /** One round's figures: milliseconds, and whole processes a second under load. */
  record Round(double step, double step95, double whole, double perSecond) {}

  private final ProcessEngine engine;
  private final String process;
  private final BenchmarkMarks marks;
  private final Map<String, CountDownLatch> waiting = new ConcurrentHashMap<>();

  Contender(ProcessEngine engine, String process, BenchmarkMarks marks) {
    this.engine = engine;
    this.process = process;
    this.marks = marks;
    engine
        .getRuntimeService()
        .addEventListener(
            new AbstractFlowableEngineEventListener() {
              @Override
              public void onEvent(FlowableEvent event) {
                String id = ((FlowableEngineEvent) event).getProcessInstanceId();
                waiting.computeIfAbsent(id, any -> new CountDownLatch(1)).countDown();
              }
            },
            FlowableEngineEventType.PROCESS_COMPLETED);
  }

  Round round(int singles, int many) throws InterruptedException {
    List<Double> gaps = new ArrayList<>();
    List<Double> wholes = new ArrayList<>();
    for (int i = 0; i < singles; i++) {
      long begun = System.nanoTime();
      String id = start();
      await(id);
      wholes.add((System.nanoTime() - begun) / NANOS_PER_MILLI);
      gaps.addAll(gaps(id));
    }
    double perSecond = rush(many);
    return new Round(at(gaps, 0.5), at(gaps, 0.95), at(wholes, 0.5), perSecond);
  }

  private double rush(int many) throws InterruptedException {
    long begun = System.nanoTime();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      ids.add(start());
    }
    for (String id : ids) {
      await(id);
      marks.take(id);
    }
    return many / ((System.nanoTime() - begun) / NANOS_PER_MILLI / 1000);
  }

  private String start() {
    return engine.getRuntimeService().startProcessInstanceByKey(process).getId();
  }

  private void await(String id) throws InterruptedException {
    if (!waiting.computeIfAbsent(id, any -> new CountDownLatch(1)).await(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException(process + " " + id + " did not end in two minutes");
    }
    waiting.remove(id);
  }

  private List<Double> gaps(String id) {
    List<Long> times = marks.take(id);
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      gaps.add((times.get(i) - times.get(i - 1)) / NANOS_PER_MILLI);
    }
    return gaps;
  }

  private static double at(List<Double> values, double share) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
  }
}
