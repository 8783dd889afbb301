package io.auroraresponder.runbook;

import io.auroraresponder.diagnosis.Cause;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.runbook.Check.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The findings of one look, by what they mean for the headline: of two that are equally bad the one whose check stands first leads.
 */
public final class Leading {
  private final Map<String, ? extends Check<?>> checks;
  private final List<CheckResult> results;

  private Leading(Map<String, ? extends Check<?>> checks, List<CheckResult> results) {
    this.checks = checks;
    this.results = results;
  }

  /** The results of these checks. */
  public static Leading of(List<? extends Check<?>> checks, List<CheckResult> results) {
    return new Leading(checks.stream().collect(Collectors.toMap(Check::id, Function.identity(), (first, second) -> first)), results);
  }

  /** A finding with the word for it and the weight of its check. */
  public record Lead(Finding finding, Cause cause, Weight weight) {
    public boolean critical() {
      return finding.severity() == Severity.CRITICAL;
    }
  }

  /** All findings in the order of the checks, notes too. */
  public List<Lead> found() {
    List<Lead> leads = new ArrayList<>();
    for (CheckResult result : results) {
      if (result instanceof CheckResult.Found found) {
        found.findings().forEach(finding -> leads.add(new Lead(finding, found.cause(), weight(found.check()))));
      }
    }
    return leads;
  }

  /** Warnings and worse, in the order of the checks. */
  public List<Lead> troubles() {
    return found().stream().filter(lead -> lead.finding().severity().compareTo(Severity.WARNING) <= 0).toList();
  }

  /** The first of the worst; empty where there is no warning. */
  public Optional<Lead> worst() {
    return troubles().stream().min(Comparator.comparing(lead -> lead.finding().severity()));
  }

  /** The first finding of this word, however small; empty where there is none. */
  public Optional<Lead> of(Cause cause) {
    return found().stream().filter(lead -> lead.cause() == cause).findFirst();
  }

  /** The first note on what is paid for and not used; empty where there is none. */
  public Optional<Lead> costNote() {
    return found().stream()
        .filter(lead -> lead.weight() == Weight.COST_ONLY && lead.finding().severity() == Severity.INFO)
        .findFirst();
  }

  /** As bad as the worst finding, or as {@code least}. */
  public Severity severity(Severity least) {
    return found().stream().map(lead -> lead.finding().severity()).reduce(least, Severity::worse);
  }

  /** The words of all warnings but the leading one, each once, in the order of their precedence. */
  public List<Cause> others(Cause leading) {
    return troubles().stream().map(Lead::cause).filter(cause -> cause != Cause.NONE && cause != leading).distinct().sorted().toList();
  }

  /** Checks that could not look, by id, in their order. */
  public List<String> open() {
    return results.stream().filter(CheckResult.Inconclusive.class::isInstance).map(CheckResult::check).toList();
  }

  /** Checks that could not look and without which nobody knows that all is in order. */
  public List<String> essentialOpen() {
    return open().stream().filter(check -> weight(check) == Weight.ESSENTIAL).toList();
  }

  /** The lines of the checks that say what order looks like: what makes the headline where all is in order. */
  public Phrase inOrder() {
    return Phrase.join(
        "; ", results.stream().filter(result -> checks.containsKey(result.check()) && checks.get(result.check()).saysOrder())
            .map(Leading::summary).toList());
  }

  /** What users feel of a critical finding of this check; empty where it never has one. */
  public String harm(String check) {
    return checks.containsKey(check) ? checks.get(check).harm() : "";
  }

  private Weight weight(String check) {
    return checks.containsKey(check) ? checks.get(check).weight() : Weight.ORDINARY;
  }

  private static Phrase summary(CheckResult result) {
    return switch (result) {
      case CheckResult.Clear clear -> clear.seen().summary();
      case CheckResult.Found found -> found.findings().getFirst().summary();
      case CheckResult.Inconclusive open -> Phrase.EMPTY;
    };
  }
}
