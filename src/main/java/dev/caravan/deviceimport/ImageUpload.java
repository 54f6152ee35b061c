package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.NetBoxAnswer;
import dev.caravan.netbox.NetBoxCall;
import dev.caravan.netbox.NetBoxRequest;
import dev.caravan.netbox.Pause;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.Unusable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends one image. What NetBox refuses is a warning; where an answer is lost, it looks whether an
 * attachment came before it makes another.
 */
final class ImageUpload implements NetBoxCall {

  private static final int MOST_LOSSES = 4;

  /** Seconds between the looks for an attachment that may still be at work. */
  private static final List<Integer> PAUSES = List.of(1, 2, 4, 8, 10);

  /** Refusals that are about the asking and not about the image. */
  private static final Set<Integer> FOR_ALL = Set.of(401, 408, 425, 429);

  private final Workbench bench;
  private final Image image;
  private final byte[] content;
  private final int losses;
  private final Sending sending;

  ImageUpload(Workbench bench, Image image, byte[] content) {
    this(bench, image, content, 0);
  }

  private ImageUpload(Workbench bench, Image image, byte[] content, int losses) {
    this.bench = bench;
    this.image = image;
    this.content = content;
    this.losses = losses;
    this.sending = new Sending(bench);
  }

  @Override
  public Optional<NetBoxRequest> request() {
    bench.books().images().leaves(bench.job(), image);
    if (image.isNewObject()) {
      sending.leaves(Image.ATTACHMENTS, 1);
    }
    return Optional.of(image.request(content));
  }

  @Override
  public List<Turn> answered(NetBoxAnswer answer) {
    if (answer.mayBeDone()) {
      return lost(answer);
    }
    sending.over();
    boolean refused = answer.status() >= 400 && answer.status() < 500;
    if (answer.refusal() || (refused && !FOR_ALL.contains(answer.status()))) {
      refuse(complaint(answer));
      return List.of();
    }
    JsonNode row = Unusable.unless(answer.ok(), image.request(content), answer).body();
    HeldImage.in(row, image)
        .ifPresentOrElse(
            held -> bench.books().images().came(bench.job(), image, held),
            () -> refuse("NetBox took it, and names no image in its answer"));
    bench.progress().accept(1);
    return List.of();
  }

  private static String complaint(NetBoxAnswer answer) {
    return answer.body().isMissingNode()
        ? "HTTP %d %s".formatted(answer.status(), answer.text())
        : ImportProblem.ofNetBox("", answer.body()).message();
  }

  private void refuse(String words) {
    bench.books().images().refused(bench.job(), image);
    bench
        .books()
        .definitions()
        .addProblem(
            bench.job().process(),
            image.path(),
            ImportProblem.warning(
                image.pointer(),
                "image-refused",
                "NetBox does not take %s: %s".formatted(image.file(), words)));
  }

  private List<Turn> lost(NetBoxAnswer answer) {
    if (losses >= MOST_LOSSES) {
      sending.over();
      Unusable.unless(false, image.request(content), answer);
    }
    return image.isNewObject() ? looking(PAUSES) : List.of(again(image));
  }

  private List<Turn> looking(List<Integer> pauses) {
    if (pauses.isEmpty()) {
      sending.over();
      return List.of(again(image));
    }
    String query = Image.OF_MODULE_TYPES + "&object_id=" + image.typeId();
    List<JsonNode> found = new ArrayList<>();
    return List.of(
        new Pause(Duration.ofSeconds(pauses.get(0))),
        Listing.of(Image.ATTACHMENTS, query, found::add),
        (Stage) () -> looked(found, pauses.subList(1, pauses.size())));
  }

  /** What came is sent again in its own place: nobody knows whether it came whole. */
  private List<Turn> looked(List<JsonNode> found, List<Integer> pauses) {
    Optional<Long> ours =
        found.stream()
            .filter(row -> row.path("name").asText().equals(image.slot()))
            .map(row -> row.path("id").asLong())
            .findFirst();
    if (ours.isEmpty()) {
      return looking(pauses);
    }
    sending.over();
    return List.of(again(image.replacing(ours.get())));
  }

  private ImageUpload again(Image left) {
    return new ImageUpload(bench, left, content, losses + 1);
  }
}
