package io.auroraresponder.lab.cli;

import io.auroraresponder.incident.Report;
import io.auroraresponder.lab.incident.Run;
import java.util.List;

/** How a run looks. */
public interface RunView {
  /** The run for a person at a terminal; {@code files}: the pages of its incidents, or the report where there is none. */
  List<String> lines(Run run, boolean colours, List<String> files);

  /** The mail alone. */
  List<String> mail(Report report, boolean colours);

  /** A report as its schema has it. */
  String json(Report report);
}
