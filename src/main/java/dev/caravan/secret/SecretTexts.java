package dev.caravan.secret;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets among other words: a password in an address, an assignment in a file, a line of a
 * device's configuration, a key in PEM, a token that is known by its form.
 */
public final class SecretTexts {

  /** The most characters that are looked through; a longer text is a secret as a whole. */
  private static final int LONGEST = 2_000_000;

  /** A text that is shorter and but one word is judged by its name alone. */
  private static final int LONGEST_WORD = 20;

  private static final Pattern SEVERAL = Pattern.compile("[:=\\s]");

  private static final String NAME = "(?<name>[A-Za-z][A-Za-z0-9_.-]{0,80})";
  private static final String IS = "[ \\t]{0,20}(?::=|=>|:(?=[ \\t])|=)[ \\t]{0,20}";

  /** A whole Secret, written into a text. */
  private static final Pattern MANIFEST =
      Pattern.compile("\\bkind\\\\?[\"']?\\s{0,8}:\\s{0,8}\\\\?[\"']?Secret\\b(?![\\w-])");

  private static final List<TextForm> FORMS =
      List.of(
          // PEM, unless everybody may see it.
          TextForm.of(
              "(?<secret>-----BEGIN (?!(?:[A-Z0-9]+ )?(?:PUBLIC|CERTIFICATE|X509|TRUSTED|CMS|PKCS7"
                  + "|DH|PARAMETERS|PGP PUBLIC|PGP SIGN))[A-Z0-9 ]{2,60}-----"
                  + "(?:[\\s\\S]*?-----END [A-Z0-9 ]{2,60}-----|[\\s\\S]*))"),
          // An address with a password, or with a token in the place of a user.
          TextForm.of(
              "(?i)\\b[a-z][a-z0-9+.-]{0,30}://[^\\s/@:\"']{0,256}:(?<secret>[^\\s/\"']{1,512})@"),
          TextForm.of("(?i)\\bhttps?://(?<secret>[^\\s/@:\"']{8,512})@"),
          TextForm.of(
              "(?i)\\b(?:bearer|basic)[ \\t]{1,4}(?=[^\\s]{0,4000}[0-9=._])(?<secret>[A-Za-z0-9._~+/=-]{8,4000})"),
          // "name": "value", also in JSON within JSON.
          TextForm.of(
              "(?<![A-Za-z0-9_.])"
                  + NAME
                  + "\\\\?[\"']?[ \\t]{0,20}(?::=|=>|[:=])[ \\t\\r\\n]{0,40}"
                  + "(?:\\\\\"(?<e>[^\"\\\\\\n]{1,8000})\\\\\""
                  + "|\"(?<d>[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+){0,500})\"|'(?<s>[^'\\n]{1,8000})')"),
          TextForm.of(
              "(?m)^[ \\t]{0,200}(?:- |export |set |var )?"
                  + NAME
                  + IS
                  + "(?<line>[^\\s\"'\\[{|>(][^\\n;&]{0,8000})"),
          TextForm.of(
              "(?<![A-Za-z0-9_.])"
                  + NAME
                  + "\\\\?[\"']?"
                  + IS
                  + "(?<word>[^\\s\"',;&<>\\[\\]{}()|\\\\]{1,8000})"),
          // Passwords of users, as cloud-init and chpasswd take them.
          TextForm.of(
              "\\bchpasswd[\"']?\\s{0,4}:[^\\n]{0,200}(?:\\n[ \\t]+[^\\n]{0,200}){0,4}?\\blist[\"']?\\s{0,4}:"
                  + "[ \\t]{0,4}(?:[|>][+-]?)?\\s{0,40}(?<secret>[^\\s|>{][^\\n]{0,4000}"
                  + "(?:\\n[ \\t]+[^\\n]{0,1000}){0,200})"),
          TextForm.of(
              "[\"'\\s](?<secret>[\\w.-]{1,64}:[^\\s\"'|]{1,512})[\"']?\\s{0,8}\\|\\s{0,8}"
                  + "(?:sudo )?(?:/usr/sbin/)?chpasswd\\b"),
          // Options of a command.
          TextForm.of(
              "(?<![\\w-])--?" + NAME + "[ \\t]{1,20}(?<arg>[^\\s\"',;&(-][^\\s\"',;&]{0,4000})"),
          // Known by their form.
          TextForm.of(
              "(?<![A-Za-z0-9_-])(?<secret>AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,255}"
                  + "|github_pat_[A-Za-z0-9_]{20,255}|glpat-[A-Za-z0-9_-]{16,64}"
                  + "|xox[abprs]-[A-Za-z0-9-]{10,200}|sk_live_[A-Za-z0-9]{10,200}"
                  + "|AIza[A-Za-z0-9_-]{30,50}|AGE-SECRET-KEY-1[A-Z0-9]{50,70}"
                  + "|eyJ[A-Za-z0-9_-]{8,4000}\\.eyJ[A-Za-z0-9_-]{8,8000}\\.[A-Za-z0-9_-]{0,2000})"));

