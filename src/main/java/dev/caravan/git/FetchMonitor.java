package dev.caravan.git;

import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.lib.ProgressMonitor;

/** Passes JGit's reports of one fetch on to whoever watches. */
final class FetchMonitor implements ProgressMonitor {

  private final FetchWatch watch;
  private final long mostObjects;
  private boolean tooMany;
  private long done;
  private long total;

  /**
   * For one fetch.
   *
   * @param mostObjects so many may come; one that brings more is stopped
   */
  FetchMonitor(FetchWatch watch, long mostObjects) {
    this.watch = watch;
    this.mostObjects = mostObjects;
  }

  /** Whether it was stopped because too many objects came. */
  boolean isTooMuch() {
    return tooMany;
  }

  @Override
  public void start(int totalTasks) {}

  @Override
  public void beginTask(String title, int totalWork) {
    done = 0;
    total = Math.max(0, totalWork);
    tooMany |= title.startsWith(JGitText.get().receivingObjects) && total > mostObjects;
  }

  @Override
  public void update(int completed) {
    done += completed;
    if (total > 0) {
      watch.received(Math.min(done, total), total);
    }
  }

  @Override
  public void endTask() {}

  @Override
  public boolean isCancelled() {
    return tooMany || !watch.wanted();
  }

  @Override
  public void showDuration(boolean enabled) {}
}
