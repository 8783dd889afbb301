package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Phrase;
import java.util.List;

/** All answers of all guards about one change. */
public record Judgement(List<GuardVerdict> verdicts) {
  public Judgement {
    verdicts = List.copyOf(verdicts);
  }

  public List<GuardVerdict> refusals() {
    return with(GuardVerdict.Answer.REFUSE);
  }

  public List<GuardVerdict> proposals() {
    return with(GuardVerdict.Answer.PROPOSE);
  }

  public boolean passes() {
    return refusals().isEmpty() && proposals().isEmpty();
  }

  /** Nothing speaks against it but that the cluster cannot be changed right now. */
  public boolean waitsForCluster() {
    List<GuardVerdict> refusals = refusals();
    return proposals().isEmpty() && refusals.size() == 1 && refusals.getFirst().guard() == ReasonCode.CLUSTER_STATUS;
  }

  /** As if one guard had not been asked. */
  public Judgement without(ReasonCode guard) {
    return new Judgement(verdicts.stream().filter(verdict -> verdict.guard() != guard).toList());
  }

  /** Every refusal, else every request for a person, in one line. */
  public Phrase reasons() {
    List<GuardVerdict> against = refusals().isEmpty() ? proposals() : refusals();
    return Phrase.join("; ", against.stream().map(GuardVerdict::text).toList());
  }

  private List<GuardVerdict> with(GuardVerdict.Answer answer) {
    return verdicts.stream().filter(verdict -> verdict.answer() == answer).toList();
  }
}
