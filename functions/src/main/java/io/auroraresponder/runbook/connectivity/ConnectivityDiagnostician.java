package io.auroraresponder.runbook.connectivity;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.diagnosis.Condition;
import io.auroraresponder.diagnosis.Diagnosis;
import io.auroraresponder.diagnosis.Explanation;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.Snapshot;
import io.auroraresponder.runbook.Check;
import io.auroraresponder.runbook.CheckResult;
import io.auroraresponder.runbook.ConnectionHeadroomCheck;
import io.auroraresponder.runbook.Diagnostician;
import io.auroraresponder.runbook.Leading;
import io.auroraresponder.runbook.Leading.Lead;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Names the first broken hop. Nothing that it finds is ever a reason to change a range. */
final class ConnectivityDiagnostician implements Diagnostician<ConnectivityEvidence> {
  private final List<Check<ConnectivityEvidence>> checks;

  ConnectivityDiagnostician(List<Check<ConnectivityEvidence>> checks) {
    this.checks = List.copyOf(checks);
  }

  @Override
  public Diagnosis diagnose(ConnectivityEvidence evidence, List<CheckResult> results) {
    Leading leading = Leading.of(checks, results);
    List<Lead> troubles = leading.troubles().stream().sorted(Comparator.comparing(this::hop)).toList();
    Explanation why = explain(evidence, troubles);
    Severity worst = troubles.stream().map(trouble -> trouble.finding().severity()).reduce(why.severity(), Severity::worse);
    return why.leading(worst, conditions(evidence, why), leading.others(why.cause()), Optional.empty());
  }

  private Hop hop(Lead lead) {
    if (lead.finding().check().equals(Check.id(ConnectionHeadroomCheck.class))) {
      return Hop.CONNECTIONS;
    }
    return checks.stream().filter(one -> one.id().equals(lead.finding().check()) && one instanceof HopCheck).map(HopCheck.class::cast)
        .map(HopCheck::hop).findFirst().orElse(Hop.BESIDE);
  }

  private Explanation explain(ConnectivityEvidence evidence, List<Lead> troubles) {
    String name = evidence.incident().cluster().value();
    Optional<Lead> broken = troubles.stream().filter(Lead::critical).findFirst();
    if (broken.isPresent()) {
      return broken(name, broken.get());
    }
    if (evidence.pause().paused()) {
      return asleep(evidence, name, troubles);
    }
    return evidence.look() instanceof Look.Seen(Snapshot snapshot)
        ? reached(name, snapshot, troubles)
        : unproven(evidence, name, troubles);
  }

  private Explanation broken(String name, Lead first) {
    Hop hop = first.cause() == Cause.CONNECTION_SATURATION ? Hop.CONNECTIONS : hop(first);
    String trouble = hop == Hop.LOGIN ? loginTrouble(first.cause()) : hop.trouble();
    String impact = hop == Hop.LOGIN && first.cause() == Cause.UNREACHABLE ? "Clients on the same way run into time-outs." : hop.impact();
    Phrase headline = Phrase.of(name + " " + trouble + ": {}", first.finding().summary()).sentence();
    return led(first, Severity.CRITICAL, headline, impact);
  }

  /** The login is the last of several stations: a sentence names the one at which it broke. */
  private static String loginTrouble(Cause cause) {
    return switch (cause) {
      case NAME_NOT_RESOLVED -> "has a name that does not resolve";
      case UNREACHABLE -> "does not answer";
      case TLS_MISMATCH -> "and its clients do not agree on encryption";
      case FAILOVER_UNDER_WAY -> "takes no sessions now";
      case DATABASE_CLOSED -> "lets nobody into its database";
      default -> Hop.LOGIN.trouble();
    };
  }

  private static Explanation led(Lead first, Severity severity, Phrase headline, String impact) {
    return Explanation.told(first.cause(), severity, headline, impact, first.finding().advice());
  }

  private static Explanation asleep(ConnectivityEvidence evidence, String name, List<Lead> troubles) {
    String impact = "No user is connected; the next connection wakes it in about half a minute.";
    return troubles.isEmpty()
        ? Explanation.told(Cause.NONE, Severity.OK, quoted(evidence, name + " is " + evidence.pause().reason() + "."),
            impact, List.of())
        : led(troubles.getFirst(), Severity.OK,
            Phrase.of(name + " is paused; on the way to it: {}", troubles.getFirst().finding().summary()).sentence(),
            impact);
  }

  private Explanation reached(String name, Snapshot snapshot, List<Lead> troubles) {
    if (troubles.isEmpty()) {
      Phrase who = Phrase.of("{} can be reached: {} answered as the {}", Phrase.of(name), Phrase.of(answered(snapshot)), role(snapshot));
      return Explanation.told(Cause.NONE, Severity.OK, who.sentence(), "None seen.", List.of());
    }
    Lead first = troubles.getFirst();
    Phrase headline = Phrase.of(name + " can be reached, but {}", first.finding().summary()).sentence();
    return led(first, Severity.WARNING, headline, "Some clients may see errors or delays.");
  }

  private Explanation unproven(ConnectivityEvidence evidence, String name, List<Lead> troubles) {
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
      return Explanation.told(Cause.UNKNOWN, severity, headline.and("", why), "Unknown until the checks succeed.", List.of());
    }
    Lead first = troubles.getFirst();
    Phrase headline = Phrase.of(name + " has trouble" + at(hop(first)) + ": ").and("", first.finding().summary()).and("", Phrase.of("."))
        .and("", why);
    return led(first, Severity.WARNING, headline, "Some clients may see errors or delays.");
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

  private static List<Condition> conditions(ConnectivityEvidence evidence, Explanation why) {
    String status = evidence.cluster().map(ClusterState::status).orElse("");
    if (status.equals("stopped") || status.equals("stopping")) {
      return List.of(Condition.STOPPED);
    }
    // A broken hop before a paused writer is what people must hear of, not the pause.
    return evidence.pause().paused() && why.severity() != Severity.CRITICAL ? List.of(Condition.PAUSED) : List.of();
  }

  private static String answered(Snapshot snapshot) {
    return snapshot.instanceAnswered().isBlank() ? "a server that does not give its name" : snapshot.instanceAnswered();
  }

  private static Fact role(Snapshot snapshot) {
    return Fact.word("probe pg_is_in_recovery", snapshot.at(), snapshot.onReader() ? "reader" : "writer");
  }
}
