package dev.caravan.devicelibrary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.caravan.library.GitLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A library with one definition of every kind of broken, and good ones among them. */
public final class BrokenLibrary {

  /**
   * A file that is broken: where and by which rule it is to be reported.
   *
   * @param content a character for each byte of the file
   */
  public record Broken(String path, String pointer, String rule, String content) {

    @Override
    public String toString() {
      return path + " " + pointer + " " + rule;
    }
  }

  /** The good ones. */
  public static final List<String> GOOD =
      List.of("device-types/Acme/Good.yaml", "module-types/Acme/Good-Card.yaml");

  private static final String SAMPLE_SCHEMAS = "src/main/resources/sandbox/library/schema";

  /** Every kind of broken. */
  public static final List<Broken> BROKEN =
      List.of(
          broken("Tab-Indent", "", "yaml-syntax", "manufacturer: Acme\n\tmodel: x\n"),
          broken("Two-Documents", "", "yaml-several-documents", "a: 1\n---\nb: 2\n"),
          broken("Twice-A-Key", "/u_height", "yaml-duplicate-key", "u_height: 1\nu_height: 2"),
          broken("Strange-Tag", "/comments", "yaml-tag", "comments: !!java.net.URL [x]"),
          broken("No-Number", "/weight", "yaml-number", "weight: .nan"),
          broken("No-Text", "/comments", "yaml-character", "comments: \"a\\0b\""),
          broken("No-Text-In-Key", "/a\ufffdb", "yaml-character", "\"a\\u0000b\": 1"),
          broken("Half-A-Character", "/comments", "yaml-character", "comments: \"\\ud800\""),
          new Broken(path("Raw-Nul"), "", "yaml-syntax", "comments: a\0b"),
          new Broken(path("Not-Utf8"), "", "encoding", "model: caf\u00e9"),
          new Broken(path("Empty"), "", "empty", ""),
          new Broken(path("A-List"), "", "not-a-mapping", "- a\n- b\n"),
          new Broken(path("Huge"), "", "too-large", " ".repeat(1_100_000)),
          new Broken(
              path("No-Model"),
              "/model",
              "schema-required",
              "manufacturer: Acme\nslug: x\nu_height: 1\nis_full_depth: true\n"),
          broken("Wrong-Slug", "/slug", "schema-pattern", "slug: Has Space"),
          broken("Wrong-Height", "/u_height", "schema-multiple-of", "u_height: 1.3"),
          broken("Unknown-Key", "/colour", "schema-additional-properties", "colour: red"),
          broken(
              "Unknown-Type",
              "/interfaces/0/type",
              "schema-enum",
              "interfaces: [{name: a, type: carrier-pigeon}]"),
          broken(
              "Text-For-Number",
              "/power-ports/0/maximum_draw",
              "schema-type",
              "power-ports: [{name: a, type: hardwired, maximum_draw: much}]"),
          broken("Weight-Without-Unit", "/weight", "schema-dependent-required", "weight: 1"),
          broken(
              "Outlet-From-Nowhere",
              "/power-outlets/0/power_port",
              "outlet-power-port",
              "power-outlets: [{name: a, type: iec-60320-c13, power_port: PSU}]"),
          broken(
              "Front-To-Nowhere",
              "/front-ports/0/rear_port",
              "missing-rear-port",
              "front-ports: [{name: a, type: lc, rear_port: R}]"),
          broken(
              "Rear-Position-Too-High",
              "/front-ports/0/rear_port_position",
              "rear-port-position",
              "rear-ports: [{name: R, type: lc}]\n"
                  + "front-ports: [{name: a, type: lc, rear_port: R, rear_port_position: 2}]"),
          broken(
              "Rear-Position-Twice",
              "/front-ports/1/rear_port",
              "rear-port-position-taken",
              "rear-ports: [{name: R, type: lc}]\n"
                  + "front-ports: [{name: a, type: lc, rear_port: R},"
                  + " {name: b, type: lc, rear_port: R}]"),
          broken(
              "Mapping-To-Nowhere",
              "/port-mappings/0/front_port",
              "missing-front-port",
              "rear-ports: [{name: R, type: lc}]\nport-mappings: [{front_port: F, rear_port: R}]"),
          broken(
              "Poe-Type-Alone",
              "/interfaces/0/poe_type",
              "poe-type-needs-mode",
              "interfaces: [{name: a, type: 1000base-t, poe_type: type1-ieee802.3af}]"),
          broken(
              "Poe-On-Virtual",
              "/interfaces/0/poe_mode",
              "poe-on-virtual",
              "interfaces: [{name: a, type: virtual, poe_mode: pd}]"),
          broken(
              "Radio-On-Copper",
              "/interfaces/0/rf_role",
              "rf-role-needs-wireless",
              "interfaces: [{name: a, type: 1000base-t, rf_role: ap}]"),
          broken(
              "Bridge-To-Nowhere",
              "/interfaces/0/bridge",
              "bridge-missing",
              "interfaces: [{name: a, type: virtual, bridge: b}]"),
          broken("Tall-Child", "/u_height", "child-height", "subdevice_role: child"),
          broken(
              "Bays-Without-Parent",
              "/device-bays",
              "device-bays-need-parent",
              "device-bays: [{name: a}]"),
          broken(
              "Same-Name-Twice",
              "/interfaces/1/name",
              "duplicate-name",
              "interfaces: [{name: a, type: lag}, {name: a, type: lag}]"),
          broken(
              "Name-Too-Long",
              "/console-ports/0/name",
              "too-long",
              "console-ports: [{name: %s, type: rj-45}]".formatted("n".repeat(70))),
          broken(
              "Draws-Too-Much",
              "/power-ports/0/allocated_draw",
              "draw-exceeds-maximum",
              "power-ports: [{name: a, type: hardwired, maximum_draw: 1, allocated_draw: 2}]"),
          broken(
              "Part-Of-Nothing",
              "/inventory-items/0/parent",
              "inventory-parent",
              "inventory-items: [{name: a, parent: b}]"),
          new Broken(
              "device-types/Acme/Good.yml", "/model", "twin", good("Good", "acme-good-again")),
          new Broken(path("Slug-Taken"), "/slug", "slug-taken", good("Slug-Taken", "acme-good")),
          new Broken(
              "device-types/Testing/Widget.yaml",
              "/manufacturer",
              "folder-not-vendor",
              good("Widget", "acme-widget")));

