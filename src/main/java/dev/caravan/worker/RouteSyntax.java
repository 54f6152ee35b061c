package dev.caravan.worker;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.ResourceHelper;

/** Reads files of routes as Camel does, without starting any. */
public final class RouteSyntax implements AutoCloseable {

  private static final Pattern PLACE = Pattern.compile("line (\\d+), column \\d+");

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final YamlRoutesBuilderLoader loader = new YamlRoutesBuilderLoader();

  public RouteSyntax() {
    loader.setCamelContext(camel);
    loader.start();
  }

  /**
   * What Camel has against a file.
   *
   * @param line from 1
   */
  public record Refusal(int line, String message) {}

  /** The first thing that is wrong with a file, absent where nothing is. */
  public Optional<Refusal> refusal(String file, byte[] yaml) {
    try {
      if (loader.loadRoutesBuilder(ResourceHelper.fromBytes(file, yaml))
          instanceof RouteBuilder all) {
        all.setCamelContext(camel);
        all.configure();
      }
      return Optional.empty();
    } catch (Exception refused) {
      String words = String.valueOf(refused.getMessage());
      Matcher place = PLACE.matcher(words);
      return Optional.of(
          new Refusal(
              place.find() ? Integer.parseInt(place.group(1)) : 1,
              words.lines().findFirst().orElse("").strip()));
    }
  }

  @Override
  public void close() {
    camel.stop();
  }
}
