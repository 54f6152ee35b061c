package dev.caravan.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells whether the name of a field, a variable or an option says that its value is secret. Names
 * are read by their words, however they are written: {@code snmpCommunity}, {@code SNMP_COMMUNITY}
 * and {@code snmp-community} are the same, and {@code monkey} is no key.
 */
public final class SecretNames {

  /** Between the words of a name: signs, and where capitals begin. */
  private static final Pattern BETWEEN =
      Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private static final Pattern NUMBER = Pattern.compile("(?<=\\D)\\d{1,2}$");

  /** How a name ends, without signs and capitals; long enough to mean nothing else. */
  private static final List<String> ENDINGS =
      List.of(
          "password",
          "passwordhash",
          "passwd",
          "passphrase",
          "passcode",
          "pwd",
          "secret",
          "token",
          "apikey",
          "privatekey",
          "secretkey",
          "accesskey",
          "encryptionkey",
          "authkey",
          "presharedkey",
          "psk",
          "credential",
          "kubeconfig",
          "dockerconfigjson",
          "dockercfg",
          "htpasswd",
          "connectionstring");

  /** Whole words. */
  private static final Set<String> WORDS =
      Set.of(
          "authorization",
          "bearer",
          "cak",
          "community",
          "cookie",
          "jwt",
          "keystring",
          "keytab",
          "md5",
          "otp",
          "pass",
          "pem",
          "private",
          "priv",
          "pw",
          "sshkey");

  /** What stands before "key" where the key is a secret. */
  private static final Set<String> KEYS =
      Set.of(
          "account",
          "api",
          "app",
          "auth",
          "authentication",
          "bgp",
          "ca",
          "chap",
          "cipher",
          "client",
          "consumer",
          "crypt",
          "decryption",
          "deploy",
          "digest",
          "enc",
          "encryption",
          "hmac",
          "host",
          "isis",
          "macsec",
          "master",
          "md5",
          "ntp",
          "ospf",
          "priv",
          "privacy",
          "private",
          "psk",
          "radius",
          "root",
          "rsa",
          "sas",
          "seal",
          "secret",
          "server",
          "session",
          "shared",
          "signing",
          "snmp",
          "ssh",
          "ssl",
          "storage",
          "tacacs",
          "tls",
          "user",
          "vpn",
          "webhook",
          "wep",
          "wireguard",
          "wpa");

  /** What may follow and leaves the value what it is. */
  private static final Set<String> TAILS =
      Set.of(
          "b64",
          "base64",
          "clear",
          "cleartext",
          "content",
          "contents",
          "data",
          "encoded",
          "encrypted",
          "hash",
          "hashed",
          "old",
          "new",
          "pem",
          "plain",
          "plaintext",
          "raw",
          "string",
          "text",
          "value");

  /** Communities of BGP (RFC 1997, 4360, 8092) are numbers or well-known words, and no secrets. */
  private static final Pattern BGP_COMMUNITY =
      Pattern.compile(
          "(?i)((rt|soo|ro|large|color):)?[\\d.]+(:[\\d.]+){1,3}"
              + "|internet|no-export|no-advertise|local-as|no-peer|graceful-shutdown|blackhole");

  private SecretNames() {}

  /** Whether values of that name are secret. */
  public static boolean areSecret(String name) {
    List<String> words = words(name);
    while (words.size() > 1 && TAILS.contains(words.get(words.size() - 1))) {
      if (endsSecret(words)) {
        return true;
      }
      words = words.subList(0, words.size() - 1);
    }
    return endsSecret(words);
  }

  /** The same of a value: what a name means by it may be told by what it is. */
  public static boolean isSecret(String name, String value) {
    return areSecret(name) && !(words(name).contains("community") && isBgp(value));
  }

  private static boolean isBgp(String value) {
    return BGP_COMMUNITY.matcher(value.strip()).matches();
  }

  private static boolean endsSecret(List<String> words) {
    if (words.isEmpty()) {
      return false;
    }
    String last = words.get(words.size() - 1);
    String before = words.size() > 1 ? words.get(words.size() - 2) : "";
    String plain = String.join("", words);
    return WORDS.contains(last)
        || (last.equals("key") && KEYS.contains(before))
        || ENDINGS.stream().anyMatch(plain::endsWith);
  }

  private static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    for (String each : BETWEEN.split(name, 0)) {
      String word = each.toLowerCase(Locale.ROOT);
      if (!WORDS.contains(word) && !TAILS.contains(word) && !KEYS.contains(word)) {
        word = singular(NUMBER.matcher(word).replaceFirst(""));
      }
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private static String singular(String word) {
    return word.endsWith("ies")
        ? word.substring(0, word.length() - 3) + "y"
        : word.endsWith("s") && !word.endsWith("ss") && word.length() > 3
            ? word.substring(0, word.length() - 1)
            : word;
  }
}
