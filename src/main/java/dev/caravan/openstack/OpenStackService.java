package dev.caravan.openstack;

/** A service of OpenStack: its type in the catalog and the version that is spoken. */
public enum OpenStackService {
  IDENTITY("identity", "/v3"),
  COMPUTE("compute", "/v2.1"),
  NETWORK("network", "/v2.0"),
  IMAGE("image", "/v2");

  private final String type;
  private final String version;

  OpenStackService(String type, String version) {
    this.type = type;
    this.version = version;
  }

  String type() {
    return type;
  }

  /** The endpoint with its version: catalogs have it for some services and not for others. */
  String versioned(String endpoint) {
    String base = endpoint.replaceAll("/+$", "");
    return base.matches(".*/v\\d+(\\.\\d+)?(/.*)?") ? base : base + version;
  }
}
