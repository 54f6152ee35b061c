package dev.caravan.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** The kinds of value that the environment holds. */
final class Checks {

  private static final Set<String> BOOLEANS =
      Set.of("true", "false", "yes", "no", "on", "off", "1", "0");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]+");
  private static final Pattern NETWORK =
      Pattern.compile("(\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?");
  private static final Pattern COMMA = Pattern.compile(",");

  private Checks() {}

  static Check that(Predicate<String> right, String wrong) {
    return value -> right.test(value) ? Optional.empty() : Optional.of(wrong);
  }

  static Check number(long least, long most) {
    return that(
        value -> isBetween(value, least, most),
        "is no whole number from %d to %d".formatted(least, most));
  }

  private static boolean isBetween(String value, long least, long most) {
    try {
      long number = Long.parseLong(value);
      return number >= least && number <= most;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  static Check decimal() {
    return that(value -> parses(() -> Double.parseDouble(value)), "is no number");
  }

  static Check bool() {
    return that(value -> BOOLEANS.contains(value.toLowerCase(Locale.ROOT)), "is not true or false");
  }

  static Check oneOf(String... words) {
    List<String> known = Arrays.asList(words);
    return that(
        value -> known.contains(value.toUpperCase(Locale.ROOT)),
        "is none of " + String.join(", ", known));
  }

  static Check host() {
    return that(value -> HOST.matcher(value).matches(), "is no host name or address");
  }

  static Check url(String... schemes) {
    List<String> known = Arrays.asList(schemes);
    return that(value -> isUrl(value, known), "is no URL of the form " + known.get(0) + "://host…");
  }

  private static boolean isUrl(String value, List<String> schemes) {
    @Nullable URI uri = parsed(value.startsWith("jdbc:") ? value.substring(5) : value);
    return uri != null
        && uri.getHost() != null
        && uri.getScheme() != null
        && schemes.contains(uri.getScheme().toLowerCase(Locale.ROOT));
  }

  /** Web origins: a scheme, a host and perhaps a port, and nothing after them. */
  static Check origins() {
    return value ->
        COMMA
            .splitAsStream(value)
            .map(String::strip)
            .filter(origin -> !origin.equals("*") && !isOrigin(origin))
            .findFirst()
            .map(
                origin -> "holds '" + origin + "', which is no origin such as https://example.org");
  }

  /** Addresses and networks in numbers: names would be looked up, and may change. */
  static Check networks() {
    return value ->
        COMMA
            .splitAsStream(value)
            .map(String::strip)
            .filter(network -> !isNetwork(network))
            .findFirst()
            .map(network -> "holds '" + network + "', which is no address or network in numbers");
  }

  private static boolean isNetwork(String value) {
    Matcher parts = NETWORK.matcher(value);
    if (!parts.matches()) {
      return false;
    }
    try {
      int bits = InetAddress.getByName(parts.group(1)).getAddress().length * Byte.SIZE;
      return parts.group(2) == null || isBetween(parts.group(2), 0, bits);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isOrigin(String origin) {
    @Nullable URI uri = parsed(origin);
    return uri != null
        && uri.getHost() != null
        && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
        && uri.getRawPath().isEmpty()
        && uri.getRawQuery() == null
        && uri.getRawUserInfo() == null;
  }

  private static @Nullable URI parsed(String value) {
    try {
      return URI.create(value);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  static Check bytes(int least, int most) {
    return value -> {
      int length = value.getBytes(UTF_8).length;
      return length >= least && length <= most
          ? Optional.empty()
          : Optional.of("is %d bytes long, needs %d to %d".formatted(length, least, most));
    };
  }

  static Check matching(String pattern, String wrong) {
    return that(Pattern.compile(pattern).asMatchPredicate(), wrong);
  }

  static Check duration() {
    return that(value -> parses(() -> DurationStyle.detectAndParse(value)), "is no duration");
  }

  static Check size() {
    return that(value -> parses(() -> DataSize.parse(value)), "is no size such as 2MB");
  }

  private static boolean parses(Runnable parser) {
    try {
      parser.run();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** A folder that is there and can be written to, or that can be made. */
  static Check writableFolder() {
    return that(Checks::isWritable, "is no folder that can be written to or made");
  }

  private static boolean isWritable(String value) {
    try {
      Path path = Path.of(value).toAbsolutePath();
      while (path != null && !Files.exists(path)) {
        path = path.getParent();
      }
      return path != null && Files.isDirectory(path) && Files.isWritable(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** A file of certificates in PEM. */
  static Check certificates() {
    return value -> {
      try (InputStream file = Files.newInputStream(Path.of(value))) {
        return CertificateFactory.getInstance("X.509").generateCertificates(file).isEmpty()
            ? Optional.of("names a file without a certificate")
            : Optional.empty();
      } catch (IOException | InvalidPathException e) {
        return Optional.of("names a file that cannot be read");
      } catch (CertificateException e) {
        return Optional.of("names a file that holds no certificates in PEM");
      }
    };
  }
}
