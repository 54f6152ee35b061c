package dev.caravan.deviceimport;

import dev.caravan.netbox.BatchSize;
import dev.caravan.netbox.Conversation;
import dev.caravan.netbox.NetBoxProperties;
import dev.caravan.netbox.Stage;
import dev.caravan.netbox.Turn;
import dev.caravan.worker.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Sends images: which of them, and how many at a time. */
@Component
public class ImageSteps {

  /** What one writer holds in memory, unless a single image is larger. */
  private static final long BYTES_AT_ONCE = 8L * 1024 * 1024;

  private final NetBoxProperties netbox;
  private final Books books;
  private final ImageFiles files;
  private final Jobs jobs;

  ImageSteps(NetBoxProperties netbox, Books books, ImageFiles files) {
    this.netbox = netbox;
    this.books = books;
    this.files = files;
    this.jobs = new Jobs(netbox, books);
  }

  /** Looks which images the types have. */
  public Conversation look(Step step) {
    return new Conversation(new ImageLook(jobs.atWork(step), books).turns());
  }

  /** Sends those that NetBox has not. */
  public List<Conversation> writers(Step step) {
    ImportJob job = jobs.atWork(step);
    List<Image> open = books.images().open(job.process());
    Workbench bench =
        new Workbench(
            job,
            books,
            new Translation(job.version(), books.references().all(job.process())),
            new Tally(0, open.size(), step),
            new BatchSize(netbox.batchSize(), netbox.timeout()));
    return parts(open).stream()
        .map(part -> new Conversation(List.of((Stage) () -> uploads(bench, part, step))))
        .toList();
  }

  /** Read only once they are about to be sent. */
  private List<Turn> uploads(Workbench bench, List<Image> part, Step step) {
    Map<String, byte[]> contents = files.read(step, part.stream().map(Image::file).toList());
    List<Turn> turns = new ArrayList<>();
    for (Image image : part) {
      turns.add(new ImageUpload(bench, image, contents.getOrDefault(image.file(), new byte[0])));
    }
    return turns;
  }

  private List<List<Image>> parts(List<Image> images) {
    List<List<Image>> parts = new ArrayList<>();
    List<Image> part = new ArrayList<>();
    long bytes = 0;
    int most = 1 + images.size() / netbox.writers();
    for (Image image : images) {
      if (!part.isEmpty() && (bytes + image.bytes() > BYTES_AT_ONCE || part.size() >= most)) {
        parts.add(part);
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(image);
      bytes += image.bytes();
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }
}
