package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.connectivity.StatusTable.Reach;
import java.util.ArrayList;
import java.util.List;

/** Can clients connect to the readers? Without one the reader endpoint leads to the writer. */
final class ReadersCheck extends HopCheck {
  ReadersCheck() {
    super(Hop.BESIDE);
  }

  @Override
  public Cause cause() {
    return Cause.READER_UNAVAILABLE;
  }

  @Override
  protected CheckResult examine(ConnectivityEvidence evidence, ClusterState cluster) {
    List<Member> readers = cluster.members().stream().filter(member -> !member.writer()).toList();
    if (readers.isEmpty()) {
      return result(
          Severity.INFO, Phrase.of("there is no reader to fail over to, and the reader endpoint leads to the writer"),
          Phrase.of("one or more"), cluster.at());
    }
    if (readers.stream().anyMatch(reader -> reader.status().isBlank())) {
      return open("the status of a reader could not be read");
    }
    List<Phrase> words = new ArrayList<>();
    List<Advice> advice = new ArrayList<>();
    boolean bad = false;
    for (Member reader : readers) {
      StatusTable.Meaning meaning = StatusTable.ofInstance(reader.status());
      words.add(MemberWords.of(cluster, reader, meaning));
      advice.addAll(List.of(MemberWords.advice(reader, cluster.at())));
      bad |= meaning.reach() != Reach.YES;
    }
    return result(
        bad ? Severity.WARNING : Severity.OK, Phrase.join("; ", words), Phrase.of("a status in which clients can connect"), cluster.at(),
        advice.toArray(Advice[]::new));
  }
}