  /** How a line begins that configures a switch or a router. */
  private static final Pattern DEVICE_LINE =
      Pattern.compile(
          "(?im)^[ \\t]{0,40}(?:no |set )?(?:snmp-server|snmp|username|user|enable|neighbor|tacacs"
              + "|tacacs-server|radius|radius-server|key|key-string|ip|ipv6|area|ntp|standby|vrrp"
              + "|isis|ospf|bgp|aaa|crypto|authentication|password|secret|protocols|system)"
              + "(?=[ \\t])[^\\n]{1,4000}$");

  private static final TextForm DEVICE_SECRET =
      TextForm.of(
          "(?i)(?<![\\w-])(?:password|secret|community|key|key-string|md5|passphrase|psk"
              + "|pre-shared-key|priv|auth(?=[ \\t]+(?:md5|sha)))[ \\t]{1,8}"
              + "(?:(?:\\d{1,3}|md5|sha\\S{0,8}|aes\\S{0,8}|des|hex|ascii|plain|cleartext|encrypted)[ \\t]{1,8}){0,3}"
              + "(?<secret>(?!(?:password|secret|community|key|md5)[ \\t])[^\\s]{1,4000})");

  /** A field of YAML whose value stands in the lines below it. */
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?m)^(?<indent>[ \\t]{0,200}(?:- )?)[\"']?"
              + NAME
              + "[\"']?[ \\t]{0,20}:[ \\t]{1,20}[|>][+-]?\\d?[+-]?[ \\t]{0,20}\\r?\\n");

  private SecretTexts() {}

  /**
   * The text with a word in the place of each secret.
   *
   * @param word what to put in the place of one
   */
  public static String concealed(String text, UnaryOperator<String> word) {
    if (text.length() < LONGEST_WORD && !SEVERAL.matcher(text).find()) {
      return text;
    }
    if (text.length() > LONGEST || MANIFEST.matcher(text).find()) {
      return word.apply(text);
    }
    String shown = blocks(text, word);
    for (TextForm form : FORMS) {
      shown = form.concealed(shown, word);
    }
    return DEVICE_LINE
        .matcher(shown)
        .replaceAll(line -> Matcher.quoteReplacement(DEVICE_SECRET.concealed(line.group(), word)));
  }

  /** Whether a text holds any. */
  public static boolean hold(String text) {
    return !concealed(text, secret -> "").equals(text);
  }

  private static String blocks(String text, UnaryOperator<String> word) {
    Matcher found = BLOCK.matcher(text);
    StringBuilder shown = new StringBuilder();
    int to = 0;
    while (found.find(to)) {
      int end = found.end();
      if (SecretNames.areSecret(found.group("name"))) {
        end = blockEnd(text, found.end(), found.group("indent").length());
      }
      String block = text.substring(found.end(), end);
      shown.append(text, to, found.end());
      if (!block.isBlank()) {
        String secret = block.stripTrailing().stripIndent();
        String blanks = block.substring(0, block.length() - block.stripLeading().length());
        shown.append(blanks).append(word.apply(secret)).append('\n');
      }
      to = end;
    }
    return to == 0 ? text : shown.append(text, to, text.length()).toString();
  }

  /** Where lines end that are blank or stand further to the right. */
  private static int blockEnd(String text, int from, int indent) {
    int at = from;
    while (at < text.length()) {
      int next = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at) + 1;
      String line = text.substring(at, next);
      int blanks = line.length() - line.stripLeading().length();
      if (!line.isBlank() && blanks <= indent) {
        return at;
      }
      at = next;
    }
    return at;
  }
}
