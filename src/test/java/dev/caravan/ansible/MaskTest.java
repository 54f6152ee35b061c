package dev.caravan.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** Which of the variables are taken for secrets, and that none of them is printed. */
class MaskTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void hidesWhatStandsUnderAKeyThatSoundsLikeASecretAtAnyDepth() {
    Mask mask =
        mask(
            """
            {"db_password": "hunter22", "users": [{"name": "ada", "api_key": "k-123", "age": 36}],
             "token": {"value": "t0k3n", "pin": 98765}, "port": 8080}
            """);

    assertThat(mask.hide("hunter22 ada k-123 36 t0k3n 98765 8080"))
        .isEqualTo("******** ada ******** 36 ******** ******** 8080");
  }

  @Test
  void hidesEachLineOfASecretAndItsFormInJson() {
    Mask mask = mask("{\"ssh_key\": \"-----BEGIN KEY-----\\nabc\\\"def\\n-----END KEY-----\\n\"}");

    assertThat(mask.hide("  abc\"def")).isEqualTo("  ********");
    assertThat(mask.hide("msg: \"-----BEGIN KEY-----\\nabc\\\"def\\n-----END KEY-----\\n\""))
        .isEqualTo("msg: \"********\"");
    assertThat(mask.hide("abc\\\"def")).isEqualTo("********");
  }

  @Test
  void aLongerSecretIsHiddenBeforeOneThatIsAPartOfIt() {
    assertThat(mask("{\"secret\": \"abc\", \"token\": \"abcdef\"}").hide("x abcdef y abc"))
        .isEqualTo("x ******** y ********");
  }

  @Test
  void aSecretOfTwoCharactersWouldHideHalfOfEverything() {
    assertThat(mask("{\"password\": \"ok\"}").hide("ok: all fine")).isEqualTo("ok: all fine");
  }

  private static Mask mask(String vars) {
    try {
      return Mask.of(JSON.readTree(vars));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
