package dev.caravan.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.story.Answer;
import dev.caravan.story.HttpCaller;
import dev.caravan.story.RunningCaravan;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class IdempotencyTest extends RunningCaravan {

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(secret|password|token|credentials|privateKey)|key");

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping handlers;

  @Autowired IdempotencyStore store;
  @Autowired IdempotentCalls calls;
  @Autowired JdbcClient jdbc;

  @Test
  void givesTheFirstAnswerAgain() {
    HttpCaller caller = admin().with("Idempotency-Key", key());
    Map<String, String> user = user();

    Answer first = caller.post("/api/v1/users", user);
    Answer again = caller.post("/api/v1/users", user);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
  }

  @Test
  void refusesTheKeyForAnotherBody() {
    HttpCaller caller = admin().with("Idempotency-Key", key());
    caller.post("/api/v1/users", user());

    Answer other = caller.post("/api/v1/users", user());

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().get("error").asText()).isEqualTo("ConflictError");
  }

  @Test
  void keysOfDifferentCallersAreDifferent() {
    String key = key();
    Map<String, String> user = user();
    admin().with("Idempotency-Key", key).post("/api/v1/users", user);

    Answer other =
        nobody()
            .with("X-API-Key", BOOTSTRAP_KEY)
            .with("Idempotency-Key", key)
            .post("/api/v1/users", user);

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().get("message").asText()).contains("There is a user named");
  }

  @Test
  void aNewUserOfAnOldNameIsGivenNoAnswerOfTheOldOne() {
    String name = "u-" + UUID.randomUUID();
    String key = key();
    Map<String, String> wish = user();
    Answer before = newAdmin(name);
    asUser(name).with("Idempotency-Key", key).post("/api/v1/users", wish);
    admin().delete(before.header("Location"));
    Answer after = newAdmin(name);

    Answer answer = asUser(name).with("Idempotency-Key", key).post("/api/v1/users", wish);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
    assertThat(answer.text()).contains("There is a user named");
    admin().delete(after.header("Location"));
  }

  @Test
  void aNewKeyOfAnOldNameIsGivenNoAnswerOfTheOldOne() {
    String name = "k-" + UUID.randomUUID();
    String key = key();
    Map<String, String> wish = user();
    Answer before = newKey(name);
    asKey(before).with("Idempotency-Key", key).post("/api/v1/users", wish);
    admin().delete(before.header("Location"));
    Answer after = newKey(name);

    Answer answer = asKey(after).with("Idempotency-Key", key).post("/api/v1/users", wish);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
    assertThat(answer.text()).contains("There is a user named");
    admin().delete(after.header("Location"));
  }

  private Answer newAdmin(String name) {
    return admin()
        .post(
            "/api/v1/users", Map.of("username", name, "password", "long-enough", "role", "admin"));
  }

  private HttpCaller asUser(String name) {
    return nobody().with("Authorization", "Bearer " + logIn(name, "long-enough"));
  }

  private Answer newKey(String name) {
    return admin().post("/api/v1/api-keys", Map.of("name", name, "role", "admin"));
  }

  private HttpCaller asKey(Answer made) {
    return nobody().with("X-API-Key", made.json().get("key").asText());
  }

  @Test
  void aRefusedCallMayBeMadeAgain() {
    HttpCaller caller = admin().with("Idempotency-Key", key());

    Answer refused = caller.post("/api/v1/users", Map.of("username", "x"));
    Answer corrected = caller.post("/api/v1/users", user());

    assertThat(refused.status()).isEqualTo(400);
    assertThat(corrected.status()).isEqualTo(201);
  }

  @Test
  void callsAtTheSameTimeHappenOnce() {
    HttpCaller caller = admin().with("Idempotency-Key", key());
    Map<String, String> user = user();

    List<Answer> answers =
        IntStream.range(0, 8).parallel().mapToObj(i -> caller.post("/api/v1/users", user)).toList();

    assertThat(answers).extracting(Answer::status).containsAnyOf(201).containsOnly(201, 409);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 409)
        .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isEqualTo("1"));
    assertThat(
            jdbc.sql("select count(*) from caravan.users where username = :name")
                .param("name", user.get("username"))
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/api-keys", "/api/v1/auth/token", "/api/v1/webhooks"})
  void isNotTakenWhereTheAnswerHoldsASecret(String path) {
    String key = key();

    Answer answer = admin().with("Idempotency-Key", key).post(path, Map.of());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("Idempotency-Key").contains("secret");
    assertThat(
            jdbc.sql("select count(*) from caravan.idempotency_keys where key = :key")
                .param("key", key)
                .query(Long.class)
                .single())
        .isZero();
  }

  /** A text named like a secret must be a type that says that it is one. */
  @Test
  void everySecretOfAnAnswerSaysThatItIsOne() {
    assertThat(handlers.getHandlerMethods().values())
        .filteredOn(handler -> handler.getBeanType().getPackageName().startsWith("dev.caravan"))
        .allSatisfy(
            handler ->
                assertThat(secretTexts(handler.getMethod().getGenericReturnType(), new HashSet<>()))
                    .as(handler.toString())
                    .isEmpty());
  }

  private static List<String> secretTexts(Type type, Set<Type> seen) {
    List<String> found = new ArrayList<>();
    if (!seen.add(type)) {
      return found;
    }
    if (type instanceof ParameterizedType generic) {
      for (Type part : generic.getActualTypeArguments()) {
        found.addAll(secretTexts(part, seen));
      }
      found.addAll(secretTexts(generic.getRawType(), seen));
    }
    if (type instanceof Class<?> raw && raw.isRecord()) {
      for (RecordComponent part : raw.getRecordComponents()) {
        if (part.getType() == String.class && SECRET.matcher(part.getName()).matches()) {
          found.add(raw.getSimpleName() + "." + part.getName());
        }
        found.addAll(secretTexts(part.getGenericType(), seen));
      }
    }
    return found;
  }

  @Test
  void aCallWhoseNodeDiedBeforeItDidAnythingIsMadeAgain() {
    byte[] call = "call".getBytes(StandardCharsets.UTF_8);
    String key = key();
    assertThat(store.reserve("c", key, call)).isInstanceOf(Reservation.Granted.class);
    assertThat(store.reserve("c", key, call)).isInstanceOf(Reservation.UnderWay.class);

    expireLease(key);

    assertThat(store.reserve("c", key, call)).isInstanceOf(Reservation.Granted.class);
  }

  @Test
  void aCallWhoseNodeDiedAfterItStartedAProcessStartsNoOther() {
    byte[] call = "call".getBytes(StandardCharsets.UTF_8);
    String key = key();
    UUID process = UUID.randomUUID();
    var first = (Reservation.Granted) store.reserve("c", key, call);
    assertThat(store.noteProcess(first.owner(), process)).isTrue();

    expireLease(key);

    assertThat(store.reserve("c", key, call)).isEqualTo(new Reservation.Started(process));
  }

  @Test
  void aCallThatWasTakenForDeadCannotStartAnythingAnyMore() {
    byte[] call = "call".getBytes(StandardCharsets.UTF_8);
    String key = key();
    var slow = (Reservation.Granted) store.reserve("c", key, call);
    expireLease(key);
    store.reserve("c", key, call);

    assertThat(store.noteProcess(slow.owner(), UUID.randomUUID())).isFalse();
  }

  private void expireLease(String key) {
    jdbc.sql(
            "update caravan.idempotency_keys set lease_until = created_at - interval '1s' where key"
                + " = :key")
        .param("key", key)
        .update();
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static Map<String, String> user() {
    return Map.of(
        "username", "u-" + UUID.randomUUID(), "password", "long-enough", "role", "viewer");
  }
}
