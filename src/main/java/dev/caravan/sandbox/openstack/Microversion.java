package dev.caravan.sandbox.openstack;

import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of Nova's versions a request wants: 2.1 unless a header says otherwise. */
record Microversion(int minor) {

  static final int NEWEST = 93;
  private static final Pattern HEADER = Pattern.compile("(?:compute )?(?:(\\d+)\\.(\\d+)|latest)");

  static Microversion of(Call call) {
    String asked =
        call.header("openstack-api-version")
            .filter(text -> text.startsWith("compute "))
            .or(() -> call.header("x-openstack-nova-api-version"))
            .orElse("2.1");
    Matcher matcher = HEADER.matcher(asked.strip());
    if (!matcher.matches()) {
      throw NovaErrors.badRequest(
          "API Version String '"
              + asked
              + "' is of invalid format. Must be of format MajorNum.MinorNum.");
    }
    if (matcher.group(1) == null) {
      return new Microversion(NEWEST);
    }
    int minor = Integer.parseInt(matcher.group(2));
    if (!matcher.group(1).equals("2") || minor < 1 || minor > NEWEST) {
      throw NovaErrors.refused(
          406,
          "computeFault",
          "Version %s.%s is not supported by the API. Minimum is 2.1 and maximum is 2.%d."
              .formatted(matcher.group(1), matcher.group(2), NEWEST));
    }
    return new Microversion(minor);
  }

  /** Whether it is 2.minimum or newer. */
  boolean atLeast(int minimum) {
    return minor >= minimum;
  }

  Answer label(Answer answer) {
    return answer
        .with("OpenStack-API-Version", "compute 2." + minor)
        .with("X-OpenStack-Nova-API-Version", "2." + minor)
        .with("Vary", "OpenStack-API-Version, X-OpenStack-Nova-API-Version");
  }
}
