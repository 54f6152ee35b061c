package dev.caravan.fabric;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller says of a fabric; what is left out stays, or is as usual. */
@Schema(name = "FabricBody")
record FabricBody(
    @Schema(example = "fabric-1", pattern = "^[a-z0-9][a-z0-9.-]{0,62}$") @Nullable String name,
    @Nullable ClusterBody cluster,
    @Nullable GitBody git,
    @ArraySchema(
            schema =
                @Schema(
                    example = "vpc.githedgehog.com",
                    pattern = "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"))
        @Nullable List<String> apiGroups,
    @ArraySchema(
            schema =
                @Schema(pattern = "^[A-Za-z][A-Za-z0-9]*(\\.[a-z0-9]([a-z0-9.-]*[a-z0-9])?)?$"))
        @Nullable List<String> kinds,
    @Nullable Boolean syncEnabled,
    @Schema(
            example = "300",
            description = "Seconds, at least 10; 0: never by itself",
            minimum = "0",
            maximum = "2678400")
        @Nullable Integer syncInterval,
    @Schema(allowableValues = {"observe", "apply"}) @Nullable String policy,
    @Nullable Boolean prune,
    @Nullable Boolean selfHeal,
    @Nullable Boolean dryRunFirst,
    @ArraySchema(maxItems = 50) @Nullable List<WindowBody> windows,
    @ArraySchema(maxItems = 50) @Nullable List<WindowBody> blackouts,
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
  record WindowBody(
      @Schema(
              example = "0 22 * * MON-FRI",
              description = "Minute, hour, day of the month, month, day of the week, in UTC",
              pattern = "^\\s*[0-9A-Za-z*/,?#-]+(\\s+[0-9A-Za-z*/,?#-]+){4}\\s*$",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String cron,
      @Schema(
              example = "6h",
              description = "Up to 31d",
              pattern = "^\\s*([0-9]+[dD])?([0-9]+[hH])?([0-9]+[mM])?([0-9.]+[sS])?\\s*$",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String duration) {}

  /** Where objects that only the cluster has are written to; an empty branch ends that. */
  @Schema(name = "CaptureBody")
  record CaptureBody(
      @Schema(example = "captured", pattern = "^\\s*([A-Za-z0-9][A-Za-z0-9._/-]{0,100}\\s*)?$")
          @Nullable String branch) {}
}
