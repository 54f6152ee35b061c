package dev.caravan.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of CONTRIBUTING.md as they stand there. */
public final class Guide {

  private static final Pattern FILE =
      Pattern.compile("\\*\\*`([^`]+)`\\*\\*\\n```\\w+\\n(.*?\\n)```\\n", Pattern.DOTALL);

  private Guide() {}

  /** Writes them into a folder that can be a content location. */
  public static void writeTo(Path folder) throws IOException {
    writeTo(folder, Path.of("CONTRIBUTING.md"));
  }

  /** The same for the files that another document shows. */
  public static void writeTo(Path folder, Path document) throws IOException {
    Matcher file = FILE.matcher(Files.readString(document));
    while (file.find()) {
      Path target = folder.resolve(file.group(1));
      Files.createDirectories(target.getParent());
      Files.writeString(target, file.group(2));
    }
  }
}
