package dev.caravan.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.eclipse.jgit.util.HttpSupport;

/**
 * Connections that log in at one server alone: JGit repeats the login of the first server at
 * whichever one a redirect leads to.
 */
final class TokenSafeConnections implements HttpConnectionFactory {

  private final URIish own;

  TokenSafeConnections(URIish own) {
    this.own = own;
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return new TokenSafe(url, Proxy.NO_PROXY);
  }

  @Override
  public HttpConnection create(URL url, Proxy proxy) throws IOException {
    return new TokenSafe(url, proxy);
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
