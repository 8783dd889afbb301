package io.auroraresponder.remediation.guard;

import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import java.util.List;
import java.util.function.Function;

/** One reason why a change may not be made. Holds no state but its settings, asks nobody. */
public interface GuardRail {
  ReasonCode code();

  GuardVerdict judge(Situation now);

  default GuardVerdict pass(String template, Fact... facts) {
    return new GuardVerdict(code(), GuardVerdict.Answer.PASS, Phrase.of(template, facts));
  }

  default GuardVerdict propose(String template, Fact... facts) {
    return new GuardVerdict(code(), GuardVerdict.Answer.PROPOSE, Phrase.of(template, facts));
  }

  default GuardVerdict refuse(String template, Fact... facts) {
    return new GuardVerdict(code(), GuardVerdict.Answer.REFUSE, Phrase.of(template, facts));
  }

  /** Unsure means no. */
  default GuardVerdict cannotTell(String reason) {
    return new GuardVerdict(code(), GuardVerdict.Answer.REFUSE, new Phrase("cannot be judged: " + reason, List.of()));
  }

  /** Judges a value that must have been read. */
  default <T> GuardVerdict given(Reading<T> reading, Function<T, GuardVerdict> judge) {
    return switch (reading) {
      case Reading.Known<T> known -> judge.apply(known.value());
      case Reading.Unavailable<T> gap -> cannotTell(gap.reason());
    };
  }
}
