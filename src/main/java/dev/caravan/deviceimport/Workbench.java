package dev.caravan.deviceimport;

import dev.caravan.netbox.BatchSize;
import java.util.function.IntConsumer;

/**
 * What one writer of an import works with.
 *
 * @param progress is told of each number of objects done
 * @param size of the batches of this writer
 */
record Workbench(
    ImportJob job, Books books, Translation translation, IntConsumer progress, BatchSize size) {

  void refuse(DefinitionWork work, ImportProblem problem) {
    books.definitions().refuse(job.process(), work.row().path(), problem);
    work.refuse();
  }
}
