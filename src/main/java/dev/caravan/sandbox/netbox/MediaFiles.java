package dev.caravan.sandbox.netbox;

import static dev.caravan.sandbox.netbox.Field.OnDelete.CASCADE;
import static dev.caravan.sandbox.netbox.Field.Trait.READ_ONLY;
import static dev.caravan.sandbox.netbox.Field.Trait.REQUIRED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.caravan.sandbox.http.Answer;
import dev.caravan.sandbox.http.Call;
import dev.caravan.sandbox.http.Call.SentFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Uploaded images: checks them as NetBox does, keeps them under a name of its own, serves them. */
final class MediaFiles {

  private static final String FILES = "media-files";
  private static final String ATTACHMENTS = "image-attachments";
  private static final String PREFIX = "/media/";
  private static final Set<String> EXTENSIONS =
      Set.of("bmp", "gif", "jpeg", "jpg", "png", "webp", "tif", "tiff", "avif");

  private final NetBoxVersion version;
  private final Tables tables;
  private final Clock clock;

  MediaFiles(NetBoxVersion version, Tables tables, Clock clock) {
    this.version = version;
    this.tables = tables;
    this.clock = clock;
  }

  static Stream<Kind> kinds(NetBoxVersion version) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("object_type", FieldType.CONTENT_TYPE, REQUIRED));
    fields.add(
        Field.of("object_id", FieldType.KEY, REQUIRED)
            .linked(new Field.Link("module-types", "", CASCADE)));
    fields.add(Field.text("name", 50));
    fields.add(Field.of("image", FieldType.IMAGE, REQUIRED));
    fields.add(Field.text("description", 200));
    fields.add(Field.integer("image_height", 0, Integer.MAX_VALUE, READ_ONLY));
    fields.add(Field.integer("image_width", 0, Integer.MAX_VALUE, READ_ONLY));
    if (version.atLeast(4, 7)) {
      fields.add(Field.integer("image_size", 0, Integer.MAX_VALUE, READ_ONLY));
    }
    fields.add(Field.of("created", FieldType.CREATED, READ_ONLY));
    fields.add(Field.of("last_updated", FieldType.LAST_UPDATED, READ_ONLY));
    Kind files =
        Kind.of(
            FILES,
            "MediaFile",
            "Media file",
            List.of(Field.text("name", 200), Field.text("content", Integer.MAX_VALUE)));
    return Stream.of(
        Kind.of(ATTACHMENTS, "ImageAttachment", "Image attachment", fields)
            .shownAs("name", "image", "description")
            .inApp("extras"),
        files.inApp("internal"));
  }

  /** Keeps an image that was sent; gives the name that it has from now on. */
  String keep(Draft draft, Field field, JsonNode value) throws Refused {
    if (!(value instanceof POJONode sent && sent.getPojo() instanceof SentFile file)) {
      throw new Refused("The submitted data was not a file. Check the encoding type on the form.");
    }
    if (file.content().length == 0) {
      throw new Refused("The submitted file is empty.");
    }
    BufferedImage image = image(file.content());
    String extension = extension(file.name());
    if (!EXTENSIONS.contains(extension)) {
      throw new Refused(
          "File extension “%s” is not allowed. Allowed extensions are: %s."
              .formatted(extension, String.join(", ", EXTENSIONS.stream().sorted().toList())));
    }
    if (draft.kind().endpoint().equals(ATTACHMENTS)) {
      measure(draft, image, file.content().length);
    }
    Object before = draft.values().get(field.name());
    String kept = keep(free(name(draft, file.name())), file.content());
    find(String.valueOf(before)).ifPresent(tables::delete);
    return kept;
  }

  private String keep(String name, byte[] content) {
    Instant now = clock.instant();
    Table table = tables.of(FILES);
    Map<String, Object> values =
        Map.of("name", name, "content", Base64.getEncoder().encodeToString(content));
    UUID nobody = new UUID(0, 0);
    tables.insert(new Row(table.kind(), table.nextId(), values, now, now, nobody, null));
    return name;
  }

  private void measure(Draft draft, @Nullable BufferedImage image, int bytes) {
    draft.values().put("image_height", image == null ? 0L : image.getHeight());
    draft.values().put("image_width", image == null ? 0L : image.getWidth());
    if (version.atLeast(4, 7)) {
      draft.values().put("image_size", (long) bytes);
    }
  }

  /** What Java cannot read is believed by its first bytes. */
  private static @Nullable BufferedImage image(byte[] content) throws Refused {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(content));
      String beginning = new String(content, StandardCharsets.ISO_8859_1);
      if (image != null || beginning.startsWith("WEBP", 8) || beginning.startsWith("ftyp", 4)) {
        return image;
      }
    } catch (IOException | RuntimeException broken) {
      // Said below.
    }
    throw new Refused(
        "Upload a valid image. The file you uploaded was either not an image or a corrupted image.");
  }

  private String name(Draft draft, String file) {
    if (!draft.kind().endpoint().equals(ATTACHMENTS)) {
      return "devicetype-images/" + valid(file);
    }
    String given = String.valueOf(draft.values().getOrDefault("name", ""));
    String stem = given.isEmpty() ? file.substring(0, file.lastIndexOf('.')) : given;
    String owner = version.mapsPortsManyToMany() ? "moduletype" : "module_type";
    return "%s/%s_%s_%s.%s"
        .formatted(
            ATTACHMENTS, owner, draft.values().get("object_id"), valid(stem), extension(file));
  }

  private static String valid(String name) {
    return name.strip().replace(' ', '_').replaceAll("[^-\\w.]", "");
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** A name that is taken gets something behind it. */
  private String free(String name) {
    String free = name;
    while (find(free).isPresent()) {
      int dot = name.lastIndexOf('.');
      String more = UUID.randomUUID().toString().substring(0, 7);
      free = name.substring(0, dot) + "_" + more + name.substring(dot);
    }
    return free;
  }

  private Optional<Row> find(String name) {
    return tables.of(FILES).rows().stream().filter(row -> row.is("name", name)).findFirst();
  }

  static boolean serves(String path) {
    return path.startsWith(PREFIX);
  }

  /** Before 4.4 a token opens no media: they are for who has logged in. */
  Answer serve(Call call, boolean known) {
    if (!known || !version.atLeast(4, 4)) {
      return Answer.empty(302).with("Location", "/login/?next=" + call.path());
    }
    return find(call.path().substring(PREFIX.length()))
        .map(row -> Base64.getDecoder().decode(row.text("content")))
        .map(bytes -> Answer.streamed("image/" + extension(call.path()), out -> out.write(bytes)))
        .orElseGet(() -> Answer.html(404, "Page Not Found | NetBox"));
  }
}
