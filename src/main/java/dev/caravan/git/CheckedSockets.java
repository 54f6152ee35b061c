package dev.caravan.git;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS over connections of which each is made to the very address that was found to be allowed, so
 * that a name that leads elsewhere a moment later leads nowhere.
 */
final class CheckedSockets extends SSLSocketFactory {

  private final SSLSocketFactory tls;
  private final GitDoor door;

  CheckedSockets(GitDoor door) {
    this.tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    this.door = door;
  }

  /** The JDK connects it, and then has TLS laid over it. */
  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public void connect(SocketAddress to, int timeout) throws IOException {
        if (!(to instanceof InetSocketAddress there) || there.getAddress() == null) {
          throw new GitDoor.ClosedDoor();
        }
        door.requireOpen(there.getHostString(), there.getAddress());
        super.connect(to, timeout);
      }
    };
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    return tls.createSocket(connected, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }
}
