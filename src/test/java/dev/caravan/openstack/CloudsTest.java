package dev.caravan.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.PermanentFailure;
import dev.caravan.yaml.YamlDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

/** clouds.yaml means here what it means to OpenStack's own clients. */
class CloudsTest {

  private static final String USER = "username: demo, password: secret";
  private static final String URL = "auth_url: 'http://k:5000/v3'";

  @TempDir private Path folder;
  private final MockEnvironment environment = new MockEnvironment();
  private String secureFile = "";

  private Cloud cloud(String entry) {
    return cloud("c", entry);
  }

  private Cloud cloud(String name, String entry) {
    write("clouds.yaml", "clouds:\n  c: " + entry.strip() + "\n");
    return clouds().require(name);
  }

  private Clouds clouds() {
    OpenStackProperties properties =
        new OpenStackProperties(
            folder.resolve("clouds.yaml").toString(), secureFile, Duration.ofSeconds(1));
    return new Clouds(new CloudsFiles(properties), environment);
  }

  private void write(String file, String content) {
    try {
      Files.writeString(folder.resolve(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refused(String entry, String message) {
    assertThatThrownBy(() -> cloud(entry))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(message);
  }

  private static Cloud.Endpoint compute(Cloud cloud) {
    return Objects.requireNonNull(cloud.endpoints().get(OpenStackService.COMPUTE));
  }

  private static JsonNode identity(Cloud cloud) {
    return cloud.login().at("/auth/identity");
  }

  private static String project(Cloud cloud) {
    return cloud.login().at("/auth/scope/project").toString();
  }

  @Test
  void aProfileIsWhatACloudIsLikeUnlessItSaysOtherwise() {
    write(
        "clouds-public.yaml",
        """
        public-clouds:
          mine: {auth: {auth_url: 'http://profile:5000/v3', user_domain_name: ours}, interface: internal, region_name: A}
        """);

    Cloud cloud =
        cloud(
            "{profile: mine, auth: {%s, project_name: p, user_domain_name: theirs}}"
                .formatted(USER));

    assertThat(cloud.authUrl()).isEqualTo("http://profile:5000/v3");
    assertThat(compute(cloud).face()).isEqualTo("internal");
    assertThat(compute(cloud).region()).isEqualTo("A");
    assertThat(identity(cloud).at("/password/user/domain/name").asText()).isEqualTo("theirs");
    assertThat(compute(cloud("{cloud: mine, region_name: B, auth: {%s}}".formatted(USER))).region())
        .isEqualTo("B");
  }

  @Test
  void profilesOfTheSdkAreKnown() {
    Cloud ovh = cloud("c/GRA7", "{profile: ovh, auth: {%s, project_id: p}}".formatted(USER));
    assertThat(ovh.authUrl()).isEqualTo("https://auth.cloud.ovh.net/v3");
    assertThat(compute(ovh).region()).isEqualTo("GRA7");
    assertThat(cloud("c/eu-nl", "{profile: otc, auth: {%s}}".formatted(USER)).authUrl())
        .isEqualTo("https://iam.eu-nl.otc.t-systems.com/v3");
    assertThatThrownBy(() -> cloud("c/MOON", "{profile: ovh, auth: {%s}}".formatted(USER)))
        .hasMessageContaining("Cloud c has no region MOON; it has BHS, BHS1");
    refused("{profile: nobodys, auth: {%s}}".formatted(USER), "there is no profile nobodys");
    refused("{profile: vexxhost, auth: {%s}}".formatted(USER), "write its auth.auth_url");
    refused("{profile: 'https://c.example.org', auth: {%s}}".formatted(USER), "auth.auth_url");
    refused("{profile: rackspace, auth: {%s}}".formatted(USER), "identity_api_version 2");
  }

  @Test
  void regionsAreNamesOrHaveValues() {
    String entry =
        """
        {auth: {%s, %s, project_name: p}, interface: admin, regions: [
          {name: R1, values: {auth: {auth_url: 'http://one:5000', project_name: q}, interface: internal}}, R2]}
        """
            .formatted(USER, URL);

    Cloud first = cloud(entry);
    Cloud second = cloud("c/R2", entry);

    assertThat(first.authUrl()).isEqualTo("http://one:5000/v3");
    assertThat(project(first)).contains("\"name\":\"q\"");
    assertThat(compute(first).region()).isEqualTo("R1");
    assertThat(compute(first).face()).isEqualTo("internal");
    assertThat(second.authUrl()).isEqualTo("http://k:5000/v3");
    assertThat(compute(second).region()).isEqualTo("R2");
    assertThat(compute(second).face()).isEqualTo("admin");
    assertThat(clouds().regions("c")).containsExactly("R1", "R2");
    assertThatThrownBy(() -> cloud("c/R3", entry)).hasMessageContaining("it has R1, R2");
    refused("{regions: [{values: {}}]}", "each of its regions is a name, or has a name and values");
    assertThat(compute(cloud("{auth: {%s, %s}, region_name: 'A,B'}".formatted(USER, URL))).region())
        .isEqualTo("A");
    assertThat(compute(cloud("c/X", "{auth: {%s, %s}}".formatted(USER, URL))).region())
        .as("of which nothing is said")
        .isEqualTo("X");
    assertThat(
            compute(cloud("c/X", "{auth: {%s, %s}, region_name: A}".formatted(USER, URL))).region())
        .as("A is usual, and nothing more")
        .isEqualTo("X");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "project_name: p | {\"name\":\"p\",\"domain\":{\"name\":\"Default\"}}",
        "tenant_name: p | {\"name\":\"p\",\"domain\":{\"name\":\"Default\"}}",
        "tenant-name: p | {\"name\":\"p\",\"domain\":{\"name\":\"Default\"}}",
        "tenant_name: old, project_name: p | {\"name\":\"p\",\"domain\":{\"name\":\"Default\"}}",
        "tenant_id: 1234 | {\"id\":\"1234\"}",
        "project_id: i, project_name: p | {\"id\":\"i\"}",
        "project_name: p, project_domain_id: d | {\"name\":\"p\",\"domain\":{\"id\":\"d\"}}",
        "project_name: p, domain_id: d | {\"name\":\"p\",\"domain\":{\"id\":\"d\"}}",
        "project_name: p, default_domain: d | {\"name\":\"p\",\"domain\":{\"id\":\"d\"}}",
        "project_name: p, default_domain: x, default_domain_id: d |"
            + " {\"name\":\"p\",\"domain\":{\"id\":\"d\"}}",
        "user_domain_name: u | ''",
      })
  void projectsAreNamedInAnyWay(String auth, String expected) {
    assertThat(project(cloud("{auth: {%s, %s, %s}}".formatted(USER, URL, auth))))
        .isEqualTo(expected.equals("''") ? "" : expected);
  }

  @Test
  void whatBelongsToTheLogInMayStandBesideIt() {
    Cloud cloud =
        cloud(
            "{auth: {%s}, username: u, password: 12345, tenant_name: p, user_domain_id: d}"
                .formatted(URL));

    assertThat(identity(cloud).at("/password/user").toString())
        .isEqualTo("{\"name\":\"u\",\"domain\":{\"id\":\"d\"},\"password\":\"12345\"}");
    assertThat(project(cloud)).contains("\"p\"");
  }

  @Test
  void thereAreThreeWaysToLogIn() {
    for (String type : new String[] {"token", "v3token"}) {
      Cloud token =
          cloud("{auth_type: %s, auth: {%s, token: t, project_id: p}}".formatted(type, URL));
      assertThat(identity(token).toString())
          .isEqualTo("{\"methods\":[\"token\"],\"token\":{\"id\":\"t\"}}");
      assertThat(project(token)).isEqualTo("{\"id\":\"p\"}");
    }
    assertThat(
            identity(
                    cloud(
                        "{auth_type: v3password, auth: {%s, user_id: u, password: x}}"
                            .formatted(URL)))
                .at("/password/user/id")
                .asText())
        .isEqualTo("u");
    String credential =
        "{auth_type: v3applicationcredential, auth: {%s, application_credential_id: i,"
            + " application_credential_secret: s, project_id: p}}";
    assertThat(cloud(credential.formatted(URL)).login().at("/auth").toString())
        .as("a credential has its project already")
        .isEqualTo(
            "{\"identity\":{\"methods\":[\"application_credential\"],\"application_credential\":{\"id\":\"i\",\"secret\":\"s\"}}}");
    refused("{auth: {%s}}".formatted(URL), "neither auth.username with auth.password");
    refused("{auth_type: v3token, auth: {%s}}".formatted(URL), "it has no auth.token");
    refused("{auth_type: v3oidcpassword, auth: {%s}}".formatted(URL), "auth_type v3oidcpassword");
    refused("{auth: {%s, %s, passcode: 1}}".formatted(USER, URL), "auth.passcode");
    refused("{auth: {%s, %s, system_scope: all}}".formatted(USER, URL), "auth.system_scope");
    refused("{auth: {%s, %s, domain_id: d}}".formatted(USER, URL), "a domain and no project");
    refused("{auth: {%s, %s}, cert: a.pem}".formatted(USER, URL), "cert is not supported");
  }

  @ParameterizedTest
  @CsvSource({
    "http://k:5000, http://k:5000/v3",
    "http://k:5000/, http://k:5000/v3",
    "http://k:5000/v3/, http://k:5000/v3",
    "http://k:5000/v2.0, http://k:5000/v3",
    "http://k/identity/v3, http://k/identity/v3",
    "http://{region_name}.k:5000, http://R.k:5000/v3",
  })
  void keystoneIsSpokenToInItsThirdVersion(String given, String used) {
    String entry = "{auth: {%s, auth_url: '%s'}, region_name: R, identity_api_version: 3}";
    assertThat(cloud(entry.formatted(USER, given)).authUrl()).isEqualTo(used);
  }

  @Test
  void servicesMayBeElsewhereThanTheCatalogSays() {
    Cloud cloud =
        cloud(
            """
            {auth: {%s, %s, project_id: p}, region_name: R, endpoint_type: internalURL, image-endpoint-type: publicURL,
             compute_endpoint_override: 'http://own:8774/v2.1/%%(project_id)s', network_endpoint_override: 'http://own:9696/',
             image_region_name: I, image_api_version: 2, compute_api_version: 2.1}
            """
                .formatted(USER, URL));
    Token token =
        new Token(
            cloud,
            "id",
            Instant.EPOCH,
            "p1",
            JsonNodeFactory.instance
                .arrayNode()
                .add(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "image")
                        .set(
                            "endpoints",
                            JsonNodeFactory.instance
                                .arrayNode()
                                .add(endpoint("R", "public", "http://wrong"))
                                .add(endpoint("I", "internal", "http://wrong"))
                                .add(endpoint("I", "public", "http://image")))));

    assertThat(token.endpoint(OpenStackService.COMPUTE)).isEqualTo("http://own:8774/v2.1/p1");
    assertThat(token.endpoint(OpenStackService.NETWORK)).isEqualTo("http://own:9696/v2.0");
    assertThat(token.endpoint(OpenStackService.IMAGE)).isEqualTo("http://image/v2");
    assertThat(compute(cloud).face()).isEqualTo("internal");
    refused("{auth: {%s, %s}, interface: secret}".formatted(USER, URL), "interface secret");
  }

  private static JsonNode endpoint(String region, String face, String url) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("region", region)
        .put("interface", face)
        .put("url", url);
  }

  @Test
  void certificatesAreCheckedUnlessItSaysOtherwise() {
    String entry = "{auth: {%s, %s}, %s}";
    assertThat(cloud(entry.formatted(USER, URL, "cacert: /a.pem")).caFile()).isEqualTo("/a.pem");
    assertThat(cloud(entry.formatted(USER, URL, "cacert: ~/a.pem")).caFile())
        .isEqualTo(System.getProperty("user.home") + "/a.pem");
    assertThat(cloud(entry.formatted(USER, URL, "message: x")).verify()).isTrue();
    assertThat(cloud(entry.formatted(USER, URL, "verify: false")).verify()).isFalse();
    assertThat(cloud(entry.formatted(USER, URL, "verify: 'False'")).verify()).isFalse();
    assertThat(cloud(entry.formatted(USER, URL, "insecure: true")).verify()).isFalse();
    refused(entry.formatted(USER, URL, "verify: perhaps"), "verify must be true or false");
  }

  @Test
  void variablesArePutInAndTheirSignCanStandForItself() {
    environment.setProperty("SET", "known");
    String entry = "{auth: {auth_url: 'http://k/%s', username: u, password: '%s'}}";

    assertThat(password(cloud(entry.formatted("", "a${SET}b")))).isEqualTo("aknownb");
    assertThat(password(cloud(entry.formatted("", "a${UNSET:x}b")))).isEqualTo("axb");
    assertThat(password(cloud(entry.formatted("", "a${UNSET}b")))).isEqualTo("a${UNSET}b");
    assertThat(password(cloud(entry.formatted("", "a$${SET}b")))).isEqualTo("a${SET}b");
    assertThat(password(cloud(entry.formatted("", "a$$${SET}b")))).isEqualTo("a$${SET}b");
    assertThat(password(cloud(entry.formatted("", "a$SET${b$${c")))).isEqualTo("a$SET${b${c");
    assertThat(password(cloud(entry.formatted("", "pa{region_name}ss"))))
        .isEqualTo("pa{region_name}ss");
    refused(entry.formatted("${UNSET}", "p"), "auth.auth_url names the environment variable UNSET");
  }

  private static String password(Cloud cloud) {
    return identity(cloud).at("/password/user/password").asText();
  }

  @Test
  void secretsLieBeside() {
    write("secure.yaml", "clouds: {c: {auth: {password: hidden}}, more: {}}\n");
    assertThat(password(cloud("{auth: {username: u, %s}}".formatted(URL)))).isEqualTo("hidden");
    assertThat(clouds().names()).containsExactly("c", "more");

    write("elsewhere.yaml", "clouds: {c: {auth: {password: there}}}\n");
    secureFile = folder.resolve("elsewhere.yaml").toString();
    assertThat(password(clouds().require("c"))).isEqualTo("there");
  }

  @Test
  void yamlIsReadWithItsAnchors() {
    write(
        "clouds.yaml",
        """
        base: &base {auth_url: 'http://k:5000', username: u, password: &p "x: y"}
        clouds:
          one: {auth: {<<: *base, project_name: a}}
          two: {auth: {auth_url: 'http://l:5000', username: v, password: *p, project_name: b}}
        """);

    assertThat(clouds().require("one").authUrl()).isEqualTo("http://k:5000/v3");
    assertThat(password(clouds().require("two"))).isEqualTo("x: y");
  }

  @Test
  void whatHasNoEffectIsKnownByName() {
    CloudsFiles files = new CloudsFiles(new OpenStackProperties("", "", Duration.ofSeconds(1)));
    var entry =
        (ObjectNode)
            YamlDocument.parse(
                    "{auth: {%s, %s, colour: red}, compute_api_version: 2, force_ipv4: true, networks: [], vendor_hook: x}"
                        .formatted(USER, URL)
                        .getBytes(StandardCharsets.UTF_8),
                    1000)
                .content();
    CloudSettings settings =
        new CloudSettings(
            "c", new CloudEntry("c", entry, files).in(""), new CloudTexts(environment));
    settings.cloud();

    assertThat(settings.withoutEffect())
        .containsExactly("auth.colour", "force_ipv4", "networks", "vendor_hook");
  }
}
