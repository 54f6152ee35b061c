package dev.caravan.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.caravan.secret.SecretNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Secrets are types that cannot be printed: a field or a part of a record that is called like a
 * secret is no text. What is one all the same stands here with the reason.
 */
class SecretTypesTest {

  private static final String BODY =
      "comes in with a call, is sealed or hashed at once, not printed";

  private static final String LIBRARY = "what a driver takes, which wants a text";
  private static final String OWN = "configuration, read by the one bean that signs or seals by it";

  /** Called like a secret, and none: a word for people, the name of a file. */
  private static final Set<String> NO_SECRETS =
      Set.of(
          "git.GitKind.token",
          "git.GitProperties.sshKey",
          "kubernetes.KubernetesProperties.kubeconfig");

  private static final Map<String, String> REASONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("fabric.FabricBody$ClusterBody.clientKey", BODY),
              Map.entry("fabric.FabricBody$ClusterBody.token", BODY),
              Map.entry("fabric.FabricBody$GitBody.token", BODY),
              Map.entry("fabric.FabricSecrets$Kept.clientKey", "what the vault seals"),
              Map.entry("fabric.FabricSecrets$Kept.gitToken", "what the vault seals"),
              Map.entry("fabric.FabricSecrets$Kept.token", "what the vault seals"),
              Map.entry("notification.WebhookController$NewWebhook.secret", BODY),
              Map.entry("notification.WebhookController$WebhookChange.secret", BODY),
              Map.entry("security.AuthController$PasswordChange.currentPassword", BODY),
              Map.entry("security.AuthController$PasswordChange.newPassword", BODY),
              Map.entry("security.AuthController$Credentials.password", BODY),
              Map.entry("security.SecuritySettings.adminPassword", OWN),
              Map.entry("security.SecuritySettings.bootstrapApiKey", OWN),
              Map.entry("security.SecuritySettings.encryptionKey", OWN),
              Map.entry("security.SecuritySettings.jwtSecretKey", OWN),
              Map.entry("security.User.passwordHash", "a hash, for the one query that needs it"),
              Map.entry("storage.JdbcAddress.password", LIBRARY),
              Map.entry("storage.RedisEndpoint.password", LIBRARY),
              Map.entry("storage.StorageProperties$DatabaseAddress.password", LIBRARY),
              Map.entry("storage.StorageProperties$RedisAddress.password", LIBRARY),
              Map.entry("security.UserController$NewUser.password", BODY),
              Map.entry("security.UserController$UserChange.password", BODY)));

  @Test
  void whatIsCalledLikeASecretIsNoText() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("dev.caravan")) {
      if (!type.getPackageName().startsWith("dev.caravan.sandbox")) {
        type.getFields().stream()
            .filter(field -> field.getRawType().isEquivalentTo(String.class))
            .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
            .filter(field -> SecretNames.areSecret(field.getName()))
            .filter(field -> !NO_SECRETS.contains(name(field)))
            // What is no record prints nothing by itself.
            .filter(field -> field.getOwner().isRecord())
            .forEach(field -> found.add(name(field)));
      }
    }

    assertThat(found).isEqualTo(REASONS.keySet());
  }

  /** A record prints all that it holds unless it says otherwise. */
  @Test
  void whatHoldsASecretAsATextDoesNotPrintIt() throws IOException {
    Map<String, Set<String>> records = new TreeMap<>();
    for (String field : REASONS.keySet()) {
      String record = field.substring(0, field.lastIndexOf('.'));
      records.computeIfAbsent(record.replaceAll("\\$.*", ""), file -> new TreeSet<>()).add(record);
    }
    for (Map.Entry<String, Set<String>> each : records.entrySet()) {
      Path file = Path.of("src/main/java/dev/caravan", each.getKey().replace('.', '/') + ".java");

      assertThat(Files.readString(file).split("String toString\\(\\)", -1).length - 1)
          .as(file + " prints no secret of " + each.getValue())
          .isGreaterThanOrEqualTo(each.getValue().size());
    }
  }

  private static String name(JavaField field) {
    return field.getFullName().replace("dev.caravan.", "");
  }
}
