package dev.caravan.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Secrets among other words: {@code hunter2} is one of them everywhere here. */
class SecretTextsTest {

  private static String shown(String text) {
    return SecretTexts.concealed(text, secret -> "(secret)");
  }

  static Stream<String> texts() {
    return Stream.of(
        "https://user:hunter2-x@git.example.org/a.git",
        "clone of https://hunter2-xyz@git.example.org/a.git",
        "postgresql://app:hunter2@db/app?sslmode=require",
        "redis://:hunter2@10.0.0.1:6379/0",
        "password: hunter2",
        "user: ada\npassword: hunter2 and more\nport: 22",
        "  - db_password: 'hunter2'",
        "token=hunter2",
        "mode=fast token=hunter2 port=1",
        "?user=ada&token=hunter2&port=1",
        "[snmp]\ncommunity = hunter2\n",
        "{\"user\": \"ada\", \"password\": \"hunter2\"}",
        "{\"user\": \"ada\", \"password\":\n  \"hunter2\"}",
        "\"{\\\"apiKey\\\": \\\"hunter2\\\"}\"",
        "{user: ada, password: hunter2}",
        "password: |\n  hunter2\n  hunter2b\nuser: ada",
        "#cloud-config\npassword: hunter2\nchpasswd: {expire: false}\n",
        "#cloud-config\nusers:\n- name: ada\n  passwd: $6$hunter2\n  plain_text_passwd: hunter2\n",
        "chpasswd:\n  expire: false\n  list: |\n    root:hunter2\n    ada:hunter2b\nruncmd: []\n",
        "chpasswd:\n  list:\n    - root:hunter2\n    - ada:hunter2b\n",
        "chpasswd: {list: \"root:hunter2\", expire: false}",
        "#!/bin/sh\necho 'root:hunter2' | chpasswd\n",
        "#!/bin/sh\necho root:hunter2 | sudo chpasswd -e\n",
        "export API_TOKEN=hunter2",
        "run --user ada --password hunter2",
        "run --password=hunter2",
        "Authorization: Bearer hunter2.abcdefgh",
        "curl -H 'Authorization: Basic aHVudGVyMg==hunter2'",
        "-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----\nhunter2\n-----END PGP PRIVATE KEY BLOCK-----",
        "snmp-server community hunter2 RO",
        "username admin privilege 15 password 0 hunter2",
        "enable secret 5 hunter2",
        "hostname a\n neighbor 10.0.0.1 password 7 hunter2\n",
        "ip ospf message-digest-key 1 md5 hunter2",
        "snmp-server user u g v3 auth sha hunter2 priv aes 128 hunter2b",
        "tacacs-server key 7 hunter2",
        "set protocols bgp group x key hunter2",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata:\n  other: hunter2\n");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void areConcealed(String text) {
    assertThat(shown(text)).doesNotContain("hunter2").contains("(secret)");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void whatIsConcealedStaysAsItIs(String text) {
    assertThat(shown(shown(text))).isEqualTo(shown(text));
  }

  @Test
  void tokensAreKnownByTheirForm() {
    for (String token :
        List.of(
            "AKIAIOSFODNN7EXAMPLE",
            "ghp_0123456789abcdefghijklmnopqrstuvwxyz",
            "glpat-0123456789abcdefghij",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZG1pbiJ9.c2lnbmF0dXJl")) {
      assertThat(shown("see " + token + " there")).isEqualTo("see (secret) there");
    }
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void otherWordsStay(String text) {
    assertThat(shown(text)).isEqualTo(text);
  }

  static Stream<String> harmless() {
    return Stream.of(
        "a switch in rack 12, uplink to spine-1",
        "https://github.com/example/repository.git",
        "ssh://git@example.org:22/a.git",
        "keyboard: qwerty\nmonkey=banana\nsecretName: a\n",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
        "10.0.0.0/24 via 10.0.0.1: reachable",
        "match community 65000:100",
        "kind: SecretStore\nname: x");
  }

  @Test
  void onlyTheSecretIsConcealed() {
    assertThat(shown("user: ada\npassword: hunter2\nport: 22"))
        .isEqualTo("user: ada\npassword: (secret)\nport: 22");
    assertThat(shown("https://user:hunter2@git.example.org/a.git"))
        .isEqualTo("https://user:(secret)@git.example.org/a.git");
  }

  @Test
  void aLongTextIsReadInReasonableTime() {
    String line = "interface Ethernet1/1 description key password secret token community\n";
    long begun = System.nanoTime();

    shown(line.repeat(10_000));
    shown("a".repeat(300_000));
    shown("password".repeat(30_000));
    shown("\"" + "\\\\".repeat(100_000));

    assertThat(System.nanoTime() - begun).isLessThan(20_000_000_000L);
  }
}
