package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.policy.Policy;

/** The mode decides what may happen at all. The consent to a raise covers its return, so propose is enough to give back. */
final class ModeGuard implements GuardRail {
  private final Policy.Mode enough;

  ModeGuard(Policy.Mode enough) {
    this.enough = enough;
  }

  @Override
  public ReasonCode code() {
    return ReasonCode.MODE;
  }

  @Override
  public GuardVerdict judge(Situation now) {
    return given(now.policy(), policy -> {
      Fact mode = Fact.word("policy mode", now.now(), policy.mode().word());
      if (policy.mode().compareTo(enough) >= 0) {
        return pass("mode {}", mode);
      }
      if (policy.mode() == Policy.Mode.PROPOSE) {
        return propose("the mode is {}", mode);
      }
      Phrase why = Phrase.join("; ", policy.troubles());
      return new GuardVerdict(code(), GuardVerdict.Answer.REFUSE, Phrase.of("the mode is {}", mode).and(": ", why));
    });
  }
}
