package dev.caravan.git;

import java.util.List;

/** What settings and records name of repositories of one kind: these clones are kept. */
public interface GitUse {

  /** The kind that its clones are of. */
  GitKind kind();

  /** All that are named now. */
  List<GitSource> sources();
}
