package dev.caravan.git;

import org.eclipse.jgit.lib.ProgressMonitor;

/** Passes JGit's reports of one fetch on to whoever watches. */
final class FetchMonitor implements ProgressMonitor {

  private final FetchWatch watch;
  private long done;
  private long total;

  FetchMonitor(FetchWatch watch) {
    this.watch = watch;
  }

  @Override
  public void start(int totalTasks) {}

  @Override
  public void beginTask(String title, int totalWork) {
    done = 0;
    total = Math.max(0, totalWork);
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
    return !watch.wanted();
  }

  @Override
  public void showDuration(boolean enabled) {}
}
