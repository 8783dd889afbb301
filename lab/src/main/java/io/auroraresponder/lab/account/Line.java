package io.auroraresponder.lab.account;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One caller's line to one service of the account: calls over it are recorded under the caller's name.
 *
 * @param caller whose set of clients it belongs to
 * @param service prefix of the service's IAM actions
 */
record Line(SimulatedAccount account, String caller, String service) {

  /** Records the call, lets time pass, and answers, or fails as the world wants it. */
  <R> R answer(String operation, Object request, Supplier<R> work) {
    return account.answer(this, operation, request, half -> work.get());
  }

  /** The same for an operation that can answer half; {@code work} is told whether it should. */
  <R> R answerPart(String operation, Object request, Function<Boolean, R> work) {
    return account.answer(this, operation, request, work);
  }
}
