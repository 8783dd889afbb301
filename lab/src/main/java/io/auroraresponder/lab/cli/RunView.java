package io.auroraresponder.lab.cli;

import io.auroraresponder.incident.Report;
import io.auroraresponder.lab.incident.Run;
import java.util.List;

/** How a run looks. */
public interface RunView {
  /** The run for a person at a terminal; {@code reportFile} is where the report was stored. */
  List<String> lines(Run run, boolean colours, String reportFile);

  /** The mail alone. */
  List<String> mail(Report report, boolean colours);

  /** A report as its schema has it. */
  String json(Report report);
}
