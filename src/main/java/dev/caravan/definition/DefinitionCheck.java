package dev.caravan.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.yaml.YamlDocument;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one file and checks it, first by the library's own schema, then by the rules of NetBox. */
public final class DefinitionCheck {

  /** The largest definition known has 40 kB; this leaves room without letting one fill the heap. */
  private static final int MOST_BYTES = 1024 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private static final List<Rule> RULES =
      List.of(
          new TypeRules(),
          new TextRules(),
          new InterfaceRules(),
          new PowerRules(),
          new PortRules(),
          new InventoryRules(),
          new UnknownFields());

  private final DefinitionSchemas schemas;

  public DefinitionCheck(DefinitionSchemas schemas) {
    this.schemas = schemas;
  }

  /**
   * What a file says and all that is wrong with it; never fails.
   *
   * @param path its path in the library, such as {@code device-types/Acme/Widget.yaml}
   * @param bytes its content, of which more than the size bound need not be given
   */
  public Definition check(DefinitionKind kind, String path, byte[] bytes) {
    YamlDocument.Parsed parsed = YamlDocument.parse(bytes, MOST_BYTES);
    Problems problems = new Problems();
    parsed.problems().forEach(each -> problems.error(each.pointer(), each.rule(), each.message()));
    if (parsed.content() instanceof ObjectNode fields) {
      return checked(kind, path, fields, parsed.lines(), problems);
    }
    if (problems.list().isEmpty()) {
      problems.error("", "not-a-mapping", "The file is no mapping of fields to values");
    }
    return new Definition(
        path, vendorOf(path), kind, null, null, null, null, Map.of(), problems.list());
  }

  /** The most bytes of a file that are worth reading: one more than is allowed. */
  public static int bytesToRead() {
    return MOST_BYTES + 1;
  }

  private Definition checked(
      DefinitionKind kind,
      String path,
      ObjectNode fields,
      Map<String, Integer> lines,
      Problems problems) {
    boolean slugDerived = Slug.derive(kind, fields);
    schemas.check(kind, fields).forEach(problems::add);
    Problems found = new Problems();
    Content content = new Content(kind, fields);
    RULES.forEach(rule -> rule.check(content, found));
    if (slugDerived) {
      found.warning("/slug", "slug-derived", "There is no slug; derived: " + content.text("slug"));
    }
    found.list().stream()
        .filter(each -> !problems.refusedAt(each.pointer()))
        .toList()
        .forEach(problems::add);
    return new Definition(
        path,
        vendorOf(path),
        kind,
        orNull(content.text("manufacturer")),
        orNull(content.text("model")),
        kind.hasSlug() ? orNull(content.text("slug")) : null,
        json(fields),
        content.counts(),
        problems.list().stream().map(each -> withLine(each, lines)).toList());
  }

  private static String json(ObjectNode fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DefinitionProblem withLine(DefinitionProblem each, Map<String, Integer> lines) {
    if (each.rule().startsWith("yaml-")) {
      return each;
    }
    Integer line = lines.get(each.pointer());
    if (line == null) {
      line = lines.get(each.pointer().replaceFirst("/[^/]*$", ""));
    }
    return line == null
        ? each
        : new DefinitionProblem(
            each.pointer(),
            each.rule(),
            "%s (line %d)".formatted(each.message(), line),
            each.severity());
  }

  private static String vendorOf(String path) {
    String[] parts = path.split("/", 3);
    return parts.length < 3 ? "" : parts[1];
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
