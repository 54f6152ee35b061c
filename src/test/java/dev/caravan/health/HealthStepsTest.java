package dev.caravan.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.netbox.NetBoxProperties;
import dev.caravan.secret.Confidential;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthStepsTest {

  private final HealthBoard board = new HealthBoard(Clock.systemUTC(), LabVersion.UNPACKAGED);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"netbox-version\": \"4.7.3\"} | UP | NetBox 4.7.3",
        "403 | {\"detail\": \"Invalid token\"} | DEGRADED | NETBOX_TOKEN",
        "502 | <html>Bad Gateway</html> | DEGRADED | answered 502",
        "200 | <html>Welcome</html> | DEGRADED | NETBOX_URL"
      })
  void judgesWhatNetBoxAnswers(int code, String body, Status status, String words) {
    steps("https://netbox.example.com").netBoxAnswered(code, body);

    assertThat(board.last(Component.NETBOX).status()).isEqualTo(status);
    assertThat(board.last(Component.NETBOX).message()).contains(words);
  }

  @Test
  void isDownWhereNetBoxIsSilentAndUnknownWhereNoneIsConfigured() {
    steps("https://netbox.example.com").netBoxSilent(new IOException("Connection refused"));
    assertThat(board.last(Component.NETBOX)).isEqualTo(Finding.down("Connection refused"));

    steps("").netBoxSilent(new IOException("No NetBox is configured"));
    assertThat(board.last(Component.NETBOX).status()).isEqualTo(Status.UNKNOWN);
  }

  private HealthSteps steps(String url) {
    NetBoxProperties netBox =
        new NetBoxProperties(
            url, Confidential.of("token"), true, null, Duration.ofSeconds(1), 500, 4);
    return new HealthSteps(board, netBox, new ObjectMapper());
  }
}
