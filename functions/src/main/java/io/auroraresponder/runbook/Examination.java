package io.auroraresponder.runbook;

import io.auroraresponder.database.ActorChain;
import io.auroraresponder.database.LockPileup;
import io.auroraresponder.database.LookGaps;
import io.auroraresponder.database.Probed;
import io.auroraresponder.database.SampledWaits;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a runbook found: findings, gaps and the diagnosis.
 *
 * @param place the instance that the advice is about
 * @param chain the cause as a chain of actors, a sentence each, from the root to those who suffer; empty where it has none
 */
public record Examination(
    Reading<ClusterState> cluster,
    Report.Place place,
    List<Finding> findings,
    List<Gap> gaps,
    Diagnosis diagnosis,
    List<Phrase> chain,
    List<Report.Link> links,
    Report.Timing timing,
    List<Report.Measured> series)
    implements Report.Examined {
  private static final Pattern WORDS = Pattern.compile(" ");

  /** Without anything to draw. */
  public Examination(
      Reading<ClusterState> cluster, Report.Place place, List<Finding> findings, List<Gap> gaps, Diagnosis diagnosis, List<Phrase> chain,
      List<Report.Link> links, Report.Timing timing) {
    this(cluster, place, findings, gaps, diagnosis, chain, links, timing, List.of());
  }

  /**
   * Findings worst first, in the order of the checks within a severity, each at its place; gaps of sources before gaps of checks, each
   * once.
   *
   * @param ofDatabase ids of checks whose findings come out of the database
   */
  static Examination of(Evidence evidence, List<CheckResult> results, Set<String> ofDatabase, Diagnosis diagnosis, long tookNanos) {
    List<Finding> findings = new ArrayList<>();
    Probed probed = new Probed(evidence.answering(), evidence.look(), evidence.at());
    LinkedHashSet<Gap> gaps = new LinkedHashSet<>(evidence.gaps());
    gaps.addAll(LookGaps.of(probed));
    for (CheckResult result : results) {
      switch (result) {
        case CheckResult.Clear clear -> findings.add(clear.seen());
        case CheckResult.Found found -> findings.addAll(found.findings());
        case CheckResult.Inconclusive open -> gaps.add(open.gap());
      }
    }
    Phrase cost = LookGaps.cost(probed);
    if (!cost.isEmpty()) {
      findings.add(Finding.of(Finding.LOOK_COST, Severity.OK, cost, cost, Phrase.EMPTY, probed.at()));
    }
    LookGaps.lostBefore(probed).ifPresent(findings::add);
    findings.sort(Comparator.comparing(Finding::severity));
    Report.Place place = place(evidence, probed);
    findings.replaceAll(finding -> placed(finding, evidence, place, ofDatabase));
    return new Examination(
        evidence.cluster(),
        place,
        findings,
        List.copyOf(gaps),
        diagnosis,
        ActorChain.of(probed, diagnosis.cause()),
        List.of(),
        new Report.Timing(evidence.at(), Duration.ofNanos(tookNanos), evidence.calls()),
        measured(evidence, probed));
  }

  private static List<Report.Measured> measured(Evidence evidence, Probed probed) {
    List<Report.Measured> all = new ArrayList<>(
        evidence.metrics() instanceof Reading.Known<Metrics> known ? Report.Measured.of(known.value(), evidence.at()) : List.of());
    all.addAll(SampledWaits.of(probed, evidence.answering()));
    return all;
  }

  /** The same with what must be said about the signal itself, before all findings. */
  public Examination with(List<Phrase> remarks) {
    List<Finding> all = new ArrayList<>();
    for (Phrase remark : remarks) {
      all.add(Finding.of("Signal", Severity.WARNING, remark, remark, Phrase.EMPTY, timing.startedAt()));
    }
    all.addAll(findings);
    return new Examination(cluster, place, all, gaps, diagnosis, chain, links, timing, series);
  }

  /** The same with what must be known of the cluster beside the diagnosis, after what checks found that is as severe. */
  public Examination under(List<Finding> circumstances) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(circumstances);
    all.sort(Comparator.comparing(Finding::severity));
    return new Examination(cluster, place, all, gaps, diagnosis, chain, links, timing, series);
  }

  /** The same with places where a person looks next. */
  public Examination linked(List<Report.Link> places) {
    return new Examination(cluster, place, findings, gaps, diagnosis, chain, places, timing, series);
  }

  @Override
  public List<Advice> advice() {
    return diagnosis.advice();
  }

  @Override
  public Report.Verdict verdict() {
    List<String> others = new ArrayList<>();
    diagnosis.otherCauses().forEach(cause -> others.add(cause.word()));
    diagnosis.conditions().forEach(condition -> others.add(condition.word()));
    String lead = leading();
    others.remove(lead);
    return new Report.Verdict(diagnosis.headline(), diagnosis.impact(), diagnosis.severity(), lead, others, chain, place);
  }

  /** The instance that answered, else the writer: sessions and statements of the advice are its own. */
  private static Report.Place place(Evidence evidence, Probed probed) {
    if (!(evidence.cluster() instanceof Reading.Known<ClusterState>(ClusterState state, Instant from, Instant to))) {
      return Report.Place.UNKNOWN;
    }
    return state.members().stream()
        .filter(member -> evidence.answering().isEmpty() ? member.writer() : member.id().equals(evidence.answering()))
        .findFirst()
        .map(member -> at(member, database(probed)))
        .orElse(Report.Place.UNKNOWN);
  }

  /** A finding out of the database is where the look was, in its own database; one about a single member is at that member. */
  private static Finding placed(Finding finding, Evidence evidence, Report.Place place, Set<String> ofDatabase) {
    boolean seen = evidence.look() instanceof Look.Seen;
    if (seen && (ofDatabase.contains(finding.check()) || saysWhatTheProbeRead(finding))) {
      return finding.at(finding.database().isBlank() ? place : place.within(finding.database()));
    }
    Set<Member> named =
        evidence.cluster().map(ClusterState::members).orElse(List.of()).stream()
            .filter(member -> finding.facts().stream().anyMatch(fact -> names(fact.source(), member.id())))
            .collect(Collectors.toSet());
    return named.size() == 1 ? finding.at(at(named.iterator().next(), "")) : finding;
  }

  private static boolean saysWhatTheProbeRead(Finding finding) {
    return Finding.LOOK_COST.equals(finding.check()) || finding.facts().stream().anyMatch(Fact::isOfDatabase);
  }

  private static boolean names(String source, String member) {
    return WORDS.splitAsStream(source).anyMatch(member::equals);
  }

  private static Report.Place at(Member member, String database) {
    return new Report.Place(member.id(), member.endpoint(), member.port(), database);
  }

  /** Where the root of the longest queue is, else where most is at work: the databases come in that order. */
  private static String database(Probed probed) {
    return LockPileup.queue(probed).map(tree -> tree.root().database()).filter(name -> !name.isBlank())
        .or(() -> probed.part(Snapshot::databases).orElse(List.of()).stream().findFirst().map(Snapshot.DatabaseActivity::name))
        .orElse("");
  }

  /** A condition that ended the look stands in the place of the cause. */
  private String leading() {
    return diagnosis.conditions().stream()
        .filter(condition -> condition.effect() == Condition.Effect.ENDS_LOOK)
        .findFirst()
        .map(Condition::word)
        .orElse(diagnosis.cause().word());
  }
}
