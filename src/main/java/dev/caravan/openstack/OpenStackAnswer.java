package dev.caravan.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.failure.Texts;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came back for a request.
 *
 * @param status the HTTP status; 0 when no answer came, so that nobody knows whether it was done
 * @param body the JSON answered, missing when there was none
 * @param text the ends of an answer that is no JSON, or why none came
 */
public record OpenStackAnswer(int status, JsonNode body, String text) {

  /** Of a long message both ends: Nova repeats a wrong value first and says last what is wrong. */
  private static final int LONGEST_END = 250;

  /** A word of this length is no word, but data. */
  private static final Pattern DATA = Pattern.compile("\\S{100,}");

  private static final int SHOWN_OF_DATA = 20;

  public boolean ok() {
    return status >= 200 && status < 300;
  }

  public boolean notFound() {
    return status == 404;
  }

  /** The request may or may not have been done, or may be if it is sent again later. */
  public boolean unsure() {
    return status == 0 || status == 429 || status >= 500;
  }

  /** Neutron's name for what is wrong, such as {@code OverQuota}; empty where there is none. */
  public String type() {
    return body.at("/NeutronError/type").asText("");
  }

  /** OpenStack's own words: each service wraps its message in another way. */
  public String words() {
    String said = body.at("/NeutronError/message").asText("");
    if (said.isEmpty()) {
      said = body.path("message").asText("");
    }
    if (said.isEmpty() && body.isObject() && body.size() > 0) {
      said = body.elements().next().path("message").asText("");
    }
    String plain = (said.isEmpty() ? text : said).replaceAll("<[^>]{0,500}>", " ").strip();
    return shortened(DATA.matcher(plain).replaceAll(OpenStackAnswer::shortenedData));
  }

  private static String shortenedData(MatchResult data) {
    String word = data.group();
    String whole =
        "%s… (%d characters) …%s"
            .formatted(
                word.substring(0, SHOWN_OF_DATA),
                word.length(),
                word.substring(word.length() - SHOWN_OF_DATA));
    return Matcher.quoteReplacement(whole);
  }

  /** The beginning and the end of a text that is long. */
  static String shortened(String text) {
    String some =
        text.length() <= 2 * LONGEST_END
            ? text
            : text.substring(0, LONGEST_END) + " … " + text.substring(text.length() - LONGEST_END);
    return Texts.cleaned(some);
  }
}
