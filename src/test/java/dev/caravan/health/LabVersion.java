package dev.caravan.health;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.info.BuildProperties;

/** The version of classes that no build packaged. */
final class LabVersion {

  static final ProductVersion UNPACKAGED =
      new ProductVersion(new StaticListableBeanFactory().getBeanProvider(BuildProperties.class));

  private LabVersion() {}
}
