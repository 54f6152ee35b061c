package dev.caravan.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of an answer as they come, none larger than an object of Kubernetes may well be. */
final class Lines {

  /** Ten times of what etcd takes. */
  private static final int LONGEST = 16 * 1024 * 1024;

  private final InputStream in;
  private final byte[] read = new byte[8192];
  private int next;
  private int end;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The next line without its end, null after the last; waits until it is there as a whole. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (next < end || fill()) {
      int from = next;
      while (next < end && read[next] != '\n') {
        next++;
      }
      line.write(read, from, next - from);
      if (next < end) {
        next++;
        return line.toByteArray();
      }
      if (line.size() > LONGEST) {
        throw new IOException("a line of more than %d bytes".formatted(LONGEST));
      }
    }
    return line.size() == 0 ? null : line.toByteArray();
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(read));
    return end > 0;
  }
}
