package dev.caravan.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import javax.net.ssl.HttpsURLConnection;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.eclipse.jgit.util.HttpSupport;

/**
 * Connections that log in at one server alone: JGit repeats the login of the first server at
 * whichever one a redirect leads to. A redirect leads to no place that could not be named, either.
 */
final class TokenSafeConnections implements HttpConnectionFactory {

  private final URIish own;
  private final GitSource source;
  private final GitDoor door;

  TokenSafeConnections(GitSource source, GitDoor door) {
    this.own = source.address();
    this.source = source;
    this.door = door;
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, Proxy.NO_PROXY);
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) throws IOException {
    door.requireOpen(source, url);
    return new TokenSafe(source.trusted() ? url : checked(url), proxy);
  }

  /** JGit opens the connection itself: only the URL can say how. */
  private URL checked(URL url) throws IOException {
    return new URL(null, url.toExternalForm(), new CheckedConnections(url));
  }

  private final class CheckedConnections extends URLStreamHandler {

    private final URL plain;

    CheckedConnections(URL plain) {
      this.plain = plain;
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      return openConnection(url, Proxy.NO_PROXY);
    }

    @Override
    protected URLConnection openConnection(URL url, Proxy proxy) throws IOException {
      URLConnection connection = plain.openConnection(proxy);
      if (connection instanceof HttpsURLConnection tls) {
        tls.setSSLSocketFactory(new CheckedSockets(door));
      }
      return connection;
    }
  }

  private final class TokenSafe extends JDKHttpConnection {

    private final boolean toOwnServer;

    TokenSafe(URL url, Proxy proxy) throws IOException {
      super(url, proxy);
      this.toOwnServer = GitSource.sameServer(own, new URIish(url));
    }

    @Override
    public void setRequestProperty(String key, String value) {
      if (toOwnServer || !HttpSupport.HDR_AUTHORIZATION.equalsIgnoreCase(key)) {
        super.setRequestProperty(key, value);
      }
    }
  }
}
