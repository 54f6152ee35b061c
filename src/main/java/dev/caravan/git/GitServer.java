package dev.caravan.git;

import dev.caravan.worker.CircuitBreakers;
import dev.caravan.worker.Permit;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.transport.URIish;

/** The server of a repository: one that fails most calls is left alone for some seconds. */
final class GitServer {

  /** As JGit tells of an answer over http that it does not know what to do with. */
  private static final Pattern NOT_WELL = Pattern.compile(": 5\\d\\d( .*)?$", Pattern.DOTALL);

  /** A call to the server. */
  interface Call<T> {
    T make() throws GitAPIException;
  }

  private final CircuitBreakers breakers;
  private final URIish address;
  private final GitLogin login;

  GitServer(CircuitBreakers breakers, URIish address, GitLogin login) {
    this.breakers = breakers;
    this.address = address;
    this.login = login;
  }

  /**
   * Makes a call; one to a folder or bundle of this machine in any case.
   *
   * @param wanted what breaks off because nobody wants it any more says nothing about the server
   * @throws dev.caravan.failure.RetryableFailure where the server is left alone
   */
  <T> T ask(BooleanSupplier wanted, Call<T> call) throws GitAPIException {
    if (address.getHost() == null) {
      return call.make();
    }
    Permit permit = breakers.enter("git", host());
    try {
      T answer = call.make();
      permit.answered();
      return answer;
    } catch (GitAPIException | RuntimeException e) {
      if (wanted.getAsBoolean()) {
        judge(permit, e);
      }
      throw e;
    } finally {
      permit.saidNothing();
    }
  }

  private String host() {
    String host = address.getHost().toLowerCase(Locale.ROOT);
    return address.getPort() < 0 ? host : host + ":" + address.getPort();
  }

  /** A refusal is an answer. */
  private void judge(Permit permit, Exception e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof GitDoor.ClosedDoor) {
        return;
      }
      if (silent(at) || NOT_WELL.matcher(String.valueOf(at.getMessage())).find()) {
        permit.failed(
            at.getClass().getSimpleName()
                + ": "
                + login.withoutSecrets(String.valueOf(at.getMessage())));
        return;
      }
    }
    permit.answered();
  }

  private static boolean silent(Throwable at) {
    return at instanceof SocketException
        || at instanceof SocketTimeoutException
        || at instanceof UnknownHostException
        || at instanceof UnresolvedAddressException
        || at instanceof SSLException
        || at instanceof EOFException
        || at instanceof TimeoutException;
  }
}
