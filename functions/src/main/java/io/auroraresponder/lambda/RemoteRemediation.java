package io.auroraresponder.lambda;

import com.google.gson.JsonParseException;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.NoWish;
import io.auroraresponder.remediation.RaiseWish;
import io.auroraresponder.remediation.Remediation;
import io.auroraresponder.remediation.Wish;
import java.time.Duration;
import java.util.Set;

/**
 * Hands wishes to the one function that may act. A wish for nothing is answered here: it needs nobody's right.
 *
 * <p>An answer that does not come is never taken for a no: it may have been carried out, and the ledger and its sweep will tell.
 */
final class RemoteRemediation implements Remediation {

  /** Refusals of the Invoke API that come before the function runs. */
  private static final Set<String> NEVER_RAN =
      Set.of(
          "AccessDeniedException", "ResourceNotFoundException", "TooManyRequestsException", "SnapStartNotReadyException",
          "ResourceNotReadyException",
          "InvalidRequestContentException", "RequestTooLargeException");

  /** No decision comes back in less: it reads the cluster and writes to the ledger several times. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final FunctionCalls functions;
  private final String function;

  RemoteRemediation(FunctionCalls functions, String function) {
    this.functions = functions;
    this.function = function;
  }

  /** A wish on its way. */
  record Call(RaiseWish decide) {}

  /** A decision on its way back. */
  record Answer(Decision decision) {}

  @Override
  public Decision decide(Wish wish, Deadline deadline) {
    return switch (wish) {
      case NoWish nothing -> Decision.ofNothing(nothing.plan());
      case RaiseWish raise -> ask(raise, deadline.atMost(TimeBudgets.REMEDIATION_INVOKE).left());
    };
  }

  private Decision ask(RaiseWish wish, Duration within) {
    if (within.compareTo(LEAST) < 0) {
      return Decision.unheard(
          wish, Decision.Result.DEFERRED, Phrase.of("nothing was changed: no time was left to ask the function that may act"));
    }
    try {
      String answer = functions.ask(function, RecordJson.write(new Call(wish)), within);
      return RecordJson.read(answer, Answer.class).decision();
    } catch (DependencyException failure) {
      return NEVER_RAN.contains(failure.code())
          ? Decision.unheard(
              wish, Decision.Result.DEFERRED, Phrase.of("nothing was changed: the function that may act could not be asked (" + failure
              .code() + ")"))
          : uncertain(wish);
    } catch (JsonParseException unreadable) {
      return uncertain(wish);
    }
  }

  private static Decision uncertain(RaiseWish wish) {
    return Decision.unheard(
        wish, Decision.Result.UNCERTAIN,
        Phrase.of("the function that may act gave no answer in time: the change may have been made, the sweep reads back and tells"));
  }
}
