package dev.caravan.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.collections.SynchronizedStack;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketProperties;
import org.apache.tomcat.util.threads.TaskThread;
import org.jspecify.annotations.Nullable;

/** HTTP as Tomcat speaks it, told of each connection whose caller does not read its answer. */
public final class WatchedConnections extends Http11NioProtocol {

  private static final int KEPT_BUFFERS = 500;

  /** Tomcat makes it by its name. */
  public WatchedConnections() {
    super(new Endpoint());
  }

  private static final class Endpoint extends NioEndpoint {

    Endpoint() {
      getSocketProperties().setBufferPool(KEPT_BUFFERS);
    }

    /** Tomcat takes a channel that was used before, and makes one itself only where none was. */
    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
      @Nullable SynchronizedStack<NioChannel> used = getNioChannels();
      if (used != null) { // else it stops
        @Nullable NioChannel next = used.pop();
        used.push(next == null ? channel() : next);
      }
      return super.setSocketOptions(socket);
    }

    private NioChannel channel() {
      SocketProperties sizes = getSocketProperties();
      SocketBufferHandler buffers =
          new SocketBufferHandler(
              sizes.getAppReadBufSize(), sizes.getAppWriteBufSize(), sizes.getDirectBuffer());
      return isSSLEnabled() ? new Sealed(buffers, this) : new Plain(buffers);
    }
  }

  private static final class Plain extends NioChannel {

    Plain(SocketBufferHandler buffers) {
      super(buffers);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int written = super.write(source);
      return watched(written, source.hasRemaining() || getOutboundRemaining() > 0);
    }
  }

  private static final class Sealed extends SecureNioChannel {

    Sealed(SocketBufferHandler buffers, NioEndpoint endpoint) {
      super(buffers, endpoint);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int written = super.write(source);
      return watched(written, source.hasRemaining() || getOutboundRemaining() > 0);
    }
  }

  /** Where nothing could be written, Tomcat waits next, each time anew. */
  private static int watched(int written, boolean more) throws IOException {
    if (written == 0 && more) {
      @Nullable AnswerWait wait = AnswerWait.current();
      if (wait != null) {
        wait.goOn();
      } else if (Thread.currentThread() instanceof TaskThread) {
        throw new IOException("The caller did not read what it was refused with");
      }
    }
    return written;
  }
}
