package io.auroraresponder.response;

import io.auroraresponder.incident.AtOnce;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.ledger.ChainEntry;
import io.auroraresponder.ledger.EntryKind;
import io.auroraresponder.ledger.EntryMessage;
import io.auroraresponder.ledger.Head;
import io.auroraresponder.ledger.IncidentLog;
import io.auroraresponder.ledger.IncidentLogEntry;
import io.auroraresponder.ledger.Lease;
import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.NoticeLog;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.ledger.Silence;
import io.auroraresponder.ledger.Table.TableUnavailableException;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.Story.LeaseState;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.runbook.Examination;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads an incident's story: its looks from the incident log, what followed from the ledger, quiet from what people said.
 *
 * <p>The incident log keeps the last look alone, and our own change of a range makes one of another runbook. So the look that leads is kept
 * apart: the newest of the runbook that led before, or one that is worse. Any other is told beside it.
 */
public final class Stories {
  private final IncidentLog incidents;
  private final Ledger ledger;
  private final NoticeLog notices;
  private final Supplier<Reading<List<Silence>>> said;
  private final Function<Incident, Optional<Report.Link>> page;
  private final Executor threads;
  private final InstantSource clock;

  /**
   * Over one ledger.
   *
   * @param said the silences that people asked for; read with each story
   * @param page where an incident's page is kept; empty for nowhere
   * @param threads where reads that need not wait for each other run
   */
  public Stories(IncidentLog incidents, Ledger ledger, NoticeLog notices, Supplier<Reading<List<Silence>>> said,
      Function<Incident, Optional<Report.Link>> page, Executor threads, InstantSource clock) {
    this.incidents = incidents;
    this.ledger = ledger;
    this.notices = notices;
    this.said = said;
    this.page = page;
    this.threads = threads;
    this.clock = clock;
  }

  /**
   * The story of the incident that is open under that key, or was last; empty before its first answer.
   *
   * @throws TableUnavailableException where the ledger did not answer: half a story is none
   */
  public Optional<Story> of(String key) {
    return incidents.recall(key).flatMap(this::of);
  }

  private Optional<Story> of(IncidentLogEntry entry) {
    IncidentLogEntry.Look look = entry.look();
    Optional<Incident> opened = entry.incident().filter(incident -> !look.at().isBefore(incident.openedAt()));
    if (opened.isEmpty() || !look.isMade() || look.result().isEmpty()) {
      return Optional.empty();
    }
    Incident incident = opened.get();
    Kept newest = new Kept(look.runbook(), look.report(), look.result(), look.at(), look.next());
    Report seen = newest.report(incident, entry.state());
    Supplier<Reading<List<Silence>>> silences = AtOnce.begun(threads, said);
    Optional<Supplier<Optional<Chain>>> early = resource(seen).map(id -> AtOnce.begun(threads, () -> chain(id, incident)));
    Optional<String> kept = notices.lead(incident.id());
    Kept lead = kept.map(text -> RecordJson.read(text, Kept.class)).orElse(newest);
    Report told = lead.at().isBefore(look.at()) ? lead.report(incident, entry.state()) : seen;
    boolean leads = lead.runbook().equals(look.runbook()) || seen.verdict().severity().compareTo(told.verdict().severity()) < 0;
    if (leads && (kept.isEmpty() || lead.at().isBefore(newest.at()))) {
      notices.keepLead(incident.id(), RecordJson.write(newest), newest.at(), clock.instant());
    }
    Optional<Chain> chain = early.map(Supplier::get).orElseGet(() -> resource(told).flatMap(id -> chain(id, incident)));
    Story plain =
        new Story(
            linked(leads ? seen : told).followedBy(look.next().filter(next -> entry.isOpen())), leads ? newest.at()
            : lead.at(), LeaseState.NONE, List.of(), List.of(),
            leads ? Optional.empty() : Optional.of(new Story.Aside(seen, newest.at())), quiet(silences.get(), incident), List.of());
    return Optional.of(chain.map(recorded -> followed(plain, recorded, incident)).orElse(plain));
  }

  /** By which the ledger knows the cluster; empty where RDS did not say. */
  private static Optional<String> resource(Report report) {
    return report.cluster() instanceof Reading.Known<ClusterState> known ? Optional.of(known.value().resourceId()) : Optional.empty();
  }

