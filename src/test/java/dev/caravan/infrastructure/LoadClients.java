package dev.caravan.infrastructure;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that send requests as fast as they are answered, or with pauses as people make them, each
 * over a connection of its own; a process of its own that knows the JDK alone, started by {@code
 * src/test/scripts/benchmark-api.py} as {@code java LoadClients.java}.
 */
public final class LoadClients {

  private final List<String> requests;
  private final String key;
  private final int pause;
  private final AtomicInteger next = new AtomicInteger();
  private final long[] nanos;
  private final int[] statuses;

  private LoadClients(List<String> requests, String key, int pause) {
    this.pause = pause;
    this.requests = requests;
    this.key = key;
    nanos = new long[requests.size()];
    statuses = new int[requests.size()];
  }

  /**
   * Prints what came of it in one line of JSON, times in milliseconds.
   *
   * @param args how many clients, the API key, a file with a request in each line: method, address
   *     and perhaps a body; then the longest pause of a client after an answer, in milliseconds
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.setProperty("http.maxConnections", "1000");
    System.setProperty("sun.net.http.retryPost", "false");
    int clients = Integer.parseInt(args[0]);
    int pause = args.length > 3 ? Integer.parseInt(args[3]) : 0;
    LoadClients load = new LoadClients(Files.readAllLines(Path.of(args[2])), args[1], pause);
    long begun = System.nanoTime();
    load.run(clients);
    load.print(System.nanoTime() - begun);
  }

  private void run(int clients) throws InterruptedException {
    CountDownLatch begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(() -> client(begin), "client-" + i);
      thread.start();
      threads.add(thread);
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void client(CountDownLatch begin) {
    try {
      begin.await();
      rest();
      for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
        long begun = System.nanoTime();
        statuses[i] = send(requests.get(i).split(" ", 3));
        nanos[i] = System.nanoTime() - begun;
        rest();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void rest() throws InterruptedException {
    if (pause > 0) {
      Thread.sleep(ThreadLocalRandom.current().nextInt(pause));
    }
  }

  private int send(String[] request) {
    try {
      HttpURLConnection connection = (HttpURLConnection) new URL(request[1]).openConnection();
      connection.setRequestMethod(request[0]);
      connection.setRequestProperty("X-API-Key", key);
      connection.setReadTimeout(120_000);
      if (request.length > 2) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(request[2].getBytes(StandardCharsets.UTF_8));
      }
      int status = connection.getResponseCode();
      try (InputStream body =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        if (body != null) {
          body.readAllBytes();
        }
      }
      return status;
    } catch (IOException lost) {
      return 0;
    }
  }

  private void print(long whole) {
    Map<Integer, Integer> counts = new TreeMap<>();
    Arrays.stream(statuses).forEach(status -> counts.merge(status, 1, Integer::sum));
    StringBuilder answers = new StringBuilder();
    counts.forEach(
        (status, count) ->
            answers
                .append(answers.isEmpty() ? "" : ", ")
                .append("\"%d\": %d".formatted(status, count)));
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "{\"p50\": %.1f, \"p90\": %.1f, \"p99\": %.1f, \"max\": %.1f, \"per_second\": %.0f, \"answers\": {%s}}%n",
        at(sorted, 0.5),
        at(sorted, 0.9),
        at(sorted, 0.99),
        at(sorted, 1),
        nanos.length * 1e9 / whole,
        answers);
  }

  private static double at(long[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)] / 1e6;
  }
}
