package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Diagnosis.Strength;
import io.auroraresponder.diagnosis.Lever;
import io.auroraresponder.diagnosis.Pressure;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Member;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report.RefusedLever;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.Diagnostician;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Names the first broken hop. Nothing that it finds is ever a reason to change a range. */
final class ConnectivityDiagnostician implements Diagnostician<ConnectivityEvidence> {
  private final List<HopCheck> checks;

  ConnectivityDiagnostician(List<HopCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  /** What the findings come to: one of the endings of a look. */
  private record Verdict(Severity severity, Phrase headline, String impact, Cause cause, List<Advice> advice) {}

  /** A finding with its hop. */
  private record Trouble(Hop hop, Finding finding) {}

  @Override
  public Diagnosis diagnose(ConnectivityEvidence evidence, List<CheckResult> results) {
    List<Trouble> troubles = troubles(results);
    Verdict verdict = verdict(evidence, troubles);
    List<Condition> conditions = conditions(evidence, verdict);
    Severity worst = troubles.stream().map(trouble -> trouble.finding().severity()).reduce(verdict.severity(), Severity::worse);
    Reading<Double> unmeasured = Reading.unavailable("connectivity measures no pressure");
    return new Diagnosis(
        worst, verdict.headline(), Phrase.of(verdict.impact()), conditions, verdict.cause(), others(troubles, verdict.cause()),
        verdict.cause().lever(), Strength.NONE, refused(verdict.cause()), verdict.advice(), verdict.headline().facts(), writer(evidence),
        evidenceAt(evidence), new Pressure(unmeasured, unmeasured, unmeasured, unmeasured, unmeasured, unmeasured));
  }

  /** Warnings and worse, in the order of the way. */
  private List<Trouble> troubles(List<CheckResult> results) {
    List<Trouble> troubles = new ArrayList<>();
    for (CheckResult result : results) {
      if (result instanceof CheckResult.Found found) {
        Hop hop = hop(found.check());
        found.findings().stream()
            .filter(finding -> finding.severity().compareTo(Severity.WARNING) <= 0)
            .forEach(finding -> troubles.add(new Trouble(hop, finding)));
      }
    }
    troubles.sort(Comparator.comparing(Trouble::hop));
    return troubles;
  }

  private Hop hop(String check) {
    return checks.stream().filter(one -> one.id().equals(check)).map(HopCheck::hop).findFirst().orElse(Hop.BESIDE);
  }

  private static Verdict verdict(ConnectivityEvidence evidence, List<Trouble> troubles) {
    String name = evidence.incident().cluster().value();
    if (evidence.cluster() instanceof Reading.Unavailable<ClusterState> gap) {
      return new Verdict(
          Severity.WARNING, quoted(evidence, name + " could not be looked at: " + gap.reason() + "."), "Unknown until the checks succeed.",
          Cause.UNKNOWN,
          List.of());
    }
    Optional<Trouble> broken = troubles.stream().filter(trouble -> trouble.finding().severity() == Severity.CRITICAL).findFirst();
    if (broken.isPresent()) {
      return broken(evidence, name, broken.get());
    }
    if (evidence.pause().paused()) {
      return asleep(evidence, name, troubles);
    }
    return evidence.look() instanceof Look.Seen(Snapshot snapshot)
        ? reached(name, snapshot, troubles)
        : unproven(evidence, name, troubles);
  }

  private static Verdict broken(ConnectivityEvidence evidence, String name, Trouble first) {
    Cause cause = outOfConnections(evidence, first) ? Cause.CONNECTION_SATURATION : Cause.UNKNOWN;
    Hop hop = cause == Cause.CONNECTION_SATURATION ? Hop.CONNECTIONS : first.hop();
    Phrase headline =
        Phrase.of(name + " " + hop.trouble() + ": {}", first.finding().summary())
        .sentence();
    return new Verdict(Severity.CRITICAL, headline, hop.impact(), cause, first.finding().advice());
  }

  private static boolean outOfConnections(ConnectivityEvidence evidence, Trouble first) {
    boolean refused = evidence.look() instanceof Look.Failed failed && failed.outOfConnections();
    return first.hop() == Hop.CONNECTIONS || (first.hop() == Hop.LOGIN && refused);
  }

  private static Verdict asleep(ConnectivityEvidence evidence, String name, List<Trouble> troubles) {
    Phrase headline =
        troubles.isEmpty()
            ? quoted(evidence, name + " is " + evidence.pause().reason() + ".")
            : Phrase.of(name + " is paused; on the way to it: {}", troubles.getFirst().finding().summary()).sentence();
    return new Verdict(
        Severity.OK, headline, "No user is connected; the next connection wakes it in about half a minute.", Cause.NONE, advice(troubles));
  }

  private static Verdict reached(String name, Snapshot snapshot, List<Trouble> troubles) {
    if (troubles.isEmpty()) {
      Phrase who = Phrase.of(name + " can be reached: " + answered(snapshot) + " answered as the {}", role(snapshot));
      return new Verdict(Severity.OK, who.sentence(), "None seen.", Cause.NONE, List.of());
    }
    Trouble first = troubles.getFirst();
    Phrase headline = Phrase.of(name + " can be reached, but {}", first.finding().summary())
        .sentence();
    return new Verdict(Severity.WARNING, headline, "Some clients may see errors or delays.", cause(first), first.finding().advice());
  }

  private static Verdict unproven(ConnectivityEvidence evidence, String name, List<Trouble> troubles) {
    String reason =
        switch (evidence.look()) {
          case Look.NotTried notTried -> notTried.reason();
          case Look.Failed failed -> failed.sentence();
          case Look.Seen seen -> throw new IllegalStateException("a session is a proof");
        };
    Phrase why = quoted(evidence, " No session confirmed it: " + (reason.endsWith(".") ? reason : reason + "."));
    if (troubles.isEmpty()) {
      // Not measured is never healthy, and a cluster that may be asleep is no alarm either.
      Severity severity = mayBeAsleep(evidence) ? Severity.INFO : Severity.WARNING;
      Phrase headline = Phrase.of(name + (mayBeAsleep(evidence)
          ? " may be paused; nothing is wrong as far as can be seen without waking it."
          : " shows no broken hop on the way to it."));
      return new Verdict(severity, headline.and("", why), "Unknown until the checks succeed.", Cause.UNKNOWN, List.of());
    }
    Trouble first = troubles.getFirst();
    Phrase headline = Phrase.of(name + " has trouble" + at(first.hop()) + ": {}", first.finding().summary()).sentence()
        .and("", why);
    return new Verdict(Severity.WARNING, headline, "Some clients may see errors or delays.", Cause.UNKNOWN, first.finding().advice());
  }

  /** Reasons are written by others and may hold numbers. */
  private static Phrase quoted(ConnectivityEvidence evidence, String text) {
    return Phrase.quoting("reason", evidence.at(), text);
  }

  private static boolean mayBeAsleep(ConnectivityEvidence evidence) {
    return evidence.look() instanceof Look.NotTried
        && !evidence.pause().awake()
        && evidence.cluster() instanceof Reading.Known<ClusterState> known
        && known.value().writer().isPresent();
  }

  private static String at(Hop hop) {
    return hop == Hop.BESIDE ? "" : " at the " + hop.word();
  }

  private static List<Advice> advice(List<Trouble> troubles) {
    return troubles.isEmpty() ? List.of() : troubles.getFirst().finding().advice();
  }

  private static Cause cause(Trouble trouble) {
    if (trouble.hop() != Hop.CONNECTIONS) {
      return Cause.NONE;
    }
    return isStorm(trouble) ? Cause.CONNECTION_STORM : Cause.CONNECTION_SATURATION;
  }

  private static boolean isStorm(Trouble trouble) {
    return trouble.finding().check().equals("NewSessions");
  }

  private static List<Cause> others(List<Trouble> troubles, Cause leading) {
    return troubles.stream()
        .map(ConnectivityDiagnostician::cause)
        .filter(cause -> cause != Cause.NONE && cause != leading)
        .distinct()
        .sorted()
        .toList();
  }

  private static List<Condition> conditions(ConnectivityEvidence evidence, Verdict verdict) {
    String status = evidence.cluster().map(ClusterState::status).orElse("");
    if (status.equals("stopped") || status.equals("stopping")) {
      return List.of(Condition.STOPPED);
    }
    // A broken hop before a paused writer is what people must hear of, not the pause.
    return evidence.pause().paused() && verdict.severity() != Severity.CRITICAL ? List.of(Condition.PAUSED) : List.of();
  }

  private static List<RefusedLever> refused(Cause cause) {
    Phrase reason = Phrase.of(cause == Cause.NONE ? "nothing calls for it" : "more capacity does not restore connectivity");
    return cause.refused().stream().filter(Lever::changesRange).sorted().map(lever -> new RefusedLever(lever.word(), reason)).toList();
  }

  private static String writer(ConnectivityEvidence evidence) {
    return evidence.cluster().map(cluster -> cluster.writer().map(Member::id).orElse("")).orElse("");
  }

  private static Instant evidenceAt(ConnectivityEvidence evidence) {
    Instant looked =
        switch (evidence.look()) {
          case Look.Seen(Snapshot snapshot) -> snapshot.at();
          case Look.Failed failed -> failed.at();
          case Look.NotTried notTried -> evidence.at();
        };
    return looked.isBefore(evidence.at()) ? looked : evidence.at();
  }

  private static String answered(Snapshot snapshot) {
    return snapshot.instanceAnswered().isBlank() ? "a server that does not give its name" : snapshot.instanceAnswered();
  }

  private static Fact role(Snapshot snapshot) {
    return Fact.word("probe pg_is_in_recovery", snapshot.at(), snapshot.onReader() ? "reader" : "writer");
  }
}
