package dev.caravan.fabric;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller says of a fabric; what is left out stays, or is as usual. */
@Schema(name = "FabricBody")
record FabricBody(
    @Schema(example = "fabric-1") @Nullable String name,
    @Nullable ClusterBody cluster,
    @Nullable GitBody git,
    @ArraySchema(schema = @Schema(example = "vpc.githedgehog.com"))
        @Nullable List<String> apiGroups,
    @Nullable List<String> kinds,
    @Nullable Boolean syncEnabled,
    @Schema(example = "300") @Nullable Integer syncInterval,
    @Schema(allowableValues = {"observe", "apply"}) @Nullable String policy,
    @Nullable Boolean prune,
    @Nullable Boolean selfHeal,
    @Nullable Boolean dryRunFirst,
    @Nullable List<WindowBody> windows,
    @Nullable List<WindowBody> blackouts,
    @Nullable Boolean watch,
    @Nullable CaptureBody capture) {

  /** Where the cluster is, and what lets us in: a token, a certificate, or a kubeconfig. */
  @Schema(name = "FabricClusterBody")
  record ClusterBody(
      @Schema(example = "https://10.0.0.1:6443") @Nullable String server,
      @Schema(example = "default") @Nullable String namespace,
      @Nullable String ca,
      @Nullable String token,
      @Nullable String clientCertificate,
      @Nullable String clientKey,
      @Nullable String kubeconfigContext) {

    /** Without secrets. */
    @Override
    public String toString() {
      return "FabricBody.ClusterBody";
    }
  }

  /** Where the description is. */
  @Schema(name = "FabricGitBody")
  record GitBody(
      @Schema(example = "https://git.example.com/net/fabric.git") @Nullable String url,
      @Schema(example = "main") @Nullable String ref,
      @Schema(example = "fabrics/fabric-1") @Nullable String path,
      @Nullable String token) {

    /** Without secrets. */
    @Override
    public String toString() {
      return "FabricBody.GitBody";
    }
  }

  /** A time that comes again and again. */
  @Schema(name = "TimeWindowBody")
  record WindowBody(@Nullable String cron, @Nullable String duration) {}

  /** Where objects that only the cluster has are written to; an empty branch ends that. */
  @Schema(name = "CaptureBody")
  record CaptureBody(@Schema(example = "captured") @Nullable String branch) {}
}
