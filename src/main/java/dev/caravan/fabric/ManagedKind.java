package dev.caravan.fabric;

import dev.caravan.kubernetes.KubernetesRequest;
import org.jspecify.annotations.Nullable;

/**
 * A kind of objects that a fabric is made of, as the cluster names it.
 *
 * @param plural as it stands in paths
 */
record ManagedKind(String group, String version, String kind, String plural, boolean namespaced) {

  /** How a kind is told from all others. */
  String key() {
    return key(group, kind);
  }

  static String key(String group, String kind) {
    return group + "/" + kind;
  }

  /** The kind that a key is of, without its group. */
  static String kindOf(String key) {
    return key.substring(key.indexOf('/') + 1);
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Where its objects are listed. */
  String path(String namespace) {
    return (group.isEmpty() ? "/api/" : "/apis/" + group + "/")
        + version
        + (namespaced ? "/namespaces/" + namespace : "")
        + "/"
        + plural;
  }

  /** The same in another version. */
  ManagedKind in(String other) {
    return other.equals(version) ? this : new ManagedKind(group, other, kind, plural, namespaced);
  }

  String path(String namespace, String name) {
    return path(namespace) + "/" + KubernetesRequest.encoded(name);
  }

  /** Whether a word of a fabric's {@code kinds} means it: VPC, vpcs, vpcs.vpc.githedgehog.com. */
  boolean isCalled(@Nullable String word) {
    return word != null
        && (word.equalsIgnoreCase(kind)
            || word.equalsIgnoreCase(plural)
            || word.equalsIgnoreCase(plural + "." + group)
            || word.equalsIgnoreCase(kind + "." + group));
  }
}
