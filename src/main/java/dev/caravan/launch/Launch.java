package dev.caravan.launch;

import dev.caravan.Caravan;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;

/**
 * Starts Caravan out of the packaged jar with a class loader that knows in which of the 250 jars
 * inside a class is. Elsewhere, as in a container image or in Maven, it is started as it is.
 */
public final class Launch {

  private static final String NESTED = "jar:nested:";

  private Launch() {}

  public static void main(String[] args) throws ReflectiveOperationException, IOException {
    CodeSource source = Launch.class.getProtectionDomain().getCodeSource();
    URL place = source == null ? null : source.getLocation();
    if (place == null || !place.toString().startsWith(NESTED)) {
      Caravan.main(args);
      return;
    }
    ClassLoader springs = Launch.class.getClassLoader();
    ClassLoader loader = IndexedClassLoader.of(packaged(place), springs.getParent());
    Thread.currentThread().setContextClassLoader(loader);
    Class.forName(Caravan.class.getName(), false, loader)
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }

  /** The jar that holds {@code jar:nested:/folder/caravan.jar/!BOOT-INF/classes/!/}. */
  private static File packaged(URL place) throws IOException {
    String path = place.toString().substring(NESTED.length());
    try {
      return new File(new URI("file:" + path.substring(0, path.indexOf("/!"))));
    } catch (URISyntaxException e) {
      throw new IOException("Nothing can be read from " + place, e);
    }
  }
}
