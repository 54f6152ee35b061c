package dev.caravan.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;

/**
 * A repository that takes in no more than so many bytes at once: what is too large is refused while
 * it comes, and not when the disk is full.
 */
final class BoundedRepository extends FileRepository {

  private final long mostBytes;

  private BoundedRepository(FileRepositoryBuilder place, long mostBytes) throws IOException {
    super(place);
    this.mostBytes = mostBytes;
  }

  /** The same repository, for one fetch. */
  static BoundedRepository of(Repository repository, long mostBytes) throws IOException {
    FileRepositoryBuilder place = new FileRepositoryBuilder();
    place.setFS(repository.getFS()).setGitDir(repository.getDirectory()).setBare().setup();
    return new BoundedRepository(place, mostBytes);
  }

  @Override
  public ObjectInserter newObjectInserter() {
    ObjectInserter inserter = super.newObjectInserter();
    return new ObjectInserter.Filter() {
      @Override
      protected ObjectInserter delegate() {
        return inserter;
      }

      @Override
      public PackParser newPackParser(InputStream pack) throws IOException {
        PackParser parser = inserter.newPackParser(new Bounded(pack, mostBytes));
        // One object alone may be far larger than what it is packed in.
        parser.setMaxObjectSizeLimit(mostBytes);
        return parser;
      }
    };
  }

  /** More came than is read of a repository. */
  static final class TooLarge extends IOException {

    private static final long serialVersionUID = 1;

    TooLarge(long mostBytes) {
      super("more than %d bytes".formatted(mostBytes));
    }
  }

  private static final class Bounded extends FilterInputStream {

    private final long most;
    private long read;

    Bounded(InputStream pack, long most) {
      super(Objects.requireNonNull(pack));
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int more) throws IOException {
      read += more;
      if (read > most) {
        throw new TooLarge(most);
      }
    }
  }
}
