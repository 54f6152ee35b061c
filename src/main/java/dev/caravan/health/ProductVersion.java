package dev.caravan.health;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;

/** Which version of Caravan runs, as its packaging wrote it down. */
@org.springframework.stereotype.Component
class ProductVersion {

  private final String text;

  ProductVersion(ObjectProvider<BuildProperties> packaged) {
    BuildProperties build = packaged.getIfAvailable();
    String known = build == null ? null : build.getVersion();
    this.text = known == null ? "unpackaged" : known;
  }

  String text() {
    return text;
  }
}
