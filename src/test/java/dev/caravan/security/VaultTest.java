package dev.caravan.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.PermanentFailure;
import dev.caravan.story.Answer;
import dev.caravan.story.RunningCaravan;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keys that follow each other, and what older versions sealed without naming a key. */
class VaultTest extends RunningCaravan {

  private static final String OLD = "the-key-of-last-year-0123456789-abcdef";
  private static final String NEW = "the-key-of-this-year-0123456789-abcdef";

  @Autowired private Secrets secrets;
  @Autowired private Vault running;
  @Autowired private JdbcClient jdbc;
  @Autowired private List<SealedColumn> columns;
  private byte[] check;

  @BeforeEach
  void keepTheCheck() {
    check = secrets.find("encryption_check").orElseThrow();
  }

  @AfterEach
  void putTheCheckBack() {
    secrets.keep("encryption_check", check);
  }

  @Test
  void aNewKeyOpensWhatTheOldOneSealed() {
    firstStart();
    byte[] sealed = vault(OLD).seal("hush", "place");

    Vault after = vault(NEW, OLD);

    assertThat(after.open(sealed, "place")).isEqualTo("hush");
    assertThat(after.isCurrent(sealed)).isFalse();
    assertThat(after.isCurrent(after.seal("hush", "place"))).isTrue();
    assertThatThrownBy(() -> after.open(sealed, "another place"))
        .isInstanceOf(PermanentFailure.class);
  }

  @Test
  void anOldKeyThatIsForgottenIsMissedAtOnceAndByName() {
    firstStart();
    Vault before = vault(OLD);

    assertThatThrownBy(() -> vault(NEW))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("key " + before.keyId())
        .hasMessageContaining("CARAVAN_ENCRYPTION_KEYS_BEFORE");
  }

  @Test
  void afterOneStartWithBothTheNewKeyIsEnough() {
    firstStart();
    assertThat(vault(OLD).keyId()).isNotEqualTo(vault(NEW, OLD).keyId());

    assertThat(vault(NEW).keyId()).isEqualTo(vault(NEW, OLD).keyId());
  }

  @Test
  void opensWhatOlderVersionsSealedWithoutNamingTheKey() throws Exception {
    firstStart();
    byte[] nameless = sealedByAnOlderVersion(OLD.getBytes(UTF_8), "hush", "place");

    assertThat(vault(OLD).open(nameless, "place")).isEqualTo("hush");
    assertThat(vault(OLD).isCurrent(nameless)).isFalse();
    assertThat(vault(NEW, OLD).open(nameless, "place")).isEqualTo("hush");
  }

