package dev.caravan.deviceimport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.netbox.Listing;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import dev.caravan.netbox.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks which images the types have, and decides which are to be sent.
 *
 * <p>NetBox renames files and gives out no hash: an image is the one that an import sent as long as
 * it has the path that NetBox gave that one. Any other is somebody's, and stays.
 */
final class ImageLook {

  private static final int TYPES_AT_ONCE = 300;

  private final ImportJob job;
  private final Books books;
  private final Map<Long, JsonNode> deviceTypes = new HashMap<>();
  private final Map<Long, List<JsonNode>> attachments = new HashMap<>();

  ImageLook(ImportJob job, Books books) {
    this.job = job;
    this.books = books;
  }

  List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    for (TypeKind kind : TypeKind.values()) {
      turns.add((Stage) () -> turns(kind));
    }
    return turns;
  }

  private List<Turn> turns(TypeKind kind) {
    List<Image> images =
        books.images().open(job.process()).stream().filter(each -> each.kind() == kind).toList();
    List<Turn> turns = new ArrayList<>();
    List<Long> types = images.stream().map(Image::typeId).distinct().toList();
    for (List<Long> part : Parts.of(types, TYPES_AT_ONCE)) {
      turns.add(kind == TypeKind.DEVICE_TYPE ? fields(part) : attached(part));
    }
    turns.add(
        Stage.run(
            () -> {
              List<WrittenImage> written = books.images().written(job.netbox(), kind, types);
              images.forEach(image -> decide(image, known(written, image)));
            }));
    return turns;
  }

  private Turn fields(List<Long> types) {
    return Listing.of(
        TypeKind.DEVICE_TYPE.path(),
        query("id", types) + "&fields=id,created,front_image,rear_image",
        row -> deviceTypes.put(row.path("id").asLong(), row));
  }

  private Turn attached(List<Long> types) {
    return Listing.of(
        Image.ATTACHMENTS,
        Image.OF_MODULE_TYPES + "&" + query("object_id", types),
        row ->
            attachments
                .computeIfAbsent(row.path("object_id").asLong(), type -> new ArrayList<>())
                .add(row));
  }

  private static String query(String field, List<Long> types) {
    return types.stream().map(id -> field + "=" + id).collect(Collectors.joining("&"));
  }

  private static Optional<WrittenImage> known(List<WrittenImage> written, Image image) {
    return written.stream().filter(each -> each.isOf(image)).findFirst();
  }

  private void decide(Image image, Optional<WrittenImage> known) {
    HeldImage held = held(image, known).orElse(null);
    if (held == null) {
      books.images().replaces(job.process(), image, 0);
    } else if (known.filter(each -> !each.sending() && each.is(held)).isPresent()) {
      ours(image, known.get(), held);
    } else if (image.sending()
        || known.filter(each -> each.sending() && each.isOfObject(held)).isPresent()) {
      books.images().replaces(job.process(), image, held.attachment());
    } else {
      keep(image);
    }
  }

  private Optional<HeldImage> held(Image image, Optional<WrittenImage> known) {
    if (!image.attached()) {
      return Optional.ofNullable(deviceTypes.get(image.typeId()))
          .flatMap(row -> HeldImage.in(row, image));
    }
    List<HeldImage> named =
        attachments.getOrDefault(image.typeId(), List.of()).stream()
            .filter(row -> row.path("name").asText().equals(image.slot()))
            .flatMap(row -> HeldImage.in(row, image).stream())
            .toList();
    return named.stream()
        .filter(each -> known.filter(ours -> ours.is(each)).isPresent())
        .findFirst()
        .or(() -> named.stream().findFirst());
  }

  private void ours(Image image, WrittenImage known, HeldImage held) {
    if (!image.content().equals(known.content())) {
      books.images().replaces(job.process(), image, held.attachment());
    } else if (image.sending()) {
      books.images().came(job, image, held);
    } else {
      books.images().settle(job.process(), image, "unchanged");
    }
  }

  private void keep(Image image) {
    books.images().settle(job.process(), image, "kept");
    books
        .definitions()
        .addProblem(
            job.process(),
            image.path(),
            ImportProblem.warning(
                image.pointer(),
                Notices.ONLY_IN_NETBOX,
                "NetBox has an image that no import sent: it is left, and %s is not sent"
                    .formatted(image.file())));
  }
}
