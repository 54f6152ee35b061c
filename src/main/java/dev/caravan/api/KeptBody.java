package dev.caravan.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A request whose body has been read and can be read again. */
final class KeptBody extends HttpServletRequestWrapper {

  private final byte[] body;

  private KeptBody(HttpServletRequest request, byte[] body) {
    super(request);
    this.body = body;
  }

  static KeptBody of(HttpServletRequest request) throws IOException {
    return new KeptBody(request, request.getInputStream().readAllBytes());
  }

  /** What makes this call the same as another one. */
  byte[] fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((getMethod() + " " + getRequestURI() + "?" + getQueryString()).getBytes(UTF_8));
      digest.update((byte) '\n');
      return digest.digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** The same caller reading instead of writing. */
  HttpServletRequest asGet() {
    return new HttpServletRequestWrapper(this) {
      @Override
      public String getMethod() {
        return "GET";
      }
    };
  }

  @Override
  public ServletInputStream getInputStream() {
    return new Replay(new ByteArrayInputStream(body));
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(getInputStream(), UTF_8));
  }

  private static final class Replay extends ServletInputStream {

    private final ByteArrayInputStream source;

    Replay(ByteArrayInputStream source) {
      this.source = source;
    }

    @Override
    public int read() {
      return source.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return source.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return source.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("The body is read at once");
    }
  }
}
