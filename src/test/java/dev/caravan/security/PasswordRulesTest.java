package dev.caravan.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordRulesTest {

  @Test
  void blanksAloneAreNoPassword() {
    assertThat(PasswordRules.allow(" ".repeat(8))).isFalse();
    assertThat(PasswordRules.allow("\t \u2003".repeat(4))).isFalse();
    assertThat(PasswordRules.allow("a b c d e")).isTrue();
  }
}
