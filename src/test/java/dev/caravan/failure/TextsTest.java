package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

  @Test
  void namesWhatCannotBeStored() {
    assertThat(Texts.flawOf("ab\u0000c")).get().asString().contains("U+0000", "character 3");
    assertThat(Texts.flawOf("\ud83d")).get().asString().contains("U+D83D", "half");
    assertThat(Texts.flawOf("\ude00\ud83d")).get().asString().contains("U+DE00", "character 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "\ud83d\ude00", "\u0001\u001f\u007f\uffff\ufffd", "Ü日本"})
  void leavesEveryOtherTextAlone(String text) {
    assertThat(Texts.flawOf(text)).isEmpty();
    assertThat(Texts.cleaned(text)).isSameAs(text);
  }

  @Test
  void cleansEveryFlaw() {
    assertThat(Texts.cleaned("a\u0000\u0000b\ud800")).isEqualTo("a\ufffd\ufffdb\ufffd");
  }

  @Test
  void boundsWhatIsShownWithoutCuttingACharacterInTwo() {
    String smiles = "\ud83d\ude00".repeat(5000);

    String shown = Texts.shown("x" + smiles);

    assertThat(shown).startsWith("x\ud83d\ude00").endsWith("... (10001 characters in all)");
    assertThat(shown.length()).isLessThan(Texts.MOST_SHOWN + 50);
    assertThat(Texts.flawOf(shown)).isEmpty();
    assertThat(Texts.shown("short")).isEqualTo("short");
  }

  @Test
  void theBeginningOfWhatIsSaidEndsWithAWholeCharacter() {
    assertThat(Texts.beginning("ab\u0000", 3)).isEqualTo("ab\ufffd");
    assertThat(Texts.beginning("a\ud83d\ude00b", 2)).isEqualTo("a…");
    assertThat(Texts.beginning("a\ud83d\ude00b", 3)).isEqualTo("a\ud83d\ude00…");
  }

  @Test
  void boundsEveryFailure() {
    PermanentFailure failure =
        PermanentFailure.validation(
            "m".repeat(100_000), List.of(new InputProblem("/a\u0000", "x\u0000".repeat(100_000))));

    assertThat(failure.getMessage()).hasSizeLessThan(2100).doesNotContain("\u0000");
    assertThat(failure.details().toString()).hasSizeLessThan(2200).doesNotContain("\u0000");
  }

  @Test
  void whatATerminalObeysIsNotShown() {
    assertThat(Texts.shown("\u001b]0;owned\u0007 a\u202eb\u009b2J\tc\nd"))
        .isEqualTo("\uFFFD]0;owned\uFFFD a\uFFFDb\uFFFD2J\tc\nd");
  }
}
