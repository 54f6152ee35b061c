package dev.caravan.fabric;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.failure.InputProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

  private static DesiredReader read(String content) {
    DesiredReader reader = new DesiredReader("default");
    reader.read("f/a.yaml", content.getBytes(UTF_8));
    return reader;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metadata: {name: 123} | /metadata/name: must be a text, and is the number 123",
        "metadata: {name: yes} | /metadata/name: must be a text, and is the boolean true",
        "metadata: {name: a, labels: {rack: 12}} | /metadata/labels/rack: must be a text, and is the number 12; put it in quotes",
        "metadata: {name: a, labels: {up: on}} | /metadata/labels/up: must be a text, and is the boolean true",
        "metadata: {name: a, annotations: {x/y: 1.5}} | /metadata/annotations/x~1y: must be a text",
        "metadata: {name: a, labels: [b]} | /metadata/labels: must be a map of texts",
        "metadata: {name: a, namespace: 7} | /metadata/namespace: must be a text",
        "metadata: {} | /metadata/name: is missing",
        "spec: {} | /metadata/name: is missing"
      })
  void whatNoClusterTakesIsToldWithItsPlace(String metadata, String words) {
    DesiredReader reader =
        read("# first\napiVersion: vpc.githedgehog.com/v1beta1\nkind: VPC\n" + metadata + "\n");

    assertThat(reader.objects()).isEmpty();
    assertThat(reader.problems())
        .singleElement()
        .extracting(InputProblem::message)
        .asString()
        .matches("f/a.yaml, line [24]: .*")
        .contains(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {pin: 1234}\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {port: 8080}\n"
      })
  void valuesOfSecretsAndConfigMapsAreTexts(String content) {
    assertThat(read(content).problems()).singleElement().asString().contains("ata/p");
  }

  @Test
  void listsOfObjectsAreTheirItems() {
    DesiredReader reader =
        read(
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
            - apiVersion: vpc.githedgehog.com/v1beta1
              kind: VPCList
              items:
              - {metadata: {name: b}}
              - {metadata: {name: c, labels: {"n": "1"}}}
            """);

    assertThat(reader.problems()).isEmpty();
    assertThat(reader.objects())
        .extracting(DesiredObject::key)
        .containsExactly(
            "/ConfigMap/default/a",
            "vpc.githedgehog.com/VPC/default/b",
            "vpc.githedgehog.com/VPC/default/c");
    assertThat(read("apiVersion: v1\nkind: List\nitems:\n- {kind: A}\n").problems())
        .singleElement()
        .asString()
        .contains("line 4: /items/0/apiVersion: is missing");
  }

  @Test
  void whatIsNoObjectAtAllIsPassedOverAndTold() {
    DesiredReader values = read("replicaCount: 2\nimage: {tag: a}\n");
    assertThat(values.problems()).isEmpty();
    assertThat(values.passedOver().reasons())
        .hasEntrySatisfying("f/a.yaml", why -> assertThat(why).contains("no object of Kubernetes"));
    assertThat(read("# nothing\n---\n").passedOver().reasons())
        .containsEntry("f/a.yaml", "holds nothing");
    assertThat(read("- hosts: all\n").passedOver().reasons()).isNotEmpty();
    assertThat(read("apiversion: v1\nspec: {}\n").problems()).isNotEmpty();
    assertThat(read("- apiVersion: v1\n  kind: ConfigMap\n").problems()).isNotEmpty();
    assertThat(read("just words\n").problems()).isNotEmpty();
  }
}
