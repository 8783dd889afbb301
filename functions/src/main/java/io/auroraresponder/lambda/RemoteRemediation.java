package io.auroraresponder.lambda;

import com.google.gson.JsonParseException;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.remediation.Decision;
import io.auroraresponder.remediation.Plan;
import io.auroraresponder.remediation.Remediation;
import java.util.Set;

/**
 * Hands plans to the one function that may act. A plan that changes nothing is answered here: it needs nobody's right.
 *
 * <p>An answer that does not come is never taken for a no: the plan may have been carried out, and the ledger and its sweep will tell.
 */
final class RemoteRemediation implements Remediation {

  /** Refusals of the Invoke API that come before the function runs. */
  private static final Set<String> NEVER_RAN =
      Set.of(
          "AccessDeniedException", "ResourceNotFoundException", "TooManyRequestsException", "SnapStartNotReadyException",
          "ResourceNotReadyException",
          "InvalidRequestContentException", "RequestTooLargeException");

  private final FunctionCalls functions;
  private final String function;

  RemoteRemediation(FunctionCalls functions, String function) {
    this.functions = functions;
    this.function = function;
  }

  /** A plan on its way. */
  record Call(Plan decide) {}

  /** A decision on its way back. */
  record Answer(Decision decision) {}

  @Override
  public Decision decide(Plan plan) {
    if (plan.changesNothing()) {
      return Decision.ofNothing(plan);
    }
    try {
      String answer = functions.ask(function, RecordJson.write(new Call(plan)), TimeBudgets.REMEDIATION_INVOKE);
      return RecordJson.read(answer, Answer.class).decision();
    } catch (DependencyException failure) {
      return NEVER_RAN.contains(failure.code())
          ? Decision.unheard(
              plan, Decision.Result.DEFERRED, Phrase.of("nothing was changed: the function that may act could not be asked (" + failure
              .code() + ")"))
          : uncertain(plan);
    } catch (JsonParseException unreadable) {
      return uncertain(plan);
    }
  }

  private static Decision uncertain(Plan plan) {
    return Decision.unheard(
        plan, Decision.Result.UNCERTAIN,
        Phrase.of("the function that may act gave no answer in time: the change may have been made, the sweep reads back and tells"));
  }
}
