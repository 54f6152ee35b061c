package dev.caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.story.RunningCaravan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

/** What a start says of how secrets are kept. */
@ExtendWith(OutputCaptureExtension.class)
class FirstStartTest extends RunningCaravan {

  private static final String WARNING = "No CARAVAN_ENCRYPTION_KEY is given";

  @Autowired private UserStore users;
  @Autowired private ApiKeyStore keys;
  @Autowired private Secrets secrets;
  @Autowired private PasswordEncoder passwords;
  @Autowired private TransactionTemplate transaction;

  @Test
  void saysThatTheSealingKeyLiesBesideTheData(CapturedOutput output) {
    int before = output.getOut().length();

    start("", new MockEnvironment());

    assertThat(output.getOut().substring(before))
        .containsOnlyOnce(WARNING)
        .contains("caravan.secrets", "POST /api/v1/encryption/reseal");
  }

  @Test
  void saysNothingWhereAKeyIsGivenOrInTheSandbox(CapturedOutput output) {
    int before = output.getOut().length();
    MockEnvironment sandbox = new MockEnvironment();
    sandbox.setActiveProfiles("sandbox");

    start("a-key-of-thirty-two-bytes-or-more", new MockEnvironment());
    start("", sandbox);

    assertThat(output.getOut().substring(before)).doesNotContain(WARNING);
  }

  private void start(String encryptionKey, MockEnvironment environment) {
    SecuritySettings settings =
        new SecuritySettings(
            "",
            Duration.ofHours(1),
            encryptionKey,
            List.of(),
            "admin",
            "",
            "",
            List.of(),
            false,
            true);
    new FirstStart(users, keys, secrets, passwords, settings, transaction, environment).start();
  }
}
