package dev.caravan.fabric;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.failure.InputProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildInputTest {

  private static final String HEAD =
      "apiVersion: vpc.githedgehog.com/v1beta1\nkind: VPC\nmetadata: {name: vpc-1}\n";

  private static final String MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";

  private static DesiredReader read(String content) {
    DesiredReader reader = new DesiredReader("default");
    reader.read("f/a.yaml", content.getBytes(UTF_8));
    return reader;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a]\n",
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nmetadata: {name: c}\n",
        "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: p}\nprefix: x-\n",
        "- {op: replace, path: /spec/subnets/default/vlan, value: 7}\n",
        "[{\"op\": \"remove\", \"path\": \"/spec\"}]",
        HEAD + "$patch: delete\n",
        HEAD + "spec: {subnets: {default: {$patch: replace, vlan: 7}}}\n",
        HEAD + "spec: {'$setElementOrder/ports': [{name: a}]}\n",
        HEAD + "spec: {vlan: '{{ .Values.vlan }}'}\n",
        HEAD + "spec: {vlan: \"{{- include \\\"vlan\\\" . }}\"}\n",
        HEAD + "{{- if .Values.on }}\nspec: {}\n{{- end }}\n",
        HEAD + "spec: {vlan: {{ vlan }}}\n",
        HEAD + "{% for each in vpcs %}\nspec: {}\n",
        "#@ load(\"@ytt:data\", \"data\")\n" + HEAD,
        HEAD + "spec:\n  vlan: #@ data.values.vlan\n",
        HEAD + "spec: {vlan: 'ENC[AES256_GCM]'}\nsops: {mac: x}\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations:"
            + " {config.kubernetes.io/local-config: 'true'}}\n",
        "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: kustomize.config.k8s.io/v1beta1, kind:"
            + " Kustomization}\n"
      })
  void whatAToolMakesObjectsOfIsTold(String content) {
    DesiredReader reader = read(content);

    assertThat(reader.notRendered()).as(reader.problems().toString()).isNotEmpty();
    assertThat(reader.notRendered().get(0)).startsWith("f/a.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MAP + "data: {alert: 'on {{ $labels.port }}'}\n",
        MAP + "data: {mail: '{{ range .Alerts }}'}\n",
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: a}\n",
        HEAD + "spec: {description: '$patch is a word here'}\n"
      })
  void whatOnlyLooksLikeItIsADeclaration(String content) {
    DesiredReader reader = read(content);

    assertThat(reader.notRendered()).isEmpty();
    assertThat(reader.problems()).isEmpty();
    assertThat(reader.objects()).hasSize(1);
  }

  @Test
  void filesAreKnownByTheirNames() {
    assertThat(BuildInput.folderOf("a/kustomization.yaml")).isPresent();
    assertThat(BuildInput.folderOf("Chart.yaml")).isPresent();
    assertThat(BuildInput.byEnding("lib/fabric.libsonnet")).isPresent();
    assertThat(BuildInput.byEnding("vpc.yaml.j2")).isPresent();
    assertThat(BuildInput.byEnding("patch-panel.yaml")).isEmpty();
    assertThat(BuildInput.folderOf("my-kustomization.yaml")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec: {description: \"a\\0b\"}",
        "spec: {\"a\\0b\": 1}",
        "spec: {description: [\"\\ud800\"]}",
        "spec: {vlan: 1.0e+99999}"
      })
  void whatNothingKeepsIsToldWithFileAndPlace(String spec) {
    DesiredReader reader = read(HEAD + spec + "\n");

    assertThat(reader.objects()).isEmpty();
    assertThat(reader.problems())
        .singleElement()
        .extracting(InputProblem::message)
        .asString()
        .startsWith("f/a.yaml")
        .contains("/spec");
  }
}
