package dev.caravan.worker;

import dev.caravan.Caravan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.flowable.engine.ProcessEngine;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Benchmark {@code bridge}: five steps that do nothing, by the bridge, by Flowable's own async
 * JavaDelegate and by its stock external worker, in turn in one run on one PostgreSQL server.
 */
public final class BridgeBenchmark {

  private static final int STEPS = 5;

  private BridgeBenchmark() {}

  /** What the application lends to the benchmark. */
  @Configuration(proxyBeanMethods = false)
  static class Lent {
    @Bean
    BenchmarkMarks benchmarkMarks() {
      return new BenchmarkMarks();
    }
  }

  /**
   * Arguments: rounds, single processes a round, processes at once a round.
   *
   * @param args defaults 7, 40 and 300
   */
  public static void main(String[] args) throws Exception {
    int rounds = number(args, 0, 7);
    int singles = number(args, 1, 40);
    int many = number(args, 2, 300);
    Path data = Files.createTempDirectory(Path.of("target"), "bench");
    try (ConfigurableApplicationContext caravan = start(data)) {
      BenchmarkMarks marks = caravan.getBean(BenchmarkMarks.class);
      try (StockEngine stock =
          StockEngine.beside(
              caravan.getBean(DataSource.class),
              caravan.getBean(JdbcConnectionDetails.class),
              marks)) {
        Map<String, Contender> contenders = new LinkedHashMap<>();
        contenders.put("bridge", new Contender(bridge(caravan), "bench-bridge", marks));
        contenders.put(
            "async JavaDelegate", new Contender(stock.engine(), "bench-delegate", marks));
        contenders.put(
            "stock external worker", new Contender(stock.engine(), "bench-stock", marks));
        stock.deploy();
        run(contenders, rounds, singles, many);
      }
    }
    System.exit(0);
  }

  private static ConfigurableApplicationContext start(Path data) {
    return new SpringApplication(Caravan.class, Lent.class)
        .run(
            "--server.port=0",
            "--caravan.data-dir=" + data,
            "--camel.main.routes-include-pattern=classpath:bench/*.camel.yaml",
            "--logging.level.root=WARN");
  }

  private static ProcessEngine bridge(ConfigurableApplicationContext caravan) {
    ProcessEngine engine = caravan.getBean(ProcessEngine.class);
    StringBuilder content = new StringBuilder("<startEvent id=\"start\"/><endEvent id=\"end\"/>");
    String before = "start";
    for (int i = 1; i <= STEPS; i++) {
      content.append(Bpmn.step("s" + i, "bench.noop", "", "")).append(Bpmn.flow(before, "s" + i));
      before = "s" + i;
    }
    content.append(Bpmn.flow(before, "end"));
    byte[] xml = Bpmn.process("bench-bridge", content.toString()).getBytes(StandardCharsets.UTF_8);
    engine
        .getRepositoryService()
        .createDeployment()
        .addBytes("bench-bridge.bpmn20.xml", xml)
        .deploy();
    return engine;
  }

  private static void run(Map<String, Contender> contenders, int rounds, int singles, int many)
      throws IOException, InterruptedException {
    for (Contender contender : contenders.values()) {
      contender.round(singles, many);
    }
    Map<String, List<Contender.Round>> results = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (var entry : contenders.entrySet()) {
        Contender.Round result = entry.getValue().round(singles, many);
        results.computeIfAbsent(entry.getKey(), name -> new ArrayList<>()).add(result);
      }
    }
    print(results, rounds, singles, many);
  }

  private static void print(
      Map<String, List<Contender.Round>> results, int rounds, int singles, int many) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    System.out.printf(
        Locale.ROOT,
        "%nbridge: %d steps that do nothing; %d rounds in turn, %d single processes and %d at once in each;"
            + " medians of rounds; load %.1f%n%n",
        STEPS,
        rounds,
        singles,
        many,
        load);
    System.out.println("| | step to step, ms | p95, ms | whole process, ms | processes/s |");
    System.out.println("| --- | --- | --- | --- | --- |");
    results.forEach(
        (name, list) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.1f | %.0f |%n",
                name,
                median(list, Contender.Round::step),
                median(list, Contender.Round::step95),
                median(list, Contender.Round::whole),
                median(list, Contender.Round::perSecond)));
    List<Contender.Round> ours = results.values().iterator().next();
    results.entrySet().stream()
        .skip(1)
        .forEach(
            rival ->
                System.out.printf(
                    Locale.ROOT,
                    "%nbridge / %s: step to step %.2f, processes/s %.2f (medians of the ratios round by round)%n",
                    rival.getKey(),
                    ratio(ours, rival.getValue(), Contender.Round::step),
                    ratio(ours, rival.getValue(), Contender.Round::perSecond)));
  }

  private static double ratio(
      List<Contender.Round> ours,
      List<Contender.Round> theirs,
      java.util.function.ToDoubleFunction<Contender.Round> figure) {
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i));
    }
    Arrays.sort(ratios);
    return ratios[ratios.length / 2];
  }

  private static double median(
      List<Contender.Round> rounds, java.util.function.ToDoubleFunction<Contender.Round> figure) {
    double[] values = rounds.stream().mapToDouble(figure).sorted().toArray();
    return values[values.length / 2];
  }

  private static int number(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }
}