  private BrokenLibrary() {}

  /** Writes it all into a repository. */
  public static void write(GitLibrary library) throws Exception {
    try (var schemas = Files.list(Path.of(SAMPLE_SCHEMAS))) {
      for (Path schema : schemas.toList()) {
        library.with("schema/" + schema.getFileName(), Files.readAllBytes(schema));
      }
    }
    library.with(GOOD.get(0), good("Good", "acme-good"));
    library.with(GOOD.get(1), "manufacturer: Acme\nmodel: Good Card\n");
    for (Broken each : BROKEN) {
      library.with(each.path(), each.content().getBytes(ISO_8859_1));
    }
    library.commit("broken in every way");
  }

  private static String path(String name) {
    return "device-types/Acme/" + name + ".yaml";
  }

  private static String good(String model, String slug) {
    return "manufacturer: Acme\nmodel: %s\nslug: %s\nu_height: 1\nis_full_depth: true\n"
        .formatted(model, slug);
  }

  /** A good definition with some lines in place of, or beside, its own. */
  private static Broken broken(String name, String pointer, String rule, String lines) {
    String yaml = "manufacturer: Acme\nmodel: %s\nis_full_depth: true\n".formatted(name);
    if (!lines.contains("slug:")) {
      yaml += "slug: acme-%s\n".formatted(name.toLowerCase(Locale.ROOT));
    }
    if (!lines.contains("u_height:")) {
      yaml += "u_height: 1\n";
    }
    boolean alone = lines.startsWith("manufacturer:") || lines.contains("---");
    return new Broken(path(name), pointer, rule, alone ? lines : yaml + lines);
  }
}
