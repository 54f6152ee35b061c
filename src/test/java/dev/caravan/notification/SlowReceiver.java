package dev.caravan.notification;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Somebody who is told and never comes to the end of its answer: a byte of it now and then. */
final class SlowReceiver implements AutoCloseable {

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ScheduledExecutorService drip = Executors.newScheduledThreadPool(2);
  private final List<Socket> calls = new CopyOnWriteArrayList<>();
  private final String beginning;
  private final Future<?> dripping;

  SlowReceiver(String beginning) throws IOException {
    this.beginning = beginning;
    drip.execute(this::accept);
    dripping =
        drip.scheduleAtFixedRate(
            () -> calls.removeIf(call -> !isSent(call, "x")), 100, 100, TimeUnit.MILLISECONDS);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/";
  }

  /** How many calls came and were not given up. */
  int calls() {
    return calls.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket call = server.accept();
        isSent(call, beginning);
        calls.add(call);
      }
    } catch (IOException closed) {
      // It is over.
    }
  }

  private static boolean isSent(Socket call, String text) {
    try {
      call.getOutputStream().write(text.getBytes(US_ASCII));
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    dripping.cancel(true);
    drip.shutdownNow();
    for (Socket each : calls) {
      each.close();
    }
  }
}