  @Test
  void whatIsSealedDoesNotOpenWhereOneBitIsAnother() {
    firstStart();
    byte[] sealed = vault(OLD).seal("hush", "place");
    for (int at = 0; at < sealed.length; at++) {
      byte[] broken = sealed.clone();
      broken[at] ^= 1;
      assertThatThrownBy(() -> vault(OLD).open(broken, "place"))
          .isInstanceOf(PermanentFailure.class);
    }
    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = Arrays.copyOf(sealed, length);
      assertThatThrownBy(() -> vault(OLD).open(cut, "place")).isInstanceOf(PermanentFailure.class);
    }
  }

  @Test
  void anAdminSealsAnewWhatAnOlderVersionSealed() throws Exception {
    Answer made =
        admin()
            .post(
                "/api/v1/webhooks",
                Map.of(
                    "url",
                    "http://127.0.0.1:9/" + UUID.randomUUID(),
                    "events",
                    List.of("process.completed")));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    UUID id = UUID.fromString(made.json().get("id").asText());
    String purpose = "webhooks/" + id;
    String secret = running.open(sealedOf(id), purpose);
    byte[] nameless =
        sealedByAnOlderVersion(secrets.find("encryption_key").orElseThrow(), secret, purpose);
    jdbc.sql("update caravan.webhooks set secret = ? where id = ?").params(nameless, id).update();
    assertThat(admin().get("/api/v1/encryption").json().get("sealed_before").asInt()).isPositive();

    Answer answer = admin().post("/api/v1/encryption/reseal", "");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.json().get("sealed_before").asInt()).isZero();
    assertThat(answer.json().get("key_id").asText()).isEqualTo(running.keyId());
    assertThat(running.isCurrent(sealedOf(id))).isTrue();
    assertThat(running.open(sealedOf(id), purpose)).isEqualTo(secret);
  }

  /** Bytes that no key of ours sealed, each with its reason. */
  private static final Map<String, String> NOT_SEALED =
      Map.of(
          "caravan.api_keys.key_hash", "a hash",
          "caravan.idempotency_keys.fingerprint", "a hash",
          "caravan.secrets.value", "the keys themselves, and the check that the vault renews");

  @Test
  void everySealedColumnIsSealedAnew() {
    Set<String> bytes =
        new TreeSet<>(
            jdbc.sql(
                    """
                    select table_schema || '.' || table_name || '.' || column_name
                    from information_schema.columns join information_schema.tables using (table_schema, table_name)
                    where table_schema = 'caravan' and table_type = 'BASE TABLE'
                      and (data_type = 'bytea' or column_name like '%sealed%')
                    """)
                .query(String.class)
                .list());
    Set<String> known =
        columns.stream()
            .map(column -> column.table() + "." + column.column())
            .collect(Collectors.toCollection(TreeSet::new));
    known.addAll(NOT_SEALED.keySet());

    assertThat(bytes).isEqualTo(known);
  }

  @Test
  void objectsThatGitDeclaresAreSealedAnew() throws Exception {
    UUID fabric =
        UUID.fromString(
            admin()
                .post(
                    "/api/v1/fabrics",
                    Map.of(
                        "name",
                        "sealed",
                        "sync_enabled",
                        false,
                        "cluster",
                        Map.of("server", "http://127.0.0.1:9", "token", "t-1"),
                        "git",
                        Map.of("url", "https://8.8.8.8/a.git")))
                .json()
                .get("id")
                .asText());
    String purpose = "fabric-object/%s//Secret/default/a".formatted(fabric);
    byte[] nameless =
        sealedByAnOlderVersion(secrets.find("encryption_key").orElseThrow(), "{\"a\": 1}", purpose);
    jdbc.sql(
            """
            insert into caravan.fabric_resources
              (fabric_id, api_group, kind, namespace, name, desired, desired_sealed, state, drift)
            values (?, '', 'Secret', 'default', 'a', '{}', ?, 'committed', 'desired_only')
            """)
        .params(fabric, nameless)
        .update();

    admin().post("/api/v1/encryption/reseal", "");

    byte[] anew =
        jdbc.sql("select desired_sealed from caravan.fabric_resources where fabric_id = ?")
            .param(fabric)
            .query((row, index) -> row.getBytes(1))
            .single();
    assertThat(running.isCurrent(anew)).isTrue();
    assertThat(running.open(anew, purpose)).isEqualTo("{\"a\": 1}");
    admin().delete("/api/v1/fabrics/" + fabric);
  }

  private byte[] sealedOf(UUID webhook) {
    return jdbc.sql("select secret from caravan.webhooks where id = ?")
        .param(webhook)
        .query((row, index) -> row.getBytes(1))
        .single();
  }

  private void firstStart() {
    jdbc.sql("delete from caravan.secrets where name = 'encryption_check'").update();
  }

  private Vault vault(String key, String... before) {
    return new Vault(
        new SecuritySettings(
            "", Duration.ofHours(1), key, List.of(before), "admin", "", "", List.of(), false, true),
        secrets);
  }

  private static byte[] sealedByAnOlderVersion(byte[] material, String secret, String purpose)
      throws Exception {
    byte[] nonce = Secrets.random(12);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    byte[] key = MessageDigest.getInstance("SHA-256").digest(material);
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(purpose.getBytes(UTF_8));
    byte[] sealed = cipher.doFinal(secret.getBytes(UTF_8));
    return ByteBuffer.allocate(12 + sealed.length).put(nonce).put(sealed).array();
  }
}
