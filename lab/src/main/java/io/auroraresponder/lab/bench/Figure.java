package io.auroraresponder.lab.bench;

import java.util.List;
import java.util.function.Consumer;

/** Something that is measured against a baseline. */
public interface Figure {
  /** For the command line, for example {@code cold-start}. */
  String name();

  /** What is measured against what, in one line. */
  String summary();

  /**
   * Measures, baseline and measured thing by turns.
   *
   * @param progress told what is being done
   * @throws io.auroraresponder.lab.postgres.LabException when this machine cannot
   */
  List<Measured> measure(Consumer<String> progress);
}