  private Report linked(Report report) {
    return page.apply(report.incident()).map(report::linked).orElse(report);
  }

  /** A look as the incident log keeps it. */
  private record Kept(String runbook, String examination, String result, Instant at, Optional<Report.NextLook> next) {
    Report report(Incident incident, Report.State state) {
      Incident looked =
          new Incident(
              incident.id(), incident.key(), incident.cluster(), incident.account(), incident.region(), runbook, incident.member(),
              incident.role(), incident.openedAt(), incident.signal());
      Decision decision = RecordJson.read(result, Decision.class);
      Report report = Report.of(looked, RecordJson.read(examination, Examination.class), decision.plan(), decision).in(state);
      return next.map(report::lookingAgain).orElse(report);
    }
  }

  /** What the ledger has of the cluster since the incident began. */
  private record Chain(Head head, List<ChainEntry> entries) {}

  private Optional<Chain> chain(String resource, Incident incident) {
    return known(ledger.recorded(resource)).map(head -> new Chain(head, known(ledger.entriesSince(head, incident.openedAt()))));
  }

  private Story followed(Story plain, Chain chain, Incident incident) {
    Head head = chain.head();
    List<Story.Event> events = new ArrayList<>();
    for (ChainEntry entry : chain.entries()) {
      if (reports(plain, entry)) {
        continue;
      }
      entry.said().filter(message -> concerns(message, incident))
          .ifPresent(message -> events.add(event(entry, message, incident.region())));
    }
    Optional<Lease> lease = head.lease().filter(open -> open.incidentKey().equals(incident.key()));
    LeaseState state = lease.map(open -> state(open)).orElse(events.stream().anyMatch(event -> !event.lease().isEmpty())
        ? LeaseState.CLOSED : LeaseState.NONE);
    List<Story.Entry> shown = chain.entries().stream()
        .map(entry -> new Story.Entry(entry.seq(), entry.prev(), entry.hash(), entry.at(), entry.kind().name(), entry.body())).toList();
    return new Story(plain.report(), plain.lookedAt(), state, events, shown, plain.aside(), plain.silence(), List.of(),
        question(head, incident));
  }

  private Optional<Story.Question> question(Head head, Incident incident) {
    return head.pending()
        .filter(pending -> pending.plan().incidentKey().equals(incident.key()) && clock.instant().isBefore(pending.expires()))
        .map(pending -> new Story.Question(pending.plan().planHash(), pending.plan().from(), pending.plan().to(), pending.expires()));
  }

  /** A raise that the report shows is not said again. */
  private static boolean reports(Story story, ChainEntry entry) {
    return entry.kind() == EntryKind.APPLIED
        && Stream.concat(Stream.of(story.report()), story.aside().map(Story.Aside::report).stream()).map(Report::decision)
            .anyMatch(decision -> decision.result().equals(Decision.Result.APPLIED.word()) && decision.chainSeq() >= entry.seq());
  }

  /** A lease outlives its incident's name where the cluster's next incident joins it: the thread is the cluster's. */
  private static boolean concerns(EntryMessage message, Incident incident) {
    return message.incident().equals(incident.id()) || message.incidentKey().equals(incident.key());
  }

  private static Story.Event event(ChainEntry entry, EntryMessage said, String region) {
    return new Story.Event(
        entry.seq(), entry.hash(), entry.kind().spoken(), said.severity(), said.text(), entry.at(),
        said.commands().stream().map(command -> command.in(region)).toList(), said.lease(),
        entry.measured());
  }

  private static LeaseState state(Lease lease) {
    if (lease.marks().overdueSince().isPresent()) {
      return LeaseState.OVERDUE;
    }
    return switch (lease.phase()) {
      case VERIFYING -> LeaseState.VERIFYING;
      case HELD -> LeaseState.HELD;
      case RETURNING -> LeaseState.RETURNING;
    };
  }

  /** Where nobody knows what people said, nothing is held back. */
  private Optional<Report.Silence> quiet(Reading<List<Silence>> said, Incident incident) {
    return Silence.inForce(said.orElse(List.of()), incident.cluster().value(), clock.instant()).map(Silence::told);
  }

  private static <T> T known(Reading<T> reading) {
    if (reading instanceof Reading.Known<T> known) {
      return known.value();
    }
    throw new TableUnavailableException("the ledger could not be read", new IllegalStateException(reading.toString()));
  }
}
