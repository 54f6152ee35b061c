package dev.caravan.openstack;

import dev.caravan.failure.PermanentFailure;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/**
 * Puts environment variables into the values of {@code clouds.yaml}: {@code ${OS_PASSWORD}} or
 * {@code ${OS_PORT:5000}}. OpenStack's own clients know none, so that a secret may hold the same
 * characters by chance: there one that is not set stays as it is, and two dollar signs before a
 * brace are one that stands for itself.
 */
final class CloudTexts {

  private static final Pattern VARIABLE =
      Pattern.compile("(\\$+)\\{(?:([A-Z][A-Z0-9_]*)(?::([^}]*))?})?");

  private final Environment environment;

  CloudTexts(Environment environment) {
    this.environment = environment;
  }

  /**
   * The value as it is meant.
   *
   * @param secret whether it may be anything at all
   */
  String of(String field, String value, boolean secret) {
    return VARIABLE.matcher(value).replaceAll(found -> quoted(field, found, secret));
  }

  private String quoted(String field, MatchResult found, boolean secret) {
    String whole = found.group();
    if (found.group(1).length() > 1) {
      return Matcher.quoteReplacement(whole.substring(1));
    }
    if (found.group(2) == null) {
      return Matcher.quoteReplacement(whole);
    }
    Optional<String> known =
        Optional.ofNullable(environment.getProperty(found.group(2), found.group(3)));
    if (known.isEmpty() && !secret) {
      throw PermanentFailure.configuration(
          "clouds.yaml: %s names the environment variable %s, which is not set; $${ stands for ${ itself"
              .formatted(field, found.group(2)));
    }
    return Matcher.quoteReplacement(known.orElse(whole));
  }
}
