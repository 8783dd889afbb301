package io.auroraresponder.response;

import io.auroraresponder.incident.Report;
import java.util.List;
import java.util.Optional;

/**
 * What a runbook function answers: one entry a signal, and the batch items that must come again.
 *
 * @param failedItems in the order of arrival, each once
 * @param mustComeAgain whether a signal outside of any batch could be neither handled nor recorded: the function then has to fail, so
 *     that Lambda repeats the invocation and at last hands the event to its on-failure destination
 */
public record Answer(List<Handled> handled, List<String> failedItems, boolean mustComeAgain) {
  /** What became of a signal. */
  public enum Result {
    REPORTED,
    CLOSED,
    DEFERRED,
    IGNORED,
    REJECTED;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One signal.
   *
   * @param reason why, for a person; never empty
   * @param recorded false where the ledger knows nothing of it: the signal must come again
   */
  public record Handled(String shape, Result result, String reason, Optional<Report> report, boolean recorded) {
    public Handled(String shape, Result result, String reason, Optional<Report> report) {
      this(shape, result, reason, report, true);
    }

    Handled unrecorded() {
      return new Handled(shape, result, reason, report, false);
    }

    static Handled reported(String shape, Report report) {
      return new Handled(shape, Result.REPORTED, report.verdict().cause() + ": " + report.decision().result(), Optional.of(report));
    }

    /** Its alarms are over: the answer to the signal that said so, or to the request that found it out. */
    static Handled over(String shape, Report.State state) {
      String told = state == Report.State.MITIGATED ? "mitigated: a lease is in force" : "resolved";
      return new Handled(shape, Result.CLOSED, told, Optional.empty());
    }
  }

  public Answer {
    handled = List.copyOf(handled);
    failedItems = List.copyOf(failedItems);
  }

  public List<Report> reports() {
    return handled.stream().flatMap(one -> one.report().stream()).toList();
  }
}
