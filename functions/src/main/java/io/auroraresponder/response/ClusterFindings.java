package io.auroraresponder.response;

import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Examination;
import java.util.ArrayList;
import java.util.List;

/**
 * What people must hear of a cluster whichever runbook looked: tags that nobody understands, and a status in which nothing can be changed.
 */
final class ClusterFindings {
  private static final String STATUS = "ClusterStatus";

  private ClusterFindings() {}

  /** {@code troubles}: with the cluster's tags, a sentence each. What a check of the runbook says already is not said again. */
  static List<Finding> of(Examination examination, List<Phrase> troubles) {
    List<Finding> all = new ArrayList<>();
    for (Phrase trouble : troubles) {
      if (examination.findings().stream().noneMatch(other -> other.summary().text().contains(trouble.text()))) {
        Phrase rule = Phrase.of("tags that are understood; until then the mode is observe");
        all.add(Finding.of("Policy", Severity.WARNING, trouble, trouble, rule, examination.timing().startedAt()));
      }
    }
    boolean told = examination.findings().stream().anyMatch(other -> other.check().equals(STATUS));
    if (!told && examination.cluster() instanceof Reading.Known<ClusterState> known && !known.value().available()) {
      all.add(status(known.value()));
    }
    return all;
  }

  private static Finding status(ClusterState cluster) {
    String word = cluster.status().isBlank() ? "not reported" : cluster.status();
    Phrase seen = Phrase.of("the cluster's status is {}: nothing can be changed now",
        Fact.word("rds:DescribeDBClusters Status", cluster.at(), word));
    return Finding.of(STATUS, Severity.WARNING, seen, seen, Phrase.of("status available"), cluster.at());
  }
}
