package dev.caravan.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** What NetBox asks of the type itself. */
final class TypeRules implements Rule {

  private static final Pattern SLUG = Pattern.compile("[-a-zA-Z0-9_]+");
  private static final BigDecimal HALF_UNIT = new BigDecimal("0.5");
  private static final BigDecimal HIGHEST = new BigDecimal("999.5");
  private static final BigDecimal HEAVIEST = new BigDecimal("999999.99");

  @Override
  public void check(Content content, Problems problems) {
    required(content, "manufacturer", problems);
    required(content, "model", problems);
    weight(content, problems);
    lists(content, problems);
    if (content.kind().hasSlug()) {
      slug(content, problems);
    }
    if (content.kind() == DefinitionKind.RACK_TYPE) {
      RackRules.check(content, problems);
    }
    if (content.kind() == DefinitionKind.DEVICE_TYPE) {
      height(content, problems);
      deviceBays(content, problems);
    }
  }

  private static void required(Content content, String field, Problems problems) {
    if (content.text(field).isEmpty()) {
      problems.error("/" + field, "required", "Every definition needs a " + field);
    }
  }

  private static void slug(Content content, Problems problems) {
    String slug = content.text("slug");
    if (!SLUG.matcher(slug).matches()) {
      problems.error(
          "/slug", "slug", "A slug is made of letters, digits, - and _, not \"" + slug + "\"");
    }
  }

  private static void height(Content content, Problems problems) {
    JsonNode field = content.field("u_height");
    BigDecimal height = field.isNumber() ? field.decimalValue() : BigDecimal.ONE;
    boolean steps = height.remainder(HALF_UNIT).signum() == 0;
    if (height.signum() < 0 || height.compareTo(HIGHEST) > 0 || !steps) {
      problems.error(
          "/u_height", "u-height", "A height is a multiple of 0.5 from 0 to 999.5, not " + height);
    } else if (content.text("subdevice_role").equals("child") && height.signum() != 0) {
      problems.error(
          field.isMissingNode() ? "/subdevice_role" : "/u_height",
          "child-height",
          "A child device is 0 units high, not "
              + (field.isMissingNode() ? "1 by default" : height));
    }
  }

  private static void deviceBays(Content content, Problems problems) {
    if (!content.all(ComponentKind.DEVICE_BAYS).isEmpty()
        && !content.text("subdevice_role").equals("parent")) {
      problems.error(
          "/device-bays", "device-bays-need-parent", "Device bays need subdevice_role: parent");
    }
  }

  private static void weight(Content content, Problems problems) {
    JsonNode weight = content.field("weight");
    if (!weight.isNumber() || weight.decimalValue().signum() == 0) {
      return;
    }
    BigDecimal value = weight.decimalValue().stripTrailingZeros();
    if (value.scale() > 2 || value.abs().compareTo(HEAVIEST) > 0) {
      problems.error(
          "/weight", "weight", "A weight has at most 6 digits and 2 decimals, unlike " + value);
    }
    if (content.text("weight_unit").isEmpty()) {
      problems.error("/weight", "weight-needs-unit", "A weight needs a weight_unit");
    }
  }

  private static void lists(Content content, Problems problems) {
    for (ComponentKind kind : ComponentKind.values()) {
      JsonNode list = content.field(kind.key());
      if (list.isMissingNode() || list.isNull()) {
        continue;
      }
      if (!kind.fits(content.kind())) {
        problems.error(
            "/" + kind.key(),
            "not-on-" + content.kind().label().replace('_', '-'),
            "A %s has no %s".formatted(content.kind().label().replace('_', ' '), kind.key()));
      } else if (!list.isArray() || content.all(kind).size() != list.size()) {
        problems.error(
            "/" + kind.key(), "component-list", kind.key() + " is a list of components with names");
      }
    }
  }
}
