package dev.caravan.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.loader.jar.NestedJarFile;
import org.springframework.boot.loader.net.protocol.jar.JarUrl;

/**
 * Classes and resources out of the jars inside Spring Boot's packaged jar. Spring Boot's own loader
 * asks each of these jars in turn, which was four tenths of a start; this one reads once which
 * folder is in which jars, and asks only those.
 */
final class IndexedClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String CLASSES = "BOOT-INF/classes/";
  private static final String LIBRARIES = "BOOT-INF/lib/";
  private static final String VERSIONS = "META-INF/versions/";

  private final Map<String, List<Source>> byFolder;

  /** A jar inside the jar, or the classes of Caravan itself. */
  private record Source(File outer, String inner, JarFile jar, CodeSource code) {

    static Source of(File outer, String inner) throws IOException {
      URL url = JarUrl.create(outer, inner, null);
      return new Source(
          outer,
          inner,
          new NestedJarFile(outer, inner, Runtime.version()),
          new CodeSource(url, (Certificate[]) null));
    }

    @Nullable URL url(String name) throws MalformedURLException {
      return jar.getEntry(name) == null ? null : JarUrl.create(outer, inner, name);
    }
  }

  private IndexedClassLoader(
      URL[] urls, Map<String, List<Source>> byFolder, @Nullable ClassLoader parent) {
    super("caravan", urls, parent);
    this.byFolder = byFolder;
  }

  /** The loader of a packaged jar, in the order in which Spring Boot's own would ask. */
  static IndexedClassLoader of(File packaged, @Nullable ClassLoader parent) throws IOException {
    List<Source> sources = new ArrayList<>();
    sources.add(Source.of(packaged, CLASSES));
    try (JarFile outer = new JarFile(packaged)) {
      for (JarEntry each : Collections.list(outer.entries())) {
        if (each.getName().startsWith(LIBRARIES) && each.getName().endsWith(".jar")) {
          sources.add(Source.of(packaged, each.getName()));
        }
      }
    }
    Map<String, List<Source>> byFolder = new HashMap<>();
    for (Source source : sources) {
      for (String folder : folders(source.jar())) {
        byFolder.computeIfAbsent(folder, unused -> new ArrayList<>(1)).add(source);
      }
    }
    URL[] urls = sources.stream().map(each -> each.code().getLocation()).toArray(URL[]::new);
    return new IndexedClassLoader(urls, byFolder, parent);
  }

  /** All folders that have something in them, the root as an empty text. */
  private static Set<String> folders(JarFile jar) {
    Set<String> folders = new LinkedHashSet<>();
    jar.stream()
        .forEach(
            entry -> {
              String name = entry.getName();
              if (name.startsWith(VERSIONS)) {
                folders.add(VERSIONS.substring(0, VERSIONS.length() - 1));
                int after = name.indexOf('/', VERSIONS.length());
                name = after < 0 ? "" : name.substring(after + 1);
              }
              String folder = folderOf(name);
              while (folders.add(folder) && !folder.isEmpty()) {
                folder = folderOf(folder);
              }
            });
    return folders;
  }

  /** Of a file, or of a folder that is written with or without a slash at its end. */
  private static String folderOf(String name) {
    int end = name.endsWith("/") ? name.length() - 2 : name.length() - 1;
    int slash = name.lastIndexOf('/', end);
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private List<Source> sources(String name) {
    return byFolder.getOrDefault(folderOf(name), List.of());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    try {
      for (Source source : sources(path)) {
        JarEntry entry = source.jar().getJarEntry(path);
        if (entry != null) {
          try (InputStream in = source.jar().getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            definePackageOf(name, source);
            return defineClass(name, bytes, 0, bytes.length, source.code());
          }
        }
      }
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
    throw new ClassNotFoundException(name);
  }

  private void definePackageOf(String className, Source source) throws IOException {
    int dot = className.lastIndexOf('.');
    String name = dot < 0 ? "" : className.substring(0, dot);
    if (name.isEmpty() || getDefinedPackage(name) != null) {
      return;
    }
    Manifest manifest = source.jar().getManifest();
    try {
      definePackage(
          name, manifest == null ? new Manifest() : manifest, source.code().getLocation());
    } catch (IllegalArgumentException e) {
      if (getDefinedPackage(name) == null) { // else another thread was quicker
        throw e;
      }
    }
  }

  @Override
  public @Nullable URL findResource(String name) {
    try {
      for (Source source : sources(name)) {
        URL url = source.url(name);
        if (url != null) {
          return url;
        }
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public Enumeration<URL> findResources(String name) throws IOException {
    List<URL> found = new ArrayList<>();
    for (Source source : sources(name)) {
      URL url = source.url(name);
      if (url != null) {
        found.add(url);
      }
    }
    return Collections.enumeration(found);
  }
}
