package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.fake.FakeAurora;
import io.auroraresponder.fake.InMemoryTable;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLog.Admission;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.LeaseNews;
import io.auroraresponder.remediation.RaiseWish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A raise that was applied is told by its report, or by the sweep where the report does not know. */
class UnreportedNewsTest {
  private final RemediationBench bench = new RemediationBench();
  private final IncidentLog incidents = new IncidentLog(new InMemoryTable(bench.clock));
  private final List<LeaseNews> told = new ArrayList<>();
  private final UnreportedNews sink = new UnreportedNews(incidents, told::add, bench.clock);

  private void sweep() {
    bench.office.keeper().tend(sink, Deadline.after(Duration.ofMinutes(1), bench.clock::nanos));
  }

  private void look(String result) {
    Incident incident = bench.incident("incident-1");
    IncidentLogEntry entry = incidents.take(
        new IncidentLog.Arrival(incident, Optional.empty()), (seen, before) -> seen,
        unused -> Admission.claimed(new IncidentLogEntry.Claim("run-1", bench.clock.instant().plusSeconds(60)), bench.clock.instant()),
        bench.clock.instant()).entry();
    incidents.examined(entry, IncidentLogEntry.Look.of(incident, "{}", "{}", result, "load-growth", bench.clock.instant()),
        bench.clock.instant());
  }

  @Test
  void whatTheReportSaysIsNotSaidAgain() {
    look(RecordJson.write(bench.raise()));

    sweep();

    assertThat(told).isEmpty();
    assertThat(bench.ledger.told(FakeAurora.RESOURCE).orElse(0L)).isEqualTo(bench.head().seq());
  }

  @Test
  void anAnswerThatNeverCameIsToldByTheNextSweep() {
    RaiseWish wish = (RaiseWish) bench.wish("incident-1");
    look(RecordJson.write(Decision.unheard(wish, Decision.Result.UNCERTAIN, Phrase.of("no answer came"))));
    bench.decide(wish);

    sweep();

    assertThat(told).extracting(LeaseNews::kind).containsExactly(EntryKind.APPLIED);
    assertThat(told.getFirst().said().text().text()).contains("was applied", "until 14:15 UTC", "a day until somebody decides");
    assertThat(told.getFirst().said().commands()).isNotEmpty();
  }

  @Test
  void anAnswerThatMayStillComeIsWaitedForAndNotForLong() {
    look("");
    bench.raise();
    sweep();
    assertThat(told).isEmpty();
    bench.clock.advance(Duration.ofMinutes(1));

    sweep();

    assertThat(told).extracting(LeaseNews::kind).containsExactly(EntryKind.APPLIED);
  }

  @Test
  void whatIsFoundAppliedAfterAnUncertainReportIsTold() {
    Decision before = bench.raise();
    look(RecordJson.write(new Decision(
        before.plan(), before.mode(), before.result(), before.wouldBe(), before.reasons(), before.summary(), before.commands(), 1,
        before.chainHash())));

    sweep();

    assertThat(told).hasSize(1);
  }

  @Test
  void otherNewsPassAsTheyAreAndFailAsTheyFail() {
    look(RecordJson.write(bench.raise()));
    bench.undo(bench.lease().id(), "ann");
    UnreportedNews silent = new UnreportedNews(incidents, news -> {
      throw new DependencyException("sns", "Publish", "", true, "no answer", null);
    }, bench.clock);

    assertThatThrownBy(() -> silent.tell(bench.news.getFirst())).isInstanceOf(DependencyException.class);
    bench.news.forEach(sink::tell);

    assertThat(told).isEqualTo(bench.news).isNotEmpty();
  }
}
